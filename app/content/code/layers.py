"""A layer as each framework writes it, from and to NumPy's names of a program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

from app.content.code.input import Lines
from app.core import Axis
from app.state.scene import Pair, Sides


class Framework(Enum):
    """In what a program is written; the value is the name that people know."""

    NUMPY = "NumPy"
    PYTORCH = "PyTorch"
    KERAS = "Keras"
    JAX = "JAX"


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer of one channel on known sizes. `axes` are the direct ones, vertical first: a
    transposed layer takes `output_size` cells to `size`. `sides` is its padding, `extra` the
    output padding of a transposed layer; `bias` is a name, or empty.
    """

    axes: tuple[Axis, Axis]
    sides: Sides
    mode: str = "zeros"
    bias: str = ""
    extra: Pair = (0, 0)

    @property
    def stride(self) -> Pair:
        return self._both(lambda axis: axis.stride)

    @property
    def dilation(self) -> Pair:
        return self._both(lambda axis: axis.dilation)

    @property
    def reach(self) -> Pair:
        """Cells from the window's first to its last, both included."""
        return self._both(lambda axis: axis.effective_kernel)

    @property
    def is_padded(self) -> bool:
        return any(cells for pair in self.sides for cells in pair)

    @property
    def is_even(self) -> bool:
        """Whether both ends of each axis have the same padding."""
        return all(low == high for low, high in self.sides)

    @property
    def stretched(self) -> Pair:
        """The transposed layer's inputs with stride − 1 zeros between neighbours."""
        return self._both(lambda axis: axis.zero_inserted.size)

    @property
    def stamped(self) -> Pair:
        """The cells that the stamps of a transposed layer span, before padding crops them."""
        return self._both(lambda axis: axis.zero_inserted.size + axis.effective_kernel - 1)

    @property
    def full(self) -> Pair:
        """The cells of a transposed result before padding crops it."""
        rows, columns = self.stamped
        return rows + self.extra[0], columns + self.extra[1]

    @property
    def cut(self) -> str:
        """What padding crops of a transposed result, as an index."""
        spans = (
            f"{low}:{low + axis.size}" if low or high else ":"
            for axis, (low, high) in zip(self.axes, self.sides, strict=True)
        )
        return ", ".join(spans)

    @property
    def plus(self) -> str:
        return f" + {self.bias}" if self.bias else ""

    def _both(self, read: Callable[[Axis], int]) -> Pair:
        vertical, horizontal = self.axes
        return read(vertical), read(horizontal)


HEADS: dict[Framework, Lines] = {
    Framework.NUMPY: [],
    Framework.PYTORCH: ["import torch", "import torch.nn.functional as F"],
    Framework.KERAS: ["import keras"],
    Framework.JAX: ["import jax", "import jax.numpy as jnp"],
}
"""What is imported after NumPy."""
FIRST: dict[Framework, Lines] = {
    Framework.NUMPY: [],
    Framework.PYTORCH: [],
    Framework.KERAS: [
        "import os",
        "",
        'os.environ.setdefault("KERAS_BACKEND", "jax")  # or "tensorflow"',
        'os.environ.setdefault("JAX_ENABLE_X64", "1")  # JAX would round to 32 bits',
        "",
    ],
    Framework.JAX: [],
}
"""What stands before all imports."""
SETTINGS: dict[Framework, Lines] = {
    Framework.NUMPY: [],
    Framework.PYTORCH: [],
    Framework.KERAS: ['keras.config.set_floatx("float64")'],
    Framework.JAX: ['jax.config.update("jax_enable_x64", True)  # 64 bits, to show all digits'],
}
"""What stands after the imports."""

NUMPY_MODES = {"reflect": "reflect", "replicate": "edge", "circular": "wrap"}


def conv_lines(framework: Framework, layer: Layer, x: str = "x", to: str = "output") -> Lines:
    """Cross-correlation of `x` with `w`: both are two-dimensional NumPy arrays, `to` is too, or
    a tensor of the framework that NumPy can read."""
    return _CONV[framework](layer, x, to)


def transposed_lines(framework: Framework, layer: Layer, y: str = "x", to: str = "output") -> Lines:
    """The transposed convolution of `y` with `w`."""
    return _TRANSPOSED[framework](layer, y, to)


def _steps(layer: Layer, last: str = "") -> Lines:
    """Stride, padding and dilation as keywords, where they are not the usual ones."""
    lines = []
    if layer.stride != (1, 1):
        lines.append(f"    stride={layer.stride},")
    if last:
        lines.append(f"    {last},")
    if layer.dilation != (1, 1):
        lines.append(f"    dilation={layer.dilation},")
    return lines


def _padded(layer: Layer, x: str, module: str = "np") -> Lines:
    """The padding as NumPy and JAX write it."""
    if not layer.is_padded:
        return []
    mode = NUMPY_MODES.get(layer.mode)
    said = "  # zeros" if mode is None else ""
    named = "" if mode is None else f', mode="{mode}"'
    return [
        "# Padding: (top, bottom), (left, right)",
        f"{x} = {module}.pad({x}, {layer.sides}{named}){said}",
    ]


