"""What the lesson of overlap asks of a scene."""

from __future__ import annotations

from app.state.outcome import Fit
from app.state.overlap.choices import (
    MAX_STAMP_DILATION,
    MAX_STAMP_INPUTS,
    MAX_STAMP_LAYERS,
    MAX_STAMP_PADDING,
    MAX_STAMP_STRIDE,
    Overlap,
)
from app.state.overlap.derived import stamp_stack
from app.state.scene import MAX_KERNEL, Pair, Scene

STAMP_LIMITS: dict[str, Pair] = {
    "kernel": (1, MAX_KERNEL),
    "stride": (1, MAX_STAMP_STRIDE),
    "padding": (0, MAX_STAMP_PADDING),
    "dilation": (1, MAX_STAMP_DILATION),
}
"""The least and the greatest value of a layer's parameters."""


def fit(scene: Scene) -> Fit:
    """The scene as it is; `SpecError` where a layer crops all of its result, or makes too much."""
    fault = _fault(scene.overlap)
    if not fault:
        stamp_stack(scene.overlap.size, scene.overlap.layers)
    return Fit(scene, fault=fault)


def _fault(overlap: Overlap) -> str:
    """What is out of its limits, in words; empty where nothing is."""
    if not 1 <= overlap.size <= MAX_STAMP_INPUTS:
        return f"{overlap.size} inputs: 1 to {MAX_STAMP_INPUTS} fit"
    if not 1 <= len(overlap.layers) <= MAX_STAMP_LAYERS:
        return f"{len(overlap.layers)} layers: 1 to {MAX_STAMP_LAYERS} fit"
    if not 0 <= overlap.chosen < len(overlap.layers):
        return f"layer {overlap.chosen + 1}: 1 to {len(overlap.layers)} fits"
    for layer in overlap.layers:
        for name, (least, most) in STAMP_LIMITS.items():
            value = getattr(layer, name)
            if not least <= value <= most:
                return f"{name} {value}: {least} to {most} fits"
    return ""
