"""Scene files: what is saved opens again, and whatever else is refused in one clear line."""

from __future__ import annotations

import json
import os
import signal
import struct
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.content.lessons import LESSONS, default_scene
from app.picture.compose import compose
from app.services.export.stage import stage_of
from app.services.files import ExportError
from app.services.saving import scenes
from app.services.saving.scenes import (
    Document,
    SceneFileError,
    open_scene,
    save_scene,
    scene_from_bytes,
    settled_preset,
    write_scene,
)
from app.state import edits, input_edits, player
from app.state.derive import derive
from app.state.outcome import Change
from app.state.requests import compute, request_of
from app.state.scene import Channel, Crop, Lesson, Scale, Scene
from app.state.tensor import Tensor
from app.state.view import Camera, Target, View
from tests.everything import everything
from tests.scenes import changed, image, photo
from tests.services.test_store import EDITS

ROOT = Path(__file__).resolve().parents[2]
OLD = ROOT / "tests" / "files" / "version-1.convoscope"
PRESETS = [preset for info in LESSONS for preset in info.presets]
DEFAULT = default_scene()


def packed(scene: Scene = DEFAULT, view: View | None = None) -> bytes:
    buffer = BytesIO()
    write_scene(buffer, Document(scene, view or View()))
    return buffer.getvalue()


def refusal(data: bytes) -> str:
    """Why a file is refused: what follows its name, always one line."""
    with pytest.raises(SceneFileError) as caught:
        scene_from_bytes(data, "lesson.convoscope")
    text = str(caught.value)
    assert "\n" not in text
    assert text.startswith("lesson.convoscope cannot be opened: ")
    return text.partition(": ")[2]


def tried(data: bytes) -> Document | None:
    """What a file holds, or None where it is refused in one line; no other error is let by."""
    with suppress(SceneFileError):
        return scene_from_bytes(data, "lesson.convoscope")
    refusal(data)
    return None


