"""A stack of layers as a program that runs them, and prints sizes and receptive fields."""

from __future__ import annotations

from app.content.code.frameworks import FIRST, HEADS, SETTINGS, Framework
from app.content.code.input import Lines
from app.state.derive import Stacked
from app.state.scene import Layer, LayerKind

_RUN: dict[Framework, Lines] = {
    Framework.NUMPY: [
        "    # The layer itself, with weights of 1: only the sizes count",
        "    x = np.pad(x, sides)",
        "    reach = [d * (k - 1) + 1 for k, d in zip(kernel, dilation)]",
        "    windows = np.lib.stride_tricks.sliding_window_view(x, reach)",
        "    x = windows[:: stride[0], :: stride[1], :: dilation[0], :: dilation[1]].sum((2, 3))",
    ],
    Framework.PYTORCH: [
        "    # The layer itself, with weights of 1: only the sizes count",
        "    (top, bottom), (left, right) = sides",
        "    x = F.pad(x, (left, right, top, bottom))",
        "    x = F.conv2d(x, torch.ones(1, 1, *kernel), stride=stride, dilation=dilation)",
    ],
    Framework.KERAS: [
        "    # The layer itself, with weights of 1: only the sizes count",
        "    x = keras.ops.pad(x, ((0, 0), *sides, (0, 0)))",
        "    x = keras.ops.conv(",
        '        x, np.ones((*kernel, 1, 1), "float32"), padding="valid", dilation_rate=dilation',
        "    )[:, :: stride[0], :: stride[1]]",
    ],
    Framework.JAX: [
        "    # The layer itself, with weights of 1: only the sizes count",
        "    x = jax.lax.conv_general_dilated(",
        "        x, jnp.ones((1, 1, *kernel)), stride, sides, rhs_dilation=dilation",
        "    )",
    ],
}
_TURNED: dict[Framework, Lines] = {
    Framework.NUMPY: [
        "    # A transposed layer: its result is larger, and padding crops it",
        "    full = [s * (n - 1) + d * (k - 1) + 1 + a for s, n, d, k, a in",
        "            zip(stride, x.shape, dilation, kernel, extra)]",
        "    x = np.ones([n - low - high for n, (low, high) in zip(full, sides)])",
    ],
    Framework.PYTORCH: [
        "    # A transposed layer: its result is larger, and padding crops it",
        "    x = F.conv_transpose2d(x, torch.ones(1, 1, *kernel), stride=stride,",
        "                           output_padding=extra, dilation=dilation)",
        "    (top, bottom), (left, right) = sides",
        "    x = F.pad(x, (-left, -right, -top, -bottom))",
    ],
    Framework.KERAS: [
        "    # A transposed layer: its result is larger, and padding crops it",
        "    full = [s * (n - 1) + d * (k - 1) + 1 + a for s, n, d, k, a in",
        "            zip(stride, x.shape[1:3], dilation, kernel, extra)]",
        "    cropped = (n - low - high for n, (low, high) in zip(full, sides))",
        '    x = keras.ops.ones((1, *cropped, 1), "float32")',
    ],
    Framework.JAX: [
        "    # A transposed layer: zeros between the inputs, and padding that may crop",
        "    around = [(d * (k - 1) - low, d * (k - 1) - high + a) for d, k, (low, high), a in",
        "              zip(dilation, kernel, sides, extra)]",
        "    x = jax.lax.conv_general_dilated(",
        "        x, jnp.ones((1, 1, *kernel)), (1, 1), around, stride, dilation",
        "    )",
    ],
}
_FIELD = [
    "    # The field grows by (kernel − 1) · dilation steps of the layer below",
    "    for axis in (0, 1):",
    "        reach = (kernel[axis] - 1) * dilation[axis]",
    "        field[axis] += reach * jump[axis]",
    "        start[axis] -= sides[axis][0] * jump[axis]",
    "        jump[axis] *= stride[axis]",
]
_FIELD_TURNED = [
    "    # A step of a transposed layer is a part of one: a unit sees less than that, by its place",
    "    for axis in (0, 1):",
    "        reach = (kernel[axis] - 1) * dilation[axis]",
    "        jump[axis] /= stride[axis]",
    "        start[axis] -= (reach - sides[axis][0]) * jump[axis]",
    "        field[axis] += reach * jump[axis]",
]
_INPUT: dict[Framework, str] = {
    Framework.NUMPY: "x = np.ones(({}, {}))",
    Framework.PYTORCH: "x = torch.ones(1, 1, {}, {})",
    Framework.KERAS: 'x = keras.ops.ones((1, {}, {}, 1), "float32")',
    Framework.JAX: "x = jnp.ones((1, 1, {}, {}))",
}
_SHAPE = {
    Framework.NUMPY: "x.shape",
    Framework.PYTORCH: "x.shape[2:]",
    Framework.KERAS: "x.shape[1:3]",
    Framework.JAX: "x.shape[2:]",
}


