"""The lines of a program that make its input and its kernel: numbers, a picture or an array."""

from __future__ import annotations

import textwrap
from dataclasses import replace
from math import isfinite
from pathlib import PurePath
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.state.channels.choices import Source
from app.state.image import COLOURS
from app.state.prepare import plane_shape, prepare, prepare_planes
from app.state.resample import LUMA
from app.state.scene import MAX_TOY, Channel, Input, Kernel, Scale

Lines = list[str]
SHORT_ROW = 76
"""Letters of numbers that stand on one line."""
DENOMINATORS = range(1, 401)
_CHANNELS = {Channel.RED: 0, Channel.GREEN: 1, Channel.BLUE: 2}
PICTURES = (".png", ".jpg", ".jpeg", ".bmp", ".gif", ".webp", ".tif", ".tiff")
"""What the names of files end in that a program reads as pictures."""
RESIZED = '''\
def resized(plane, size):
    """The rows in another number: means of areas when shrinking, linear when growing."""
    old = len(plane)
    if size < old:
        means = []
        for cell in range(size):
            low, high = cell * old / size, (cell + 1) * old / size
            rows = np.arange(int(low), min(old, int(np.ceil(high))))
            share = np.minimum(rows + 1, high) - np.maximum(rows, low)
            means.append(share @ plane[rows] / (high - low))
        return np.array(means)
    at = np.clip((np.arange(size) + 0.5) * old / size - 0.5, 0, old - 1)
    low = at.astype(int)
    high = np.minimum(low + 1, old - 1)
    share = (at - low)[:, None]
    return plane[low] * (1 - share) + plane[high] * share

'''.splitlines()


def is_written_out(source: Input) -> bool:
    """Whether the input's numbers stand in the program; a larger one is read from its file."""
    return max(plane_shape(source)) <= MAX_TOY


def is_picture(source: Input) -> bool:
    """Whether a larger input can be read from a picture: it came from one, or fits into one."""
    image = source.image
    ending = PurePath(image.name).suffix.lower()
    fits = not ending and image.pixels.dtype == np.uint8
    return image.channels in (1, COLOURS) and (ending in PICTURES or fits)


def input_file(source: Input) -> str:
    """The file that a program reads: the image's own name, or one made of the sample's; of what
    no picture holds an array of NumPy, `(H, W)` or `(H, W, C)`.
    """
    path = PurePath(said(PurePath(source.image.name).name) or "picture")
    if not is_picture(source):
        pixels = "_pixels" if path.suffix == ".npy" else ""  # its own file may lie differently
        return f"{path.stem}{pixels}.npy"
    return path.name if path.suffix else f"{path.name}.png"


def said(name: str) -> str:
    """A name as it may stand in a comment, which ends with its line."""
    return "".join(letter for letter in name if letter.isprintable())


def import_lines(source: Input) -> Lines:
    """What the preparation imports."""
    if is_written_out(source) or not is_picture(source):
        return ["import numpy as np"]
    return ["import numpy as np", "from PIL import Image, ImageOps"]


def helper_lines(source: Input) -> Lines:
    """The function that the preparation calls, where it needs one."""
    if is_written_out(source) or source.resample is None:
        return []
    return ["", *RESIZED]


def input_lines(source: Input, name: str = "x") -> Lines:
    """The input plane, as the stage has it."""
    rows, columns = plane_shape(source)
    if is_written_out(source):
        head = f"# The input: {said(source.image.name)}"
        return [head, *array_lines(name, prepare(source), source.image.white)]
    head = f"# The input: {rows:,} × {columns:,} cells of {said(source.image.name)}"
    read = _read if is_picture(source) else _loaded
    return [head, *read(source, name), *_cut(source, name), *_units(source, name)]


