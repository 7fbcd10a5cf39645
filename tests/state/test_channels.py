"""Many channels: sums by channel, groups, counts, whole results, and every edit of the filters."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.content.lessons import preset
from app.core import SpecError, conv
from app.state import edits, input_edits, kernels, player
from app.state.channels import edits as channel_edits
from app.state.channels.choices import Arrangement, Mixing, Source, Summing
from app.state.channels.derived import channel_results, layer_of
from app.state.channels.filters import Filters, divisors, filters_of
from app.state.channels.requests import MixedResult
from app.state.derive import Mixed, derive
from app.state.image import Image
from app.state.prepare import plane_count, prepare_planes
from app.state.scene import (
    PADDING_MODES,
    Cell,
    Crop,
    Detail,
    Input,
    Kernel,
    Lesson,
    Parameters,
    Scale,
    Scene,
)
from app.state.tensor import Tensor
from app.state.validity import fault
from tests.scenes import answered, changed, told

KERNEL = Kernel("identity", Tensor(np.ones((1, 1), np.int64)))
small = st.integers(1, 3)
pairs = st.tuples(small, small)
sides = st.tuples(*(st.tuples(st.integers(0, 2), st.integers(0, 2)),) * 2)


def mixed(planes: Any, weights: Any, **changes: Any) -> Scene:
    """Planes `(C_in, H, W)` under weights `(C_out, C_in, kh, kw)`."""
    cells = np.moveaxis(np.asarray(planes), 0, -1)
    cells = cells[..., 0] if cells.shape[-1] == 1 else cells
    image = Image("planes", Tensor(cells), max(1.0, float(np.abs(cells).max())))
    more = {name: changes.pop(name) for name in ("bias", "groups") if name in changes}
    filters = filters_of("filters", np.asarray(weights), **more)
    return Scene(Lesson.MULTI_CHANNEL, "example", Input(image), KERNEL, filters=filters, **changes)


def derived(of: Scene) -> Mixed:
    return cast(Mixed, derive(of))


def outputs(of: Scene) -> NDArray[Any]:
    result = answered(of)
    assert isinstance(result, MixedResult)
    return np.stack(result.outputs)


def example(key: str = "toy") -> Scene:
    return preset(Lesson.MULTI_CHANNEL, key).build()


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Layers of whole numbers with any parameters that fit."""
    channels, count = draw(st.integers(1, 6)), draw(st.integers(1, 6))
    shape = channels, draw(st.integers(1, 6)), draw(st.integers(1, 6))
    kernel = count, channels, draw(small), draw(small)
    lot = np.random.default_rng(draw(st.integers(0, 2**32)))
    weights = lot.integers(-4, 5, kernel)
    bias = tuple(draw(st.lists(st.integers(-9, 9), min_size=count, max_size=count)))
    groups = draw(st.sampled_from(divisors(filters_of("", weights))))
    parameters = Parameters(
        stride=draw(pairs), dilation=draw(pairs), padding=draw(sides),
        padding_mode=draw(st.sampled_from(PADDING_MODES)), flip=draw(st.booleans()),
    )  # fmt: skip
    shown = mixed(lot.integers(0, 10, shape), weights, bias=bias, groups=groups,
                  parameters=parameters)  # fmt: skip
    try:
        layer_of(shown).output_shape  # noqa: B018
        for axis in layer_of(shown).axes:
            axis.check_mode(parameters.padding_mode)
    except SpecError:
        assume(False)
    return shown


# ---- mathematics


@settings(max_examples=60)
@given(scenes(), st.data())
def test_the_sums_of_the_channels_and_the_bias_make_the_output(
    shown: Scene, data: st.DataObject
) -> None:
    here = derived(shown)
    number = data.draw(st.integers(0, here.planes - 1))
    parts = channel_results(here.geometry, number)
    assert parts.shape == (shown.filters.seen, *here.output_shape)
    whole = parts.sum(axis=0) + shown.filters.bias[number]
    assert np.array_equal(whole, outputs(shown)[number])
    step = here.trace[data.draw(st.integers(0, here.steps - 1))]
    filter_, row, column = step.output
    sums = step.products.reshape(shown.filters.seen, -1).sum(axis=1)
    assert np.array_equal(sums, channel_results(here.geometry, filter_)[:, row, column])
    assert step.total == sums.sum() + shown.filters.bias[filter_] == outputs(shown)[step.output]


