"""Other parameters leave the window where it looks: the nearest there is, whatever the lesson."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.content.lessons import lesson_info, preset
from app.core import Axis
from app.state import edits, input_edits
from app.state.channels import edits as channel_edits
from app.state.depthwise import edits as depthwise_edits
from app.state.derive import derive
from app.state.outcome import Change, Outcome
from app.state.places import in_one_go, in_place, step_planes
from app.state.receptive_field import edits as stack_edits
from app.state.scene import PADDING_NAMES, Crop, Lesson, Scene
from app.state.settling import settled
from app.state.solid import kernel_edits
from app.state.spatial import edits as spatial_edits
from app.state.turned import edits as turned_edits
from app.state.turned.choices import Walk
from tests.scenes import changed, convolved, photo, scene

Edit = Callable[[Scene], Outcome]


def photograph(height: int = 300, width: int = 512, row: int = 120, column: int = 333) -> Scene:
    """A photo under a 3 × 3 kernel, the window's middle at a row and a column."""
    opened = changed(input_edits.set_image(scene(), photo(height, width)))
    columns = width - 2
    return replace(opened, step=(row - 1) * columns + column - 1)


def looks_at(of: Scene) -> tuple[float, ...]:
    """The middle of the present window, read off the window's own cells."""
    derived = convolved(of)
    _, row, column = derived.place(of.step)
    windows = (axis.window(at) for axis, at in zip(derived.axes, (row, column), strict=True))
    return tuple((window[0] + window[-1]) / 2 for window in windows)


@pytest.mark.parametrize(
    ("edit", "middle"),
    [
        (partial(edits.resize_kernel, height=5, width=5), (120, 333)),
        (partial(edits.resize_kernel, height=1, width=9), (120, 333)),
        (partial(edits.set_padding, padding=7), (120, 333)),
        (partial(edits.set_padding, padding="full"), (120, 333)),
        (partial(edits.set_padding, padding=((0, 3), (9, 0))), (120, 333)),
        (partial(edits.set_dilation, value=8), (120, 333)),
        (partial(edits.set_stride, value=4), (121, 333)),
        (partial(edits.set_stride, value=32), (129, 321)),
    ],
)
def test_the_window_stays_where_it_looks_on_a_photo(edit: Edit, middle: tuple[int, int]) -> None:
    assert looks_at(changed(edit(photograph()))) == middle


def test_a_kernel_without_a_middle_cell_and_back_again() -> None:
    """Of two windows that are equally near, the one of the same number: nothing creeps away."""
    here = photograph()
    for _ in range(3):
        even = changed(edits.resize_kernel(here, 4, 4))
        assert looks_at(even) == (120.5, 333.5)
        here = changed(edits.resize_kernel(even, 3, 3))
        assert looks_at(here) == (120, 333)


def test_a_crop_and_another_size_keep_the_pixel_that_is_looked_at() -> None:
    cropped = changed(input_edits.set_crop(photograph(), Crop(100, 300, 100, 200)))
    assert looks_at(cropped) == (20, 33)
    halved = changed(input_edits.set_resample(cropped, (50, 100)))
    assert looks_at(halved) == (10, 16)
    assert looks_at(changed(input_edits.set_crop(photograph(), Crop(0, 0, 50, 60)))) == (48, 58)


def test_the_first_step_stays_the_first_and_the_last_the_last() -> None:
    toy = scene()
    for edit in (
        partial(edits.set_padding, padding=2),
        partial(edits.set_stride, value=2),
        partial(edits.resize_kernel, height=2, width=2),
    ):
        assert changed(edit(toy)).step == 0
        last = changed(edit(replace(toy, step=8)))
        assert last.step == derive(last).steps - 1


def test_the_only_window_is_both_and_goes_by_its_place() -> None:
    whole = changed(edits.resize_kernel(scene(), 5, 5))
    assert derive(whole).steps == 1
    assert changed(edits.resize_kernel(whole, 3, 3)).step == 4


# ---- properties


def padding_of(draw: Callable[..., Any]) -> Any:
    side = st.integers(0, 4)
    pair = st.tuples(side, side)
    return draw(st.one_of(st.sampled_from(PADDING_NAMES), st.tuples(pair, pair)))


