"""A 3D convolution as a short program that prints the numbers on the stage."""

from __future__ import annotations

from collections.abc import Callable
from math import prod
from pathlib import PurePath

from app.content.code.frameworks import FIRST, HEADS, NUMPY_MODES, SETTINGS, Framework
from app.content.code.input import RESIZED, Lines, block_lines, said
from app.state.solid.choices import VolumeInput
from app.state.solid.derived import Filled
from app.state.solid.prepare import volume_shape

MOST_WRITTEN = 2_000
"""Numbers of a volume up to which they stand in the program; a larger one is read from a file."""


def is_volume_written_out(source: VolumeInput) -> bool:
    """Whether the volume's numbers stand in the program."""
    return prod(volume_shape(source)) <= MOST_WRITTEN


def volume_file(source: VolumeInput) -> str:
    """The file that a program reads: the volume as NumPy stores it."""
    name = PurePath(said(source.volume.name)).stem or "volume"
    return f"{name}.npy"


def solid_program(derived: Filled, framework: Framework) -> Lines:
    """Imports, volume, kernel and layer, and what the stage shows."""
    settings = SETTINGS[framework]
    helper = [] if is_volume_written_out(derived.solid.input) else _helper(derived.solid.input)
    return [
        *FIRST[framework],
        "import numpy as np",
        *HEADS[framework],
        "",
        *([*settings, ""] if settings else []),
        *helper,
        *_volume(derived),
        "",
        *_kernel(derived),
        *_bias(derived),
        "",
        *_WRITERS[framework](derived),
        "",
        *_printed(derived),
    ]


def _helper(source: VolumeInput) -> Lines:
    return [] if source.resample is None else ["", *RESIZED]


def _volume(derived: Filled) -> Lines:
    """`x` as slices × rows × columns, as the stage has it."""
    source = derived.solid.input
    name = said(source.volume.name)
    size = " × ".join(map(str, volume_shape(source)))
    head = f"# The input: {size} voxels of {name}, slices × rows × columns"
    if is_volume_written_out(source):
        return [head, *block_lines("x", derived.geometry.block, source.volume.white)]
    kind = "np.int64" if source.volume.is_integer else "np.float64"
    lines = [
        head,
        f"x = np.load({volume_file(source)!r}).astype({kind})  # lies beside the program",
    ]
    box = source.crop
    if box is not None:
        spans = ((box.front, box.depth), (box.top, box.height), (box.left, box.width))
        part = ", ".join(f"{start}:{start + size}" for start, size in spans)
        lines.append(f"x = x[{part}]")
    if source.resample is not None:
        lines += _resampled(source, *source.resample)
    if source.unit:
        lines.append(f"x = x / {source.volume.white:g}  # values from 0 to 1")
    return lines


def _resampled(source: VolumeInput, depth: int, height: int, width: int) -> Lines:
    """Each slice first, then the slices; whole numbers are rounded after both."""
    rounded = ["x = np.rint(x).astype(np.int64)"] if source.volume.is_integer else []
    return [
        f"x = np.stack([resized(resized(plane, {height}).T, {width}).T for plane in x])",
        *rounded,
        f"x = resized(x.reshape(len(x), -1), {depth}).reshape({depth}, {height}, {width})",
        *rounded,
    ]


def _kernel(derived: Filled) -> Lines:
    kernel = derived.solid.kernel
    lines = [f"# The kernel: {said(kernel.name)}", *block_lines("w", kernel.weights.array)]
    if derived.solid.parameters.flip:
        lines += [
            "# True convolution turns the kernel round on all axes; deep learning's layers do not",
            "w = w[::-1, ::-1, ::-1].copy()",
        ]
    return lines


def _bias(derived: Filled) -> Lines:
    bias = derived.solid.parameters.bias
    if not bias:
        return []
    return [f"bias = {int(bias) if float(bias).is_integer() else bias!r}"]


def _plus(derived: Filled) -> str:
    return " + bias" if derived.solid.parameters.bias else ""


def _sides(derived: Filled) -> tuple[tuple[int, int], ...]:
    return tuple((axis.low, axis.high) for axis in derived.axes)


def _is_padded(derived: Filled) -> bool:
    return any(cells for pair in _sides(derived) for cells in pair)


def _stride(derived: Filled) -> tuple[int, ...]:
    return tuple(axis.stride for axis in derived.axes)


def _dilation(derived: Filled) -> tuple[int, ...]:
    return tuple(axis.dilation for axis in derived.axes)


def _padded(derived: Filled, module: str = "np") -> Lines:
    """The padding as NumPy and JAX write it."""
    if not _is_padded(derived):
        return []
    mode = NUMPY_MODES.get(derived.solid.parameters.padding_mode)
    named, zeros = ("", "  # zeros") if mode is None else (f', mode="{mode}"', "")
    return [
        "# Padding: (front, back), (top, bottom), (left, right)",
        f"x = {module}.pad(x, {_sides(derived)}{named}){zeros}",
    ]


