"""Edits of the lesson of overlap: pure functions Scene → Change or Refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.core import SpecError
from app.state.outcome import Change, Outcome, Refusal
from app.state.overlap.choices import (
    MAX_STAMP_DILATION,
    MAX_STAMP_INPUTS,
    MAX_STAMP_LAYERS,
    MAX_STAMP_PADDING,
    MAX_STAMP_STRIDE,
    Overlap,
    Span,
    StampLayer,
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


def settled(scene: Scene, title: str, control: str, said: str = "") -> Outcome:
    """The change with its step within the result, or why it cannot be."""
    fault = _fault(scene.overlap)
    if fault:
        return Refusal(control, fault)
    try:
        stack = stamp_stack(scene.overlap.size, scene.overlap.layers)
    except SpecError as error:
        return Refusal(control, str(error))
    size = stack.sizes[-1]
    steps = size * size if scene.overlap.span is Span.PLANE else size
    return Change(replace(scene, step=min(scene.step, steps - 1), tap=0), title, said)


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


def set_stamp(scene: Scene, name: str, value: int) -> Outcome:
    """One of kernel, stride, padding and dilation of the chosen layer."""
    return _with_layer(scene, f"{name} {value}", f"stamp_{name}", **{name: value})


def set_kernel_and_stride(scene: Scene, kernel: int, stride: int) -> Outcome:
    """Both at once, as a cell of the table names them."""
    title = f"kernel {kernel}, stride {stride}"
    return _with_layer(scene, title, "stamp_table", kernel=kernel, stride=stride)


def set_size(scene: Scene, size: int) -> Outcome:
    """How many inputs there are along each axis."""
    return _with(scene, f"{size} inputs", "stamp_size", size=size)


def set_span(scene: Scene, span: Span) -> Outcome:
    """Along one axis or over two; the step stays in its column."""
    if span is scene.overlap.span:
        return Change(scene, span.value)
    size = stamp_stack(scene.overlap.size, scene.overlap.layers).sizes[-1]
    column = scene.step % size
    there = column * size + column if span is Span.PLANE else column
    return _with(replace(scene, step=there), span.value, "stamp_span", span=span)


def choose_layer(scene: Scene, chosen: int) -> Outcome:
    """Set another layer from now on."""
    return _with(scene, f"layer {chosen + 1}", "stamp_layer", chosen=chosen)


def add_layer(scene: Scene) -> Outcome:
    """A layer like the last one after it, chosen."""
    layers = scene.overlap.layers
    title = f"add layer {len(layers) + 1}"
    added = (*layers, layers[-1])
    return _with(scene, title, "stamp_layer", layers=added, chosen=len(layers))


def remove_layer(scene: Scene) -> Outcome:
    """The stack without its chosen layer; one stays."""
    overlap = scene.overlap
    if len(overlap.layers) == 1:
        return Refusal("stamp_layer", "one layer stays; change this one instead")
    at = overlap.chosen
    left = overlap.layers[:at] + overlap.layers[at + 1 :]
    title = f"remove layer {at + 1}"
    return _with(scene, title, "stamp_layer", layers=left, chosen=min(at, len(left) - 1))


def _with_layer(scene: Scene, title: str, control: str, **fields: int) -> Outcome:
    overlap = scene.overlap
    layer: StampLayer = replace(overlap.layers[overlap.chosen], **fields)
    before, after = overlap.layers[: overlap.chosen], overlap.layers[overlap.chosen + 1 :]
    return _with(scene, title, control, layers=(*before, layer, *after))


def _with(scene: Scene, title: str, control: str, **fields: Any) -> Outcome:
    return settled(replace(scene, overlap=replace(scene.overlap, **fields)), title, control)
