"""The panels of the lesson of artefacts: the input, the maps of one stride, every way's result."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from app.core import Axis, transposed_axes
from app.picture.artefacts.layout import Page
from app.picture.camera import INPUT_FRAME, output_frame, seen
from app.picture.elements import Click, Frame, Panel, Rect, Role, Tone, Weight
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.typography import Sizes
from app.picture.overlap.figure import tone_of
from app.picture.stage import tones
from app.picture.stage.given import StampStage
from app.picture.stage.grids import cell_size, grid
from app.state.arguments import applied_weights
from app.state.artefacts.requests import ArtefactResult, Way, divisible, stride_maps
from app.state.derive import Stamped
from app.state.prepare import Plane
from app.state.scene import Kernel, Parameters

KEYS = {way: "output" if way is Way.TRANSPOSED else f"way-{way.name.lower()}" for way in Way}


def result_of(stage: StampStage) -> ArtefactResult | None:
    return stage.result if isinstance(stage.result, ArtefactResult) else None


def input_panel(stage: StampStage, page: Page, type_: Sizes) -> Panel:
    derived = stage.derived
    rows, columns = derived.plane.shape
    return _seen(
        stage, page.source, output_frame(*derived.axes), type_,
        Panel("input", Role.INPUT, page.source, Rect(0, 0, columns, rows), (rows, columns),
              derived.plane, tones.input_tone(derived), "Input", f"{rows} × {columns}",
              click=Click.PIN),
    )  # fmt: skip


def _seen(stage: StampStage, box: Rect, frame: Frame, type_: Sizes, bare: Panel) -> Panel:
    """A panel as its box and the camera let it be seen."""
    rect, visible = seen(box, bare.extent, stage.view.camera, frame)
    return fitting_numbers(replace(bare, frame=frame), rect, visible, stage.measure, type_)


def stride_panels(stage: StampStage, page: Page, type_: Sizes) -> Iterator[Panel]:
    """What one stride of the interior receives: stamps, and the sum of their weights."""
    scene = stage.derived.scene
    counts, weighted = stride_maps(scene.kernel, scene.parameters)
    for key, title, values, tone, box in (
        ("counts", "Stamps", counts, tone_of(counts), page.counts),
        ("weighted", "Weights", weighted, tones.magnitude(weighted), page.weighted),
    ):
        rows, columns = values.shape
        cell = cell_size(box.width, box.height, columns, rows, 0.9 * type_.cell_most)
        rect = Rect(box.x, box.y, columns * cell, rows * cell)
        yield grid(key, Role.KERNEL if key == "weighted" else Role.OUTPUT, title, values, tone,
                   rect, (rows, columns), stage.measure, type_)  # fmt: skip


def way_panels(stage: StampStage, page: Page, type_: Sizes) -> Iterator[Panel]:
    result, derived = result_of(stage), stage.derived
    found = {each.way: each for each in result.ways} if result else {}
    tone = _tone(derived, result)
    frames = _frames(derived.axes, derived.scene.kernel, derived.scene.parameters)
    for way, box in zip(Way, page.ways, strict=True):
        one = found.get(way)
        rows, columns = derived.result_shape if one is None else _shape(one.output)
        bare = Panel(
            KEYS[way], Role.OUTPUT, box, Rect(0, 0, columns, rows), (rows, columns),
            None if one is None else one.output, tone, way.value,
            click=Click.STEP if way is Way.TRANSPOSED else Click.NOTHING,
        )  # fmt: skip
        yield _seen(stage, box, frames[way], type_, bare)


def _shape(plane: Plane) -> tuple[int, int]:
    rows, columns = plane.shape
    return rows, columns


@lru_cache(maxsize=8)
def _frames(axes: tuple[Axis, Axis], kernel: Kernel, parameters: Parameters) -> dict[Way, Frame]:
    """Where each result lies for the camera, which lives in the cells of the transposed one."""
    own = output_frame(*axes)
    weights = divisible(applied_weights(kernel, parameters), parameters.stride)
    inputs = tuple(axis.output_size for axis in axes)
    wider = transposed_axes(
        inputs, weights.shape, parameters.stride, parameters.padding, 0, parameters.dilation
    )
    other = output_frame(wider[0], wider[1])
    resized = Frame(own.x, own.y, 1, 1)
    return {
        Way.TRANSPOSED: INPUT_FRAME,
        Way.DIVISIBLE: Frame(own.x - other.x, own.y - other.y, 1, 1),
        Way.SMOOTHED: INPUT_FRAME,
        Way.NEAREST: resized,
        Way.BILINEAR: resized,
    }


def _tone(derived: Stamped, result: ArtefactResult | None) -> Tone:
    """The same for every result: white is the input's white under the mean gain of the weights."""
    stride = derived.scene.parameters.stride
    gain = float(derived.geometry.weights.sum()) / (stride[0] * stride[1])
    low, high = (0.0, 1.0) if result is None else (result.low, result.high)
    if not derived.is_photo:
        return Tone(0.0, max(abs(low), abs(high), 1e-9), absolute=True)
    if gain > 1e-9:
        return Tone(0.0, derived.white * gain, grey=True)
    reach = max(abs(low), abs(high), 1e-9)
    return Tone(-reach, reach, grey=True)


def number_width(stage: StampStage, type_: Sizes) -> float:
    """The room of a strength in per cent, and a gap."""
    return stage.measure.width("00.0 %", type_.caption, Weight.SEMIBOLD) + 0.7 * type_.caption


def meter_panels(stage: StampStage, page: Page, type_: Sizes) -> Iterator[Panel]:
    """Under each result a bar as long as its artefact is strong."""
    result = result_of(stage)
    if result is None:
        return
    most = max(0.05, *(way.strength for way in result.ways))
    full = np.ones((1, 1), np.int64)
    words = number_width(stage, type_)
    for way, box in zip(result.ways, page.ways, strict=True):
        long = round((box.width - words) * way.strength / most)
        high = round(0.6 * type_.caption)
        if long >= high / 2:  # a speck would look like a fault
            y = round(box.bottom + 0.85 * type_.caption - high / 2)
            bar = Rect(round(box.x + words), y, long, high)
            yield Panel(
                f"meter-{way.way.name.lower()}", Role.STEP, bar, Rect(0, 0, 1, high / long),
                (1, 1), full, Tone(0.0, 1.0), "",
            )  # fmt: skip