def kernel_lines(kernel: Kernel, flip: bool) -> Lines:
    """The weights as they are laid on the window."""
    lines = [f"# The kernel: {said(kernel.name)}"]
    lines += array_lines("w", kernel.weights.array)
    if flip:
        lines += [
            "# True convolution turns the kernel by 180°; the layers of deep learning do not",
            "w = np.rot90(w, 2).copy()",
        ]
    return lines


def array_lines(name: str, values: NDArray[Any], white: float = 255) -> Lines:
    """An array as NumPy writes it; fractions with a common denominator as such."""
    below = _denominator(values, white)
    whole = values * below if below > 1 else values
    texts = [[_number(value, below > 0) for value in row] for row in whole.tolist()]
    wide = max(len(text) for row in texts for text in row)
    rows = (", ".join(text.rjust(wide) for text in row) for row in texts)
    divided = f" / {below}" if below > 1 else ""
    return [f"{name} = np.array([", *(f"    [{row}]," for row in rows), f"]){divided}"]


def block_lines(name: str, values: NDArray[Any], white: float = 255) -> Lines:
    """An array of three axes or four: a line for each row, an empty comment between blocks."""
    below = _denominator(values, white)
    whole = values * below if below > 1 else values
    lines = [f"{name} = np.array([", *_nested(whole.tolist(), below > 0, "    ")]
    return [*lines, f"]){f' / {below}' if below > 1 else ''}"]


def _nested(values: list[Any], whole: bool, indent: str) -> Lines:
    """The items of nested lists, a plane of numbers on as many lines as it has rows."""
    lines: Lines = []
    for item in values:
        if isinstance(item[0], list):
            lines += [f"{indent}[", *_nested(item, whole, f"{indent}    "), f"{indent}],"]
        else:
            numbers = ", ".join(_number(value, whole) for value in item)
            lines.append(f"{indent}[{numbers}],")
    return lines


def channel_plane_lines(source: Input, taken: Source) -> Lines:
    """The planes of a layer of many channels, `x` as channels × height × width."""
    rows, columns = plane_shape(source)
    if is_written_out(source):
        head = f"# The input: {said(source.image.name)}; channels × height × width"
        return [head, *block_lines("x", prepare_planes(source, taken), source.image.white)]
    if taken is Source.OWN and source.image.channels > 1:
        head = f"# The input: {rows:,} × {columns:,} cells of {said(source.image.name)}"
        return [head, *_own_channels(source)]
    times = f"[x] * {COLOURS}" if taken is Source.REPEATED else "[x]"
    lines = input_lines(replace(source, channel=Channel.GREY))
    return [*lines, f"x = np.stack({times})  # channels × height × width"]


def _own_channels(source: Input) -> Lines:
    """Every channel of a picture's file, cut and scaled like one plane."""
    if is_picture(source):
        lines = [
            f"image = Image.open({input_file(source)!r})  # it has to lie beside the program",
            "image = ImageOps.exif_transpose(image)  # upright, as a camera meant it",
            f'x = np.moveaxis(np.asarray(image.convert("RGB")).astype({_kind(source)}), -1, 0)',
        ]
    else:
        lines = [_load(source, "x"), "x = np.moveaxis(x, -1, 0)  # channels × height × width"]
    crop = source.crop
    if crop is not None:
        part = f"{crop.top}:{crop.top + crop.height}, {crop.left}:{crop.left + crop.width}"
        lines.append(f"x = x[:, {part}]")
    if source.resample is not None:
        height, width = source.resample
        sized = f"resized(resized(plane, {height}).T, {width}).T"
        lines.append(f"x = np.stack([{sized} for plane in x])")
        if source.image.is_integer:
            lines.append("x = np.rint(x).astype(np.int64)")
    return [*lines, *_units(source, "x")]


