"""The recent files, scenes and images alike, as a menu."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.services.recent import RecentFiles


class RecentMenu(QMenu):
    """One entry a file, newest first. `chosen` tells its path."""

    chosen = Signal(str)

    def __init__(self, title: str, recent: RecentFiles, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.setObjectName("recent_menu")
        self.setToolTipsVisible(True)
        self._recent = recent
        self.triggered.connect(self._choose)
        recent.modelReset.connect(self._fill)
        self._fill()

    def _fill(self) -> None:
        self.clear()
        for path in self._recent.paths:
            action = self.addAction(path.name.replace("&", "&&"))
            action.setToolTip(str(path))
            action.setData(str(path))
        self.setEnabled(bool(self._recent.paths))

    def _choose(self, action: QAction) -> None:
        self.chosen.emit(action.data())
