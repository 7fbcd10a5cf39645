"""The command line: what it names, what it refuses, and that it never ends in Qt's abort."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app import display
from app.content.kernels.catalogue import KERNELS
from app.content.lessons import LESSONS
from app.export_command import take
from app.options import PICTURES, OptionError, Options
from app.state.derive import derive
from app.state.view import View
from tests.cli.line import MAIN, refusal, scene, start


def listed(*names: str) -> str:
    """Names as a sentence has them: "one, two or three"."""
    return f"{', '.join(names[:-1])} or {names[-1]}"


LESSON_NAMES = listed(*(info.lesson.value for info in LESSONS))


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    """A grey picture of 40 × 60 pixels."""
    path = tmp_path / "picture.png"
    Image.fromarray(np.arange(2400, dtype=np.uint8).reshape(40, 60)).save(path)
    return path


def told(line: str = "") -> str:
    """What a command line shows, in a line."""
    shown = scene(line)
    parameters, derived = shown.parameters, derive(shown)
    sizes = " -> ".join(
        "x".join(map(str, shape))
        for shape in (derived.plane.shape, shown.kernel.shape, derived.output_shape)
    )
    return (
        f"{shown.kernel.name}: {sizes}, stride {parameters.stride}, padding "
        f"{parameters.padding}, dilation {parameters.dilation}, step {shown.step}"
    )


def test_nothing_asked_is_the_first_lessons_first_example() -> None:
    assert told() == (
        "Literature 3 × 3: 5x5 -> 3x3 -> 3x3, stride (1, 1), padding "
        "((0, 0), (0, 0)), dilation (1, 1), step 0"
    )


def test_every_parameter_can_be_named() -> None:
    assert told("--lesson convolution --kernel sobel-x --stride 2 --padding 1 --step 4") == (
        "Sobel x: 5x5 -> 3x3 -> 3x3, stride (2, 2), padding ((1, 1), (1, 1)), "
        "dilation (1, 1), step 3"
    )


@pytest.mark.parametrize(("kernel", "size"), [("3x2", "3x2"), ("2", "2x2"), ("1X4", "1x4")])
def test_a_kernel_by_its_size(kernel: str, size: str) -> None:
    assert told(f"--kernel {kernel}").startswith(f"Box blur: 5x5 -> {size} ->")


def test_filters_by_name_or_number_and_a_kernel_for_every_channel(picture: Path) -> None:
    many = scene("--lesson multi-channel --filters 5 --kernel sobel-x --stride 1")
    weights = many.filters.weights.array
    assert weights.shape == (5, 3, 3, 3)
    assert (weights == weights[0, 0]).all()
    assert weights[0, 0].tolist() == [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
    named = scene("--lesson multi-channel --filters oriented")
    assert (named.filters.name, derive(named).planes) == ("Eight directions", 8)
    box = scene("--lesson multi-channel --kernel 2x4 --padding full")
    assert box.filters.kernel == (2, 4)
    grey = scene(f"'{picture}' --lesson multi-channel --filters luma")
    assert grey.mixing.source.value == "grey, three times"
    there = scene("--lesson multi-channel --step 12")
    assert derive(there).place(there.step) == (1, 0, 2)


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--filters 4", "--filters: the lesson convolution does not take it; leave it out"),
        ("--lesson multi-channel --filters 65", "--filters: “65” does not do; 1 to 64, or one of"),
        ("--lesson multi-channel --filters all", "--filters: “all” does not do; 1 to 64, or one"),
        (
            "--lesson multi-channel --preset sixteen --filters luma",
            "--filters: filters of 3 kernels each: the input has 16 channels",
        ),
        ("--lesson 1x1 --kernel 3", "--kernel: the kernels of this lesson are 1 × 1; leave it out"),
    ],
)
def test_filters_that_cannot_be(line: str, words: str) -> None:
    with pytest.raises(OptionError) as refused:
        scene(line)
    assert str(refused.value).startswith(words)


@pytest.mark.parametrize("preset", KERNELS, ids=lambda preset: preset.key)
def test_every_kernel_has_a_name(preset: object, picture: Path) -> None:
    key = preset.key  # type: ignore[attr-defined]
    assert scene(f"{picture} --kernel {key}").kernel.name == preset.title  # type: ignore[attr-defined]


def test_what_makes_the_others_fit_may_be_said_in_any_order() -> None:
    fits = "Box blur: 5x5 -> 9x9 -> 13x13, stride (1, 1), padding full, dilation (1, 1), step 168"
    assert told("--kernel 9 --step 169 --padding full") == fits
    assert told("--padding full --step 169 --kernel 9") == fits
    assert ", dilation (4, 4)" in told("--dilation 4 --padding same")


def test_a_picture_is_opened(picture: Path) -> None:
    assert told(f"{picture} --kernel gaussian --padding same --step 61").startswith(
        "Gaussian blur: 40x60 -> 5x5 -> 40x60"
    )
    assert scene(f"{picture} --step 61").step == 60


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("--stride 0", "--stride: “0” does not do; a whole number from 1 to 32 fits"),
        ("--stride 2.5", "--stride: “2.5” does not do; a whole number from 1 to 32 fits"),
        ("--stride -1", "--stride: “-1” does not do; a whole number from 1 to 32 fits"),
        ("--stride", "--stride: a value is missing"),
        ("--dilation 33", "--dilation: “33” does not do; a whole number from 1 to 32 fits"),
        (
            "--dilation 3",
            "--dilation: kernel 3: spans 7 with dilation 3, more than the padded "
            "input's 5; 1 to 2 fits",
        ),
        (
            "--padding wide",
            "--padding: “wide” does not do; valid, same, full or a whole number from 0 to 64 fits",
        ),
        ("--kernel 6", "--kernel: kernel 6: spans 6, more than the padded input's 5; 1 to 5 fits"),
        (
            "--kernel 12",
            "--kernel: “12” does not do; a size from 1 to 11, such as 5 or 3x7, or one "
            "of the names that --help lists fits",
        ),
        ("--step 0", "--step: “0” does not do; a whole number of 1 or more fits"),
        ("--step 10", "--step: 10 is beyond the last output; 1 to 9 fits"),
        ("--lesson sewing", f"--lesson: “sewing” does not do; {LESSON_NAMES} fits"),
        (
            "--lesson transposed --padding same",
            "--padding: “same” does not do; where it crops the result, a whole number fits",
        ),
        (
            "--lesson artefacts --dilation 2 --padding full",
            "--padding: “full” does not do; where it crops the result, a whole number fits",
        ),
        ("--lesson matrix --step 5", "--step: 5 is beyond the last output; 1 to 4 fits"),
        ("--theme pink", "--theme: “pink” does not do; light, dark or projector fits"),
        (
            "--export a.jpg",
            f"--export: “a.jpg” does not do; a name that ends in {listed(*PICTURES)} fits",
        ),
        (
            "--size 9x9",
            "--size: “9x9” does not do; WIDTHxHEIGHT with both from 200 to 8000 fits, "
            "such as 1366x768",
        ),
        ("--colour red", "--colour: an option that is not known; --help lists what there is"),
        ("a.png b.png", "b.png: a second image; one fits"),
        (
            "nothing.png",
            "IMAGE: nothing.png cannot be opened: there is no such file. Check the name "
            "and the folder.",
        ),
    ],
)
def test_what_cannot_be_is_named_with_what_would_fit(line: str, words: str) -> None:
    assert refusal(line) == words


# ---- as a program


def test_help_is_in_plain_words_and_lists_every_kernel() -> None:
    ran = start("--help")
    assert (ran.returncode, ran.stderr) == (0, "")
    listed = ran.stdout.partition("kernels:")[2]
    assert all(preset.key in listed for preset in KERNELS)


def test_help_and_errors_need_no_qt() -> None:
    probe = (
        "import sys; from app.cli import main; code = main(['--stride', '0']); "
        "sys.exit(code if not any(n.startswith('PySide6') for n in sys.modules) else 9)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", probe],
        cwd=MAIN.parent,
        text=True,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, len(ran.stderr.splitlines())) == (2, 1)


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"DISPLAY": ":987"},
        {"QT_QPA_PLATFORM": "xcb"},
        {"WAYLAND_DISPLAY": "wayland-987"},
        {"DISPLAY": "no such thing"},
        {"QT_QPA_PLATFORM": "wayland", "DISPLAY": ":0"},
    ],
)
def test_without_a_display_one_line_says_so(environment: dict[str, str]) -> None:
    ran = start(**environment)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == (
        "convoscope: no display: a window needs one; start this in a desktop session, or write a "
        "picture with --export FILE.png or FILE.gif\n"
    )


def test_a_picture_is_exported_without_a_display(tmp_path: Path, picture: Path) -> None:
    path = tmp_path / "stage.png"
    ran = start(
        str(picture),
        "--kernel",
        "sobel-x",
        "--theme",
        "dark",
        "--size",
        "800x500",
        "--export",
        str(path),
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"{path}: 800 × 500 pixels\n"
    with Image.open(path) as written:
        assert written.size == (800, 500)


def test_what_a_code_page_lacks_is_written_as_an_escape(tmp_path: Path) -> None:
    path = tmp_path / "stage.png"
    ran = start("--export", str(path), "--size", "400x300", PYTHONIOENCODING="ascii")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"{path}: 400 \\xd7 300 pixels\n"


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("steps", ["²-3", "1-²", "9" * 5000, "1-" + "9" * 5000, "-1", "", "1--3"])
@pytest.mark.parametrize("name", ["steps.gif", "page.pdf"])
def test_steps_that_are_no_numbers_are_refused(tmp_path: Path, name: str, steps: str) -> None:
    path = tmp_path / name
    with pytest.raises(OptionError, match=r"--steps: .* fits?$"):
        take(path, Options(export=path, size=(400, 300), steps=steps), scene(), View())


def test_an_animation_is_exported_without_a_display(tmp_path: Path) -> None:
    path = tmp_path / "steps.GIF"
    ran = start("--export", str(path), "--size", "400x300")
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout == f"{path}: 400 × 300 pixels, steps 1 to 9 of 9\n"
    with Image.open(path) as written:
        assert written.n_frames > 9  # type: ignore[attr-defined]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    path = tmp_path / "nowhere" / "stage.png"
    ran = start("--export", str(path))
    assert ran.returncode == 2
    assert ran.stderr == (
        f"convoscope: {path} cannot be written: there is no folder "
        f"{path.parent}; make it first, or choose another\n"
    )


def test_a_missing_package_is_named(tmp_path: Path) -> None:
    probe = f"import sys; sys.path.insert(0, {str(MAIN.parent)!r}); from app.start import main; "
    probe += "sys.exit(main())"
    ran = subprocess.run(
        [sys.executable, "-I", "-S", "-c", probe],
        text=True,
        cwd=tmp_path,
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 2
    needed = "numpy, Pillow, PySide6-Essentials, pyqtgraph, threadpoolctl"
    assert ran.stderr.startswith(f"convoscope: needs {needed}:")
    assert len(ran.stderr.splitlines()) == 1


# ---- displays


@pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="displays are sockets elsewhere")
def test_a_display_is_one_that_answers(tmp_path: Path) -> None:
    named = {"WAYLAND_DISPLAY": "wayland-7", "XDG_RUNTIME_DIR": str(tmp_path)}
    assert not display.is_there(named, "linux")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-7"))
        server.listen()
        assert display.is_there(named, "linux")
        assert display.is_there(named | {"QT_QPA_PLATFORM": "wayland-egl"}, "linux")
        assert not display.is_there(named | {"QT_QPA_PLATFORM": "xcb"}, "linux")


def test_a_display_elsewhere_is_asked_over_the_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        number = server.getsockname()[1] - display.X_PORT
        if number >= 0:
            assert display.is_there({"DISPLAY": f"127.0.0.1:{number}.0"}, "linux")
    assert not display.is_there({"DISPLAY": "127.0.0.1:59999999"}, "linux")


@pytest.mark.parametrize(
    ("environment", "platform", "there"),
    [
        ({}, "linux", False),
        ({}, "win32", True),
        ({}, "darwin", True),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", True),
        ({"QT_QPA_PLATFORM": "minimal:enable_fonts"}, "linux", True),
    ],
)
def test_platforms_with_displays_of_their_own(
    environment: dict[str, str], platform: str, there: bool
) -> None:
    assert display.is_there(environment, platform) is there