def row_lines(name: str, values: NDArray[Any], white: float = 255) -> Lines:
    """One row of numbers as NumPy writes it, in lines of moderate length."""
    below = _denominator(values, white)
    whole = values * below if below > 1 else values
    text = ", ".join(_number(value, below > 0) for value in whole.tolist())
    divided = f" / {below}" if below > 1 else ""
    if len(text) <= SHORT_ROW:
        return [f"{name} = np.array([{text}]){divided}"]
    wrapped = textwrap.wrap(text, SHORT_ROW, break_long_words=False, break_on_hyphens=False)
    return [f"{name} = np.array([", *(f"    {line}" for line in wrapped), f"]){divided}"]


def _denominator(values: NDArray[Any], white: float) -> int:
    """The least number that makes all values whole, and divides back exactly; 0 for none."""
    if not np.isfinite(values).all():
        return 0
    candidates: list[int] = list(DENOMINATORS)
    if float(white).is_integer():
        candidates.append(int(white))
    for below in candidates:
        if np.array_equal(np.rint(values * float(below)) / below, values):
            return below
    return 0


def _number(value: float, whole: bool) -> str:
    if not isfinite(value):
        return f"np.{value}".replace("np.-", "-np.")
    return str(round(value)) if whole else repr(value)


def _read(source: Input, name: str) -> Lines:
    file = input_file(source)
    lines = [
        f"image = Image.open({file!r})  # this picture has to lie beside the program",
        "image = ImageOps.exif_transpose(image)  # upright, as a camera meant it",
    ]
    if source.image.note:
        lines.append(f"# Opening it in Convoscope: {said(source.image.note)}")
    kind = _kind(source)
    if not source.image.is_colour:
        return [*lines, f"{name} = np.asarray(image).astype({kind})"]
    if source.channel is Channel.GREY:
        return [
            *lines,
            "# Grey is 0.299 red + 0.587 green + 0.114 blue",
            f'{name} = np.asarray(image.convert("L")).astype({kind})',
        ]
    plane = _CHANNELS[source.channel]
    read = f'{name} = np.asarray(image.convert("RGB"))[..., {plane}].astype({kind})'
    return [*lines, f"{read}  # {source.channel.value}"]


def _loaded(source: Input, name: str) -> Lines:
    """The plane of an array's file: one of its channels, or grey."""
    lines, image = [_load(source, name)], source.image
    if image.channels == 1:
        return lines
    if source.channel is not Channel.GREY:
        read = f"{name} = {name}[..., {_CHANNELS[source.channel]}]  # {source.channel.value}"
        return [*lines, read]
    if not image.is_colour:
        mean = f"{name}.mean(axis=-1)"
        whole = f"np.rint({mean}).astype(np.int64)" if image.is_integer else mean
        return [*lines, f"{name} = {whole}  # the mean of the channels"]
    mixed = f"{name} @ np.array({list(LUMA)})"
    whole = f"({mixed} + 32768) >> 16" if image.is_integer else f"{mixed} / 65536"
    return [*lines, "# Grey is 0.299 red + 0.587 green + 0.114 blue", f"{name} = {whole}"]


def _load(source: Input, name: str) -> str:
    read = f"np.load({input_file(source)!r}).astype({_kind(source)})"
    return f"{name} = {read}  # this array has to lie beside the program"


def _kind(source: Input) -> str:
    """The type of the numbers of an input that is read."""
    return "np.int64" if source.image.is_integer else "np.float64"


def _cut(source: Input, name: str) -> Lines:
    lines = []
    crop = source.crop
    if crop is not None:
        rows = f"{crop.top}:{crop.top + crop.height}"
        columns = f"{crop.left}:{crop.left + crop.width}"
        lines.append(f"{name} = {name}[{rows}, {columns}]")
    if source.resample is not None:
        height, width = source.resample
        lines.append(f"{name} = resized(resized({name}, {height}).T, {width}).T")
        if source.image.is_integer:
            lines.append(f"{name} = np.rint({name}).astype(np.int64)")
    return lines


def _units(source: Input, name: str) -> Lines:
    if source.scale is Scale.STORED:
        return []
    return [f"{name} = {name} / {source.image.white:g}  # values from 0 to 1"]
