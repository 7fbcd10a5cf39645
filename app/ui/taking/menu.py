"""What a student takes away beside pictures: the code, numbers of panels, a handout."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.services.folders import Folders
from app.state.requests import request_of
from app.ui.actions import Deed
from app.ui.stage.stage import Stage
from app.ui.taking.code import CodeDialog
from app.ui.taking.copying import Copying
from app.ui.taking.handout import HandoutDialog


class Taking(QObject):
    """Opens the dialogs, and tells what came of them."""

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, stage: Stage, folders: Folders, window: QWidget) -> None:
        super().__init__(window)
        self._stage, self._folders, self._window = stage, folders, window
        self.copying = Copying(stage)
        self.copying.said.connect(self.said)
        self.copying.failed.connect(self.failed)

    def deeds(self) -> tuple[Deed, ...]:
        """The window's actions."""
        return (
            Deed("code", "Code…", ("Ctrl+L",),
                 "Show the scene as a program for NumPy, PyTorch, Keras or JAX", self.code),
            Deed("handout", "Handout…", ("Ctrl+P",),
                 "Make a page to print of this scene, with questions", self.handout),
            Deed("copy_equation_latex", "Copy equation as LaTeX", (),
                 "Copy the equation with all its digits for LaTeX", self.copying.equation),
        )  # fmt: skip

    def add_menu(self, menu: QMenu) -> None:
        """The submenu that copies a panel, made anew whenever it opens."""
        panels = menu.addMenu("Copy panel")
        panels.menuAction().setObjectName("copy_panel")
        panels.aboutToShow.connect(lambda: self.copying.fill(panels))

    def code(self) -> None:
        """Show the scene as a program."""
        self._open(CodeDialog(self._stage.store.scene, self._folders, self._window))

    def handout(self) -> None:
        """Ask what a handout of the scene is to hold."""
        scene = self._stage.store.scene
        request = request_of(scene)
        result = self._stage.results.current(request)
        if request is not None and result is None:
            self.failed.emit("The output is still being computed; ask for the handout again then.")
            return
        dialog = HandoutDialog(scene, result, self._folders, self._window)
        dialog.said.connect(self.said)
        self._open(dialog)

    def _open(self, dialog: CodeDialog | HandoutDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
