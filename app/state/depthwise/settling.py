"""What the lesson of depthwise separable convolution asks of a scene, and adjusts in it."""

from __future__ import annotations

from dataclasses import replace

from app.state.channels.filters import MAX_CHANNELS
from app.state.channels.settling import counted, layer_fault
from app.state.depthwise.choices import with_channels
from app.state.depthwise.derived import separable_layer
from app.state.outcome import Fit
from app.state.prepare import plane_count
from app.state.scene import Scene


def fit(scene: Scene) -> Fit:
    """The scene with the weights of both steps fitted to the input's channels."""
    channels, said = plane_count(scene.input, scene.mixing.source), ""
    if channels != scene.depthwise.channels and channels <= MAX_CHANNELS:
        scene = replace(scene, depthwise=with_channels(scene.depthwise, channels))
        said = f"kernels and pointwise weights fitted to {counted(channels, 'channel')}"
    return Fit(scene, said, layer_fault(separable_layer(scene), channels))