def _numpy(derived: Filled) -> Lines:
    reach = tuple(axis.effective_kernel for axis in derived.axes)
    lines = [
        *_padded(derived),
        "# Every place of the box in the volume; a view, in which nothing is copied",
        f"windows = np.lib.stride_tricks.sliding_window_view(x, {reach})",
    ]
    for each, before, words in (
        (_stride(derived), "", "stride keeps every so-many-th window"),
        (_dilation(derived), "..., ", "dilation keeps every so-many-th cell of a window"),
    ):
        if set(each) != {1}:
            steps = ", ".join(f"::{step}" for step in each)
            lines += [f"# The {words}", f"windows = windows[{before}{steps}]"]
    return [
        *lines,
        "# Products of box and kernel, summed: no flip, so it is cross-correlation",
        f'output = np.einsum("zrcijk,ijk->zrc", windows, w){_plus(derived)}',
    ]


def _torch(derived: Filled) -> Lines:
    lines = [
        "# PyTorch wants batch × channels × depth × height × width",
        "x = torch.from_numpy(np.asarray(x, float))[None, None]",
        "weight = torch.from_numpy(np.asarray(w, float))[None, None]",
    ]
    options = []
    mode, sides = derived.solid.parameters.padding_mode, _sides(derived)
    if _is_padded(derived) and (mode != "zeros" or any(low != high for low, high in sides)):
        around = tuple(cells for pair in reversed(sides) for cells in pair)
        kind = "constant" if mode == "zeros" else mode
        lines += [
            "# Padding as a step of its own: left, right, top, bottom, front, back",
            f'x = F.pad(x, {around}, mode="{kind}")',
        ]
    elif _is_padded(derived):
        options.append(f"    padding={tuple(low for low, _ in sides)},")
    for name, each in (("stride", _stride(derived)), ("dilation", _dilation(derived))):
        if set(each) != {1}:
            options.append(f"    {name}={each},")
    return [
        *lines,
        "# conv3d slides along depth as well; it does not flip the kernel",
        "output = F.conv3d(",
        "    x, weight,",
        *options,
        f")[0, 0]{_plus(derived)}",
    ]


def _jax(derived: Filled) -> Lines:
    padded = derived.solid.parameters.padding_mode != "zeros"
    sides = ((0, 0),) * 3 if padded else _sides(derived)
    dilation = _dilation(derived)
    return [
        *(_padded(derived, "jnp") if padded else []),
        "# JAX wants batch × channels × depth × height × width",
        "x = jnp.asarray(x, float)[None, None]",
        "weight = jnp.asarray(w, float)[None, None]",
        "# The kernel is not flipped: it is cross-correlation",
        "output = jax.lax.conv_general_dilated(",
        "    x, weight,",
        f"    window_strides={_stride(derived)},",
        f"    padding={sides},",
        *([f"    rhs_dilation={dilation},"] if set(dilation) != {1} else []),
        f")[0, 0]{_plus(derived)}",
    ]


def _keras(derived: Filled) -> Lines:
    stride, dilation = _stride(derived), _dilation(derived)
    both = set(stride) != {1} and set(dilation) != {1}
    options = ['    padding="valid",', '    data_format="channels_last",']
    if not both:
        options.append(f"    strides={stride},")
    if set(dilation) != {1}:
        options.append(f"    dilation_rate={dilation},")
    lines = [
        *_padded(derived),
        "# Keras wants batch × depth × height × width × channels, and the kernel as",
        "# depth × height × width × input channels × output channels",
        "x = np.asarray(x, float)[None, ..., None]",
        "weight = np.asarray(w, float)[..., None, None]",
        "# The kernel is not flipped: it is cross-correlation",
        "output = keras.ops.conv(",
        "    x, weight,",
        *options,
        ")",
    ]
    part = "[0, ..., 0]"
    if both:
        lines.append("# TensorFlow takes no stride beside a dilation: keep every so-many-th output")
        part = f"[0, {', '.join(f'::{step}' for step in stride)}, 0]"
    return [*lines, f"output = keras.ops.convert_to_numpy(output){part}{_plus(derived)}"]


_WRITERS: dict[Framework, Callable[[Filled], Lines]] = {
    Framework.NUMPY: _numpy,
    Framework.PYTORCH: _torch,
    Framework.KERAS: _keras,
    Framework.JAX: _jax,
}


def _printed(derived: Filled) -> Lines:
    """All numbers of a toy, slice by slice, and the present step's."""
    lines = [
        "for plane in output.tolist():",
        "    for row in plane:",
        "        print(*row)",
        "    print()",
    ]
    if not derived.is_toy:
        lines = [
            'print("shape:", *output.shape)',
            'print("range:", output.min().item(), output.max().item())',
        ]
    depth, row, column = derived.place(derived.scene.step)
    place = f"{depth + 1}, {row + 1}, {column + 1}"
    value = f"output[{depth}, {row}, {column}].item()"
    return [*lines, f'print("output ({place}):", {value})']
