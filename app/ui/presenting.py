"""Presenting: the stage alone on a full screen, stepped by clicker or keys."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from app.services.overrides import guarded
from app.ui.shortcuts import Shortcut, ShortcutGroup
from app.ui.stage.stage import Stage

SHORTCUTS = ShortcutGroup(
    "Presenting",
    (
        Shortcut("F5 | F11", "present the stage alone; again or Esc to leave"),
        Shortcut("Space | PageDown | Right", "one step forward"),
        Shortcut("P", "play or pause"),
        Shortcut("B | .", "blank the screen, and show it again"),
        Shortcut("Esc", "leave the presentation"),
    ),
)


@guarded
class Presenting(QObject):
    """Hides everything but the stage, and brings it all back as it was.

    While it is blanked a black sheet covers the whole window, whatever stands beside the stage.
    """

    changed = Signal(bool)

    def __init__(self, window: QWidget, stage: Stage, others: tuple[QWidget, ...]) -> None:
        super().__init__(window)
        self._window, self._stage, self._others = window, stage, others
        self._hidden: list[QWidget] = []
        self._state = window.windowState()
        self.active = False
        self._sheet = QWidget(window)
        self._sheet.setObjectName("blank_sheet")
        self._sheet.setStyleSheet("#blank_sheet { background: black; }")
        self._sheet.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._sheet.hide()
        window.installEventFilter(self)
        self._keys = [
            self._key("Esc", self.leave),
            self._key("B", self.toggle_blank),
            self._key(".", self.toggle_blank),
        ]

    def _key(self, keys: str, do: object) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self._window)
        shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
        shortcut.activated.connect(do)
        shortcut.setEnabled(False)
        return shortcut

    def toggle(self) -> None:
        if self.active:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        self.active = True
        self._state = self._window.windowState()
        self._hidden = [widget for widget in self._others if not widget.isHidden()]
        for widget in self._hidden:
            widget.hide()
        self._stage.set_presenting(True)
        self._enable(True)
        self._window.showFullScreen()
        self._stage.setFocus()
        self.changed.emit(True)

    def leave(self) -> None:
        """Back to the window as it was; a blanked screen is shown again first."""
        if not self.active:
            return
        self.active = False
        self._stage.set_presenting(False)
        self._sheet.hide()
        for widget in self._hidden:
            widget.show()
        self._enable(False)
        self._window.setWindowState(self._state & ~Qt.WindowState.WindowFullScreen)
        self.changed.emit(False)

    def toggle_blank(self) -> None:
        self._stage.set_blank(not self._stage.blank)
        self._sheet.setGeometry(self._window.rect())
        self._sheet.raise_()
        self._sheet.setVisible(self._stage.blank)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """The sheet is as large as the window."""
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._sheet.setGeometry(self._window.rect())
        return super().eventFilter(watched, event)

    def _enable(self, on: bool) -> None:
        for shortcut in self._keys:
            shortcut.setEnabled(on)
