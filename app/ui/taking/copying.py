"""Copying panels of the stage: as a picture, as numbers for a spreadsheet, as LaTeX."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication
from PySide6.QtWidgets import QMenu

from app.picture.compose import copied_equation
from app.picture.elements import Panel
from app.picture.readout.copied import (
    MOST_TYPESET,
    Part,
    has_numbers,
    latex_equation,
    latex_matrix,
    part_of,
    tab_separated,
)
from app.services.export.stage import render
from app.ui.stage.stage import Stage

RATIO = 2.0
EDGE = 3
"""Pixels around a panel that are copied with it, for its outlines."""


def panel_name(panel: Panel) -> str:
    """What a panel is called in a menu."""
    return panel.title or panel.key.replace("-", " ").capitalize()


class Copying(QObject):
    """Puts panels of the stage on the clipboard, and tells what it put there."""

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, stage: Stage) -> None:
        super().__init__(stage)
        self._stage = stage
        stage.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        stage.customContextMenuRequested.connect(self._ask)

    # ---- what is copied

    def picture(self, key: str) -> None:
        """The panel as it is painted, two pixels for each of its own."""
        panel = self._stage.picture.panel(key)
        image = render(self._stage.stage_input(), self._stage.theme, RATIO)
        image.setDevicePixelRatio(1)
        rect, edge = panel.rect, EDGE
        corner = round(RATIO * (rect.x - edge)), round(RATIO * (rect.y - edge))
        size = round(RATIO * (rect.width + 2 * edge)), round(RATIO * (rect.height + 2 * edge))
        part = QRect(*corner, *size).intersected(image.rect())
        QGuiApplication.clipboard().setImage(image.copy(part))
        self.said.emit(f"Copied {panel_name(panel)} as a picture.")

    def numbers(self, key: str) -> None:
        """The panel's numbers with all their digits, as a spreadsheet takes them."""
        part = part_of(self._stage.picture, key)
        self._copy(key, part, "" if part is None else tab_separated(part), "for a spreadsheet")

    def latex(self, key: str) -> None:
        """The panel's numbers as a matrix for LaTeX."""
        part = part_of(self._stage.picture, key, MOST_TYPESET)
        self._copy(key, part, "" if part is None else latex_matrix(part), "as LaTeX")

    def equation(self) -> None:
        """The equation for LaTeX, with all digits."""
        text = latex_equation(copied_equation(self._stage.stage_input()))
        QGuiApplication.clipboard().setText(text)
        self.said.emit("Copied the equation as LaTeX.")

    def _copy(self, key: str, part: Part | None, text: str, how: str) -> None:
        name = panel_name(self._stage.picture.panel(key))
        if part is None:
            self.failed.emit(f"{name} holds no numbers that could be copied.")
            return
        QGuiApplication.clipboard().setText(text)
        self.said.emit(f"Copied {part.words} of {name}, {how}.")

    # ---- menus

    def fill(self, menu: QMenu) -> None:
        """A submenu for each panel on the stage, the one that is pointed at first."""
        menu.clear()
        first = self._pointed()
        names: set[str] = set()
        submenus: dict[str, str] = {}
        for panel in self._stage.picture.panels:
            name = panel_name(panel)
            submenus[panel.key] = f"{name}, close up" if name in names else name
            names.add(name)
        for panel in sorted(self._stage.picture.panels, key=lambda panel: panel.key != first):
            self._entries(menu.addMenu(submenus[panel.key]), panel)

    def menu_at(self, point: QPoint) -> QMenu:
        """What can be copied of the panel under a point, else of the pinned or present one."""
        hit = self._stage.picture.hit(point.x(), point.y())
        key = hit.panel if hit is not None and self._stage.view.target is None else self._pointed()
        panel = self._stage.picture.panel(key)
        menu = QMenu(self._stage)
        menu.setObjectName("stage_menu")
        menu.addAction(panel_name(panel)).setEnabled(False)
        self._entries(menu, panel)
        menu.addSeparator()
        self._entry(menu, "Copy equation as LaTeX", "copy_latex_equation").triggered.connect(
            self.equation
        )
        return menu

    def _ask(self, point: QPoint) -> None:
        menu = self.menu_at(point)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._stage.mapToGlobal(point))

    def _pointed(self) -> str:
        """The panel that is pointed at or pinned, else the one of the present step."""
        target = self._stage.view.target
        return self._stage.picture.place.panel if target is None else target.panel

    def _entries(self, menu: QMenu, panel: Panel) -> None:
        numbered = has_numbers(self._stage.picture, panel.key)
        for text, name, copy, possible in (
            ("Copy as a picture", "copy_panel_picture", self.picture, True),
            ("Copy numbers for a spreadsheet", "copy_panel_numbers", self.numbers, numbered),
            ("Copy as a LaTeX matrix", "copy_panel_latex", self.latex, numbered),
        ):
            action = self._entry(menu, text, name)
            action.setEnabled(possible)
            action.triggered.connect(partial(_copied, copy, panel.key))

    @staticmethod
    def _entry(menu: QMenu, text: str, name: str) -> QAction:
        action = menu.addAction(text)
        action.setObjectName(name)
        return action


def _copied(copy: Callable[[str], None], key: str, _checked: bool = False) -> None:
    copy(key)
