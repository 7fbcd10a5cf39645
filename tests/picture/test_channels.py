"""The stage of many channels as text: planes, rows, both readings, hover both ways, the counts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.content.lessons import lesson_info, preset
from app.picture.channels.planes import MOST_PILED
from app.picture.compose import compose, copied_equation
from app.picture.elements import Click, Outline, Panel, Picture, Rect, Stroke, Tag, Weight
from app.picture.moment import Moment
from app.picture.readout.text import as_text
from app.state import edits, input_edits, player
from app.state.channels import edits as channel_edits
from app.state.channels.choices import Arrangement, Source, Summing
from app.state.channels.filters import filters_of
from app.state.image import Image
from app.state.scene import Detail, Lesson, Reveal, Scene
from app.state.tensor import Tensor
from app.state.view import Camera, View
from tests.measures import FixedMeasure
from tests.picture.showing import (
    Size,
    block,
    equation_of,
    picture_of,
    pointing,
    staged,
    text_of,
)
from tests.scenes import changed

KEYS = [each.key for each in lesson_info(Lesson.MULTI_CHANNEL).presets]
SIZES: tuple[Size, ...] = ((561, 500), (870, 560), (1420, 780), (3200, 1800))


def example(key: str = "toy", step: int = 4) -> Scene:
    return player.at_step(preset(Lesson.MULTI_CHANNEL, key).build(), step)


def lines(text: str, title: str) -> list[str]:
    """The marks under a panel's numbers."""
    return [line for line in block(text, title).split("\n") if ": " in line]


def keys(picture: Picture, kind: str) -> list[str]:
    return [panel.key for panel in picture.panels if panel.key.startswith(f"{kind}-")]


@pytest.mark.parametrize("lesson", [Lesson.MULTI_CHANNEL, Lesson.POINTWISE])
def test_a_sum_that_is_no_number_is_said_to_be_none(lesson: Lesson) -> None:
    cells = np.ones((2, 2, 2))
    cells[0, 0, 1] = np.nan
    base = preset(Lesson.POINTWISE, "mix").build()
    scene = replace(
        base, lesson=lesson, step=0, filters=filters_of("sum", np.ones((1, 2, 1, 1), np.int64)),
        input=replace(base.input, image=Image("cells", Tensor(cells), 1)),
    )  # fmt: skip
    assert "(1, 1), not a finite number)" in equation_of(text_of(scene))
    whole = equation_of(text_of(replace(scene, step=1)))
    assert "exact)" in whole


# ---- a step


def test_a_step_is_told_as_planes_rows_sums_and_counts() -> None:
    text = text_of(example())
    assert text.startswith(
        "Step 5 of 18: output channel 1, row 2, column 2 is 2, the sum of 27 products "
        "over 3 channels plus the bias 1."
    )
    for name in "RGB":
        assert lines(text, f"Input {name}") == ["step: 3 × 3 at (2, 2)"]
    assert block(text, "Window G").split("\n")[1:] == ["0 0 1", "1 2 0", "2 1 1"]
    assert block(text, "Products G").split("\n")[1:] == [" 0  0  0", " 1 −2  0", " 0  1  0"]
    assert block(text, "Output 1").split("\n")[1:4] == ["10  0  2", " 2  2  ·", " ·  ·  ·"]
    assert "Each filter: 3 × 3 × 3 = 27 weights + 1 bias = 28 parameters; 2 filters: 56" in text
    assert "27 products × 3 × 3 places × 2 filters = 486 multiplications (MACs)" in text


def test_the_equation_is_grouped_by_channel() -> None:
    assert equation_of(as_text(picture_of(example(), size=(1400, 780)))).split("\n") == [
        "R (2·1 + 1·0 + 0·(−1) + 1·0 + 0·1 + 1·0 + 1·(−1) + 2·0 + 0·1)",
        "+ G (0·0 + 0·1 + 1·0 + 1·1 + 2·(−1) + 0·1 + 2·0 + 1·1 + 1·0)",
        "+ B (0·0 + 2·0 + 1·0 + 2·(−1) + 1·2 + 0·(−1) + 0·0 + 0·0 + 2·0) + 1 bias  =  2",
        "(output 1, (2, 2), exact)",
    ]


