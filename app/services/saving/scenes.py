"""Scene files: one `.convoscope` file holds the whole Scene and View, the image inside.

A ZIP archive with `scene.json` and one entry in NumPy's format for each tensor, named by its
digest; docs/scene-file.md describes it. Whatever is wrong with a file, reading it raises one
SceneFileError, and nothing has changed.
"""

from __future__ import annotations

import json
import re
import struct
import zipfile
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO, NoReturn, TypeVar

from app.content.lessons import lesson_info
from app.picture.camera import CLOSEST
from app.services.files import OpenError, opened, read_whole, shown, written_whole
from app.services.saving.arrays import MOST_BYTES, ArrayError, read_tensor, write_tensor
from app.state.codec import CodecError, Plain, UnknownError, decode, encode
from app.state.scene import Scene
from app.state.tensor import Tensor
from app.state.validity import fault
from app.state.view import View

T = TypeVar("T")

ENDING = ".convoscope"
FORMAT = "convoscope scene"
VERSION = 1
"""Raised where an older version would misread what a newer one writes; new fields need it not."""
MIMETYPE = b"application/x-convoscope"
MAX_FILE = 1 << 30
MAX_TEXT = 8 << 20
MAX_ENTRIES = 64
MAX_DIRECTORY = 1 << 16
TENSOR = re.compile(r"[0-9a-f]{32}")
QUICK = 1
"""How hard deflate tries: photos hardly shrink with more, and it is several times slower."""
_END = struct.Struct("<4s4H2LH")
_ZIP64 = b"PK\x06\x07"
_BEGINS, _ENDS = b"PK\x03\x04", b"PK\x05\x06"
_DAMAGED = "it is damaged or incomplete"

_AGAIN = "Copy or download it again, or open another copy"
_NEWER = "Open it with a newer version of Convoscope"


class SceneFileError(OpenError):
    """A scene file that cannot be opened."""

    other = f"Choose a {ENDING} file"
    smaller = f"Choose another {ENDING} file"


@dataclass(frozen=True, slots=True)
class Document:
    """What a scene file holds."""

    scene: Scene
    view: View


def is_scene_file(path: Path) -> bool:
    """Whether a file's name says that it is a scene."""
    return path.suffix.lower() == ENDING


# ---- writing


def save_scene(path: Path, document: Document) -> None:
    """Write a scene file whole, or leave what was there. ExportError where that cannot be."""
    with written_whole(path) as file:
        write_scene(file, document)


def write_scene(file: BinaryIO, document: Document) -> None:
    """Write a scene into an open file. The same document gives the same bytes."""
    tensors: dict[str, Tensor] = {}
    head = {
        "format": FORMAT,
        "version": VERSION,
        "scene": encoded(Scene, document.scene, tensors),
        "view": encoded(View, document.view, tensors),
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), MIMETYPE)
        with archive.open("scene.json", "w") as into:
            into.write(as_json(head))
        for digest, tensor in tensors.items():
            with archive.open(f"tensors/{digest}.npy", "w") as into:
                write_tensor(into, tensor)


def encoded(kind: type[T], value: T, tensors: dict[str, Tensor]) -> Plain:
    """Encode, and make sure that it can be read: a file that only writes well is a trap."""
    data = encode(kind, value, tensors)
    if decode(kind, data, tensors.__getitem__) != value:
        raise TypeError(f"{kind.__name__} reads otherwise than it was written")
    return data


def as_json(data: Plain) -> bytes:
    """Plain data as JSON; numbers that JSON has no word for are a ValueError."""
    return json.dumps(data, allow_nan=False, ensure_ascii=False, indent=1).encode()


# ---- reading


def open_scene(path: Path | str) -> Document:
    """Read a scene file. SceneFileError where that cannot be; a pipe is never opened."""
    name = shown(Path(path).name or str(path), "the scene")
    _check_ends(Path(path), name)
    return scene_from_bytes(read_whole(Path(path), name, MAX_FILE, SceneFileError), name)


def _check_ends(path: Path, name: str) -> None:
    """Refuse what does not begin and end as an archive, before all of it is read."""
    with opened(path, name, SceneFileError) as (file, size):
        begins = file.read(len(_BEGINS))
        file.seek(max(0, size - _END.size))
        ends = file.read(len(_ENDS))
    if size > MAX_FILE:
        return  # which reading it says
    if begins != _BEGINS:
        scene_from_bytes(begins, name)  # which says what it is
    elif ends != _ENDS:
        raise SceneFileError.of(name, _DAMAGED, _AGAIN)


