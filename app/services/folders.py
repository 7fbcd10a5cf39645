"""Which folder a file dialog begins in: where one was last opened from, or saved to."""

from __future__ import annotations

from pathlib import Path

from app.services.settings import Settings


class Folders:
    """One memory for reading and one for writing, kept with the settings.

    A folder that is no longer there is forgotten: the dialog then begins where Qt begins it.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def to_read(self) -> str:
        """The folder that a dialog for opening begins in; empty where none is known."""
        return _there(self._settings.read_folder)

    def to_write(self, name: str) -> str:
        """A suggested file, in the folder that was last saved to."""
        folder = _there(self._settings.write_folder)
        return str(Path(folder) / name) if folder else name

    def read_from(self, folder: Path) -> None:
        """Something in this folder was chosen for opening."""
        self._settings.read_folder = folder

    def wrote_to(self, folder: Path) -> None:
        """A name in this folder was chosen for saving."""
        self._settings.write_folder = folder


def _there(folder: Path | None) -> str:
    try:
        return str(folder) if folder is not None and folder.is_dir() else ""
    except OSError:  # a folder of a machine that does not answer
        return ""
