"""Edits of the arithmetic lesson: which way sizes are read, and a layer that was asked for."""

from __future__ import annotations

from dataclasses import replace

from app.core import Layer
from app.state.outcome import Change, Outcome
from app.state.scene import Kernel, Reading, Scene
from app.state.settling import settled


def set_reading(scene: Scene, reading: Reading) -> Outcome:
    """Read the sizes from input to output, or back as a transposed convolution does."""
    return Change(replace(scene, reading=reading), f"read {reading.value}")


def apply_layer(scene: Scene, layer: Layer, kernel: Kernel) -> Outcome:
    """Kernel, stride, padding and dilation at once, alike on both axes.

    `kernel` holds the weights at the layer's kernel size.
    """
    side = (layer.padding, layer.padding)
    parameters = replace(
        scene.parameters,
        stride=(layer.stride, layer.stride),
        padding=(side, side),
        dilation=(layer.dilation, layer.dilation),
        linked=True,
    )
    title = f"layer {layer_words(layer)}"
    return settled(scene, replace(scene, kernel=kernel, parameters=parameters), title, "layer")


def layer_words(layer: Layer) -> str:
    """The four numbers in letters, as formulas name them.

    >>> layer_words(Layer(kernel=3, stride=2, padding=1, dilation=1))
    'k 3, s 2, p 1, d 1'
    """
    return f"k {layer.kernel}, s {layer.stride}, p {layer.padding}, d {layer.dilation}"


def layer_of(scene: Scene) -> Layer | None:
    """The scene's layer, or None where its axes or sides differ."""
    parameters = scene.parameters
    sides = parameters.padding
    if isinstance(sides, str):
        return None
    alike = (
        len({side for pair in sides for side in pair})
        == len(set(parameters.stride))
        == len(set(parameters.dilation))
        == len(set(scene.kernel.shape))
        == 1
    )
    if not alike:
        return None
    return Layer(scene.kernel.shape[0], parameters.stride[0], sides[0][0], parameters.dilation[0])