@settings(max_examples=60)
@given(scenes())
def test_groups_are_split_convolve_concatenate(shown: Scene) -> None:
    filters, groups = shown.filters, shown.filters.groups
    stack = prepare_planes(shown.input, shown.mixing.source)
    parameters = shown.parameters
    weights = filters.weights.array[..., ::-1, ::-1] if parameters.flip else filters.weights.array
    parts = []
    for group, (some, kernels_) in enumerate(
        zip(np.split(stack, groups), np.split(weights, groups), strict=True)
    ):
        own = slice(group * len(some), (group + 1) * len(some))
        parts.append(
            conv(
                some, kernels_[:, own], stride=parameters.stride, padding=parameters.padding,
                dilation=parameters.dilation, padding_mode=parameters.padding_mode,
            )
        )  # fmt: skip
    biases = np.array(filters.bias)[:, None, None]
    assert np.array_equal(np.concatenate(parts) + biases, outputs(shown))


@settings(max_examples=40)
@given(scenes())
def test_the_costs_are_those_that_are_counted_one_by_one(shown: Scene) -> None:
    here, cost = derived(shown), derived(shown).geometry.layer.cost
    multiplied = added = 0
    for step in here.trace:
        multiplied += step.products.size
        added += step.products.size - 1 + 1  # the sums of products, and the bias
    assert (cost.multiplications, cost.additions) == (multiplied, added)
    assert cost.parameters == shown.filters.applied.size + len(shown.filters.bias)


def test_the_counts_of_the_toy() -> None:
    cost = derived(example()).geometry.layer.cost
    assert cost.parameters == 2 * (27 + 1)
    assert cost.multiplications == 27 * 3 * 3 * 2


@given(scenes(), st.data())
def test_what_a_cell_reaches_is_what_looks_at_it(shown: Scene, data: st.DataObject) -> None:
    here = derived(shown)
    stack = here.geometry.stack
    cell = tuple(data.draw(st.integers(0, size - 1)) for size in stack.shape)
    reached = {reach.output for reach in here.trace.fan_out(*cell)}
    bumped = stack.copy()
    bumped[cell] += 1000
    lit = replace(shown, filters=replace(shown.filters, weights=_ones(shown.filters)))
    before = outputs(lit)
    after = conv(**layer_of(lit).arguments(bumped))
    assert reached == {tuple(map(int, at)) for at in np.argwhere(before != after)}


def _ones(filters: Filters) -> Tensor:
    return Tensor(np.ones_like(filters.weights.array))


@pytest.mark.parametrize("value", [2**20, -(2**20)])
def test_whole_numbers_stay_exact_over_many_channels(value: int) -> None:
    shown = mixed(np.full((64, 2, 2), value), np.full((1, 64, 2, 2), 1000))
    assert outputs(shown).tolist() == [[[value * 1000 * 256]]]
    assert derived(shown).step.total == value * 1000 * 256


# ---- steps


def test_steps_fill_the_output_channels_one_after_another() -> None:
    here = derived(example())
    assert (here.planes, here.output_shape, here.steps, here.taps) == (2, (3, 3), 18, 27)
    places = [here.place(step) for step in range(here.steps)]
    assert places == list(product(range(2), range(3), range(3)))
    assert [here.trace[step].output for step in range(18)] == places
    assert all(here.step_at(*place) == step for step, place in enumerate(places))


def test_the_next_channel_keeps_the_place() -> None:
    there = player.moved(player.at_step(example(), 5), 0, 0, 1)
    assert derived(there).place(there.step) == (1, 1, 2)
    assert player.moved(there, 0, 0, 1) == there, "there is no third"


