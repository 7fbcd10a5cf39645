"""The session on disk, so that a crash or a kill loses nothing: a folder, and a lock beside it.

`session.json` holds the scenes of the undo history, each one once; every tensor has its own file,
named by its digest and written once. A folder whose lock can be had belongs to no running window.
"""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any

from PySide6.QtCore import QLockFile

from app.services.files import OpenError, read_whole, written_whole
from app.services.saving.arrays import MOST_BYTES, ArrayError, read_tensor, write_tensor
from app.services.saving.scenes import as_json, encoded, from_json, settled_preset
from app.state.codec import CodecError, decode
from app.state.history import NEVER, Entry, History
from app.state.scene import Scene
from app.state.tensor import Tensor
from app.state.validity import fault
from app.state.view import View

MOST_ENTRIES = 100
"""How many entries of the history are kept to undo, and as many to redo."""
MAX_TEXT = 64 << 20
SESSION, ABOUT, LOCK = "session.json", "about.json", ".lock"
VERSION = 1
_DAMAGE = (
    ValueError, TypeError, LookupError, ArithmeticError, OSError, MemoryError, RecursionError,
)  # fmt: skip
LATEST = 2**33
"""A time that no clock shows yet, in seconds."""


@dataclass(frozen=True, slots=True)
class Session:
    """What a window works on: its history, where the user looks, and the file it was saved to."""

    history: History
    view: View
    path: Path | None


@dataclass(frozen=True, slots=True)
class About:
    """What a kept session is, in few words: its name, how many changes, when (Unix time)."""

    name: str
    changes: int
    at: float


class SessionError(OpenError):
    """A kept session that cannot be opened."""


