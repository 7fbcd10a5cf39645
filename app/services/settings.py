"""What the application remembers between sessions. Garbage in the file reads as the default."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Literal, get_args

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from app.state.player import SPEEDS, Player

ThemeName = Literal["light", "dark", "projector", "system"]
THEME_NAMES: tuple[ThemeName, ...] = get_args(ThemeName)
RECENT_MOST = 12

_TRUE, _FALSE = "yes", "no"


class Settings(QObject):
    """Typed settings over an INI file. `changed` tells the name of what was set.

    `path` None is the user's own settings file. Values are stored as text, so that what is read
    never depends on how Qt guesses types; a file that cannot be written keeps the defaults.
    """

    changed = Signal(str)

    def __init__(self, path: Path | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        ini = QSettings.Format.IniFormat
        self._for_now: dict[str, str] = {}
        if path is None:
            user = QSettings.Scope.UserScope
            self._file = QSettings(ini, user, "Convoscope", "Convoscope", self)
        else:
            self._file = QSettings(str(path), ini, self)

    @property
    def theme(self) -> ThemeName:
        """The theme that was chosen."""
        stored = self._text("theme")
        return next((name for name in THEME_NAMES if name == stored), "system")

    @theme.setter
    def theme(self, name: ThemeName) -> None:
        self._put("theme", name)

    def use_theme(self, name: ThemeName) -> None:
        """A theme for this session, until the user chooses one; it is not stored."""
        self._for_now["theme"] = name

    @property
    def motion(self) -> bool:
        """Whether the window glides between steps."""
        return self._flag("motion", True)

    @motion.setter
    def motion(self, on: bool) -> None:
        self._put("motion", _TRUE if on else _FALSE)

    @property
    def speed(self) -> float:
        """Steps a second, one of SPEEDS."""
        stored = self._text("speed")
        return next((speed for speed in SPEEDS if f"{speed:g}" == stored), Player().speed)

    @speed.setter
    def speed(self, speed: float) -> None:
        self._put("speed", f"{speed:g}")

    @property
    def loop(self) -> bool:
        """Whether playing begins anew at the end."""
        return self._flag("loop", False)

    @loop.setter
    def loop(self, on: bool) -> None:
        self._put("loop", _TRUE if on else _FALSE)

    @property
    def geometry(self) -> QByteArray:
        """The window's place and size (QWidget.saveGeometry); empty where none is stored."""
        return self._bytes("geometry")

    @geometry.setter
    def geometry(self, state: QByteArray) -> None:
        self._put_bytes("geometry", state)

    @property
    def layout(self) -> QByteArray:
        """Where docks and bars are (QMainWindow.saveState); empty where none is stored."""
        return self._bytes("layout")

    @layout.setter
    def layout(self, state: QByteArray) -> None:
        self._put_bytes("layout", state)

    @property
    def folded(self) -> frozenset[str]:
        """The object names of the panels that are folded away."""
        return frozenset(self._names("folded"))

    @folded.setter
    def folded(self, panels: Iterable[str]) -> None:
        self._put("folded", json.dumps(sorted(panels)))

    @property
    def lessons_width(self) -> int:
        """The width that the left panel was dragged to, in pixels; 0 where it never was."""
        stored = self._text("lessons_width")
        return int(stored) if stored.isascii() and stored.isdigit() and len(stored) < 5 else 0

    @lessons_width.setter
    def lessons_width(self, width: int) -> None:
        self._put("lessons_width", str(width))

    @property
    def recent(self) -> tuple[Path, ...]:
        """The files opened last, newest first, at most RECENT_MOST."""
        return tuple(map(Path, self._names("recent")))[:RECENT_MOST]

    @recent.setter
    def recent(self, paths: Iterable[Path]) -> None:
        distinct = dict.fromkeys(map(str, paths))
        self._put("recent", json.dumps(list(distinct)[:RECENT_MOST]))

    @property
    def read_folder(self) -> Path | None:
        """Where a file was last chosen for opening; None where none ever was."""
        return self._folder("read_folder")

    @read_folder.setter
    def read_folder(self, folder: Path) -> None:
        self._put("read_folder", json.dumps([str(folder)]))

    @property
    def write_folder(self) -> Path | None:
        """Where a name was last chosen for saving; None where none ever was."""
        return self._folder("write_folder")

    @write_folder.setter
    def write_folder(self, folder: Path) -> None:
        self._put("write_folder", json.dumps([str(folder)]))

    @property
    def sessions(self) -> Path:
        """The folder beside the settings' file in which running windows keep their work."""
        return Path(self._file.fileName()).parent / "sessions"

    def save(self) -> None:
        """Write now what Qt would otherwise write at leisure."""
        self._file.sync()

    def _put(self, key: str, text: str) -> None:
        if self._text(key) != text:
            self._for_now.pop(key, None)
            self._file.setValue(key, text)
            self.changed.emit(key)

    def _put_bytes(self, key: str, state: QByteArray) -> None:
        self._put(key, bytes(state.toBase64().data()).decode("ascii"))

    def _text(self, key: str) -> str:
        stored = self._for_now.get(key) or self._file.value(key)
        return stored if isinstance(stored, str) else ""

    def _flag(self, key: str, default: bool) -> bool:
        return {_TRUE: True, _FALSE: False}.get(self._text(key), default)

    def _bytes(self, key: str) -> QByteArray:
        strict = QByteArray.Base64Option.AbortOnBase64DecodingErrors
        read = QByteArray.fromBase64Encoding(QByteArray(self._text(key).encode()), strict)
        return QByteArray(read.decoded) if read else QByteArray()

    def _folder(self, key: str) -> Path | None:
        return next(map(Path, self._names(key)), None)

    def _names(self, key: str) -> list[str]:
        try:
            stored = json.loads(self._text(key))
        except (ValueError, RecursionError):
            return []
        if not isinstance(stored, list):
            return []
        return [name for name in stored if isinstance(name, str) and name and "\0" not in name]