def stack_program(derived: Stacked, framework: Framework) -> Lines:
    """The program of a stack, as far as its layers fit."""
    layers = derived.stack.layers[: derived.stack.levels - 1]
    turned = any(layer.kind is LayerKind.TRANSPOSED for layer in layers)
    rows, columns = derived.plane.shape
    lines = [
        *FIRST[framework],
        *(["from fractions import Fraction", ""] if turned else []),
        *_imports(framework),
        "",
        "# Name, kernel, stride, padding ((top, bottom), (left, right)), dilation",
        *_table(layers, turned),
        *_failure(derived),
        "",
        f"# The input: {rows} × {columns}",
        _INPUT[framework].format(rows, columns),
        "# What a unit sees of the input: how many cells, how far from the next unit's, from where",
        "field, jump, start = [1, 1], [Fraction(1), Fraction(1)], [0, 0]"
        if turned
        else "field, jump, start = [1, 1], [1, 1], [0, 0]",
    ]
    return [*lines, *_loop(framework, turned)]


def _imports(framework: Framework) -> Lines:
    numpy = ["import numpy as np"] if framework in (Framework.NUMPY, Framework.KERAS) else []
    settings = SETTINGS[framework] if framework is Framework.JAX else []
    heads = HEADS[framework]
    return [*numpy, *heads, *([""] if settings else []), *settings]


def _table(layers: tuple[Layer, ...], turned: bool) -> Lines:
    lines = ["layers = ["]
    for number, layer in enumerate(layers, start=1):
        name = f"{layer.name or layer.kind.value} ({number})"
        row: list[object] = [name, layer.kernel, layer.stride, layer.padding, layer.dilation]
        if turned:
            kind = layer.kind is LayerKind.TRANSPOSED
            row += [kind, layer.output_padding]
        lines.append(f"    ({', '.join(map(repr, row))}),")
    said = ["# … and whether it is transposed, with which output padding"] if turned else []
    return [*said, *lines, "]"]


def _failure(derived: Stacked) -> Lines:
    if derived.stack.failed is None:
        return []
    return [f"# Layer {derived.stack.failed + 1} does not fit: {derived.stack.failure}"]


def _loop(framework: Framework, turned: bool) -> Lines:
    run, field = _RUN[framework], _FIELD
    names = "name, kernel, stride, sides, dilation"
    said = [
        f"    size = {_SHAPE[framework]}",
        '    print(f"{name}: {size[0]} × {size[1]}, sees {field[0]} × {field[1]} cells,",',
        '          f"jump {jump[0]} × {jump[1]}, from ({start[0] + 1}, {start[1] + 1}) on")',
    ]
    if not turned:
        return [f"for {names} in layers:", *run, *field, *said]
    return [
        f"for {names}, transposed, extra in layers:",
        "    if transposed:",
        *_deeper(_TURNED[framework]),
        *_deeper(_FIELD_TURNED),
        "    else:",
        *_deeper(run),
        *_deeper(field),
        *said,
    ]


def _deeper(lines: Lines) -> Lines:
    return [f"    {line}" for line in lines]
