"""The words of the command line: what may be said, and what each of them reads as."""

from __future__ import annotations

import argparse
import re
import textwrap
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn, get_args

from app import VERSION
from app.content.kernels.catalogue import KERNELS, KernelPreset
from app.content.kernels.filters import FILTERS, FilterPreset
from app.content.kernels.mixes import MIXES
from app.content.kernels.signal import LINE_KERNELS
from app.content.kernels.solid import KERNELS3, KernelPreset3
from app.content.lessons import LESSONS
from app.services.export.clip import LEAST_SIDE, MOST_SIDE
from app.state.channels.filters import MAX_CHANNELS, MAX_FILTERS
from app.state.player import SPEEDS
from app.state.scene import (
    MAX_DILATION,
    MAX_KERNEL,
    MAX_PADDING,
    MAX_STRIDE,
    PADDING_NAMES,
    Lesson,
    PaddingName,
    Pair,
)

NAME = "convoscope"
CROPPING = (Lesson.TRANSPOSED, Lesson.ARTEFACTS)
"""The lessons of transposed convolution: padding crops the result, output padding extends it."""
Theme = Literal["light", "dark", "projector"]
THEMES: tuple[Theme, ...] = get_args(Theme)
PICTURES = (".png", ".svg", ".pdf", ".gif", ".apng", ".webp", ".mp4")
SIZE: Pair = (1366, 768)
_SPEEDS = tuple(f"{speed:g}" for speed in SPEEDS)


@dataclass(frozen=True, slots=True)
class Options:
    """What was asked for. `kernel` is a preset's key, its sides or one number for all;
    `step` counts from 1; `filters` is a preset's key or how many there are.

    `image` may be a saved scene too, which has its own lesson.
    """

    image: Path | None = None
    lesson: Lesson | None = None
    kernel: str | tuple[int, ...] | int | None = None
    stride: int | None = None
    padding: int | PaddingName | None = None
    dilation: int | None = None
    step: int | None = None
    theme: Theme | None = None
    export: Path | None = None
    size: Pair = SIZE
    preset: str | None = None
    steps: str | None = None
    speed: float | None = None
    transparent: bool = False
    filters: str | int | None = None
    groups: int | None = None
    output_padding: int | None = None


class OptionError(Exception):
    """An option that cannot be: what was said, why it does not do, and what would."""

    def __init__(self, option: str, words: str) -> None:
        super().__init__(f"{option}: {words}")


def parse(argv: list[str]) -> Options:
    """Read the command line. SystemExit after --help, OptionError where a value cannot be."""
    told, others = _parser().parse_known_args(argv)
    if others:
        known = "an option that is not known; --help lists what there is"
        first = next((word for word in others if word.startswith("-")), others[0])
        raise OptionError(first, known if first.startswith("-") else "a second image; one fits")
    return Options(**vars(told))


class _Parser(argparse.ArgumentParser):
    """Reports what is wrong as an OptionError."""

    def error(self, message: str) -> NoReturn:
        option, _, words = message.removeprefix("argument ").partition(": ")
        raise OptionError(option, words.replace("expected one argument", "a value is missing"))