def _numpy_conv(layer: Layer, x: str, to: str) -> Lines:
    (down, right), (d_down, d_right) = layer.stride, layer.dilation
    lines = [
        *_padded(layer, x),
        "# Every place of the window on the input; a view, in which nothing is copied",
        f"windows = np.lib.stride_tricks.sliding_window_view({x}, {layer.reach})",
    ]
    if (down, right) != (1, 1):
        lines += [
            f"# The stride keeps every {_every(layer.stride)} window",
            f"windows = windows[::{down}, ::{right}]",
        ]
    if (d_down, d_right) != (1, 1):
        lines += [
            f"# The dilation keeps every {_every(layer.dilation)} cell of a window",
            f"windows = windows[..., ::{d_down}, ::{d_right}]",
        ]
    return [
        *lines,
        "# Products of window and kernel, summed: no flip, so it is cross-correlation",
        f'{to} = np.einsum("rcij,ij->rc", windows, w){layer.plus}',
    ]


def _every(pair: Pair) -> str:
    """ "2nd", or "2nd (down) and 3rd (right)"."""
    down, right = (_ordinal(number) for number in pair)
    return down if down == right else f"{down} (down) and {right} (right)"


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number in (11, 12, 13) else ending}"


def _torch_tensors(x: str) -> Lines:
    return [
        "# PyTorch wants batch × channels × height × width",
        f"{x} = torch.from_numpy(np.asarray({x}, float))[None, None]",
        "weight = torch.from_numpy(np.asarray(w, float))[None, None]",
    ]


def _torch_conv(layer: Layer, x: str, to: str) -> Lines:
    lines, padding = _torch_tensors(x), ""
    if layer.is_padded and (layer.mode != "zeros" or not layer.is_even):
        (top, bottom), (left, right) = layer.sides
        why = "The sides differ" if layer.mode == "zeros" else "conv2d itself pads with zeros only"
        mode = "constant" if layer.mode == "zeros" else layer.mode
        lines += [
            f"# {why}, so the padding is a step of its own: left, right, top, bottom",
            f'{x} = F.pad({x}, ({left}, {right}, {top}, {bottom}), mode="{mode}")',
        ]
    elif layer.is_padded:
        padding = f"padding={tuple(low for low, _ in layer.sides)}"
    options = _steps(layer, padding)
    return [
        *lines,
        "# conv2d does not flip the kernel: it is cross-correlation",
        *_call(f"{to} = F.conv2d", f"{x}, weight", options, f"[0, 0]{layer.plus}"),
    ]


def _call(name: str, arguments: str, options: Lines, after: str) -> Lines:
    """A call, on one line where it has no options."""
    if not options:
        return [f"{name}({arguments}){after}"]
    return [f"{name}(", f"    {arguments},", *options, f"){after}"]


def _jax_arrays(x: str, w: str = "w") -> Lines:
    return [
        "# JAX wants batch × channels × height × width",
        f"{x} = jnp.asarray({x}, float)[None, None]",
        f"weight = jnp.asarray({w}, float)[None, None]",
    ]


def _jax_conv(layer: Layer, x: str, to: str) -> Lines:
    padded = layer.mode != "zeros"
    lines = _padded(layer, x, "jnp") if padded else []
    sides = ((0, 0), (0, 0)) if padded else layer.sides
    options = [
        f"    window_strides={layer.stride},",
        f"    padding={sides},",
        *([f"    rhs_dilation={layer.dilation},"] if layer.dilation != (1, 1) else []),
    ]
    return [
        *lines,
        *_jax_arrays(x),
        "# The kernel is not flipped: it is cross-correlation",
        *_call(f"{to} = jax.lax.conv_general_dilated", f"{x}, weight", options,
               f"[0, 0]{layer.plus}"),
    ]  # fmt: skip


def _keras_conv(layer: Layer, x: str, to: str) -> Lines:
    holes_too = layer.dilation != (1, 1) and layer.stride != (1, 1)
    options = ['    padding="valid",']
    if layer.stride != (1, 1) and not holes_too:
        options.insert(0, f"    strides={layer.stride},")
    if layer.dilation != (1, 1):
        options.append(f"    dilation_rate={layer.dilation},")
    options.append('    data_format="channels_last",')
    lines = [
        *_padded(layer, x),
        "# Keras wants batch × height × width × channels, and the kernel as",
        "# height × width × input channels × output channels",
        f"{x} = np.asarray({x}, float)[None, :, :, None]",
        "weight = np.asarray(w, float)[:, :, None, None]",
        "# The kernel is not flipped: it is cross-correlation",
        *_call(f"{to} = keras.ops.conv", f"{x}, weight", options, ""),
    ]
    part = "[0, :, :, 0]"
    if holes_too:
        lines.append("# TensorFlow takes no stride beside a dilation: keep every so-many-th output")
        part = f"[0, ::{layer.stride[0]}, ::{layer.stride[1]}, 0]"
    return [*lines, f"{to} = keras.ops.convert_to_numpy({to}){part}{layer.plus}"]


# ---- transposed


