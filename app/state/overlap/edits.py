"""Edits of the lesson of overlap: pure functions Scene → Change or Refusal."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.state.outcome import Change, Outcome, Refusal
from app.state.overlap.choices import (
    Span,
    StampLayer,
)
from app.state.overlap.derived import stamp_stack
from app.state.scene import Scene
from app.state.settling import settled


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
    return settled(scene, replace(scene, overlap=replace(scene.overlap, **fields)), title, control)
