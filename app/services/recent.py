"""The files opened last, as a Qt item model over the settings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from app.services.overrides import guarded
from app.services.settings import Settings

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()


@guarded
class RecentFiles(QAbstractListModel):
    """One row a file, newest first: its name, its folder as tooltip, its Path as user role."""

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings

    @property
    def paths(self) -> tuple[Path, ...]:
        """The files, newest first."""
        return self._settings.recent

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        """The number of files; none below a file."""
        return 0 if parent.isValid() else len(self.paths)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a row shows, or None where there is no such row or role."""
        if not index.isValid() or index.row() >= len(self.paths):
            return None
        path = self.paths[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return path.name
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleDescriptionRole:
                return str(path)
            case Qt.ItemDataRole.UserRole:
                return path
        return None

    def add(self, path: Path) -> None:
        """Put a file that has just been opened first."""
        newest = path.absolute()
        self._replace((newest, *(old for old in self.paths if old != newest)))

    def choose(self, row: int) -> Path | None:
        """The file of a row; one that is no longer there leaves the list, and is None."""
        path = self.paths[row]
        if path.exists():
            return path
        self._replace(tuple(old for old in self.paths if old != path))
        return None

    def clear(self) -> None:
        """Forget every file."""
        self._replace(())

    def _replace(self, paths: tuple[Path, ...]) -> None:
        self.beginResetModel()
        self._settings.recent = paths
        self.endResetModel()