def _parser() -> _Parser:
    parser = _Parser(
        prog="python main.py",
        description="See a convolution step by step, with every number.",
        epilog=_epilog(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    _add_scene(parser.add_argument)
    _add_layer(parser.add_argument)
    _add_parameters(parser.add_argument)
    _add_export(parser.add_argument)
    return parser


def _add_scene(add: Callable[..., object]) -> None:
    """What is shown: an input, a lesson, a worked example of it."""
    add(
        "image",
        nargs="?",
        metavar="IMAGE",
        type=Path,
        help="picture to convolve (PNG, JPEG, WebP, GIF, BMP or TIFF, or an array, .npy), a volume "
        "(.npy, .nii or a folder of slices; with --lesson 3d also TIFF and GIF), or a saved scene "
        "(.convoscope)",
    )
    add(
        "--lesson",
        metavar="NAME",
        type=_lesson,
        help=f"lesson to open: {_listed(info.lesson.value for info in LESSONS)}",
    )
    add(
        "--list-lessons",
        action="version",
        version=_lessons(),
        help="list the lessons by name, with their titles and what each is about, and exit",
    )
    add(
        "--version",
        action="version",
        version=f"{NAME} {VERSION}",
        help="print the version, and exit",
    )
    add("--preset", metavar="NAME", help="worked example of the lesson to begin with")


def _add_layer(add: Callable[..., object]) -> None:
    """The weights: a kernel, or filters of many channels."""
    add(
        "--kernel",
        metavar="NAME|N|HxW",
        type=_kernel,
        help="kernel by name (listed below), or a box blur by its size: 5, 3x7, or 3x5x5",
    )
    add(
        "--filters",
        metavar="NAME|N",
        type=_filters,
        help=f"filters by name (listed below), or how many there are, 1 to {MAX_FILTERS}; for "
        f"--lesson {Lesson.MULTI_CHANNEL.value}, {Lesson.POINTWISE.value} or "
        f"{Lesson.GROUPED.value}",
    )
    add(
        "--groups",
        metavar="N",
        type=_whole(1, MAX_CHANNELS),
        help="groups of channels; N has to divide the channels in and the filters; for --lesson "
        f"{Lesson.GROUPED.value}",
    )


def _add_parameters(add: Callable[..., object]) -> None:
    """How the kernel is laid on the input, and where to begin."""
    add(
        "--stride",
        metavar="N",
        type=_whole(1, MAX_STRIDE),
        help=f"cells from one window to the next, 1 to {MAX_STRIDE}",
    )
    add(
        "--padding",
        metavar="valid|same|full|N",
        type=_padding,
        help=f"cells added around the input: by name, or 0 to {MAX_PADDING}",
    )
    add(
        "--dilation",
        metavar="N",
        type=_whole(1, MAX_DILATION),
        help=f"cells from one tap to the next, 1 to {MAX_DILATION}",
    )
    add(
        "--output-padding",
        metavar="N",
        type=_whole(0, max(MAX_STRIDE, MAX_DILATION) - 1),
        help="which of the sizes that stride merges a transposed convolution has, from 0 to below "
        f"stride or dilation; for --lesson {Lesson.TRANSPOSED.value}",
    )
    add(
        "--step",
        metavar="N",
        type=_whole(1, None),
        help="output cell to begin at, counted from 1 along the rows",
    )


def _add_export(add: Callable[..., object]) -> None:
    """What is written instead of opening a window, and how it looks."""
    add("--theme", metavar="NAME", type=_one_of(THEMES), help=f"colours: {_listed(THEMES)}")
    add(
        "--export",
        metavar="FILE",
        type=_picture,
        help="write the stage to FILE.png, .svg or .pdf, or its steps to FILE.gif, .apng, .webp "
        "or .mp4, and open no window",
    )
    add(
        "--steps",
        metavar="LIST",
        help="steps to export, such as 1-9; with FILE.pdf a page of steps, such as 1,3,5-9",
    )
    add("--speed", metavar="N", type=_speed, help=f"steps a second: {_listed(_SPEEDS)}")
    add("--transparent", action="store_true", help="leave out the ground of a PNG or SVG")
    add(
        "--size",
        metavar="WxH",
        type=_size,
        default=SIZE,
        help=f"width and height of the exported picture in pixels ({SIZE[0]}x{SIZE[1]})",
    )


def _epilog() -> str:
    kernels = _named(KERNELS)
    of_line = _named(LINE_KERNELS)
    of_volumes = _named(KERNELS3)
    example = "python main.py photo.jpg --kernel sobel-x --padding same --step 100"
    return (
        f"kernels:\n{kernels}\n\nkernels of --lesson {Lesson.LINE.value}:\n{of_line}\n\n"
        f"kernels of --lesson {Lesson.VOLUME.value}:\n{of_volumes}\n\n"
        f"filters of --lesson {Lesson.MULTI_CHANNEL.value}:\n{_named(FILTERS)}\n\n"
        f"filters of --lesson {Lesson.POINTWISE.value}:\n{_named(MIXES)}\n\n"
        f"for example:\n  {example}"
    )


def _lessons() -> str:
    """A line for each lesson: its name here, its title, what it is about."""
    rows = [(info.lesson.value, info.title, info.subtitle) for info in LESSONS]
    name, title = (max(len(row[column]) for row in rows) for column in (0, 1))
    return "\n".join(f"{row[0]:{name}}  {row[1]:{title}}  {row[2]}" for row in rows)


def _named(presets: Sequence[KernelPreset | KernelPreset3 | FilterPreset]) -> str:
    names = ", ".join(preset.key for preset in presets)
    return textwrap.fill(
        names, 78, initial_indent="  ", subsequent_indent="  ", break_on_hyphens=False
    )


def _listed(words: Iterable[str]) -> str:
    *most, last = words
    return f"{', '.join(most)} or {last}" if most else last


def _bad(text: str, fits: str) -> argparse.ArgumentTypeError:
    return argparse.ArgumentTypeError(f"“{text}” does not do; {fits}")


def _whole(least: int, most: int | None) -> Callable[[str], int]:
    span = f"from {least} to {most}" if most is not None else f"of {least} or more"

    def read(text: str) -> int:
        if re.fullmatch(r"\d{1,9}", text, re.ASCII):
            value = int(text)
            if least <= value and (most is None or value <= most):
                return value
        raise _bad(text, f"a whole number {span} fits")

    return read


def _one_of(names: tuple[str, ...]) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in names:
            raise _bad(text, f"{_listed(names)} fits")
        return text

    return read


def _speed(text: str) -> float:
    return float(_one_of(_SPEEDS)(text))


def _lesson(text: str) -> Lesson:
    names = tuple(info.lesson.value for info in LESSONS)
    return Lesson(_one_of(names)(text))


def _pair(text: str) -> Pair | None:
    read = re.fullmatch(r"(\d{1,5})[xX×](\d{1,5})", text, re.ASCII)
    return (int(read[1]), int(read[2])) if read else None


def _sides(text: str) -> tuple[int, ...] | None:
    """Two or three sides of a kernel."""
    read = re.fullmatch(r"\d{1,5}([xX×]\d{1,5}){1,2}", text, re.ASCII)
    return tuple(int(side) for side in re.split("[xX×]", text)) if read else None


def _kernel(text: str) -> str | tuple[int, ...] | int:
    offered: Sequence[KernelPreset | KernelPreset3] = (*KERNELS, *LINE_KERNELS, *KERNELS3)
    if any(preset.key == text for preset in offered):
        return text
    both = _pair(f"{text}x{text}")
    size = both or _sides(text)
    if size is None or not all(1 <= side <= MAX_KERNEL for side in size):
        raise _bad(
            text,
            f"a size from 1 to {MAX_KERNEL}, such as 5 or 3x7, or one of the names "
            "that --help lists fits",
        )
    return size if both is None else both[0]


def _filters(text: str) -> str | int:
    if any(preset.key == text for preset in (*FILTERS, *MIXES)):
        return text
    if re.fullmatch(r"\d{1,3}", text, re.ASCII) and 1 <= int(text) <= MAX_FILTERS:
        return int(text)
    raise _bad(text, f"1 to {MAX_FILTERS}, or one of the names that --help lists fits")


def _padding(text: str) -> int | PaddingName:
    for name in PADDING_NAMES:
        if text == name:
            return name
    try:
        return _whole(0, MAX_PADDING)(text)
    except argparse.ArgumentTypeError:
        raise _bad(
            text, f"{', '.join(PADDING_NAMES)} or a whole number from 0 to {MAX_PADDING} fits"
        ) from None


def _size(text: str) -> Pair:
    size = _pair(text)
    if size is None or not all(LEAST_SIDE <= side <= MOST_SIDE for side in size):
        raise _bad(
            text,
            f"WIDTHxHEIGHT with both from {LEAST_SIDE} to {MOST_SIDE} fits, such as "
            f"{SIZE[0]}x{SIZE[1]}",
        )
    return size


def _picture(text: str) -> Path:
    path = Path(text)
    if path.suffix.lower() not in PICTURES:
        raise _bad(text, f"a name that ends in {_listed(PICTURES)} fits")
    return path