def test_each_channel_s_own_result_is_shown_as_far_as_the_step() -> None:
    text = text_of(example())
    parts = [block(text, f"Result of {name}").split("\n")[1:4] for name in "RGB"]
    assert parts == [
        ["3 0 0", "1 1 ·", "· · ·"], [" 3  0 −1", " 2  0  ·", " ·  ·  ·"],
        [" 3 −1  2", "−2  0  ·", " ·  ·  ·"],
    ]  # fmt: skip
    sums = np.array([[[3, 0, 0], [1, 1, 0]], [[3, 0, -1], [2, 0, 0]], [[3, -1, 2], [-2, 0, 0]]])
    assert (sums.sum(axis=0) + 1)[0].tolist() == [10, 0, 2], "with the bias it is the output"


def test_the_toy_s_later_channel_is_still_to_come_and_a_photo_s_is_there() -> None:
    toy = picture_of(example()).panel("output-1")
    assert (toy.known, toy.hide) == (0, True)
    second = picture_of(example(step=10))
    assert second.panel("output-0").known is None
    assert second.panel("output-1").known == 2
    whole = example("oriented", step=300_000)
    assert picture_of(whole).panel("output-0").known is None
    photo = picture_of(replace(whole, reveal=Reveal.AUTO))
    assert photo.panel("output-5").known is None, "no other channel is dimmed"
    assert photo.panel("output-0").known == 300_001


def test_the_present_output_stands_in_front() -> None:
    assert keys(picture_of(example()), "output") == ["output-1", "output-0"]
    assert keys(picture_of(example(step=12)), "output") == ["output-0", "output-1"]


# ---- tap by tap


def test_tap_by_tap_runs_through_the_channels_and_lifts_their_planes() -> None:
    begun = replace(example(), detail=Detail.TAP, tap=12)
    text = text_of(begun)
    assert "is 2 after 13 of 27 products" in text
    assert block(text, "Products R").count("·") == 0
    assert block(text, "Products G").split("\n")[1:4] == ["0 0 0", "1 · ·", "· · ·"]
    assert lines(text, "Window G") == ["reach: (2, 1)"]
    assert lines(text, "Input G")[-1] == "reach: (3, 2)"
    assert keys(picture_of(begun), "input")[-1] == "input-1", "over the others"
    assert "(output 1, (2, 2), 13 of 27 products)" in text


def test_channel_by_channel_sums_appear_one_after_another() -> None:
    begun = replace(example(), detail=Detail.CHANNEL)
    text = text_of(begun)
    assert "is 1 after 9 of 27 products" in text
    assert block(text, "Products R").count("·") == 0
    assert block(text, "Products G").count("·") == 9
    assert block(text, "Result of R").split("\n")[2] == "1 1 ·"
    assert block(text, "Result of G").split("\n")[2].split() == ["2", "·", "·"]
    assert not lines(text, "Window R"), "no single tap is the newest"
    second = picture_of(replace(begun, tap=9))
    assert keys(second, "input")[-1] == "input-1"
    assert second.equation is not None
    assert second.equation.note.startswith("output 1, (2, 2), 18 of 27 products")
    assert text_of(replace(begun, tap=18)).startswith("Step 5 of 18: output channel 1, row 2, "
                                                      "column 2 is 2, the sum of 27")  # fmt: skip


# ---- the other reading


def test_as_a_block_it_is_one_sum_of_the_same_number() -> None:
    shown = changed(channel_edits.set_summing(example(), Summing.WHOLE))
    picture = picture_of(shown, size=(1400, 780))
    text = as_text(picture)
    assert not keys(picture, "sum")
    assert not keys(picture, "part")
    assert keys(picture, "kernel") == ["kernel-2", "kernel-1", "kernel-0"]
    assert {panel.piled for panel in picture.panels if "kernel-" in panel.key} == {True}
    assert "27 products" in [label.text for label in picture.labels]
    assert " R " not in equation_of(text)
    assert equation_of(text).endswith("+ 1 bias  =  2\n(output 1, (2, 2), exact)")
    flat = changed(channel_edits.set_arrangement(shown, Arrangement.SIDE_BY_SIDE))
    laid = picture_of(flat, size=(1400, 780))
    assert not any(panel.piled for panel in laid.panels)


# ---- hover, both ways