def scene_from_bytes(data: bytes, name: str) -> Document:
    """Read a scene from a file's content; `name` is what to call it. SceneFileError as above."""
    try:
        document = _told(data, name)
        wrong = _fault(document)
    except SceneFileError:
        raise
    except UnknownError as error:
        why = f"it says more than this version knows, {error}"
        raise SceneFileError.of(name, why, _NEWER) from error
    except (CodecError, ArrayError) as error:
        wrong = str(error)
    except MemoryError:
        why = "there is not enough memory for it"
        raise SceneFileError.of(name, why, SceneFileError.smaller) from None
    if wrong:
        why = f"what it says cannot be shown ({wrong})"
        raise SceneFileError.of(name, why, "Open another copy, or make the scene anew")
    return document


def _told(data: bytes, name: str) -> Document:
    """What a file says, every value of its type; whether it can be is not yet known."""
    if not data:
        raise SceneFileError.of(name, "it is empty", _AGAIN)
    if not data.startswith(_BEGINS):
        raise SceneFileError.of(name, "it is no scene of Convoscope", SceneFileError.other)
    try:
        _check_directory(data)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            head = from_json(_content(archive, "scene.json", MAX_TEXT))
            _check_version(head, name)
            tensors = _Tensors(archive)
            scene = decode(Scene, head["scene"], tensors.get)
            view = decode(View, head["view"], tensors.get)
    except (SceneFileError, CodecError, ArrayError, MemoryError):
        raise
    except Exception as error:  # a damaged file can fail anywhere
        raise SceneFileError.of(name, _DAMAGED, _AGAIN) from error
    return Document(settled_preset(scene), view)


def _fault(document: Document) -> str:
    """Why the document cannot be shown; what goes wrong in finding out is a reason too."""
    try:
        return fault(document.scene) or _view_fault(document.view)
    except (ValueError, TypeError, ArithmeticError, LookupError) as error:
        return str(error).partition("\n")[0] or type(error).__name__


def _view_fault(view: View) -> str:
    if view.camera is not None and not 0 < view.camera.scale <= CLOSEST:
        return f"the zoom {view.camera.scale:g}: above 0 and up to {CLOSEST:g} fits"
    return ""


def _check_directory(data: bytes) -> None:
    """Refuse a directory that would be large to read, before the archive is opened."""
    end = data[-_END.size :]
    mark, _, _, _, entries, size, _, comment = _END.unpack(end)
    zip64 = data[-_END.size - 20 :].startswith(_ZIP64)
    if mark != _ENDS or comment or zip64:
        raise zipfile.BadZipFile("no plain end of the archive")
    if entries > MAX_ENTRIES or size > MAX_DIRECTORY:
        raise zipfile.BadZipFile("too many entries")


def _content(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    with archive.open(_checked(archive, name, most)) as file:
        return file.read(most)


def _checked(archive: zipfile.ZipFile, name: str, most: int) -> zipfile.ZipInfo:
    """An entry by its name, once it is known that it can be read and is not too large."""
    entry = archive.getinfo(name)
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("packed in a way that is not used here")
    if entry.file_size > most:
        raise zipfile.BadZipFile("an entry is too large")
    return entry


def from_json(text: bytes) -> Any:
    """Plain data from JSON; ValueError for what strict JSON does not have, or says twice."""
    return json.loads(text.decode(), parse_constant=_no_number, object_pairs_hook=_once)


def _no_number(word: str) -> NoReturn:
    raise CodecError("scene", f"{word} is no number that fits")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    named = dict(pairs)
    if len(named) < len(pairs):
        raise ValueError("a field is there twice")
    return named


def _check_version(head: Any, name: str) -> None:
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise SceneFileError.of(name, "it is no scene of Convoscope", SceneFileError.other)
    version = head.get("version")
    if type(version) is not int or version < 1:
        raise CodecError("version", "must be a whole number of 1 or more")
    if version > VERSION:
        why = f"a newer version made it (format {version}; this one reads up to {VERSION})"
        raise SceneFileError.of(name, why, _NEWER)


class _Tensors:
    """The archive's tensors by digest, each read once and shared."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._known: dict[str, Tensor] = {}

    def get(self, digest: str) -> Tensor:
        """The tensor of a digest; raises where it is not there, or not as it should be."""
        if digest not in self._known:
            if not TENSOR.fullmatch(digest):
                raise ArrayError("a name is no digest")
            entry = _checked(self._archive, f"tensors/{digest}.npy", MOST_BYTES)
            with self._archive.open(entry) as file:
                self._known[digest] = read_tensor(file, digest)
        return self._known[digest]


def settled_preset(scene: Scene) -> Scene:
    """The scene with an example that its lesson has, so that "reset" has somewhere to go."""
    keys = [preset.key for preset in lesson_info(scene.lesson).presets]
    return scene if scene.preset in keys else replace(scene, preset=keys[0])