def test_taps_run_through_channels_rows_and_columns() -> None:
    shown = replace(example(), detail=Detail.TAP)
    assert player.length(shown) == 18 * 27
    there = player.seek(shown, 27 + 13)
    assert (there.step, there.tap) == (1, 13)
    assert derived(there).taps_shown == 14


# ---- results


def test_the_whole_result_holds_every_channel_under_one_another() -> None:
    result = answered(example())
    assert isinstance(result, MixedResult)
    assert result.output.shape == (6, 3)
    assert np.array_equal(np.concatenate(result.outputs), result.output)
    assert (result.low, result.high) == (result.output.min(), result.output.max())
    assert not result.outputs[0].flags.writeable


def test_relu_is_applied_after_the_bias() -> None:
    plain = outputs(example())
    kept = outputs(replace(example(), mixing=Mixing(relu=True)))
    assert plain.min() < 0
    assert np.array_equal(kept, np.maximum(plain, 0))


def test_float_weights_on_a_large_photo_are_float32() -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (520, 520, 3), np.uint8)
    shown = mixed(np.moveaxis(pixels, -1, 0), np.full((2, 3, 1, 1), 1 / 3), bias=(0.5, 0))
    whole = outputs(shown)
    assert whole.dtype == np.float32
    assert whole[0] == pytest.approx(pixels.mean(axis=2) + 0.5, abs=1e-3)


# ---- the input's channels


def test_each_source_gives_its_planes() -> None:
    colour = example().input
    own = prepare_planes(colour, Source.OWN)
    assert np.array_equal(np.moveaxis(own, 0, -1), colour.image.pixels.array)
    grey = prepare_planes(colour, Source.GREY)
    assert grey.shape == (1, 5, 5)
    assert np.array_equal(prepare_planes(colour, Source.REPEATED), np.repeat(grey, 3, 0))
    assert [plane_count(colour, source) for source in Source] == [3, 3, 1]


def test_crop_and_units_are_taken_in_every_channel() -> None:
    source = replace(example().input, crop=Crop(1, 2, 3, 2), scale=Scale.UNIT)
    planes = prepare_planes(source, Source.OWN)
    pixels = example().input.image.pixels.array[1:4, 2:4]
    assert np.array_equal(np.moveaxis(planes, 0, -1), pixels / 2)
    assert not planes.flags.writeable


def test_a_cell_is_typed_over_in_one_channel_only() -> None:
    shown = changed(input_edits.set_cell(example(), 1, 2, 9, channel=1))
    before, after = (derived(each).geometry.stack for each in (example(), shown))
    assert np.argwhere(before != after).tolist() == [[1, 1, 2]]
    assert after[1, 1, 2] == 9
    again = changed(input_edits.set_cell(shown, 1, 2, 7, channel=0))
    assert [derived(again).geometry.stack[channel, 1, 2] for channel in (0, 1)] == [7, 9]
    title = told(input_edits.set_cell(example(), 1, 2, 9, channel=1))
    assert title == "channel 2, cell (2, 3) = 9"


def test_a_grey_photo_under_filters_for_three_is_repeated_and_that_is_said() -> None:
    grey = Image("moon", Tensor(np.arange(90, dtype=np.uint8).reshape(9, 10)), 255)
    outcome = input_edits.set_image(example(), grey)
    assert told(outcome) == (
        "open moon [moon is grey: it is repeated to three channels, or choose one at “Channels”]"
    )
    shown = changed(outcome)
    assert shown.mixing.source.value == "grey, three times"
    assert derived(shown).geometry.stack.shape == (3, 9, 10)
    once = changed(input_edits.set_source(shown, Source.GREY))
    assert once.filters.channels == derived(once).geometry.stack.shape[0] == 1


def test_a_colour_photo_in_a_set_up_of_one_channel_brings_three_kernels() -> None:
    once = changed(input_edits.set_source(example(), Source.GREY))
    colour = Image("sea", Tensor(np.zeros((9, 10, 3), np.uint8)), 255)
    outcome = input_edits.set_image(once, colour)
    assert "every filter has 3 kernels now, as the input has channels" in told(outcome)
    assert changed(outcome).filters.channels == 3
    assert changed(outcome).mixing.source.value == "its own"