def test_an_output_lights_its_window_in_every_plane() -> None:
    text = text_of(example(), pointing("output-1", 2, 2))
    assert text.startswith("Pointed at: output channel 2, row 3, column 3 is 4, the sum of 27")
    for name in "RGB":
        assert lines(text, f"Input {name}") == ["step: 3 × 3 at (4, 4)"]
    assert "step: (3, 3)" in lines(text, "Output 2")
    assert lines(text, "Output 1") == ["thin: (2, 2)"]


def test_a_filter_lights_its_channel_and_a_channel_its_filter() -> None:
    by_filter = text_of(example(), pointing("filter-1", 0, 0))
    by_channel = text_of(example(), pointing("output-1", 1, 1))
    assert by_filter == by_channel
    assert lines(by_filter, "Filter 2") == ["reach: 3 × 11 at (1, 1)"]
    assert lines(by_filter, "Filter 1") == ["step: 3 × 11 at (1, 1)"]


def test_an_input_cell_lights_what_it_reaches_in_every_channel_with_the_weights() -> None:
    shown = changed(edits.set_stride(example("side-by-side"), 1))
    picture = picture_of(shown, pointing("input-2", 2, 2), (1920, 1080))
    text = as_text(picture)
    assert text.startswith(
        "Input channel B, row 3, column 3 is 1 and reaches 18 outputs in 2 channels."
    )
    for output in ("Output 1", "Output 2"):
        reached = next(line for line in lines(text, output) if line.startswith("reach"))
        assert reached.count("(") == 9
    tags = [mark for mark in picture.marks if isinstance(mark, Tag)]
    weights = shown.filters.weights.array[:, 2]
    assert {(tag.panel, tag.row, tag.column, tag.text) for tag in tags} == {
        (f"output-{number}", 2 - row, 2 - column, f"×{weights[number, row, column]}".replace(
            "-", "−"))
        for number in range(2) for row in range(3) for column in range(3)
    }  # fmt: skip
    assert block(text, "Weights of filter 1").split("\n")[1:] == [
        " 0  0  0", "−1  2 −1", " 0  0  0",
    ]  # fmt: skip


def test_a_weight_in_a_corner_is_no_wider_than_its_cell() -> None:
    shown = changed(edits.set_stride(example("side-by-side"), 1))
    weights = Tensor(shown.filters.weights.array * 0.01234567)
    shown = replace(shown, filters=replace(shown.filters, weights=weights))
    picture = picture_of(shown, pointing("input-2", 2, 2), (1920, 1080))
    tags = [mark for mark in picture.marks if isinstance(mark, Tag)]
    assert tags
    for tag in tags:
        room = 0.8 * picture.panel(tag.panel).scale
        assert FixedMeasure().width(tag.text, tag.size, Weight.BOLD) < room


def test_a_pointed_plane_is_lifted_over_the_others() -> None:
    for number in range(3):
        picture = picture_of(example(), pointing(f"input-{number}", 2, 2))
        assert keys(picture, "input")[-1] == f"input-{number}"
    assert keys(picture_of(example(), pointing("output-1", 0, 0)), "output")[-1] == "output-1"


def test_a_weight_lights_the_inputs_of_its_channel_that_it_meets() -> None:
    text = text_of(example(), pointing("products-1", 0, 1))
    assert text.startswith(
        "Filter 1, channel G, row 1, column 2 is 1 and meets input row 2, column 3 in this step."
    )
    met = next(line for line in lines(text, "Input G") if line.startswith("met"))
    assert met.count("(") == 9
    assert not any(line.startswith("met") for line in lines(text, "Input R"))
    assert lines(text, "Window G") == ["reach: (1, 2)"]


def test_a_window_cell_is_an_input_cell_and_a_weight() -> None:
    text = text_of(example(), pointing("window-2", 1, 1))
    assert text.startswith("Input channel B, row 3, column 3 is 1 and reaches")
    assert "reach: (3, 3)" in lines(text, "Input B")
    assert lines(text, "Window B") == ["reach: (2, 2)"]


def test_padding_reaches_what_looks_at_it() -> None:
    text = text_of(example(), pointing("input-0", -1, -1))
    assert text.startswith("Input channel R, row 0, column 0 is 0 and reaches 2 outputs in 2")


def test_a_cell_that_no_window_covers_says_so() -> None:
    sparse = changed(edits.set_stride(changed(edits.set_padding(example(), 0)), 3))
    text = text_of(sparse, pointing("input-0", 4, 4))
    assert "is used by no window" in text
    assert "(no window covers this cell)" in text


