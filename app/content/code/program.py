"""The present scene as a short program that prints the numbers on the stage."""

from __future__ import annotations

from app.content.code.channels import channel_program
from app.content.code.depthwise import depthwise_program
from app.content.code.frameworks import FIRST, HEADS, SETTINGS, Framework
from app.content.code.input import (
    Lines,
    helper_lines,
    import_lines,
    input_file,
    input_lines,
    is_written_out,
    kernel_lines,
)
from app.content.code.layer import Layer
from app.content.code.layers import conv_lines, transposed_lines
from app.content.code.overlap import overlap_program
from app.content.code.receptive_field import stack_program
from app.content.code.signal import is_row_written_out, line_program
from app.content.code.solid import is_volume_written_out, solid_program, volume_file
from app.content.code.spatial import spatial_lines, step_line
from app.core import Axis
from app.state.derive import (
    Convolved,
    Counted,
    Derivation,
    Factored,
    Filled,
    Mixed,
    Multiplied,
    Separated,
    Stacked,
    Stamped,
    derive,
)
from app.state.scene import MAX_TOY, Pair, Scene, Sides
from app.state.signal import is_line


def program(scene: Scene, framework: Framework) -> str:
    """A program, ready to run, that ends in a newline.

    It prints a toy's whole output, row by row, and of a larger one its shape and range; then the
    present step, named as in the window. Of a stack it prints each layer's size and field.
    """
    derived = derive(scene)
    match derived:
        case Convolved() if is_line(scene):
            body = line_program(derived, framework)
        case Convolved():
            body = _convolved(derived, framework)
        case Mixed():
            body = channel_program(derived, framework)
        case Separated():
            body = depthwise_program(derived, framework)
        case Multiplied():
            body = _multiplied(derived, framework)
        case Stamped():
            body = _stamped(derived, framework)
        case Stacked():
            body = stack_program(derived, framework)
        case Factored():
            body = _factored(derived, framework)
        case Filled():
            body = solid_program(derived, framework)
        case Counted():
            body = _counted(derived, framework)
    return "\n".join([_title(derived, framework), *body, ""])


def needed_file(scene: Scene) -> str:
    """The file that the program reads; empty where its numbers stand in the program."""
    if scene.solid is not None:
        source = scene.solid.input
        return "" if is_volume_written_out(source) else volume_file(source)
    if isinstance(derive(scene), Stacked | Counted) or is_written_out(scene.input):
        return ""
    if is_line(scene) and is_row_written_out(scene.input):
        return ""
    return input_file(scene.input)


def _title(derived: Derivation, framework: Framework) -> str:
    what = {
        Convolved: "Convolution",
        Mixed: "Convolution of several channels",
        Separated: "Depthwise separable convolution",
        Multiplied: "Convolution as a matrix product",
        Stamped: "Transposed convolution",
        Filled: "3D convolution",
        Stacked: "The receptive field of a stack of layers",
        Factored: "Spatially separable convolution",
        Counted: "How many stamps of a transposed convolution overlap",
    }[type(derived)]
    return f'"""{what}, in {framework.value}."""\n'


def _prepared(scene: Scene, framework: Framework) -> Lines:
    """Imports, the input and the kernel."""
    flip = scene.parameters.flip
    settings = SETTINGS[framework]
    return [
        *FIRST[framework],
        *import_lines(scene.input),
        *HEADS[framework],
        "",
        *([*settings, ""] if settings else []),
        *helper_lines(scene.input),
        *input_lines(scene.input),
        "",
        *kernel_lines(scene.kernel, flip),
        *_bias(scene),
        "",
    ]


def _bias(scene: Scene) -> Lines:
    bias = scene.parameters.bias
    if not bias:
        return []
    return [f"bias = {int(bias) if float(bias).is_integer() else bias!r}"]


def _convolved(derived: Convolved, framework: Framework) -> Lines:
    layer = _direct(derived.axes, derived.scene)
    return [
        *_prepared(derived.scene, framework),
        *_named_padding(derived.scene),
        *conv_lines(framework, layer),
        "",
        *_printed(derived.output_shape, derived.scene.step, derived.is_toy),
    ]


def _stamped(derived: Stamped, framework: Framework) -> Lines:
    scene = derived.scene
    padding = scene.parameters.padding
    assert not isinstance(padding, str)
    extra = scene.transposed.output_padding
    layer = Layer(derived.axes, padding, bias=_bias_name(scene), extra=extra)
    step = derived.step.output
    columns = derived.result_shape[1]
    return [
        *_prepared(scene, framework),
        *transposed_lines(framework, layer),
        "",
        *_printed(derived.result_shape, step[1] * columns + step[2], derived.is_toy),
    ]


def _factored(derived: Factored, framework: Framework) -> Lines:
    return [
        *_prepared(derived.scene, framework),
        *_named_padding(derived.scene),
        *spatial_lines(derived, framework),
        "",
        *_output(derived.is_toy),
        step_line(derived),
    ]


def _counted(derived: Counted, framework: Framework) -> Lines:
    shape = derived.output_shape
    printed = _printed(shape, derived.scene.step, max(shape) <= MAX_TOY or not derived.is_plane)
    return [*overlap_program(derived, framework), "", *printed]