# ---- edits


def test_filters_for_other_channels_are_refused_in_words() -> None:
    filters = filters_of("five", np.ones((1, 5, 3, 3), np.int64))
    words = "filters! filters of 5 kernels each: the input has 3 channels"
    assert told(channel_edits.set_filters(example(), filters)) == words


@pytest.mark.parametrize(
    ("weights", "bias", "reason"),
    [
        (np.ones((2, 3, 3)), (), "weights 2 × 3 × 3: C_out × C_in × height × width fits"),
        (np.ones((1, 3, 12, 3)), (), "kernels 12 × 3: height and width from 1 to 11 fit"),
        (np.ones((65, 3, 1, 1)), (), "65 filters: 1 to 64 fit"),
        (np.ones((1, 65, 1, 1)), (), "65 channels: 1 to 64 fit"),
        (np.full((1, 3, 1, 1), np.nan), (), "a weight or a bias is not a number"),
        (np.full((1, 3, 1, 1), 2e6), (), "a weight or a bias is not a number"),
        (np.ones((1, 3, 1, 1)), (1, 2), "2 biases: one for each of the 1 filters fits"),
    ],
)
def test_what_filters_cannot_be(weights: Any, bias: tuple[float, ...], reason: str) -> None:
    filters = Filters("odd", Tensor(weights), bias or (0,) * len(weights))
    assert channel_edits.filters_fault(filters).startswith(reason)


def test_the_number_of_filters_is_the_number_of_output_channels() -> None:
    outcome = channel_edits.set_filter_count(example(), 8)
    assert told(outcome) == "8 filters"
    assert derived(changed(outcome)).planes == 8
    late = player.at_step(changed(outcome), 70)
    fewer = changed(channel_edits.set_filter_count(late, 2))
    assert derived(late).place(70) == (7, 2, 1)
    assert derived(fewer).place(fewer.step) == (1, 2, 1), "the same cell of the last filter left"
    assert told(channel_edits.set_filter_count(example(), 65)) == (
        "filter_count! 65 filters: 1 to 64 fit"
    )
    assert told(channel_edits.set_filter_count(example(), 0)).startswith("filter_count! 0 filters")


def test_groups_that_do_not_divide_are_refused_with_those_that_do() -> None:
    six = mixed(np.ones((6, 4, 4), np.int64), np.ones((4, 6, 1, 1), np.int64))
    words = "groups! 3 groups do not divide 6 input and 4 output channels: 1, 2 fit"
    assert told(channel_edits.set_groups(six, 3)) == words
    two = changed(channel_edits.set_groups(six, 2))
    assert (two.filters.groups, derived(two).taps) == (2, 3)
    back = changed(channel_edits.set_groups(two, 1))
    assert back.filters == six.filters, "the weights of the other groups were kept"
    five = told(channel_edits.set_filter_count(two, 5))
    assert five == "5 filters [groups set to 1, which divides 5]"


def test_one_weight_one_kernel_and_all_kernels_are_typed() -> None:
    shown = example()
    one = changed(channel_edits.set_filter_weight(shown, 1, 2, 0, 1, 0.5))
    weights = one.filters.weights.array
    assert np.argwhere(weights != shown.filters.weights.array).tolist() == [[1, 2, 0, 1]]
    assert one.filters.name == "Two toy filters, changed"
    assert told(channel_edits.set_filter_weight(shown, 1, 2, 0, 1, 0.5)) == (
        "filter 2, channel 3, (1, 2) = 0.5"
    )
    assert told(channel_edits.set_filter_weight(shown, 0, 0, 0, 0, np.inf)).startswith("filters!")
    sobel = kernels.sobel_x(3, 3)
    alone = changed(channel_edits.set_filter_kernel(shown, 0, 1, sobel, "sobel"))
    assert np.array_equal(alone.filters.weights.array[0, 1], sobel)
    assert np.array_equal(alone.filters.weights.array[0, 0], shown.filters.weights.array[0, 0])
    every = changed(channel_edits.set_filter_kernel(shown, 0, None, sobel, "sobel"))
    assert np.array_equal(every.filters.weights.array[0], np.stack([sobel] * 3))
    assert np.array_equal(every.filters.weights.array[1], shown.filters.weights.array[1])


