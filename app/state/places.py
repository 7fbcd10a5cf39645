"""Where the windows of a scene's steps lie, so that other parameters leave the window there."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from math import prod
from typing import assert_never

import numpy as np

from app.core import Axis, Centres
from app.state.arguments import axes_of, kernel_shape
from app.state.overlap.choices import Span
from app.state.overlap.derived import stamp_stack
from app.state.prepare import plane_shape
from app.state.receptive_field.stack import stack_of
from app.state.scene import Input, Lesson, Scene
from app.state.solid.choices import VolumeInput
from app.state.solid.prepare import volume_shape
from app.state.solid.settling import solid_axes, solid_of
from app.state.spatial.derived import pass_axes, walk_of
from app.state.turned.choices import Product, Walk
from app.state.turned.geometry import most_stamps, stamp_axes


@dataclass(frozen=True, slots=True)
class StepPlane:
    """Steps row by row: along each axis where their windows lie in the image, in its pixels.

    A step has `taps` products. Planes of another `kind` show something else: the other pass, say.
    """

    axes: tuple[Centres, ...]
    taps: int
    kind: int = 0

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(axis.count for axis in self.axes)

    @property
    def steps(self) -> int:
        return prod(self.shape)

    def nearest(self, other: StepPlane, step: int) -> int:
        """The step whose window is nearest to that of a step of another plane.

        The first step stays the first, and the last the last.
        """
        if step in (0, other.steps - 1) and other.steps > 1:
            return self.steps - 1 if step else 0
        places = np.unravel_index(step, other.shape)
        there = [
            axis.nearest(old.at(int(place)), like=int(place))
            for axis, old, place in zip(self.axes, other.axes, places, strict=True)
        ]
        return int(np.ravel_multi_index(there, self.shape))


StepPlanes = tuple[StepPlane, ...]


def in_place(before: Scene, after: Scene) -> Scene:
    """The scene `after` an edit with its step where the window of `before` was, or next to it.

    The plane of steps is kept: the filter, the channel or the pass. In another lesson or on
    another image the step keeps its number. Step and tap stay within what there is. Raises
    `SpecError` where a scene's windows do not fit.
    """
    planes, step = step_planes(after), after.step
    if _is_comparable(before, after):
        old = step_planes(before)
        if old != planes and len(old[0].axes) == len(planes[0].axes):
            step = _moved(old, planes, before.step)
    step = min(step, sum(plane.steps for plane in planes) - 1)
    taps = planes[_located(planes, step)[0]].taps
    return replace(after, step=step, tap=min(after.tap, taps - 1))


def in_one_go(first: Scene, present: Scene, after: Scene) -> Scene:
    """The scene `after` an edit of `present`, as it would be straight from the `first` of several.

    So a slider that passes through other values and comes back finds the window where it was.
    Where the edits before this one have not kept the window's place, this one is as it is.
    """
    kept = in_place(first, replace(present, step=first.step, tap=first.tap))
    if kept.step != present.step:
        return after
    return in_place(first, replace(after, step=first.step, tap=first.tap))


def _is_comparable(before: Scene, after: Scene) -> bool:
    """Whether both scenes look at the same image, in the same lesson."""
    if before.lesson is not after.lesson or before.input.image != after.input.image:
        return False
    if before.solid is None or after.solid is None:
        return True
    return before.solid.input.volume == after.solid.input.volume


def _moved(old: StepPlanes, new: StepPlanes, step: int) -> int:
    """The step of the like plane whose window is nearest to that of a step before."""
    number, within = _located(old, step)
    kind = old[number].kind
    rank = sum(plane.kind == kind for plane in old[:number])
    alike = [place for place, plane in enumerate(new) if plane.kind == kind]
    there = alike[min(rank, len(alike) - 1)]
    return sum(plane.steps for plane in new[:there]) + new[there].nearest(old[number], within)


def _located(planes: StepPlanes, step: int) -> tuple[int, int]:
    """The plane of a step, and its number there; a step before the first is in the first plane."""
    for number, plane in enumerate(planes):
        if step < plane.steps:
            return number, step
        step -= plane.steps
    return len(planes) - 1, planes[-1].steps - 1


# ---- of each lesson


def step_planes(scene: Scene) -> StepPlanes:
    """The planes of a scene's steps, in their order; `SpecError` where its windows do not fit."""
    match scene.lesson:
        case Lesson.CONVOLUTION | Lesson.LINE | Lesson.ARITHMETIC | Lesson.DILATED:
            return _gathered(scene, (prod(scene.kernel.shape),))
        case Lesson.MULTI_CHANNEL | Lesson.POINTWISE | Lesson.GROUPED:
            filters = scene.filters
            return _gathered(scene, (filters.seen * prod(filters.kernel),)) * filters.count
        case Lesson.DEPTHWISE:
            weights = scene.depthwise
            one, mixed = _gathered(scene, (prod(weights.kernel), weights.channels))
            return (one,) * weights.channels + (mixed,) * weights.count
        case Lesson.RECEPTIVE_FIELD:
            return _level(scene)
        case Lesson.MATRIX:
            return _rows(scene)
        case Lesson.TRANSPOSED | Lesson.ARTEFACTS:
            return _stamped(scene)
        case Lesson.SPATIALLY_SEPARABLE:
            return _passes(scene)
        case Lesson.VOLUME:
            return _slices(scene)
        case Lesson.OVERLAP:
            return _counts(scene)
        case _:
            assert_never(scene.lesson)