def _numpy_transposed(layer: Layer, y: str, to: str) -> Lines:
    (down, right), (d_down, d_right) = layer.stride, layer.dilation
    high, wide = layer.stretched
    lines = [
        "# Each tap lays the whole input on the result, its cells a stride apart; overlaps add up",
        f"full = np.zeros({layer.full}, np.result_type({y}, w))",
        "for i, j in np.ndindex(w.shape):",
        f"    top, left = {_times('i', d_down)}, {_times('j', d_right)}",
        f"    met = full[top : top + {high} : {down}, left : left + {wide} : {right}]",
        f"    met += w[i, j] * {y}",
    ]
    return [*lines, *_cropped(layer, "full", to)]


def _times(name: str, number: int) -> str:
    return name if number == 1 else f"{name} * {number}"


def _cropped(layer: Layer, full: str, to: str) -> Lines:
    if not layer.is_padded:
        return [f"{to} = {full}{layer.plus}"]
    return [
        "# Padding crops the result of a transposed convolution",
        f"{to} = {full}[{layer.cut}]{layer.plus}",
    ]


def _torch_transposed(layer: Layer, y: str, to: str) -> Lines:
    padding = layer.is_padded and layer.is_even
    several = []
    if padding:
        several.append(f"padding={tuple(low for low, _ in layer.sides)}")
    if layer.extra != (0, 0):
        several.append(f"output_padding={layer.extra}")
    options = _steps(layer, ", ".join(several))
    name = to if padding or not layer.is_padded else "full"
    plus = layer.plus if name == to else ""
    lines = [
        *_torch_tensors(y),
        *_call(f"{name} = F.conv_transpose2d", f"{y}, weight", options, f"[0, 0]{plus}"),
    ]
    return lines if name == to else [*lines, *_cropped(layer, name, to)]


def _jax_transposed(layer: Layer, y: str, to: str) -> Lines:
    around = tuple((axis.zero_inserted.low, axis.zero_inserted.high) for axis in layer.axes)
    options = ["    window_strides=(1, 1),", f"    padding={around},"]
    if layer.stride != (1, 1):
        options.append(f"    lhs_dilation={layer.stride},")
    if layer.dilation != (1, 1):
        options.append(f"    rhs_dilation={layer.dilation},")
    return [
        "# As a direct convolution: zeros between the inputs, padding around them (less than 0",
        "# crops), and the kernel turned by 180°",
        *_jax_arrays(y, "np.rot90(w, 2)"),
        *_call(f"{to} = jax.lax.conv_general_dilated", f"{y}, weight", options,
               f"[0, 0]{layer.plus}"),
    ]  # fmt: skip


def _keras_transposed(layer: Layer, y: str, to: str) -> Lines:
    kernel, lines = "w", []
    if layer.dilation != (1, 1):
        down, right = layer.dilation
        lines += [
            "# TensorFlow takes no dilation beside a stride: the kernel's holes become zeros",
            f"spread = np.zeros({layer.reach}, w.dtype)",
            f"spread[::{down}, ::{right}] = w",
        ]
        kernel = "spread"
    strides = [f"    strides={layer.stride},", '    padding="valid",',
               '    data_format="channels_last",']  # fmt: skip
    return [
        *lines,
        "# Keras wants batch × height × width × channels, and the kernel as",
        "# height × width × output channels × input channels",
        f"{y} = np.asarray({y}, float)[None, :, :, None]",
        f"weight = np.asarray({kernel}, float)[:, :, None, None]",
        *_call("full = keras.ops.conv_transpose", f"{y}, weight", strides, ""),
        "full = keras.ops.convert_to_numpy(full)[0, :, :, 0]",
        *_resized(layer),
        *_cropped(layer, "full", to),
    ]


def _resized(layer: Layer) -> Lines:
    """Keras adds cells where the stride exceeds the kernel, and has its own output padding."""
    full, spread = layer.full, zip(layer.stamped, layer.stride, layer.reach, strict=True)
    made = [stamped + max(0, stride - reach) for stamped, stride, reach in spread]
    missing = tuple(max(0, want - have) for want, have in zip(full, made, strict=True))
    lines = []
    if any(missing):
        rows, columns = missing
        lines += [
            "# Output padding uncovers cells that no stamp reaches",
            f"full = np.pad(full, ((0, {rows}), (0, {columns})))",
        ]
    if any(have > want for want, have in zip(full, made, strict=True)):
        lines += [
            "# Keras adds cells where the stride exceeds the kernel",
            f"full = full[:{full[0]}, :{full[1]}]",
        ]
    return lines


_Writer = Callable[[Layer, str, str], Lines]
_CONV: dict[Framework, _Writer] = {
    Framework.NUMPY: _numpy_conv,
    Framework.PYTORCH: _torch_conv,
    Framework.KERAS: _keras_conv,
    Framework.JAX: _jax_conv,
}
_TRANSPOSED: dict[Framework, _Writer] = {
    Framework.NUMPY: _numpy_transposed,
    Framework.PYTORCH: _torch_transposed,
    Framework.KERAS: _keras_transposed,
    Framework.JAX: _jax_transposed,
}
