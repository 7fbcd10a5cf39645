"""The lines of a program for a layer of many channels: planes, filters and the layer."""

from __future__ import annotations

from app.content.channels import channel_names
from app.content.code.frameworks import FIRST, HEADS, NUMPY_MODES, SETTINGS, Framework
from app.content.code.input import (
    Lines,
    block_lines,
    channel_plane_lines,
    helper_lines,
    import_lines,
    said,
)
from app.core import Axis
from app.state.channels.choices import Following, Source
from app.state.derive import Mixed
from app.state.scene import Pair, Scene


def channel_program(derived: Mixed, framework: Framework) -> Lines:
    """A program that makes the planes and the filters, and prints every output channel."""
    scene = derived.scene
    return [
        *plane_lines(scene, framework),
        *_filter_lines(derived),
        "",
        *padding_lines(derived),
        *LAYERS[framework](derived),
        *(["output = output.clip(0)  # ReLU"] if scene.mixing.relu else []),
        *_shuffle_lines(derived),
        "",
        *_printed(derived),
    ]


def plane_lines(scene: Scene, framework: Framework) -> Lines:
    """The imports, and the planes of the input."""
    source, settings = scene.input, SETTINGS[framework]
    return [
        *FIRST[framework],
        *import_lines(source),
        *HEADS[framework],
        "",
        *([*settings, ""] if settings else []),
        *helper_lines(source),
        *channel_plane_lines(source, scene.mixing.source),
        "",
    ]


def _filter_lines(derived: Mixed) -> Lines:
    filters, scene = derived.filters, derived.scene
    names = channel_names(scene) if scene.mixing.source is Source.OWN else ()
    named = f", for {', '.join(names)}" if len(names) > 1 and filters.groups == 1 else ""
    shape = "filters × channels of a group" if filters.groups > 1 else "filters × channels"
    lines = [
        f"# The filters: {said(filters.name)}; {shape} × height × width{named}",
        *block_lines("w", filters.applied),
    ]
    if scene.parameters.flip:
        lines += [
            "# True convolution turns every kernel by 180°; the layers of deep learning do not",
            "w = w[..., ::-1, ::-1].copy()",
        ]
    biases = ", ".join(
        str(int(bias)) if float(bias).is_integer() else repr(bias) for bias in filters.bias
    )
    return [*lines, f"bias = np.array([{biases}])  # one for each filter"]


def _shuffle_lines(derived: Mixed) -> Lines:
    """The channel shuffle before a second grouped layer; the output itself stays as it is."""
    filters = derived.filters
    if derived.scene.mixing.following is not Following.SHUFFLED:
        return []
    each = filters.count // filters.groups
    rows, columns = derived.output_shape
    return [
        "",
        "# A channel shuffle for the next layer: reshape to groups × channels, transpose, flatten",
        f"groups = output.reshape({filters.groups}, {each}, {rows}, {columns})",
        f"shuffled = groups.swapaxes(0, 1).reshape({filters.count}, {rows}, {columns})",
    ]


def padding_lines(derived: Mixed) -> Lines:
    """Padding as a step of its own, the same in every framework."""
    sides = tuple((axis.low, axis.high) for axis in derived.axes)
    if not any(cells for pair in sides for cells in pair):
        return []
    mode = NUMPY_MODES.get(derived.scene.parameters.padding_mode)
    named, words = ("", "zeros") if mode is None else (f', mode="{mode}"', mode)
    return [
        f"# Padding of every channel ({words}): top and bottom, left and right",
        f"x = np.pad(x, ((0, 0), {sides[0]}, {sides[1]}){named})",
    ]


def _pair(axes: tuple[Axis, Axis], name: str) -> Pair:
    return getattr(axes[0], name), getattr(axes[1], name)


def _numpy(derived: Mixed) -> Lines:
    axes, groups = derived.axes, derived.filters.groups
    reach, stride, dilation = (
        _pair(axes, name) for name in ("effective_kernel", "stride", "dilation")
    )
    lines = [
        "# Every place of the window on every channel; a view, in which nothing is copied",
        f"windows = np.lib.stride_tricks.sliding_window_view(x, {reach}, (1, 2))",
    ]
    if stride != (1, 1):
        lines.append(f"windows = windows[:, ::{stride[0]}, ::{stride[1]}]  # the stride")
    if dilation != (1, 1):
        lines.append(f"windows = windows[..., ::{dilation[0]}, ::{dilation[1]}]  # the dilation")
    sums = "# Products of window and kernel, summed over rows, columns and channels c"
    if groups == 1:
        lines += [sums, 'output = np.einsum("crsij,fcij->frs", windows, w)']
    else:
        lines += [
            f"{sums}, group by group",
            "output = np.concatenate([",
            '    np.einsum("crsij,fcij->frs", some, kernels)',
            f"    for some, kernels in zip(np.split(windows, {groups}), np.split(w, {groups}))",
            "])",
        ]
    return [*lines, "output = output + bias[:, None, None]"]