def _gathered(scene: Scene, taps: tuple[int, ...]) -> StepPlanes:
    """Planes of the outputs of a convolution: a kind for each number of products."""
    axes = _on_image(scene, (axis.centres for axis in _axes(scene)))
    return tuple(StepPlane(axes, count, kind) for kind, count in enumerate(taps))


def _rows(scene: Scene) -> StepPlanes:
    if scene.unrolling.product is Product.FORWARD:
        return _gathered(scene, (prod(scene.kernel.shape),))
    return (StepPlane(_cells(scene.input), most_stamps(_axes(scene))),)


def _stamped(scene: Scene) -> StepPlanes:
    axes = stamp_axes(scene)
    if scene.transposed.walk is Walk.INPUT:
        return (StepPlane(_cells(scene.input), prod(scene.kernel.shape)),)
    fans = _on_image(scene, (axis.fan_centres for axis in axes))
    return (StepPlane(fans, most_stamps(axes)),)


def _passes(scene: Scene) -> StepPlanes:
    """The cells of the intermediate, which look along one axis only, and those of the output."""
    axes, first = _axes(scene), scene.spatial.first
    walk = walk_of(axes, first, scene.spatial.terms)
    along, _ = pass_axes(first)
    whole = _on_image(scene, (axis.centres for axis in axes))
    cells = _cells(scene.input)
    half = (whole[0], cells[1]) if along == 0 else (cells[0], whole[1])
    return (StepPlane(half, walk.taps[0]), StepPlane(whole, walk.taps[1], 1)) * walk.terms


def _slices(scene: Scene) -> StepPlanes:
    solid = solid_of(scene)
    axes = zip(solid_axes(solid), _voxels(solid.input), strict=True)
    centres = tuple(axis.centres.through(cells) for axis, cells in axes)
    return (StepPlane(centres, prod(solid.kernel.shape)),)


def _counts(scene: Scene) -> StepPlanes:
    """The cells of a stack of stamps, where the inputs lie: those of each layer by its own."""
    overlap = scene.overlap
    fans = [axis.fan_centres for axis in stamp_stack(overlap.size, overlap.layers).axes]
    cells = reduce(lambda below, above: above.through(below), fans)
    return (StepPlane((cells, cells) if overlap.span is Span.PLANE else (cells,), 1),)


def _level(scene: Scene) -> StepPlanes:
    """The units of the chosen level of a stack, in the middle of what they see."""
    stack = stack_of(plane_shape(scene.input), scene.stack)
    level = min(scene.level, stack.levels - 1)
    units = zip(stack.shapes[level], stack.fields(level), strict=True)
    return (StepPlane(_on_image(scene, (field.centres(count) for count, field in units)), 1),)


# ---- where the cells of the input lie in the image


def _axes(scene: Scene) -> tuple[Axis, Axis]:
    return axes_of(plane_shape(scene.input), kernel_shape(scene), scene.parameters)


def _on_image(scene: Scene, centres: Iterable[Centres]) -> tuple[Centres, ...]:
    pairs = zip(centres, _cells(scene.input), strict=True)
    return tuple(windows.through(cells) for windows, cells in pairs)


def _cells(source: Input) -> tuple[Centres, ...]:
    """Rows and columns of the input plane in the image, through its crop and another size."""
    image, crop = source.image, source.crop
    starts = (crop.top, crop.left) if crop else (0, 0)
    lengths = (crop.height, crop.width) if crop else (image.height, image.width)
    return tuple(map(Centres.spread, plane_shape(source), starts, lengths))


def _voxels(source: VolumeInput) -> tuple[Centres, ...]:
    """Slices, rows and columns of the input in its volume."""
    crop = source.crop
    starts = (crop.front, crop.top, crop.left) if crop else (0, 0, 0)
    lengths = crop.shape if crop else source.volume.shape
    return tuple(map(Centres.spread, volume_shape(source), starts, lengths))
