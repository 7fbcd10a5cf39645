"""What the lessons of many channels ask of a scene, and what they adjust in it."""

from __future__ import annotations

from dataclasses import replace

from app.core import SpecError
from app.state.channels.derived import ConvLayer, layer_of
from app.state.channels.filters import MAX_CHANNELS, with_channels
from app.state.channels.pointwise import pointwise_fault
from app.state.depthwise.derived import SeparableLayer
from app.state.outcome import Fit
from app.state.prepare import plane_count
from app.state.scene import Scene


def fit(scene: Scene) -> Fit:
    """The scene with its filters fitted to the input's channels."""
    channels, said = plane_count(scene.input, scene.mixing.source), ""
    if channels != scene.filters.channels and channels <= MAX_CHANNELS:
        scene = replace(scene, filters=with_channels(scene.filters, channels))
        said = f"every filter has {counted(channels, 'kernel')} now, as the input has channels"
    return Fit(scene, said, pointwise_fault(scene) or layer_fault(layer_of(scene), channels))


def layer_fault(layer: ConvLayer | SeparableLayer, channels: int) -> str:
    """Why a layer cannot be on an input of so many channels, in words; empty where it can."""
    if channels > MAX_CHANNELS:
        return f"{channels} channels: up to {MAX_CHANNELS} fit"
    try:
        _ = layer.output_shape
        for axis in layer.axes:
            axis.check_mode(layer.parameters.padding_mode)
    except SpecError as error:
        return str(error)
    return ""


def counted(count: int, what: str) -> str:
    """
    >>> counted(1, "filter"), counted(2, "filter")
    ('1 filter', '2 filters')
    """
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