def entries(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def repacked(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def told(data: bytes) -> dict[str, Any]:
    head: dict[str, Any] = json.loads(entries(data)["scene.json"])
    return head


def retold(head: Any, data: bytes | None = None) -> bytes:
    """A file with the same tensors that says something else."""
    parts = entries(data or packed())
    parts["scene.json"] = head if isinstance(head, bytes) else json.dumps(head).encode()
    return repacked(parts)


# ---- what is saved opens again


@pytest.mark.parametrize("preset", PRESETS, ids=lambda preset: preset.key)
def test_every_worked_example_opens_as_it_was_saved(preset: Any) -> None:
    scene = preset.build()
    assert scene_from_bytes(packed(scene), "x").scene == scene


@given(st.sampled_from(PRESETS[:8]), st.lists(EDITS, max_size=8), st.integers(0), everything(View))
def test_a_scene_opens_as_it_was_saved(
    preset: Any, several: list[Any], step: int, view: View
) -> None:
    scene = preset.build()
    for edit in several:
        outcome = edit(scene)
        scene = settled_preset(outcome.scene) if isinstance(outcome, Change) else scene
    scene = player.seek(scene, step % player.length(scene))
    if view.camera is not None:
        view = replace(view, camera=replace(view.camera, scale=12.5))
    assert scene_from_bytes(packed(scene, view), "x") == Document(scene, view)


def test_an_image_in_colour_is_inside_with_all_that_was_done_to_it(tmp_path: Path) -> None:
    pixels = np.random.default_rng(3).integers(0, 65536, (40, 50, 3), np.uint16)
    opened = replace(image(pixels, "Größe ½.tif", 65535), note="turned as its Exif data say")
    scene = changed(input_edits.set_image(DEFAULT, opened))
    for edit in (
        partial(input_edits.set_crop, crop=Crop(3, 4, 30, 40)),
        partial(input_edits.set_channel, channel=Channel.BLUE),
        partial(input_edits.set_resample, size=(12, 16)),
        partial(input_edits.set_scale, scale=Scale.UNIT),
        partial(input_edits.set_cell, row=2, column=3, value=0.1),
        partial(edits.set_bias, bias=-0.25),
    ):
        scene = changed(edit(scene))
    scene = player.at_step(scene, 17)
    view = View(Camera(8, 6.5, 40), hover=Target("output", 1, 2), pin=Target("input", 3, 4))
    path = tmp_path / "lesson.convoscope"
    save_scene(path, Document(scene, view))
    assert open_scene(path) == Document(scene, view)
    assert list(tmp_path.iterdir()) == [path]


def test_strange_pixels_are_kept() -> None:
    pixels = np.array([[np.nan, np.inf], [-np.inf, -0.0]], np.float32)
    scene = changed(input_edits.set_image(DEFAULT, image(np.tile(pixels, (3, 3)), white=1)))
    back = scene_from_bytes(packed(scene), "x").scene
    assert back.input.image.pixels.array.tobytes() == scene.input.image.pixels.array.tobytes()


def test_the_same_scene_gives_the_same_bytes() -> None:
    assert packed() == packed()
    assert entries(packed())["mimetype"] == b"application/x-convoscope"


def test_a_file_of_the_first_version_opens() -> None:
    opened = open_scene(OLD)
    scene, derived = opened.scene, derive(opened.scene)
    assert (scene.lesson.value, scene.preset, scene.step) == ("convolution", "stride-2", 2)
    assert (scene.input.image.name, scene.input.crop) == ("ramps ½", Crop(4, 6, 16, 24))
    rows, columns, planes = np.indices((24, 32, 3))
    ramps = (rows * 7 + columns * 5 + planes * 60) % 256
    np.testing.assert_array_equal(scene.input.image.pixels.array, ramps)
    assert (scene.input.channel, scene.input.resample) == (Channel.GREEN, (8, 12))
    assert [(cell.row, cell.column, cell.value) for cell in scene.input.edited] == [(1, 2, 7.5)]
    assert scene.kernel.weights.array.tolist() == [[0, 1, 2], [2, 2, 0], [0, 1, 2]]
    assert (scene.parameters.stride, scene.parameters.bias) == ((2, 2), -1.5)
    assert scene.parameters.padding == ((1, 1), (1, 1))
    assert derived.output_shape == (4, 6)
    assert opened.view == View(Camera(4, 3, 30), pin=Target("input", 1, 2))


def test_an_example_that_is_no_more_gives_way_to_the_first(tmp_path: Path) -> None:
    scene = replace(DEFAULT, preset="long gone")
    assert scene_from_bytes(packed(scene), "x").scene.preset == LESSONS[0].presets[0].key


# ---- what is damaged, or no scene file


@given(st.data())
def test_a_file_cut_short_is_refused(data: st.DataObject) -> None:
    whole = packed()
    kept = data.draw(st.integers(0, len(whole) - 1))
    assert "Copy or download it again" in refusal(whole[:kept]) or kept < 4


@given(st.data())
def test_a_flipped_bit_is_refused_or_does_no_harm(data: st.DataObject) -> None:
    whole = bytearray(packed())
    bit = data.draw(st.integers(0, 8 * len(whole) - 1))
    whole[bit // 8] ^= 1 << bit % 8
    opened = tried(bytes(whole))
    assert opened is None or opened.scene == DEFAULT


@given(st.binary(max_size=400))
@example(b"PK\x05\x06" + bytes(18))
@example(b"PK\x03\x04" + bytes(60) + b"PK\x05\x06" + bytes(18))
@example(b"PK\x03\x04" + bytes(60) + b"PK\x05\x06" + b"\xff" * 18)
def test_random_bytes_are_refused(data: bytes) -> None:
    refusal(data)
    refusal(b"PK\x03\x04" + data)


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it is empty. Copy or download it again, or open another copy."),
        (b"\x89PNG\r\n", "it is no scene of Convoscope. Choose a .convoscope file."),
        (repacked({"word/document.xml": b"<xml/>"}), "it is damaged or incomplete. "),
        (retold([]), "it is no scene of Convoscope. "),
        (retold({"format": "tape"}), "it is no scene of Convoscope. "),
        (retold(b"{"), "it is damaged or incomplete. "),
        (retold(b"[" * 100_000), "it is damaged or incomplete. "),
        (retold(b'{"a": 1, "a": 1}'), "it is damaged or incomplete. "),
        (retold(b"\xff"), "it is damaged or incomplete. "),
        (
            retold(told(packed()) | {"version": 2}),
            "a newer version made it (format 2; this one reads up to 1). "
            "Open it with a newer version of Convoscope.",
        ),
        (
            retold(told(packed()) | {"version": True}),
            "what it says cannot be shown (version: must be a whole number of 1 or more).",
        ),
    ],
)
def test_what_is_no_scene_file_is_told_apart(data: bytes, words: str) -> None:
    assert refusal(data).startswith(words)


def test_what_a_newer_version_may_say_is_called_newer() -> None:
    for changes in ({"echo": 1}, {"lesson": "sewing"}, {"mapping": "false colour"}):
        head = told(packed())
        head["scene"] |= changes
        assert "Open it with a newer version of Convoscope." in refusal(retold(head))


def test_files_that_are_none_are_never_opened(tmp_path: Path) -> None:
    def why(path: Path) -> str:
        with pytest.raises(SceneFileError) as caught:
            open_scene(path)
        return caught.value.why

    assert why(tmp_path / "nothing.convoscope") == "there is no such file"
    assert why(tmp_path) == "it is a folder"
    large = tmp_path / "large.convoscope"
    with large.open("wb") as file:
        file.truncate(scenes.MAX_FILE + 1)
    assert why(large) == "it has 1,024 MiB, and 1024 MiB is the most"
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.convoscope")
        assert why(tmp_path / "pipe.convoscope") == "it is a pipe or a device, not a file"


# ---- what is hostile


def npy(array: Any) -> bytes:
    buffer = BytesIO()
    np.save(buffer, array, allow_pickle=True)
    return buffer.getvalue()


def swapped(content: bytes) -> bytes:
    """The default scene with another content under the name of its weights."""
    digest = DEFAULT.kernel.weights.digest
    return repacked(entries(packed()) | {f"tensors/{digest}.npy": content})


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "it has no header that can be read"),
        (npy(np.array([print], object)), "it has no header that can be read"),
        (npy(np.zeros((3, 3), "c16")), "it has no header that can be read"),
        (npy(np.zeros((3, 3), ">i8")), "its numbers are of a kind that is not used here"),
        (npy(np.zeros((3, 3), "U9")), "it has no header that can be read"),
        (npy(np.asfortranarray(np.eye(3))), "it has no header that can be read"),
        (npy(np.zeros((3, 0))), "its shape cannot be"),
        (npy(np.zeros((1,) * 7)), "its shape cannot be"),
        (npy(np.zeros((3, 3)))[:-1], "its length is not what its header says"),
        (npy(np.zeros((3, 3))) + b"!", "its length is not what its header says"),
        (npy(np.zeros((3, 3))), "its content is not what its name says"),
        (npy(np.zeros(3)).replace(b"(3,)", b"(-3)"), "it has no header that can be read"),
        (npy(np.zeros(3)).replace(b"(3,)", b"(3,("), "it has no header that can be read"),
        (npy(np.zeros(3)).replace(b"NUMPY\x01", b"NUMPY\x02"), "it has no header that can be read"),
        (
            npy(np.zeros(3)).replace(b"(3,), }        ", b"(9**9,), }     "),
            "it has no header that can be read",
        ),
        (
            npy(np.zeros(3)).replace(b"(3,), }" + b" " * 16, b"(60000000, 60000000), }"),
            "it is too large",
        ),
    ],
)
def test_a_tensor_that_is_none_is_refused(content: bytes, words: str) -> None:
    assert refusal(swapped(content)).startswith(f"what it says cannot be shown ({words})")