def _options(derived: Mixed, words: tuple[str, str, str]) -> Lines:
    """Stride, dilation and groups as keywords, where they are not the usual ones."""
    stride, dilation = (_pair(derived.axes, name) for name in ("stride", "dilation"))
    groups = derived.filters.groups
    return [
        *([f"    {words[0]}={stride},"] if stride != (1, 1) else []),
        *([f"    {words[1]}={dilation},"] if dilation != (1, 1) else []),
        *([f"    {words[2]}={groups},"] if groups > 1 and words[2] else []),
    ]


def _torch(derived: Mixed) -> Lines:
    return [
        "# PyTorch wants batch × channels × height × width, and the filters as they stand",
        "x, weight, bias = (",
        "    torch.from_numpy(np.array(values, float)) for values in (x[None], w, bias)",
        ")",
        "output = F.conv2d(",
        "    x, weight, bias,",
        *_options(derived, ("stride", "dilation", "groups")),
        ")[0]",
    ]


def _jax(derived: Mixed) -> Lines:
    stride, dilation = (_pair(derived.axes, name) for name in ("stride", "dilation"))
    return [
        "# JAX wants batch × channels × height × width, and the filters as they stand",
        "output = jax.lax.conv_general_dilated(",
        "    jnp.asarray(x[None], float), jnp.asarray(w, float),",
        f"    window_strides={stride},",
        '    padding="VALID",',
        *([f"    rhs_dilation={dilation},"] if dilation != (1, 1) else []),
        *(
            [f"    feature_group_count={derived.filters.groups},"]
            if derived.filters.groups > 1
            else []
        ),
        ")[0] + bias[:, None, None]",
    ]


def _keras(derived: Mixed) -> Lines:
    stride, dilation = (_pair(derived.axes, name) for name in ("stride", "dilation"))
    both = stride != (1, 1) and dilation != (1, 1)
    options = _options(derived, ("strides", "dilation_rate", ""))
    if both:
        options = options[1:]
    lines = [
        "# Keras wants batch × height × width × channels, and the filters as",
        "# height × width × channels × filters",
        "x = np.moveaxis(np.asarray(x, float), 0, -1)[None]",
        "weight = np.moveaxis(np.asarray(w, float), (0, 1), (3, 2))",
        "output = keras.ops.conv(",
        "    x, weight,",
        '    padding="valid",',
        '    data_format="channels_last",',
        *options,
        ")",
    ]
    part = "[0]"
    if both:
        lines.append("# TensorFlow takes no stride beside a dilation: keep every so-many-th output")
        part = f"[0, ::{stride[0]}, ::{stride[1]}]"
    lines.append(f"output = keras.ops.convert_to_numpy(output){part} + bias")
    return [*lines, "output = np.moveaxis(output, -1, 0)"]


LAYERS = {
    Framework.NUMPY: _numpy,
    Framework.PYTORCH: _torch,
    Framework.KERAS: _keras,
    Framework.JAX: _jax,
}


def _printed(derived: Mixed) -> Lines:
    """What the stage shows: all numbers of a toy, and the present step's."""
    return printed(derived.place(derived.scene.step), derived.is_toy)


def printed(place: tuple[int, int, int], whole: bool, name: str = "output") -> Lines:
    """All numbers of the output channels, or their shape and range; then those of a cell."""
    number, row, column = place
    if whole:
        lines = [
            "for number, plane in enumerate(output.tolist(), start=1):",
            '    print(f"channel {number}")',
            "    for row in plane:",
            "        print(*row)",
        ]
    else:
        lines = [
            'print("shape:", *output.shape)',
            'print("range:", output.min().item(), output.max().item())',
        ]
    at = f"{number + 1}, {row + 1}, {column + 1}"
    return [*lines, f'print("{name} ({at}):", {name}[{number}, {row}, {column}].item())']