def test_the_equation_is_copied_in_one_line_with_all_digits() -> None:
    assert copied_equation(staged(example("luma", 0))).startswith("R (")
    copied = copied_equation(staged(example()))
    assert copied.startswith("R (2·1 + 1·0 + ")
    assert copied.endswith(" + 2·0) + 1 = 2")
    pointed = copied_equation(staged(example(), pointing("input-1", 2, 2)))
    assert pointed == (
        "input G (3, 3) = 2: output 1, (2, 2) gets 2·(−1) = −2; output 2, (2, 2) gets 2·0 = 0"
    )


def test_from_channel_to_channel_the_output_s_outline_jumps_when_the_window_arrives() -> None:
    def outlined(step: int) -> Outline:
        moving = replace(staged(example(step=step)), moment=Moment(step - 1, 0, step, 0.5))
        marks = compose(moving).marks
        return next(m for m in marks if isinstance(m, Outline) and m.panel.startswith("output"))

    assert outlined(4).cells.x == 0.5, "half way to the next column"
    assert (outlined(9).panel, outlined(9).cells) == ("output-0", Rect(2, 2, 1, 1))


# ---- many channels and many filters


def test_more_channels_are_folded_and_the_pointed_one_is_opened() -> None:
    text = text_of(example("sixteen"))
    assert "… and 13 more channels, together" in text
    assert "and 4 more" in text
    picture = picture_of(example("sixteen"), pointing("input-9", 2, 2))
    assert keys(picture, "input")[-1] == "input-9"
    opened = picture_of(example("sixteen"), pointing("sum-9", 0, 0))
    assert keys(opened, "window") == ["window-0", "window-1", "window-9"]
    assert len(keys(opened, "input")) == MOST_PILED


def test_a_channel_s_name_stands_before_its_sum_so_that_it_is_no_factor() -> None:
    assert text_of(preset(Lesson.MULTI_CHANNEL, "opponents").build()).endswith(
        "R 3120 + G (−1148) + B 0  =  1972\n(output 1, (328, 137), exact; sums of the channels)"
    )


def test_of_large_kernels_one_channel_is_written_out_so_that_it_can_be_read() -> None:
    large = changed(channel_edits.resize_filters(example("oriented", 300_000), 7, 7))
    picture = picture_of(large, pointing("sum-1", 0, 0))
    assert keys(picture, "window") == ["window-1"]
    assert picture.panel("products-1").numbers
    assert "… and 2 more channels, together" in as_text(picture)


def test_the_sums_of_all_channels_make_the_equation() -> None:
    text = equation_of(as_text(picture_of(example("sixteen"), size=(1400, 780))))
    numbers = text.split("=")[0].replace("(", "").replace(")", "").replace("−", "-")
    total = int(text.split("=")[1].split("\n")[0].replace("−", "-"))
    assert sum(int(number) for number in numbers.replace("\n", " ").split("+")) == total == -112
    assert "sums of the channels" in text


def test_sixty_four_filters_have_a_thumbnail_each() -> None:
    many = changed(channel_edits.set_filter_count(example(), 64))
    picture = picture_of(many)
    assert len(keys(picture, "filter")) == 64
    assert len(keys(picture, "output")) == MOST_PILED
    assert {panel.click for panel in picture.panels if panel.key.startswith("filter-")} == {
        Click.PLANE
    }
    far = player.at_step(many, 9 * 50)
    assert keys(picture_of(far), "output")[-1] == "output-50", "the present one is in front"


def test_one_plane_in_and_one_out() -> None:
    grey = changed(input_edits.set_source(example(), Source.GREY))
    one = changed(channel_edits.set_filter_count(grey, 1))
    text = text_of(one)
    assert "over 1 channel" in text
    assert "1 filter: 3 × 3 × 1 = 9 weights + 1 bias = 10 parameters" in text
    assert keys(picture_of(one), "input") == ["input-0"]


def test_groups_leave_the_other_channels_out() -> None:
    shown = example()
    six = filters_of("three", np.concatenate([shown.filters.weights.array] * 2)[:3])
    three = changed(channel_edits.set_groups(changed(channel_edits.set_filters(shown, six)), 3))
    text = text_of(player.at_step(three, 9 + 4))
    assert "the sum of 9 products" in text
    assert any(line.startswith("outside") for line in lines(text, "Input R"))
    assert lines(text, "Input G") == ["step: 3 × 3 at (2, 2)"]