def test_a_tensor_that_is_not_there_is_refused() -> None:
    head = told(packed())
    for digest in ("0" * 32, "../../etc/passwd", "", "A" * 32):
        head["scene"]["kernel"]["weights"] = digest
        assert refusal(retold(head))


def declared(data: bytes, name: str, size: int) -> bytes:
    """The archive with an entry that declares another unpacked size."""
    at = data.index(name.encode(), data.index(b"PK\x01\x02")) - 46
    return data[: at + 24] + struct.pack("<L", size) + data[at + 28 :]


def test_bombs_are_refused_before_they_are_unpacked() -> None:
    bomb = retold(b'{"format": "' + b" " * scenes.MAX_TEXT + b'"}')
    assert len(bomb) < 20_000
    assert refusal(bomb).startswith("it is damaged or incomplete")
    digest = DEFAULT.kernel.weights.digest
    large = declared(packed(), f"tensors/{digest}.npy", 2**32 - 2)
    assert refusal(large).startswith("it is damaged or incomplete")
    many = repacked(entries(packed()) | {f"{n}": b"" for n in range(scenes.MAX_ENTRIES)})
    assert refusal(many).startswith("it is damaged or incomplete")
    assert refusal(packed()[:-2] + b"\x05\x00hello")
    assert refusal(repacked(entries(packed()), zipfile.ZIP_BZIP2))


