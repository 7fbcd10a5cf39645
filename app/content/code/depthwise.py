"""The lines of a program for a depthwise separable convolution: both steps, one after the other."""

from __future__ import annotations

from dataclasses import replace

from app.content.code.channels import LAYERS, padding_lines, plane_lines, printed
from app.content.code.frameworks import Framework
from app.content.code.input import (
    Lines,
    block_lines,
)
from app.state.derive import Mixed, Separated


def depthwise_program(derived: Separated, framework: Framework) -> Lines:
    """A program that makes both steps, and prints every output channel."""
    return [
        *plane_lines(derived.scene, framework),
        *_weight_lines(derived),
        "",
        *_both(derived, framework),
        "",
        *_printed(derived),
    ]


def _weight_lines(derived: Separated) -> Lines:
    weights, scene = derived.weights, derived.scene
    lines = [
        "# The depthwise kernels: one for each channel; channels × 1 × height × width",
        *block_lines("w", weights.kernels.array[:, None]),
    ]
    if scene.parameters.flip:
        lines += [
            "# True convolution turns every kernel by 180°; the layers of deep learning do not",
            "w = w[..., ::-1, ::-1].copy()",
        ]
    biases = ", ".join(
        str(int(bias)) if float(bias).is_integer() else repr(bias) for bias in weights.bias
    )
    return [
        *lines,
        "# The pointwise weights: output channels × channels",
        *block_lines("mixes", weights.mixes.array),
        f"mix_bias = np.array([{biases}])  # one for each output channel",
    ]


def _both(derived: Separated, framework: Framework) -> Lines:
    """The depthwise step as a layer with a group for each channel, then the pointwise one."""
    first = derived.geometry.first
    scene = replace(derived.scene, filters=first.layer.filters)
    step = Mixed(scene, first)
    channels = derived.weights.channels
    return [
        f"bias = np.zeros({channels})  # the depthwise step has none",
        *padding_lines(step),
        *LAYERS[framework](step),
        "",
        "# Pointwise: at every cell, each output channel is a weighted sum of the channels",
        *_POINTWISE[framework],
    ]


_POINTWISE: dict[Framework, Lines] = {
    Framework.NUMPY: [
        "between = output",
        'output = np.einsum("nc,crs->nrs", mixes, between) + mix_bias[:, None, None]',
    ],
    Framework.PYTORCH: [
        "between = output",
        "mixes, mix_bias = (torch.from_numpy(np.array(v, float)) for v in (mixes, mix_bias))",
        "output = F.conv2d(between[None], mixes[:, :, None, None], mix_bias)[0]",
    ],
    Framework.JAX: [
        "between = output",
        "mixes = jnp.asarray(mixes, float)[:, :, None, None]",
        'output = jax.lax.conv_general_dilated(between[None], mixes, (1, 1), "VALID")[0]',
        "output = output + mix_bias[:, None, None]",
    ],
    Framework.KERAS: [
        "between = output",
        "output = keras.ops.conv(",
        "    np.moveaxis(between, 0, -1)[None], np.asarray(mixes.T, float)[None, None],",
        '    padding="valid",',
        '    data_format="channels_last",',
        ")",
        "output = np.moveaxis(keras.ops.convert_to_numpy(output)[0] + mix_bias, -1, 0)",
    ],
}


def _printed(derived: Separated) -> Lines:
    """The output, and the present step's number, wherever it stands."""
    plane, row, column = derived.place(derived.scene.step)
    channels = derived.weights.channels
    if derived.is_first(plane):
        return printed((plane, row, column), derived.is_toy, "between")
    return printed((plane - channels, row, column), derived.is_toy)