def _multiplied(derived: Multiplied, framework: Framework) -> Lines:
    scene = derived.scene
    lines = _prepared(scene, framework)
    if derived.drawn is not None:
        lines += [*_matrix(derived), *_product(derived, framework)]
    else:
        lines += _without_matrix(derived, framework)
    shape = derived.output_shape
    return [*lines, "", *_printed(shape, scene.step, derived.is_toy)]


def _matrix(derived: Multiplied) -> Lines:
    (top, left), (rows, columns) = (
        tuple(axis.start(0) for axis in derived.axes),
        derived.large_shape,
    )
    (down, right), (d_down, d_right) = (
        derived.scene.parameters.stride,
        derived.scene.parameters.dilation,
    )
    high, wide = derived.small_shape
    return [
        "# C has a row for each output cell and a column for each input cell",
        f"C = np.zeros({derived.matrix_shape}, w.dtype)",
        f"for r, c in np.ndindex({high}, {wide}):",
        "    for i, j in np.ndindex(w.shape):",
        f"        row, column = {_place('r', down, top, 'i', d_down)}, "
        f"{_place('c', right, left, 'j', d_right)}",
        f"        if 0 <= row < {rows} and 0 <= column < {columns}:  # not in the padding",
        f"            C[r * {wide} + c, row * {columns} + column] += w[i, j]",
        "",
    ]


def _place(output: str, stride: int, start: int, tap: str, dilation: int) -> str:
    """output · stride + tap · dilation, and where the first window starts."""
    terms = f"{output} * {stride} + {tap} * {dilation}".replace(" * 1", "")
    return f"{terms} - {-start}" if start < 0 else terms


def _product(derived: Multiplied, framework: Framework) -> Lines:
    back = derived.back
    shape = derived.output_shape
    arrays = {
        Framework.NUMPY: ["small = C @ x.ravel()"],
        Framework.PYTORCH: [
            "C, x = torch.from_numpy(C).double(), torch.from_numpy(np.asarray(x, float))",
            "small = C @ x.flatten()",
        ],
        Framework.KERAS: [
            "C, x = np.asarray(C, float), np.asarray(x, float)",
            "small = keras.ops.matmul(C, x.ravel())",
        ],
        Framework.JAX: [
            "C, x = jnp.asarray(C, float), jnp.asarray(x, float)",
            "small = C @ x.ravel()",
        ],
    }[framework]
    lines = ["# The convolution is C times the input, written as one column", *arrays]
    name = "small"
    if back:
        product = "keras.ops.matmul(C.T, small)" if framework is Framework.KERAS else "C.T @ small"
        lines += [
            "# The transposed matrix brings back the shape, not the values",
            f"large = {product}",
        ]
        name = "large"
    if framework is Framework.KERAS:
        lines.append(f"{name} = keras.ops.convert_to_numpy({name})")
    return [*lines, f"output = {name}.reshape({shape[0]}, {shape[1]})"]


def _without_matrix(derived: Multiplied, framework: Framework) -> Lines:
    rows, columns = derived.matrix_shape
    layer = _direct(derived.axes, derived.scene)
    lines = [
        f"# C would have {rows:,} × {columns:,} cells; the layer is the same map without it",
        *conv_lines(framework, layer, to="small" if derived.back else "output"),
    ]
    if not derived.back:
        return lines
    vertical, horizontal = derived.axes
    extra = vertical.remainder, horizontal.remainder
    return [
        *lines,
        "",
        "# Back by the transposed layer: it restores the shape, not the values",
        *transposed_lines(framework, Layer(derived.axes, layer.sides, extra=extra), "small"),
    ]


def _direct(axes: tuple[Axis, Axis], scene: Scene) -> Layer:
    vertical, horizontal = axes
    sides: Sides = ((vertical.low, vertical.high), (horizontal.low, horizontal.high))
    return Layer(axes, sides, scene.parameters.padding_mode, _bias_name(scene))


def _bias_name(scene: Scene) -> str:
    return "bias" if scene.parameters.bias else ""


def _named_padding(scene: Scene) -> Lines:
    """What a padding's name means in cells, where not every framework knows it."""
    padding = scene.parameters.padding
    if padding == "same" and scene.parameters.stride != (1, 1):
        return [
            "# “same” at a stride above 1 is TensorFlow's: ⌈input / stride⌉ outputs, the odd cell",
            "# of padding at the end; PyTorch has no such name, so it is given in cells",
        ]
    if isinstance(padding, str) and padding != "valid":
        return [f"# “{padding}” padding, given in cells"]
    return []


def _printed(shape: Pair, step: int, whole: bool) -> Lines:
    """What the stage shows: all numbers of a toy, and the present step's."""
    row, column = divmod(step, shape[1])
    named = f'print("output ({row + 1}, {column + 1}):", output[{row}, {column}].item())'
    return [*_output(whole), named]


def _output(whole: bool) -> Lines:
    """All numbers of a toy, row by row; of a larger output its shape and range."""
    if whole:
        return ["for row in output.tolist():", "    print(*row)"]
    return [
        'print("shape:", *output.shape)',
        'print("range:", output.min().item(), output.max().item())',
    ]