def leaves(data: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The places of all values in plain data, with the lists that hold them."""
    found = [path] if path else []
    inside = data if isinstance(data, dict) else dict(enumerate(data if _is_list(data) else ()))
    for key, item in inside.items():
        found += leaves(item, (*path, key))
    return found


def _is_list(data: Any) -> bool:
    return isinstance(data, list)


def put(data: Any, path: tuple[Any, ...], value: Any) -> Any:
    copy = json.loads(json.dumps(data))
    inner = copy
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    return copy


def rich_scene() -> Scene:
    """A scene with something in every field that can hold something."""
    scene = changed(input_edits.set_crop(default_scene(), Crop(0, 0, 5, 4)))
    scene = changed(input_edits.set_cell(scene, 1, 1, 2))
    return changed(input_edits.set_resample(scene, (6, 6)))


HOSTILE: st.SearchStrategy[Any] = st.one_of(
    st.sampled_from(
        [-1, 0, 2, 12, 33, 65, 10**9, 2**31, 2**62, -(2**63), 2**64, 0.5, 1e308, -1e308, None,
         True, "", "x" * 3000, "same", "<img src='x'>", [], [0], [1, 1], [[0, 0], [0, -1]], {},
         float("nan"), float("inf")]
    ),
    st.integers(-(2**64), 2**64),
    st.floats(),
)  # fmt: skip
SOURCES = [preset.build() for preset in (info.presets[0] for info in LESSONS)] + [rich_scene()]


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=400)
@given(st.sampled_from(SOURCES), st.data())
def test_a_hostile_value_is_refused_or_makes_a_scene_that_works(
    qapp: object, source: Scene, data: st.DataObject
) -> None:
    whole = packed(source, View(Camera(2, 2, 30), pin=Target("input", 1, 1)))
    head = told(whole)
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(leaves(head)))
        try:
            head = put(head, path, data.draw(HOSTILE))
        except (KeyError, IndexError, TypeError):
            continue
    opened = tried(retold(head, whole))
    if opened is not None:
        works(opened)


def works(document: Document) -> None:
    """The scene can be derived, computed, stepped through and composed, as any other."""
    scene = document.scene
    derive(scene)
    request = request_of(scene)
    result = None if request is None else compute(request)
    last = player.length(scene) - 1
    assert 0 <= player.position(scene) <= last
    for at in (scene, player.seek(scene, last)):
        assert compose(stage_of(at, result, (800, 500), view=document.view)).spoken


@pytest.mark.parametrize(
    ("place", "value", "words"),
    [
        ("parameters.stride", [0, 1], "stride 0: must be at least 1; 1 or more fits"),
        ("parameters.stride", [1, 33], "stride 33: 1 to 32 fits"),
        ("parameters.dilation", [3, 1], "kernel 3: spans 7 with dilation 3"),
        ("parameters.padding", [[0, 65], [0, 0]], "padding 65: 0 to 64 fits"),
        ("parameters.padding", [[-1, 0], [0, 0]], "padding -1: must be at least 0"),
        ("parameters.bias", 2e6, "bias 2e+06: a number from −1,000,000 to 1,000,000 fits"),
        ("step", 9, "the step lies beyond the end"),
        ("step", -1, "the step lies before the beginning"),
        ("tap", 9, "the step lies beyond the end"),
        ("input.channel", "red", "literature 5×5 is grey: it has no red"),
        ("input.crop", {"top": 3, "left": 0, "height": 3, "width": 5}, "the crop must lie within"),
        ("input.resample", [0, 5], "0 × 5 cells: 1 to 8000 a side fits"),
        ("input.resample", [8000, 8001], "8000 × 8001 cells: 1 to 8000 a side fits"),
        ("input.image.white", 0, "white 0: a number above 0 fits"),
        ("input.edited", [{"row": 5, "column": 0, "value": 1}], "a cell typed over lies beyond"),
        ("input.edited", [{"row": 0, "column": 0, "value": 1}] * 2, "a cell is typed over twice"),
        ("input.edited", [{"row": 0, "column": 0, "value": 2e6}], "a cell typed over lies beyond"),
    ],
)
def test_what_no_edit_would_allow_is_refused_in_its_words(
    place: str, value: Any, words: str
) -> None:
    head = told(packed())
    head["scene"] = put(head["scene"], tuple(place.split(".")), value)
    assert refusal(retold(head)).startswith(f"what it says cannot be shown ({words}")


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"bias": (-(2**63), 0, 0, 0)}, "a weight or a bias is not a number from −1,000,000 to"),
        ({"bias": (0,)}, "weights 3 × 3 × 3 and 4 × 3: C_in × height × width and C_out × C_in fit"),
        ({"kernels": np.full((3, 3, 3), np.inf)}, "a weight or a bias is not a number from"),
        ({"kernels": np.ones((3, 12, 3))}, "kernels 12 × 3: height and width from 1 to 11 fit"),
        ({"mixes": np.ones((4, 2))}, "weights 3 × 3 × 3 and 4 × 2: C_in × height × width and"),
        ({"mixes": np.ones((4, 3), np.uint8)}, "weights of type uint8: int64 or float64 fits"),
    ],
)
def test_weights_of_two_steps_that_no_edit_would_allow_are_refused(
    changes: dict[str, Any], words: str
) -> None:
    source = next(each for each in SOURCES if each.lesson is Lesson.DEPTHWISE)
    made: dict[str, Any] = {
        name: Tensor(part) if name != "bias" else part for name, part in changes.items()
    }
    data = packed(replace(source, depthwise=replace(source.depthwise, **made)))
    assert refusal(data).startswith(f"what it says cannot be shown ({words}")


@pytest.mark.parametrize(
    ("weights", "words"),
    [
        (np.ones((12, 12)), "kernel 12 × 12: height and width from 1 to 11 fit"),
        (np.ones((3,)), "kernel 3: height and width from 1 to 11 fit"),
        (np.ones((6, 6)), "kernel 6: spans 6, more than the padded input's 5"),
        (np.full((3, 3), np.nan), "a weight is not a number"),
        (np.full((3, 3), 2e6), "a weight is not a number"),
        (np.full((3, 3), -(2**63)), "a weight is not a number"),
        (np.ones((3, 3), np.uint8), "weights of type uint8: int64 or float64 fits"),
    ],
)
def test_weights_that_no_edit_would_allow_are_refused(weights: Any, words: str) -> None:
    tensor = replace(DEFAULT.kernel, weights=type(DEFAULT.kernel.weights)(weights))
    data = packed(replace(DEFAULT, kernel=tensor))
    assert refusal(data).startswith(f"what it says cannot be shown ({words}")


@pytest.mark.parametrize(
    ("pixels", "words"),
    [
        (np.ones((5, 5, 1)), "pixels 5 × 5 × 1: height × width fits, or height × width × 2 to 64"),
        (np.ones(5), "pixels 5: height × width fits"),
        (np.ones((5, 5), np.float16), "pixels of type float16"),
        (np.full((5, 5), 2**62), "a pixel is not a number from"),
    ],
)
def test_pixels_that_no_file_holds_are_refused(pixels: Any, words: str) -> None:
    strange = replace(DEFAULT.input, image=image(pixels, white=1))
    data = packed(replace(DEFAULT, input=strange))
    assert refusal(data).startswith(f"what it says cannot be shown ({words}")


def test_a_zoom_that_cannot_be_is_refused() -> None:
    for scale in (0, -1, 1e300):
        assert "the zoom" in refusal(packed(view=View(Camera(0, 0, scale))))


# ---- saving


def test_saving_where_nothing_can_be_written_keeps_the_file(tmp_path: Path) -> None:
    folder = tmp_path / "folder.convoscope"
    folder.mkdir()
    with pytest.raises(ExportError, match="it is a folder"):
        save_scene(folder, Document(DEFAULT, View()))
    with pytest.raises(ExportError, match="there is no folder"):
        save_scene(tmp_path / "nowhere" / "x.convoscope", Document(DEFAULT, View()))


def test_what_could_not_be_read_again_is_not_written(tmp_path: Path) -> None:
    path = tmp_path / "lesson.convoscope"
    save_scene(path, Document(DEFAULT, View()))
    before = path.read_bytes()
    with pytest.raises(ValueError, match="must be at most"):
        save_scene(path, Document(replace(DEFAULT, preset="\0"), View()))
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


KILLED = """
import os, signal, sys
from pathlib import Path
from app.services.saving.scenes import Document, save_scene, open_scene
from app.state import edits

def die(*_):
    os.kill(os.getpid(), signal.SIGKILL)

path = Path(sys.argv[1])
opened = open_scene(path)
{trap}
save_scene(path, Document(edits.set_bias(opened.scene, 77).scene, opened.view))
"""
TRAPS = {
    "between writing and replacing": "Path.replace = die",
    "while writing the image": "import app.services.saving.scenes as s; s.write_tensor = die",
    "before it is on the disk": "os.fsync = die",
}


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no such signal here")
@pytest.mark.parametrize("trap", TRAPS.values(), ids=TRAPS.keys())
def test_a_kill_during_save_leaves_the_old_file_whole(tmp_path: Path, trap: str) -> None:
    path = tmp_path / "lesson.convoscope"
    document = Document(changed(input_edits.set_image(DEFAULT, photo())), View())
    save_scene(path, document)
    ran = subprocess.run(
        [sys.executable, "-c", KILLED.format(trap=trap), str(path)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert ran.returncode == -signal.SIGKILL, ran.stderr
    assert open_scene(path) == document


def test_the_trap_itself_is_in_the_way_of_saving(tmp_path: Path) -> None:
    saves: Callable[[Path], None] = partial(save_scene, document=Document(DEFAULT, View()))
    saves(tmp_path / "a.convoscope")
    saves(tmp_path / "a.convoscope")
    assert open_scene(tmp_path / "a.convoscope").scene == DEFAULT