@st.composite
def tuned_scenes(draw: st.DrawFn, height: int, width: int) -> Scene:
    """Any kernel and parameters on a grid, at any step."""
    shape = draw(st.tuples(st.integers(1, 5), st.integers(1, 5)))
    of = scene(np.zeros((height, width), int), np.ones(shape, int))
    pair = st.tuples(st.integers(1, 3), st.integers(1, 3))
    of = edits.tuned(of, stride=draw(pair), dilation=draw(pair), padding=padding_of(draw))
    outcome = settled(of, of, "", "")
    assume(isinstance(outcome, Change))
    return replace(of, step=draw(st.integers(0, derive(changed(outcome)).steps - 1)))


@st.composite
def pairs_of_scenes(draw: st.DrawFn) -> tuple[Scene, Scene]:
    size = draw(st.integers(1, 12)), draw(st.integers(1, 12))
    return draw(tuned_scenes(*size)), draw(tuned_scenes(*size))


@settings(deadline=None)
@given(pairs_of_scenes())
def test_no_other_window_is_nearer(pair: tuple[Scene, Scene]) -> None:
    before, after = pair
    outcome = settled(before, after, "", "")
    assert isinstance(outcome, Change)
    there = outcome.scene
    steps = convolved(there).steps
    assert 0 <= there.step < steps
    ends = (0, convolved(before).steps - 1)
    if step_planes(before) == step_planes(after):
        assert there.step == after.step
    elif before.step in ends and ends[1]:
        assert there.step == (steps - 1 if before.step else 0)
    else:
        sought = looks_at(before)
        away = [_distances(replace(there, step=step), sought) for step in range(steps)]
        chosen, nearest = away[there.step], (min(each) for each in zip(*away, strict=True))
        assert all(mine == least for mine, least in zip(chosen, nearest, strict=True))


def _distances(of: Scene, sought: tuple[float, ...]) -> tuple[float, ...]:
    return tuple(abs(here - there) for here, there in zip(looks_at(of), sought, strict=True))


@settings(deadline=None)
@given(pairs_of_scenes())
def test_settling_again_changes_nothing(pair: tuple[Scene, Scene]) -> None:
    before, after = pair
    there = changed(settled(before, after, "", ""))
    assert in_place(before, replace(there, step=before.step)).step == there.step or (
        step_planes(before) == step_planes(after)
    )
    assert changed(settled(there, there, "", "")) == there


@settings(deadline=None)
@given(pairs_of_scenes(), st.data())
def test_a_way_through_other_values_comes_back(
    pair: tuple[Scene, Scene], data: st.DataObject
) -> None:
    first, other = pair
    between = in_place(first, replace(other, step=first.step))
    back = in_place(between, replace(first, step=between.step))
    assert in_one_go(first, between, back) == first


# ---- every lesson


def example(lesson: Lesson, key: str = "") -> Scene:
    return preset(lesson, key or lesson_info(lesson).presets[0].key).build()


def at(of: Scene, plane: int, row: int, column: int) -> Scene:
    return replace(of, step=derive(of).step_at(plane, row, column))


def test_the_filter_is_kept() -> None:
    toy = at(example(Lesson.MULTI_CHANNEL), 1, 1, 1)
    padded = changed(edits.set_padding(toy, 3))
    assert derive(padded).place(padded.step) == (1, 2, 2)
    larger = changed(channel_edits.resize_filters(padded, 7, 7))
    assert derive(larger).place(larger.step) == (1, 1, 1)


def test_the_channel_and_the_mix_are_kept() -> None:
    toy = example(Lesson.DEPTHWISE)
    first = derive(toy)
    for plane in range(first.planes):
        here = at(toy, plane, 1, 1)
        padded = changed(edits.set_padding(here, 1))
        assert derive(padded).place(padded.step) == (plane, 2, 2)
    mixed = at(toy, toy.depthwise.channels + 1, 1, 1)
    fewer = changed(depthwise_edits.set_mix_count(mixed, 1))
    assert derive(fewer).place(fewer.step) == (toy.depthwise.channels, 1, 1)


def test_the_pass_is_kept_and_looks_along_its_own_axis() -> None:
    toy = example(Lesson.SPATIALLY_SEPARABLE)
    for plane, there in ((0, (0, 2, 1)), (1, (1, 2, 2))):
        here = at(toy, plane, 1, 1)
        padded = changed(edits.set_padding(here, 1))
        assert derive(padded).place(padded.step) == there