def test_a_block_of_another_size_is_fitted_and_that_is_said() -> None:
    block = np.arange(25).reshape(5, 5)
    outcome = channel_edits.set_filter_kernel(example(), 0, 2, block, "paste")
    assert told(outcome) == "paste [5 × 5 numbers were fitted to the kernels' 3 × 3, middle kept]"
    kept = changed(outcome).filters.weights.array[0, 2]
    assert kept.tolist() == [[6, 7, 8], [11, 12, 13], [16, 17, 18]]


def test_a_kernel_everywhere_brings_its_size() -> None:
    box = Kernel("box", Tensor(np.ones((2, 4), np.int64)))
    shown = changed(channel_edits.set_kernel_everywhere(example(), box))
    assert shown.filters.weights.array.tolist() == np.ones((2, 3, 2, 4)).tolist()
    assert shown.filters.bias == (1, 0)
    assert np.issubdtype(shown.filters.weights.dtype, np.integer), "whole numbers stay whole"


def test_another_size_keeps_the_middle_of_every_kernel() -> None:
    wide = changed(channel_edits.resize_filters(example(), 5, 3))
    assert np.array_equal(wide.filters.weights.array[:, :, 1:4], example().filters.weights.array)
    assert told(channel_edits.resize_filters(example(), 12, 3)) == (
        "filters! kernels 12 × 3: 1 to 11 fits"
    )
    assert told(channel_edits.resize_filters(example(), 9, 9)) == (
        "filters! kernel 9: spans 9, more than the padded input's 7; 1 to 7 fits"
    )


def test_a_bias_is_one_filter_s() -> None:
    shown = changed(channel_edits.set_filter_bias(example(), 1, 5.0))
    assert shown.filters.bias == (1, 5)
    apart = outputs(shown) - outputs(example())
    assert [plane.tolist() for plane in apart] == [np.zeros((3, 3)).tolist(),
                                                   np.full((3, 3), 5).tolist()]  # fmt: skip
    assert told(channel_edits.set_filter_bias(example(), 0, np.nan)).startswith("filter_bias! bias")


def test_how_it_is_read_and_shown_changes_no_number() -> None:
    shown = example()
    whole = changed(channel_edits.set_summing(shown, Summing.WHOLE))
    flat = changed(channel_edits.set_arrangement(whole, Arrangement.SIDE_BY_SIDE))
    assert (flat.mixing.summing, flat.mixing.arrangement) == (
        Summing.WHOLE, Arrangement.SIDE_BY_SIDE,
    )  # fmt: skip
    assert np.array_equal(outputs(flat), outputs(shown))


def test_a_window_that_does_not_fit_is_refused_at_its_control() -> None:
    wide = changed(edits.set_padding(example(), 6))
    assert told(edits.set_padding_mode(wide, "reflect")) == (
        "padding_mode! padding 6: must be smaller than the input's 5 in reflect mode; 0 to 4 fits"
    )
    assert told(edits.set_dilation(example(), 4)) == (
        "dilation! kernel 3: spans 9 with dilation 4, more than the padded input's 7; 1 to 2 fits"
    )


def test_a_result_that_is_too_large_is_refused_before_it_is_begun() -> None:
    pixels = np.zeros((1100, 1000, 3), np.uint8)
    shown = changed(input_edits.set_image(example(), Image("large", Tensor(pixels), 255)))
    many = changed(edits.set_stride(shown, 1))
    assert told(channel_edits.set_filter_count(many, 64)) == (
        "filter_count! filters 64: makes 70,400,000 numbers, more than 64,000,000; "
        "fewer filters, a crop or a larger stride fits"
    )


# ---- validity


