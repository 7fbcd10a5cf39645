"""Volumes on the stage as slices: the panels of input, kernel and output, before their places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np

from app.core import Axis, PaddingMode
from app.picture.elements import Border, Click, Label, Panel, Rect, Role, Tone
from app.picture.lettering.cells import fitting_numbers
from app.picture.lettering.typography import Sizes
from app.picture.solid.focus import CHANNEL, DEEP, INPUT, KERNEL, OUTPUT, SolidFocus, key_of
from app.picture.stage import tones
from app.picture.stage.figure import border_of
from app.picture.stage.given import StageInput
from app.picture.stage.grids import tight
from app.picture.stage.piles import Pile, pile_of
from app.picture.stage.titles import titles
from app.state.prepare import Plane
from app.state.solid.derived import Filled
from app.state.solid.requests import SolidResult

SolidStage = StageInput[Filled]
NOWHERE = Rect(0, 0, 1, 1)
EMPTY = np.zeros((1, 1), np.int64)
SLICE_LETTERS = 0.82
"""The number of a slice over the size of captions."""


@dataclass(frozen=True, eq=False, slots=True)
class Slices:
    """A volume as panels without a place, the first slice in front; `marks` number them."""

    title: str
    caption: str
    panels: tuple[Panel, ...]
    names: tuple[str, ...]

    @property
    def extent(self) -> tuple[float, float]:
        """Rows and columns of a slice, padding included."""
        whole = self.panels[0].extent
        return whole.height, whole.width

    @property
    def pile(self) -> Pile:
        return pile_of(len(self.panels), *self.extent)

    def piled(
        self, boxes: Sequence[Rect], stage: SolidStage, type_: Sizes, first: int
    ) -> tuple[Panel, ...]:
        """A pile, the first slice painted last; slices in front of number `first` are of glass."""
        return tuple(
            replace(panel, piled=True, glass=panel.plane is not None and panel.plane < first)
            for panel in reversed(self.placed(boxes, stage, type_))
        )

    def placed(self, boxes: Sequence[Rect], stage: SolidStage, type_: Sizes) -> tuple[Panel, ...]:
        """The panels in these boxes, their digits of one size."""
        found = [
            numbered(panel, box, panel.extent, stage, type_)
            for panel, box in zip(self.panels, boxes, strict=True)
        ]
        size = min(panel.numbers for panel in found)
        digits = min(panel.digits for panel in found)
        return tuple(replace(panel, numbers=size, digits=digits) for panel in found)


def numbered(panel: Panel, box: Rect, visible: Rect, stage: SolidStage, type_: Sizes) -> Panel:
    """The panel at its place with digits, larger ones in small cells if they fit at all."""
    placed = fitting_numbers(panel, box, visible, stage.measure, type_)
    if placed.numbers or placed.array is None or min(placed.array.shape) == 0:
        return placed
    return tight(placed, placed.scale, placed.scale, stage.measure, type_)


def input_tone(derived: Filled) -> Tone:
    """A scan keeps its grey; a toy is tinted by magnitude, a large block of numbers up to white."""
    if derived.is_photo or derived.is_toy:
        return tones.input_tone(derived)
    return Tone(0.0, derived.white, absolute=True)


def input_slices(stage: SolidStage) -> Slices:
    """The input with its padding, which adds whole slices too."""
    derived = stage.derived
    depth, vertical, horizontal = derived.axes
    mode = derived.solid.parameters.padding_mode
    tone = input_tone(derived)
    border = border_of((vertical, horizontal), mode)
    shape = derived.geometry.block.shape
    sources = depth.sources(mode).tolist()
    panels = tuple(
        _input_slice(at, derived.geometry.slices[at], border, tone)
        if 0 <= at < depth.size
        else _padding_slice(stage, at, sources[at + depth.low], tone)
        for at in range(-depth.low, depth.size + depth.high)
    )
    names = tuple(
        str(at + 1) if 0 <= at < depth.size else "pad"
        for at in range(-depth.low, depth.size + depth.high)
    )
    return Slices("Input", _sizes(shape), panels, names)


def _input_slice(at: int, plane: Plane, border: Border, tone: Tone) -> Panel:
    return Panel(
        key_of(INPUT, at), Role.INPUT, NOWHERE, NOWHERE, (plane.shape[0], plane.shape[1]), plane,
        tone, f"Input, slice {at + 1}", border=border, click=Click.PIN, plane=at,
    )  # fmt: skip


def _padding_slice(stage: SolidStage, at: int, source: int, tone: Tone) -> Panel:
    """A slice that is padding throughout: zeros, or another slice once more."""
    _, vertical, horizontal = stage.derived.axes
    mode = stage.derived.solid.parameters.padding_mode
    array = EMPTY if source < 0 else stage.derived.geometry.slices[source]
    return Panel(
        key_of(INPUT, at), Role.INPUT, NOWHERE, NOWHERE, (0, 0), array, tone,
        f"Input, padding slice {at + 1}".replace("-", "−"),
        border=_padding_border(vertical, horizontal, mode, source < 0), click=Click.PIN, plane=at,
    )  # fmt: skip


@lru_cache(maxsize=8)
def _padding_border(vertical: Axis, horizontal: Axis, mode: PaddingMode, empty: bool) -> Border:
    """A border that is the whole panel."""
    rows, columns = vertical.sources(mode), horizontal.sources(mode)
    if empty:
        rows, columns = np.full_like(rows, -1), np.full_like(columns, -1)
    return Border(
        vertical.low,
        vertical.size + vertical.high,
        horizontal.low,
        horizontal.size + horizontal.high,
        rows,
        columns,
    )


def channel_slices(stage: SolidStage) -> Slices:
    """The same numbers as channels; padding adds a rim to each, and no channel."""
    derived = stage.derived
    _, vertical, horizontal = derived.axes
    border = border_of((vertical, horizontal), derived.solid.parameters.padding_mode)
    tone = input_tone(derived)
    slices = derived.geometry.slices
    panels = tuple(
        replace(_input_slice(at, plane, border, tone), key=key_of(CHANNEL, at),
                title=f"Channel {at + 1}")
        for at, plane in enumerate(slices)
    )  # fmt: skip
    _, height, width = derived.geometry.block.shape
    caption = f"{len(slices)} channels of {height} × {width}"
    return Slices("Channels", caption, panels, tuple(str(at + 1) for at in range(len(slices))))


def kernel_slices(stage: SolidStage) -> Slices:
    """The kernel as it is laid on the window."""
    flip = stage.derived.solid.parameters.flip
    weights = stage.derived.geometry.weights
    title = "Kernel, flipped" if flip else "Kernel"
    planes = stage.derived.geometry.kernels
    return _weights(KERNEL, title, planes, _sizes(weights.shape))


def deep_slices(stage: SolidStage) -> Slices:
    """The kernel of the 2D convolution: as deep as there are channels."""
    planes = stage.derived.geometry.deep
    caption = _sizes((len(planes), *planes[0].shape))
    return _weights(DEEP, "Kernel over channels", planes, caption)


def _weights(kind: str, title: str, planes: Sequence[Plane], caption: str) -> Slices:
    tone = tones.magnitude(np.stack(planes))
    panels = tuple(
        Panel(
            key_of(kind, at), Role.KERNEL, NOWHERE, NOWHERE, (plane.shape[0], plane.shape[1]),
            plane, tone, f"{title}, slice {at + 1}",
            click=Click.PIN if kind == KERNEL else Click.NOTHING, plane=at,
        )
        for at, plane in enumerate(planes)
    )  # fmt: skip
    return Slices(title, caption, panels, tuple(str(at + 1) for at in range(len(planes))))


def output_slices(stage: SolidStage, focus: SolidFocus) -> Slices:
    """The output volume, filled as far as the step where it appears step by step."""
    derived = stage.derived
    depth, rows, columns = derived.geometry.shape
    result = answered(stage)
    tone = tones.output_tone(derived, result)
    panels = tuple(
        Panel(
            key_of(OUTPUT, at), Role.OUTPUT, NOWHERE, NOWHERE, (rows, columns),
            None if result is None else result.slices[at], tone, f"Output, slice {at + 1}",
            known=derived.so_far(known_of(stage, focus, at)), hide=derived.by_step,
            click=Click.STEP, plane=at,
        )
        for at in range(depth)
    )  # fmt: skip
    return Slices(
        "Output", _sizes((depth, rows, columns)), panels, tuple(str(at + 1) for at in range(depth))
    )


def answered(stage: SolidStage) -> SolidResult | None:
    """The whole output, where it is there."""
    return stage.result if isinstance(stage.result, SolidResult) else None


def first_slices(focus: SolidFocus) -> tuple[int, int, int]:
    """The first slices of input, kernel and output that the step is about; of the kernel the one
    of the newest product where products appear one by one.
    """
    step, taps = focus.gather.step, focus.gather.taps
    newest = (taps - 1) // step.weights[0, 0].size if taps < step.products.size else 0
    return step.window[0][0], newest, step.output[1]


def known_of(stage: SolidStage, focus: SolidFocus, plane: int) -> int | None:
    """How many cells of an output slice are there by the present step; None for all."""
    derived = stage.derived
    here, row, column = derived.place(stage.moment.step)
    if plane < here:
        return None
    if plane > here:
        return 0
    complete = focus.gather.pointed or focus.gather.taps >= derived.taps
    return row * derived.output_shape[1] + column + int(complete)


def volume_titles(
    volumes: Sequence[tuple[Slices, Rect]], width: float, stage: SolidStage, type_: Sizes
) -> tuple[Label, ...]:
    """A title above each whole volume, its size beside it where there is room."""
    heads = [
        replace(volume.panels[0], rect=whole, title=volume.title, caption=volume.caption)
        for volume, whole in volumes
    ]
    return tuple(titles(heads, width, stage.measure, type_))


def slice_names(volume: Slices, placed: Sequence[Panel], type_: Sizes) -> tuple[Label, ...]:
    """The number of each piled slice beside its lower right corner, where a gap shows it."""
    if len(volume.panels) < 2:
        return ()
    size = max(type_.least, SLICE_LETTERS * type_.caption)
    by_key = {panel.key: panel for panel in placed}
    labels = []
    for name, panel in zip(volume.names, volume.panels, strict=True):
        rect = by_key[panel.key].rect
        labels.append(Label(name, rect.right + 5, rect.bottom - 0.55 * size, size, Role.SOFT))
    return tuple(labels)


def _sizes(shape: tuple[int, ...]) -> str:
    return " × ".join(map(str, shape))
