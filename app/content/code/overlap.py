"""Stamps of ones as a program: how many reach each cell of the result."""

from __future__ import annotations

from app.content.code.frameworks import FIRST, HEADS, SETTINGS, Framework
from app.content.code.input import Lines
from app.state.overlap.derived import Counted

_START: dict[Framework, str] = {
    Framework.NUMPY: "counts = np.ones({}, int)",
    Framework.PYTORCH: "counts = torch.ones(1, 1, {})",
    Framework.KERAS: "counts = keras.ops.ones((1, {}, 1))",
    Framework.JAX: "counts = jnp.ones((1, 1, {}))",
}
_LAYER: dict[Framework, Lines] = {
    Framework.NUMPY: [
        "    reach = dilation * (kernel - 1) + 1",
        "    stamped = np.zeros(stride * (len(counts) - 1) + reach, int)",
        "    for cell, count in enumerate(counts):",
        "        stamped[cell * stride : cell * stride + reach : dilation] += count",
        "    counts = stamped[padding : len(stamped) - padding]  # padding crops the result",
    ],
    Framework.PYTORCH: [
        "    counts = F.conv_transpose1d(",
        "        counts, torch.ones(1, 1, kernel),",
        "        stride=stride, padding=padding, dilation=dilation,",
        "    )",
    ],
    Framework.KERAS: [
        "    # TensorFlow takes no dilation beside a stride: the kernel's holes become zeros",
        "    spread = np.zeros((dilation * (kernel - 1) + 1, 1, 1))",
        "    spread[::dilation] = 1",
        "    size = stride * (counts.shape[1] - 1) + len(spread)",
        '    counts = keras.ops.conv_transpose(counts, spread, strides=stride, padding="valid")',
        "    counts = counts[:, padding : size - padding]  # padding crops the result",
    ],
    Framework.JAX: [
        "    around = dilation * (kernel - 1) - padding  # less than 0 crops",
        "    counts = jax.lax.conv_general_dilated(",
        "        counts, jnp.ones((1, 1, kernel)), (1,), [(around, around)],",
        "        lhs_dilation=(stride,), rhs_dilation=(dilation,),",
        "    )",
    ],
}
_END: dict[Framework, Lines] = {
    Framework.NUMPY: [],
    Framework.PYTORCH: ["counts = counts[0, 0].long().numpy()"],
    Framework.KERAS: ["counts = keras.ops.convert_to_numpy(counts)[0, :, 0].astype(int)"],
    Framework.JAX: ["counts = np.asarray(counts)[0, 0].astype(int)"],
}


def overlap_program(derived: Counted, framework: Framework) -> Lines:
    """The counts of a stack of transposed layers, along one axis or over the plane of two."""
    overlap = derived.scene.overlap
    layers = [(each.kernel, each.stride, each.padding, each.dilation) for each in overlap.layers]
    settings = SETTINGS[framework]
    lines = [
        *FIRST[framework],
        "import numpy as np",
        *HEADS[framework],
        "",
        *([*settings, ""] if settings else []),
        "# Transposed layers: kernel, stride, padding, dilation",
        "layers = [",
        *(f"    {layer}," for layer in layers),
        "]",
        "",
        f"# {overlap.size} inputs of 1, and weights of 1: every sum counts stamps",
        _START[framework].format(overlap.size),
        "for kernel, stride, padding, dilation in layers:",
        *_LAYER[framework],
        *_END[framework],
    ]
    if derived.is_plane:
        return [*lines, "# Over two axes the counts multiply", "output = np.outer(counts, counts)"]
    return [*lines, "output = counts[None]"]