class SessionFolder:
    """One session's folder, held by its lock until `remove` or `release`."""

    def __init__(self, folder: Path, lock: QLockFile) -> None:
        self.folder = folder
        self._lock = lock
        self._texts: dict[Scene, tuple[str, dict[str, Tensor]]] = {}

    @classmethod
    def fresh(cls, sessions: Path) -> SessionFolder | None:
        """A new one; None where none can be made there."""
        try:
            sessions.mkdir(parents=True, exist_ok=True)
        except OSError:
            return None
        return cls._held(sessions / secrets.token_hex(8))

    @classmethod
    def _held(cls, folder: Path) -> SessionFolder | None:
        lock = QLockFile(str(folder) + LOCK)
        lock.setStaleLockTime(0)  # age says nothing; that its process is gone does
        return cls(folder, lock) if lock.tryLock(0) else None

    @classmethod
    def abandoned(cls, sessions: Path) -> Iterator[SessionFolder]:
        """The sessions that no running window holds, newest first; each is held from then on."""
        for path in sorted(sessions.glob("*/" + SESSION), key=_written, reverse=True):
            held = cls._held(path.parent)
            if held is not None and path.is_file():
                yield held
            elif held is not None:  # its window was closed a moment ago
                held.release()

    # ---- writing

    def write(self, session: Session) -> None:
        """Keep a session. ExportError where that cannot be; what was kept before stays then."""
        history = session.history.shortened(MOST_ENTRIES)
        scenes = _pooled(history)
        self._texts = {scene: self._texts.get(scene) or _text(scene) for scene in scenes}
        tensors: dict[str, Tensor] = {}
        for _, held in self._texts.values():
            tensors |= held
        self.folder.mkdir(parents=True, exist_ok=True)
        for digest, tensor in tensors.items():
            path = self._tensor(digest)
            if not path.exists():
                with written_whole(path) as file:
                    write_tensor(file, tensor)
        self._put(SESSION, self._told(session, history, scenes))
        solid = history.scene.solid
        shown = history.scene.input.image if solid is None else solid.input.volume
        name = session.path.name if session.path else shown.name
        self._put(ABOUT, as_json({"name": name, "changes": history.place, "at": time()}))
        for path in self.folder.glob("*.npy"):
            if path.stem not in tensors:
                path.unlink(missing_ok=True)

    def _told(self, session: Session, history: History, scenes: dict[Scene, int]) -> bytes:
        rest = {
            "version": VERSION,
            "present": scenes[history.scene],
            "entries": [[e.title, scenes[e.before], scenes[e.after]] for e in history.entries],
            "place": history.place,
            "saved": history.saved,
            "view": encoded(View, session.view, {}),
            "path": None if session.path is None else str(session.path),
        }
        texts = ",\n".join(text for text, _ in self._texts.values())
        return f'{json.dumps(rest)[:-1]}, "scenes": [\n{texts}]}}'.encode()

    def _put(self, name: str, content: bytes) -> None:
        with written_whole(self.folder / name) as file:
            file.write(content)

    def _tensor(self, digest: str) -> Path:
        return self.folder / f"{digest}.npy"

    # ---- reading

    def about(self) -> About | None:
        """What is kept, in few words; None where that cannot be told."""
        try:
            about = decode(About, from_json(self._content(ABOUT)), _none)
            return about if 0 <= about.at < LATEST else None
        except (OpenError, ValueError, RecursionError):
            return None

    def read(self) -> Session:
        """The session that was kept; SessionError where it is damaged."""
        name, remedy = "The session that was kept", f"It stays in {self.folder}"
        try:
            return self._read(from_json(self._content(SESSION)))
        except OpenError as error:
            raise SessionError.of(name, error.why, remedy) from error
        except _DAMAGE as error:
            what = str(error).partition("\n")[0] or type(error).__name__
            raise SessionError.of(name, f"it is damaged ({what})", remedy) from error

    def _content(self, name: str) -> bytes:
        return read_whole(self.folder / name, name, MAX_TEXT, SessionError)

    def _read(self, head: Any) -> Session:
        known: dict[str, Tensor] = {}
        scenes = [self._scene(data, known) for data in head["scenes"]]
        entries = decode(tuple[tuple[str, int, int], ...], head["entries"], _none, "entries")
        place = decode(int, head["place"], _none)
        saved = decode(int, head["saved"], _none)
        if not (0 <= place <= len(entries) and NEVER <= saved <= len(entries)):
            raise CodecError("place", "lies beyond the history")
        history = History(
            scenes[head["present"]],
            tuple(Entry(title, scenes[before], scenes[after]) for title, before, after in entries),
            place,
            saved,
        )
        path = head["path"]
        return Session(
            history, decode(View, head["view"], _none), None if path is None else Path(path)
        )

    def _scene(self, data: Any, known: dict[str, Tensor]) -> Scene:
        scene = settled_preset(decode(Scene, data, lambda digest: self._known(digest, known)))
        wrong = fault(scene)
        if wrong:
            raise CodecError("scene", wrong)
        return scene

    def _known(self, digest: str, known: dict[str, Tensor]) -> Tensor:
        if digest not in known:
            path = self._tensor(Path(digest).name)
            if path.stat().st_size > MOST_BYTES:
                raise ArrayError("it is too large")
            with path.open("rb") as file:
                known[digest] = read_tensor(file, digest)
        return known[digest]

    # ---- letting go

    def remove(self) -> None:
        """Forget the session: nothing of it stays on the disk."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self._lock.unlock()

    def release(self) -> None:
        """Let go of it; it stays for the next start."""
        self._lock.unlock()

    def set_aside(self) -> None:
        """Keep what cannot be read out of the way, so that it is not offered again."""
        (self.folder / SESSION).replace(self.folder / "unreadable.json")
        self._lock.unlock()


def _written(path: Path) -> float:
    try:
        return path.stat().st_mtime
    except OSError:
        return 0.0


def _pooled(history: History) -> dict[Scene, int]:
    """Every scene of a history once, with its number."""
    scenes: dict[Scene, int] = {}
    for scene in (history.scene, *(s for e in history.entries for s in (e.before, e.after))):
        scenes.setdefault(scene, len(scenes))
    return scenes


def _text(scene: Scene) -> tuple[str, dict[str, Tensor]]:
    tensors: dict[str, Tensor] = {}
    return json.dumps(encoded(Scene, scene, tensors), allow_nan=False), tensors


def _none(digest: str) -> Tensor:
    raise CodecError("session", f"there is no tensor {digest}")