def test_edits_that_begin_the_steps_anew_stay_there_in_a_drag_too() -> None:
    two = example(Lesson.SPATIALLY_SEPARABLE, "two-terms")
    here = at(two, 1, 1, 1)
    one = changed(spatial_edits.set_terms(here, 1))
    assert one.step == 0
    again = changed(spatial_edits.set_terms(one, 2))
    assert in_one_go(here, one, again).step == 0


def test_on_another_image_or_in_another_lesson_a_step_keeps_its_number() -> None:
    here = photograph()
    elsewhere = replace(here, input=scene().input, step=here.step)
    assert in_place(here, elsewhere).step == derive(elsewhere).steps - 1
    other = replace(example(Lesson.DILATED), step=2)
    assert in_place(replace(scene(), step=7), other).step == 2


def test_depth_is_an_axis_like_the_others() -> None:
    toy = at(example(Lesson.VOLUME, "cube"), 1, 1, 1)
    padded = changed(edits.set_padding(toy, 1))
    assert derive(padded).place(padded.step) == (2, 2, 2)
    thin = changed(kernel_edits.resize_kernel3(padded, (1, 3, 3)))
    assert derive(thin).place(thin.step) == (3, 2, 2), (
        "one tap deep, one slice of padding: the third looks at slice 2"
    )


def test_a_cell_of_a_transposed_result_stays_over_its_input() -> None:
    toy = example(Lesson.TRANSPOSED)
    derived = derive(toy)
    rows, columns = derived.output_shape
    here = at(toy, 0, rows // 2, columns // 2)
    other = changed(edits.resize_kernel(here, 5, 5))
    reached, axes = derive(other).place(other.step)[1:], (derive(here), derive(other))
    for axis in (0, 1):
        old, new = (each.axes[axis] for each in axes)  # type: ignore[union-attr]
        was = (rows // 2, columns // 2)[axis]
        assert _stamps_middle(new, reached[axis]) == _stamps_middle(old, was)
    by_input = changed(turned_edits.set_walk(here, Walk.INPUT))
    second = replace(by_input, step=1)
    assert changed(edits.set_stride(second, 3)).step == 1, "the same cell of the input"


def _stamps_middle(axis: Axis, cell: int) -> Fraction:
    """Where a cell lies among all stamps that would reach it, were there no end of them."""
    taps = [
        (output, tap)
        for output in range(-axis.kernel, axis.size + axis.kernel)
        for tap in range(axis.kernel)
        if output * axis.stride - axis.low + tap * axis.dilation == cell
    ]
    distances = [Fraction(output) for output, _ in taps]
    offsets = [Fraction(2 * tap - axis.kernel + 1, 2) * axis.dilation for _, tap in taps]
    places = {at + offset / axis.stride for at, offset in zip(distances, offsets, strict=True)}
    assert len(places) == 1, "every stamp says the same"
    return places.pop()


def test_a_unit_of_a_stack_stays_in_the_middle_of_what_it_sees() -> None:
    stack = stack_edits.at_middle(example(Lesson.RECEPTIVE_FIELD))
    for edit in (stack_edits.add_layer, partial(stack_edits.choose_level, level=1)):
        there = changed(edit(stack))
        old, new = step_planes(stack)[0], step_planes(there)[0]
        middles = zip(_middles(old, stack.step), _middles(new, there.step), new.axes, strict=True)
        assert all(abs(one - other) <= axis.spacing / 2 for one, other, axis in middles)


def _middles(plane: Any, step: int) -> Iterator[Fraction]:
    places = np.unravel_index(step, plane.shape)
    return (axis.at(int(place)) for axis, place in zip(plane.axes, places, strict=True))


@pytest.mark.parametrize("lesson", Lesson)
def test_the_planes_of_every_example_are_those_of_its_timeline(lesson: Lesson) -> None:
    for each in lesson_info(lesson).presets:
        of = each.build()
        derived, planes = derive(of), step_planes(of)
        assert sum(plane.steps for plane in planes) == derived.steps
        assert planes[0].taps >= 1
        assert in_place(of, of) == of