# ---- photos


def photo(height: int = 90, width: int = 160) -> Scene:
    pixels = np.random.default_rng(5).integers(0, 256, (height, width, 3), np.uint8)
    start = preset(Lesson.MULTI_CHANNEL, "edges-apart").build()
    return changed(input_edits.set_image(start, Image("noise", Tensor(pixels), 255)))


def test_a_photo_s_window_is_joined_to_its_close_up() -> None:
    picture = picture_of(photo())
    front, close = picture.panel("input-0").rect, picture.panel("window-0").rect
    ends = {(round(line.x2), round(line.y2)) for line in picture.connectors}
    assert (round(close.x), round(close.y)) in ends
    assert close.x > front.right


def test_every_plane_zooms_to_the_same_place() -> None:
    view = View(Camera(80, 45, 20))
    picture = picture_of(photo(), view)
    inputs = [picture.panel(key) for key in keys(picture, "input")]
    assert len({panel.visible for panel in inputs}) == 1
    assert inputs[0].visible.width < 20
    outputs = [picture.panel(key) for key in keys(picture, "output")]
    middle = outputs[0].visible.centre
    assert middle == pytest.approx((79, 44), abs=0.6)


def test_while_the_result_is_computed_the_step_is_told_already() -> None:
    text = text_of(photo(), pending=True)
    assert "computing …" in text
    assert "the sum of 27 products" in text


# ---- the layout


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("presenting", [False, True])
@pytest.mark.parametrize("key", KEYS)
def test_everything_stands_on_the_stage(key: str, size: Size, presenting: bool) -> None:
    picture = compose(staged(example(key), size=size, presenting=presenting))
    assert picture.equation is not None
    for panel in picture.panels:
        assert panel.rect.x >= -1, panel.key
        assert panel.rect.right <= size[0] + 1, panel.key
        assert panel.rect.y >= -1, panel.key
        assert panel.rect.bottom <= picture.equation.rect.y + 1, panel.key
    for label in picture.labels:
        long = 0.6 * label.size * len(label.text)
        left = label.x - long * {"left": 0, "centre": 0.5, "right": 1}[label.anchor]
        assert left >= -1, label.text
        assert left + long <= size[0] + 1, label.text
    flat = [panel for panel in picture.panels if not panel.piled]
    for place, one in enumerate(flat):
        for other in flat[place + 1 :]:
            met = one.rect.intersected(other.rect)
            assert min(met.width, met.height) <= 1, (one.key, other.key)


@pytest.mark.parametrize("key", ["toy", "side-by-side", "sixteen", "oriented"])
def test_nothing_moves_from_step_to_step(key: str) -> None:
    here = {panel.key: panel.rect for panel in picture_of(example(key, 0)).panels}
    there = {panel.key: panel.rect for panel in picture_of(example(key, 3)).panels}
    assert here == there


def test_the_close_up_shows_its_digits_in_every_usual_window() -> None:
    for size in SIZES[1:]:
        picture = picture_of(example(), size=size)
        shown = [panel for panel in picture.panels if panel.key.startswith(("window", "products"))]
        assert shown
        assert all(panel.numbers for panel in shown), size


def test_the_step_s_outline_is_on_every_plane_and_on_the_result() -> None:
    stepped = [
        mark.panel for mark in picture_of(example()).marks
        if isinstance(mark, Outline) and mark.stroke is Stroke.STEP
    ]  # fmt: skip
    assert stepped == ["input-2", "input-1", "input-0", "output-0", "filter-0", "result"]


def test_planes_are_listed_in_their_order_whichever_is_in_front() -> None:
    text = text_of(example())
    places = [text.index(f"Input {name}  ") for name in "RGB"]
    assert places == sorted(places)


def test_hovering_a_plane_hits_what_lies_on_top() -> None:
    picture = picture_of(example())
    first, second = picture.panel("input-0"), picture.panel("input-1")

    def at(panel: Panel, x: float, y: float) -> str:
        hit = picture.hit(x, y)
        assert hit is not None
        return hit.panel

    assert at(first, first.rect.x + 3, first.rect.bottom - 3) == "input-0"
    assert at(first, second.rect.x + 3, first.rect.y + 3) == "input-0", "it covers the second"
    assert at(second, second.rect.right - 3, second.rect.y + 3) == "input-1"
