"""What the lesson on 1×1 kernels asks of a scene."""

from __future__ import annotations

from app.state.channels.derived import layer_of
from app.state.scene import Lesson, Scene


def pointwise_fault(scene: Scene) -> str:
    """Why this cannot be in the lesson on 1×1 kernels, in words; empty where it can."""
    if scene.lesson is not Lesson.POINTWISE:
        return ""
    height, width = scene.filters.kernel
    if (height, width) != (1, 1):
        return (
            f"kernels {height} × {width}: here a filter has one weight for each channel, 1 × 1; "
            "larger ones are in the lesson on many channels"
        )
    if scene.filters.groups > 1:
        return f"{scene.filters.groups} groups: here every filter sees every channel, 1 group fits"
    if any(dilation > 1 for dilation in scene.parameters.dilation):
        return "dilation 1 fits: a single weight has no neighbour to stand apart from"
    if any(axis.low or axis.high for axis in layer_of(scene).axes):
        return "padding 0 fits: a window of one pixel never reaches over the edge"
    return ""