@pytest.mark.parametrize(
    "key", ["toy", "one-filter", "block", "side-by-side", "sixteen", "luma", "oriented"]
)
def test_every_example_is_valid(key: str) -> None:
    assert fault(example(key)) == ""


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"filters": filters_of("two", np.ones((1, 2, 1, 1)))}, "the step lies beyond the end"),
        ({"step": 18}, "the step lies beyond the end"),
        ({"tap": 27}, "the step lies beyond the end"),
    ],
)
def test_a_scene_that_could_not_have_been_made(change: dict[str, Any], reason: str) -> None:
    assert fault(replace(example(), **change)) == reason


def test_cells_typed_over_lie_within_the_channels() -> None:
    source = example().input
    third = replace(source, edited=(Cell(0, 0, 1.0, 2), Cell(0, 0, 2.0, 1)))
    assert fault(replace(example(), input=third)) == ""
    fourth = replace(source, edited=(Cell(0, 0, 1.0, 3),))
    assert fault(replace(example(), input=fourth)) == (
        "a cell typed over lies beyond the channels: 1 to 3 fit"
    )
    twice = replace(source, edited=(Cell(0, 0, 1.0, 1), Cell(0, 0, 2.0, 1)))
    assert fault(replace(example(), input=twice)) == "a cell is typed over twice"


# ---- channel by channel


def by_channel(key: str = "toy", **changes: Any) -> Scene:
    return replace(changed(edits.set_detail(example(key), Detail.CHANNEL)), **changes)


def test_channel_by_channel_a_step_takes_as_many_moments_as_the_filter_sees() -> None:
    shown = by_channel()
    assert player.length(shown) == 18 * 3
    seen = []
    for position in range(6):
        there = player.seek(shown, position)
        assert player.position(there) == position
        seen.append((there.step, derived(there).taps_shown))
    assert seen == [(0, 9), (0, 18), (0, 27), (1, 9), (1, 18), (1, 27)]
    last = player.seek(shown, 10_000)
    assert (last.step, derived(last).taps_shown) == (17, 27)


def test_a_step_that_is_chosen_begins_with_its_first_channel() -> None:
    there = player.at_step(by_channel(), 7)
    assert (player.position(there), derived(there).taps_shown) == (21, 9)


def test_from_tap_by_tap_a_channel_is_shown_whole() -> None:
    assert [derived(by_channel(tap=tap)).taps_shown for tap in (0, 8, 9, 26)] == [9, 9, 18, 27]


def test_of_one_channel_each_moment_is_a_whole_window() -> None:
    grey = changed(input_edits.set_source(by_channel(), Source.GREY))
    assert player.length(grey) == 18
    assert derived(grey).taps_shown == 9 == derived(grey).taps


def test_a_long_play_goes_by_rows_of_moments() -> None:
    photo_ = changed(edits.set_detail(example("oriented"), Detail.CHANNEL))
    pace = player.pace(photo_, 1)
    assert pace.rows > 1
    assert pace.stride == pace.rows * 958 * 3


def test_other_lessons_do_not_go_channel_by_channel() -> None:
    plain = preset(Lesson.CONVOLUTION, "literature").build()
    assert told(edits.set_detail(plain, Detail.CHANNEL)) == (
        "detail! channel by channel: this lesson goes window by window, tap by tap"
    )
    assert fault(replace(plain, detail=Detail.CHANNEL)) == (
        "this lesson does not go channel by channel"
    )
    left = changed(edits.apply_preset(by_channel(), plain, "example"))
    assert left.detail.value == "window by window"
    kept = changed(edits.apply_preset(by_channel(), example("block"), "example"))
    assert kept.detail.value == "channel by channel"


def test_a_cell_beyond_the_channels_is_refused_with_those_that_there_are() -> None:
    for outcome in (
        input_edits.set_cell(example(), 0, 0, 1, 3),
        input_edits.paste_cells(example(), 0, 0, np.ones((2, 2)), 3),
    ):
        assert told(outcome) == "cells! channel 4 of the input: 1 to 3 fit"
