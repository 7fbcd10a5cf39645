"""The stage of groups as text: blocks of weights, who sees whom, and what it costs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from app.content.lessons import lesson_info, preset
from app.content.presets.groups import alexnet_weights, grouped_weights
from app.core import conv, layer_cost
from app.paint.fonts import FontMeasure
from app.picture.compose import compose, copied_equation
from app.picture.elements import Click, Outline, Role, Stroke
from app.picture.groups.pattern import cost_chart, rows_of
from app.picture.moment import Moment
from app.state.channels import edits as channel_edits
from app.state.channels.choices import Following
from app.state.channels.derived import layer_of
from app.state.channels.filters import divisors, filters_of
from app.state.channels.groups import chain_of, costs_by_groups
from app.state.channels.requests import MixedResult
from app.state.derive import Mixed, derive
from app.state.scene import Detail, Lesson, Scene
from tests.picture.showing import (
    block,
    equation_of,
    picture_of,
    pointing,
    result_of,
    staged,
    text_of,
)
from tests.scenes import changed, told

TEXT = Path(__file__).resolve().parents[2] / "resources" / "lessons" / "en" / "grouped.md"


def example(key: str) -> Scene:
    return preset(Lesson.GROUPED, key).build()


def formula(text: str) -> str:
    return next(line for line in text.split("\n") if line.startswith("k · k"))


def test_only_the_group_s_channels_take_part_and_the_others_step_back() -> None:
    text = text_of(example("two"))
    assert text.startswith("Step 1 of 54: output channel 1, row 1, column 1 is ")
    assert "the sum of 27 products over 3 channels" in text
    assert "step: 3 × 3 at (1, 1)" in block(text, "Input 3")
    assert "outside: 5 × 5 at (1, 1)" in block(text, "Input 4")
    second = text_of(replace(example("two"), step=3 * 9))
    assert "outside: 5 × 5 at (1, 1)" in block(second, "Input 3")
    assert "step: 3 × 3 at (1, 1)" in block(second, "Input 6")


def test_the_blocks_hold_weights_and_the_rest_is_empty() -> None:
    text = text_of(example("apart"))
    assert block(text, "Filter 1").split("\n")[1].split() == ["−1", "2", "0", "3", *"····"]
    assert block(text, "Filter 5").split("\n")[1].split()[:4] == [*"····"]
    assert block(text, "Filter 1").endswith("step: 1 × 8 at (1, 1)"), "its row is lit"


def test_the_result_is_split_convolved_and_concatenated() -> None:
    scene = example("two")
    derived, result = derive(scene), result_of(scene)
    assert isinstance(derived, Mixed)
    assert isinstance(result, MixedResult)
    whole = grouped_weights(6, 6, 3)
    bias = np.array(scene.filters.bias)
    for group in range(2):
        part = slice(3 * group, 3 * group + 3)
        apart = conv(derived.geometry.stack[part], whole[part, part], bias[part])
        assert np.array_equal(np.stack(result.outputs[part]), apart)


@pytest.mark.parametrize("key", ["one", "two", "depthwise", "multiplier", "alexnet"])
def test_the_formula_and_the_chart_are_the_literal_counts(key: str) -> None:
    scene = example(key)
    filters = scene.filters
    (high, wide), (rows, columns) = filters.kernel, derive(scene).output_shape
    weights = sum(1 for _ in np.ndindex(filters.count, filters.seen, high, wide))
    text = text_of(scene)
    assert f"{high} · {wide} · {filters.channels} · {filters.count} / {filters.groups} " in text
    assert f"= {weights:,} weights" in formula(text)
    assert f"= {weights + filters.count:,} parameters" in formula(text)
    assert f"{weights * rows * columns:,} multiplications (MACs)" in text
    for groups, cost in costs_by_groups(layer_of(scene)):
        other = filters.count * filters.channels // groups * high * wide
        assert cost.multiplications == other * rows * columns
        assert cost.parameters == other + filters.count


def test_the_chart_falls_with_the_groups_and_marks_the_present_one() -> None:
    scene = example("two")
    chart = cost_chart(layer_of(scene))
    assert chart is not None
    line, here = chart.series
    assert line.x == (1.0, 2.0, 3.0, 6.0)
    assert [line.y[0] / each for each in line.y] == [1.0, 2.0, 3.0, 6.0]
    assert (here.role, here.x, here.y) == (Role.STEP, (2.0,), (line.y[1],))
    assert compose(staged(scene, size=(1200, 700))).charts[0].chart == chart
    prime = channel_edits.set_filter_count(example("depthwise"), 3)
    assert cost_chart(layer_of(changed(prime))) is None, "one group alone fits"


def test_without_a_shuffle_an_output_sees_its_own_group_and_with_it_all() -> None:
    apart, mixed = text_of(example("apart")), text_of(example("shuffled"))
    assert "without a shuffle, output 1 of the second layer sees 4 of 8 inputs: 1, 2, 3, 4" in apart
    assert "with the shuffle, output 1 of the second layer sees all 8 inputs" in mixed
    assert "1 1 1 1 · · · ·" in block(apart, "Seen through both")
    assert "·" not in block(mixed, "Seen through both")
    few = text_of(example("four-groups"))
    assert "sees 4 of 8 inputs: 1, 2, 3, 4" in few


def test_pointing_at_an_output_of_the_second_layer_shows_what_it_sees() -> None:
    text = text_of(example("apart"), pointing("second-6", 0, 0))
    assert text.startswith(
        "Without a shuffle, output 7 of the second layer sees 4 of 8 inputs: 5, 6, 7, 8."
    )
    assert "reach: 1 × 8 at (7, 1)" in block(text, "Seen through both")
    assert text_of(example("apart"), pointing("reach", 6, 2)) == text
    assert text_of(example("apart"), pointing("second-9", 0, 0)) == text_of(example("apart"))


def test_every_input_that_an_output_sees_is_joined_to_it_by_lines() -> None:
    def joined(key: str) -> set[float]:
        """The heights of the inputs where green lines begin."""
        picture = picture_of(example(key))
        left = picture.panel("input-0").rect.right
        green = [line for line in picture.connectors if line.role is Role.OUTPUT]
        return {line.y1 for line in green if abs(line.x1 - left) < 4}

    heights = [
        picture_of(example("apart")).panel(f"input-{number}").rect.centre[1] for number in range(8)
    ]
    assert joined("apart") == set(heights[:4])
    assert joined("shuffled") == set(heights)


def test_the_web_has_a_line_for_each_kernel() -> None:
    assert len(picture_of(example("two")).web) == 2 * 3 * 3
    assert len(picture_of(example("one")).web) == 6 * 6
    assert len(picture_of(example("depthwise")).web) == 4
    assert len(picture_of(example("shuffled")).web) == 32 + 8 + 32
    assert picture_of(example("two")).web is picture_of(replace(example("two"), step=9)).web


@given(st.integers(1, 5), st.integers(1, 4), st.sampled_from(list(Following)))
def test_the_chain_is_a_product_of_matrices(groups: int, each: int, following: Following) -> None:
    count = groups * each
    filters = filters_of("f", np.ones((count, count, 1, 1), np.int64), (), groups)
    chain = chain_of(filters, following)
    moved = np.eye(count, dtype=np.int64)[list(chain.order)]
    product = chain.second.astype(np.int64) @ moved @ chain.first.astype(np.int64)
    assert np.array_equal(chain.through, product > 0)
    assert (chain.order == tuple(range(count))) or following is Following.SHUFFLED


def test_tap_by_tap_goes_through_the_group_s_channels_only() -> None:
    begun = replace(example("two"), step=3 * 9, detail=Detail.TAP, tap=9)
    text = text_of(begun)
    assert "after 10 of 27 products" in text
    assert "reach: (1, 1)" in block(text, "Input 5")


def test_pointing_at_an_input_reaches_its_own_group_only() -> None:
    text = text_of(example("two"), pointing("input-4", 2, 2))
    assert text.startswith("Input channel 5, row 3, column 3 is ")
    assert "reach: " in block(text, "Output 4")
    assert "reach: " not in block(text, "Output 1")


def test_a_channel_s_number_does_not_read_as_a_factor() -> None:
    grouped = example("two")
    assert copied_equation(staged(grouped)).startswith("c1: (")
    assert "c1: " in equation_of(text_of(grouped))


def test_a_filter_s_row_and_a_plane_can_be_clicked() -> None:
    clicks = {panel.key: panel.click for panel in picture_of(example("two")).panels}
    assert clicks["filter-3"] is Click.PLANE
    assert clicks["output-3"] is Click.STEP
    assert clicks["input-3"] is Click.PIN


def test_groups_that_do_not_divide_are_refused_with_those_that_do() -> None:
    start = example("two")
    assert told(channel_edits.set_groups(start, 4)) == (
        "groups! 4 groups do not divide 6 input and 6 output channels: 1, 2, 3, 6 fit"
    )
    assert told(channel_edits.set_groups(start, 3)) == "3 groups"
    eight = channel_edits.set_filter_count(changed(channel_edits.set_groups(start, 3)), 8)
    assert told(eight) == "8 filters [groups set to 2, which divides 8]"


def test_fewer_groups_bring_the_weights_back() -> None:
    start = example("two")
    back = changed(channel_edits.set_groups(changed(channel_edits.set_groups(start, 6)), 2))
    assert back.filters == start.filters
    assert divisors(start.filters) == (1, 2, 3, 6)


def test_kernels_stand_a_cell_apart_and_blocks_are_held() -> None:
    filters = filters_of("f", np.arange(4 * 9).reshape(2, 2, 3, 3), (), 2)
    cells, held = rows_of(filters)[1]
    assert cells.shape == (3, 7)
    assert cells[:, 4:].tolist() == np.arange(27, 36).reshape(3, 3).tolist()
    assert held[0].tolist() == [False] * 4 + [True] * 3


def test_many_channels_stay_within_bounds() -> None:
    filters = filters_of("many", np.ones((64, 64, 1, 1), np.int64))
    start = replace(example("shuffled"), filters=filters)
    pixels = np.ones((4, 4, 64), np.int64)
    image = replace(start.input.image, pixels=type(start.input.image.pixels)(pixels))
    picture = picture_of(replace(start, input=replace(start.input, image=image)))
    assert not picture.web
    assert len(picture.connectors) <= 64 + 64 + 64
    assert picture.panel("input-63").rect.height > 0


def test_alexnet_s_numbers_are_counted() -> None:
    halves = layer_cost((48, 27, 27), (128, 48, 5, 5), padding=2)
    assert alexnet_weights(2) == 2 * halves.parameters
    words = TEXT.read_text(encoding="utf-8")
    for groups in (1, 2):
        assert f"{alexnet_weights(groups):,}" in words
        assert f"{alexnet_weights(groups):,}" in preset(Lesson.GROUPED, "alexnet").hint


@pytest.mark.parametrize("lesson", [Lesson.POINTWISE, Lesson.GROUPED])
@pytest.mark.parametrize("size", [(1024, 768), (1920, 1080)])
def test_every_example_is_presented_in_large_letters(lesson: Lesson, size: tuple[int, int]) -> None:
    for each in lesson_info(lesson).presets:
        picture = compose(staged(each.build(), size=size, presenting=True))
        assert picture.bold
        words = [label for label in picture.labels if label.text != "■"]
        assert all(label.size >= 0.02 * picture.height for label in words), each.key
        assert picture.equation is not None
        assert picture.equation.size >= 0.03 * picture.height
        assert all(panel.rect.right <= picture.width + 1 for panel in picture.panels), each.key
        assert all(panel.rect.bottom <= picture.height for panel in picture.panels), each.key


@pytest.mark.parametrize("lesson", [Lesson.POINTWISE, Lesson.GROUPED])
def test_the_smallest_stage_holds_everything(lesson: Lesson) -> None:
    for each in lesson_info(lesson).presets:
        picture = compose(staged(each.build(), size=(420, 310)))
        assert all(panel.rect.width > 0 for panel in picture.panels), each.key
        assert all(panel.rect.right <= picture.width + 1 for panel in picture.panels), each.key


@pytest.mark.parametrize(("lesson", "key"), [(Lesson.POINTWISE, "mix"), (Lesson.GROUPED, "two")])
def test_the_window_glides_from_step_to_step(lesson: Lesson, key: str) -> None:
    stage = staged(replace(preset(lesson, key).build(), step=1))
    half = compose(replace(stage, moment=Moment(0, 0, 1, 0.5)))
    places = {
        mark.panel: mark.cells.x
        for mark in half.marks
        if isinstance(mark, Outline) and mark.stroke is Stroke.STEP
    }
    assert places["input-1"] == places["output-0"] == 0.5


@pytest.mark.parametrize("key", [each.key for each in lesson_info(Lesson.GROUPED).presets])
def test_digits_in_small_planes_can_be_read_or_are_left_out(key: str) -> None:
    picture = compose(staged(example(key), size=(562, 515)))
    planes = [panel for panel in picture.panels if panel.key.startswith(("input-", "output-"))]
    assert planes
    assert [(panel.key, panel.numbers) for panel in planes if 0 < panel.numbers < 9] == []


def test_a_photos_planes_and_its_window_share_a_narrow_stage(qapp: QApplication) -> None:
    stage = staged(example("photo"), size=(562, 605), pending=True, measure=FontMeasure())
    picture = compose(stage)
    plane, window = picture.panel("input-0"), picture.panel("window-0")
    assert window.rect.y > picture.panel("input-2").rect.bottom
    assert plane.rect.width > 75
    assert window.numbers > 12
