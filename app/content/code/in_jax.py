"""A layer as JAX writes it: one general convolution for both directions."""

from __future__ import annotations

from app.content.code.input import Lines
from app.content.code.layer import Layer, call, padded


def _jax_arrays(x: str, w: str = "w") -> Lines:
    return [
        "# JAX wants batch × channels × height × width",
        f"{x} = jnp.asarray({x}, float)[None, None]",
        f"weight = jnp.asarray({w}, float)[None, None]",
    ]


def conv(layer: Layer, x: str, to: str) -> Lines:
    apart = layer.mode != "zeros"
    lines = padded(layer, x, "jnp") if apart else []
    sides = ((0, 0), (0, 0)) if apart else layer.sides
    options = [
        f"    window_strides={layer.stride},",
        f"    padding={sides},",
        *([f"    rhs_dilation={layer.dilation},"] if layer.dilation != (1, 1) else []),
    ]
    return [
        *lines,
        *_jax_arrays(x),
        "# The kernel is not flipped: it is cross-correlation",
        *call(f"{to} = jax.lax.conv_general_dilated", f"{x}, weight", options,
              f"[0, 0]{layer.plus}"),
    ]  # fmt: skip


def transposed(layer: Layer, y: str, to: str) -> Lines:
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
        *call(f"{to} = jax.lax.conv_general_dilated", f"{y}, weight", options,
              f"[0, 0]{layer.plus}"),
    ]  # fmt: skip
