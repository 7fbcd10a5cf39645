"""A convolution of one dimension as each framework writes it."""

from __future__ import annotations

from app.content.code.frameworks import FIRST, HEADS, NUMPY_MODES, SETTINGS, Framework
from app.content.code.input import (
    Lines,
    helper_lines,
    import_lines,
    input_lines,
    row_lines,
    said,
)
from app.core import Axis
from app.state.derive import Convolved
from app.state.prepare import plane_shape, prepare
from app.state.scene import Input, Scene

MOST_WRITTEN = 5000
"""Samples up to which the numbers stand in the program itself."""


def is_row_written_out(source: Input) -> bool:
    """Whether a signal's numbers stand in the program; a longer one is read from its file."""
    return plane_shape(source)[1] <= MOST_WRITTEN


def line_program(derived: Convolved, framework: Framework) -> Lines:
    """Input, kernel, the layer, and what the stage shows of its output."""
    scene = derived.scene
    settings = SETTINGS[framework]
    written = is_row_written_out(scene.input)
    return [
        *FIRST[framework],
        *(["import numpy as np"] if written else import_lines(scene.input)),
        *HEADS[framework],
        "",
        *([*settings, ""] if settings else []),
        *([] if written else helper_lines(scene.input)),
        *_input(scene.input, written),
        "",
        *_kernel(scene),
        "",
        *_WRITERS[framework](derived.axes[1], scene.parameters.padding_mode, _plus(scene)),
        "",
        *_printed(derived),
    ]


def _input(source: Input, written: bool) -> Lines:
    if not written:
        return [*input_lines(source), "x = x[0]  # one row"]
    rows = source.image.height
    row = f", row {source.crop.top + 1}" if source.crop is not None and rows > 1 else ""
    head = f"# The input: {said(source.image.name)}{row}"
    return [head, *row_lines("x", prepare(source)[0], source.image.white)]


def _kernel(scene: Scene) -> Lines:
    lines = [f"# The kernel: {said(scene.kernel.name)}"]
    lines += row_lines("w", scene.kernel.weights.array[0])
    if scene.parameters.flip:
        lines += [
            "# True convolution turns the kernel round; the layers of deep learning do not",
            "w = w[::-1].copy()",
        ]
    bias = scene.parameters.bias
    if bias:
        lines.append(f"bias = {int(bias) if float(bias).is_integer() else bias!r}")
    return lines


def _plus(scene: Scene) -> str:
    return " + bias" if scene.parameters.bias else ""


def _numpy(axis: Axis, mode: str, plus: str) -> Lines:
    lines = [
        *_padded(axis, mode),
        "# Every place of the window on the input; a view, in which nothing is copied",
        f"windows = np.lib.stride_tricks.sliding_window_view(x, {axis.effective_kernel})",
    ]
    if axis.stride > 1:
        lines.append(f"windows = windows[::{axis.stride}]  # the stride leaps over the others")
    if axis.dilation > 1:
        lines.append(f"windows = windows[:, ::{axis.dilation}]  # the dilation's holes")
    note = "# Products of window and kernel, summed: no flip, so it is cross-correlation"
    return [*lines, note, f"output = windows @ w{plus}"]


def _padded(axis: Axis, mode: str, module: str = "np") -> Lines:
    if not (axis.low or axis.high):
        return []
    named = NUMPY_MODES.get(mode)
    how = f', mode="{named}")' if named else ")  # zeros"
    return [
        "# Padding: left, right",
        f"x = {module}.pad(x, ({axis.low}, {axis.high}){how}",
    ]


def _torch(axis: Axis, mode: str, plus: str) -> Lines:
    lines = [
        "# PyTorch wants batch × channels × length",
        "x = torch.from_numpy(np.asarray(x, float))[None, None]",
        "weight = torch.from_numpy(np.asarray(w, float))[None, None]",
    ]
    options = ""
    if axis.low == axis.high and mode == "zeros":
        options = f", padding={axis.low}" if axis.low else ""
    elif axis.low or axis.high:
        name = "constant" if mode == "zeros" else mode
        lines += [
            "# conv1d itself pads both ends alike, and with zeros only",
            f'x = F.pad(x, ({axis.low}, {axis.high}), mode="{name}")',
        ]
    if axis.stride > 1:
        options += f", stride={axis.stride}"
    if axis.dilation > 1:
        options += f", dilation={axis.dilation}"
    return [
        *lines,
        "# conv1d does not flip the kernel: it is cross-correlation",
        f"output = F.conv1d(x, weight{options})[0, 0]{plus}",
    ]


def _keras(axis: Axis, mode: str, plus: str) -> Lines:
    both = axis.stride > 1 and axis.dilation > 1
    options = "" if axis.stride == 1 or both else f"    strides={axis.stride},"
    holes = f"    dilation_rate={axis.dilation}," if axis.dilation > 1 else ""
    lines = [
        *_padded(axis, mode),
        "# Keras wants batch × length × channels, and the kernel as",
        "# length × input channels × output channels",
        "x = np.asarray(x, float)[None, :, None]",
        "weight = np.asarray(w, float)[:, None, None]",
        "# The kernel is not flipped: it is cross-correlation",
        "output = keras.ops.conv(",
        '    x, weight, padding="valid", data_format="channels_last",',
        *filter(None, (options, holes)),
        ")",
    ]
    kept = ":"
    if both:
        lines.append("# TensorFlow takes no stride beside a dilation: keep every so-many-th output")
        kept = f"::{axis.stride}"
    return [*lines, f"output = keras.ops.convert_to_numpy(output)[0, {kept}, 0]{plus}"]


def _jax(axis: Axis, mode: str, plus: str) -> Lines:
    zeros = mode == "zeros"
    sides = (axis.low, axis.high) if zeros else (0, 0)
    holes = f", rhs_dilation=({axis.dilation},)" if axis.dilation > 1 else ""
    return [
        *([] if zeros else _padded(axis, mode, "jnp")),
        "# JAX wants batch × channels × length",
        "x = jnp.asarray(x, float)[None, None]",
        "weight = jnp.asarray(w, float)[None, None]",
        "# The kernel is not flipped: it is cross-correlation",
        "output = jax.lax.conv_general_dilated(",
        f"    x, weight, window_strides=({axis.stride},), padding=({sides},){holes}",
        f")[0, 0]{plus}",
    ]


def _printed(derived: Convolved) -> Lines:
    """All numbers of a toy, else their count and range; then the present step's."""
    step = derived.scene.step
    lines = ["print(*output.tolist())"]
    if not derived.is_toy:
        lines = [
            'print("samples:", len(output))',
            'print("range:", output.min().item(), output.max().item())',
        ]
    return [*lines, f'print("output {step + 1}:", output[{step}].item())']


_WRITERS = {
    Framework.NUMPY: _numpy,
    Framework.PYTORCH: _torch,
    Framework.KERAS: _keras,
    Framework.JAX: _jax,
}
