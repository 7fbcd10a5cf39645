"""The arithmetic lesson as text: the literature's table, the words of the floor, charts, modes."""

from __future__ import annotations

import doctest
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.lessons import lesson_info, preset
from app.core import Axis, SpecError
from app.picture.arithmetic.charts import size_charts
from app.picture.arithmetic.modes import modes
from app.picture.compose import compose
from app.picture.dilated import inflation
from app.picture.elements import Picture, Rect, Role, Weight
from app.picture.readout.text import as_text
from app.picture.stage import formula
from app.picture.stage.formula import back_tokens
from app.state.scene import Lesson, Parameters, Reading, Scene
from tests.core.strategies import axes
from tests.picture.showing import Size, picture_of, pointing, staged, text_of
from tests.picture.test_layout import FIXED, box, faults, leaves, meet
from tests.scenes import photo, scene

LESSONS = (Lesson.ARITHMETIC, Lesson.DILATED)
EXAMPLES = [(lesson, each.key) for lesson in LESSONS for each in lesson_info(lesson).presets]
SIZES: tuple[Size, ...] = (
    (420, 320), (497, 312), (561, 606), (870, 560), (1024, 768), (1366, 768), (1457, 950),
    (3840, 2160), (1080, 1700),
)  # fmt: skip


def arithmetic(key: str) -> Scene:
    return preset(Lesson.ARITHMETIC, key).build()


def lines(shown: Scene) -> list[str]:
    return [line.text for line in picture_of(shown, size=(1366, 900)).lines]


# Dumoulin and Visin: i, k, s, p → o of figures 2.1 to 2.7 and 5.1
@pytest.mark.parametrize(
    ("key", "numbers"),
    [
        ("relation-1", "⌊(4 + 0 + 0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 2"),
        ("relation-2", "⌊(5 + 2 + 2 − 1·(4 − 1) − 1) / 1⌋ + 1 = 6"),
        ("relation-3", "⌊(5 + 1 + 1 − 1·(3 − 1) − 1) / 1⌋ + 1 = 5"),
        ("relation-4", "⌊(5 + 2 + 2 − 1·(3 − 1) − 1) / 1⌋ + 1 = 7"),
        ("relation-5", "⌊(5 + 0 + 0 − 1·(3 − 1) − 1) / 2⌋ + 1 = 2"),
        ("relation-6", "⌊(5 + 1 + 1 − 1·(3 − 1) − 1) / 2⌋ + 1 = 3"),
        ("pooling", "⌊(5 + 0 + 0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 3"),
        ("relation-15", "⌊(7 + 0 + 0 − 2·(3 − 1) − 1) / 1⌋ + 1 = 3"),
    ],
)
def test_the_direct_relationships_are_worked_out(key: str, numbers: str) -> None:
    assert lines(arithmetic(key))[1] == numbers


# the same figures transposed, 4.1 to 4.7: o', then i', stretched, p' and a
@pytest.mark.parametrize(
    ("key", "numbers", "direct"),
    [
        ("relation-8", "1·(2 − 1) + 1·(3 − 1) + 1 − 0 − 0 + 0 = 4", (2, 2, "2")),
        ("relation-9", "1·(6 − 1) + 1·(4 − 1) + 1 − 2 − 2 + 0 = 5", (6, 6, "1")),
        ("relation-10", "1·(5 − 1) + 1·(3 − 1) + 1 − 1 − 1 + 0 = 5", (5, 5, "1")),
        ("relation-11", "1·(7 − 1) + 1·(3 − 1) + 1 − 2 − 2 + 0 = 5", (7, 7, "0")),
        ("relation-12", "2·(2 − 1) + 1·(3 − 1) + 1 − 0 − 0 + 0 = 5", (2, 3, "2")),
        ("relation-13", "2·(3 − 1) + 1·(3 − 1) + 1 − 1 − 1 + 0 = 5", (3, 5, "1")),
        ("relation-14", "2·(3 − 1) + 1·(3 − 1) + 1 − 1 − 1 + 1 = 6",
         (3, 5, "1 and 2")),
    ],
)  # fmt: skip
def test_the_transposed_relationships_give_the_size_back(
    key: str, numbers: str, direct: tuple[int, int, str]
) -> None:
    _, worked, _, plain = lines(arithmetic(key))
    assert worked == numbers
    cells, stretched, padding = direct
    assert plain == (
        f"as a direct convolution: {cells} cells stretched to {stretched}, padded by {padding}, "
        "kernel turned by 180°, stride 1"
    )


def test_sizes_that_the_floor_merges_are_named() -> None:
    assert lines(arithmetic("relation-14"))[2] == (
        "5 and 6 cells all become 3: output padding a = 1 gives 6 back"
    )
    assert lines(arithmetic("relation-8"))[2] == ("only 4 cells become 2: no output padding, a = 0")


def test_what_the_floor_drops_is_said_and_marked() -> None:
    shown = arithmetic("floor")
    assert lines(shown)[2] == "6 − 3 over 2 leaves 1: the last row and column are used by no window"
    assert "1 row and 1 column unused: the floor drops them" in text_of(shown)


def test_cells_between_the_windows_are_not_said_to_be_dropped_by_the_floor() -> None:
    strided = Parameters(stride=(2, 2), dilation=(2, 2))
    shown = replace(scene([[1] * 10] * 10, parameters=strided), lesson=Lesson.ARITHMETIC)
    said = [label.text for label in picture_of(shown, size=(1366, 900)).labels]
    assert "5 rows and 5 columns unused: the windows step over them" in said


def test_axes_that_differ_have_a_line_each() -> None:
    assert lines(arithmetic("two-axes"))[1:3] == [
        "height  ⌊(7 + 1 + 1 − 2·(2 − 1) − 1) / 1⌋ + 1 = 7",
        "width  ⌊(7 + 2 + 1 − 1·(5 − 1) − 1) / 2⌋ + 1 = 3",
    ]


def test_every_term_has_the_colour_of_the_stage() -> None:
    line = picture_of(arithmetic("relation-6"), size=(1366, 900)).lines[1]
    bold = [(token.text, token.role) for token in line.tokens if token.bold]
    assert bold == [
        ("5", Role.INPUT), ("1", Role.SOFT), ("1", Role.SOFT), ("3", Role.KERNEL),
        ("2", Role.STEP), ("3", Role.OUTPUT),
    ]  # fmt: skip


@given(axes())
def test_the_formula_backwards_is_true(axis: Axis) -> None:
    left, right = "".join(token.text for token in back_tokens(axis)).split(" = ")
    assert eval(left.replace("−", "-").replace("·", "*").replace("- -", "+ ")) == int(right)


# ---- modes


@pytest.mark.parametrize(
    ("axis", "said"),
    [
        (Axis(6, 3, 2), [
            "0 left, 0 right → 2", "0 left, 1 right → 3",
            "refused at stride 2; padding=1 → 3", "2 left, 2 right → 4",
        ]),
        (Axis(5, 3), [
            "0 left, 0 right → 3", "1 left, 1 right → 5", "“same” is padding=1 → 5",
            "2 left, 2 right → 7",
        ]),
        (Axis(5, 4), [
            "0 left, 0 right → 2", "1 left, 2 right → 5",
            "“same” 1 left, 2 right; no number does it", "3 left, 3 right → 8",
        ]),
        (Axis(2, 3, low=1, high=1), [
            "no window fits", "1 left, 1 right → 2", "“same” is padding=1 → 2",
            "2 left, 2 right → 4",
        ]),
    ],
)  # fmt: skip
def test_the_modes_side_by_side(axis: Axis, said: list[str]) -> None:
    assert [mode.words[0] for mode in modes(axis)] == said


@given(axes())
def test_same_keeps_a_size_for_every_stride_and_full_pads_most(axis: Axis) -> None:
    valid, same, pytorch, full = (mode.axis for mode in modes(axis))
    assert same is not None
    assert same.output_size == -(-axis.size // axis.stride)
    assert pytorch is not None
    assert pytorch.output_size == same.output_size
    assert full is not None
    assert full.low == full.high == axis.effective_kernel - 1
    assert valid is None or valid.output_size <= same.output_size


def test_the_present_mode_stands_out_and_each_has_its_row_of_cells() -> None:
    picture = picture_of(arithmetic("same-stride-2"), size=(1366, 900))
    present = [label.text for label in picture.labels if label.role is Role.STEP]
    assert present == ["same, TensorFlow"]
    strips = [panel for panel in picture.panels if panel.key.startswith("mode-")]
    assert [(strip.extent.x, strip.extent.width) for strip in strips] == [
        (0, 6), (0, 7), (-1, 8), (-2, 10),
    ]  # fmt: skip


# ---- charts


def test_the_charts_have_the_present_point_on_their_lines() -> None:
    for key in ("relation-6", "relation-14", "two-axes"):
        for placed in picture_of(arithmetic(key), size=(1366, 900)).charts:
            series = placed.chart.series
            half = len(series) // 2
            for line, here in zip(series[:half], series[half:], strict=True):
                assert here.role is Role.STEP
                at = dict(zip(line.x, line.y, strict=True))
                assert at[here.x[0]] == here.y[0]


def test_a_chart_reads_as_text() -> None:
    text = as_text(picture_of(arithmetic("relation-6"), size=(1366, 900)))
    assert "o by stride s\n5 3 2 2 1 1 1 1 at 1 2 3 4 5 6 7 8\n3 at 2" in text


@given(axes(), st.sampled_from(Reading))
def test_charts_say_what_the_axis_says(axis: Axis, reading: Reading) -> None:
    kernel, stride, _, dilation = size_charts((axis, axis), reading)
    for chart, name in ((kernel, "kernel"), (stride, "stride"), (dilation, "dilation")):
        if reading is Reading.DIRECT:
            for value, size in zip(chart.series[0].x, chart.series[0].y, strict=True):
                assert replace(axis, **{name: int(value)}).output_size == size


# ---- both lessons, at every size


@pytest.mark.parametrize(("lesson", "key"), EXAMPLES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_leaves_the_stage_or_lies_over_something_else(
    lesson: Lesson, key: str, size: Size
) -> None:
    for presenting in (False, True):
        shown = preset(lesson, key).build()
        picture = compose(staged(shown, None, size, pending=True, presenting=presenting))
        assert list(faults(picture)) == []
        assert list(_more_faults(picture)) == []


def _more_faults(picture: Picture) -> list[str]:
    """Of lines and charts: what leaves the stage, or meets something."""
    assert picture.equation is not None
    stage = Rect(0, 0, picture.width, picture.equation.rect.y)
    more = [(placed.chart.title, placed.rect) for placed in picture.charts]
    for line in picture.lines:
        last = line.tokens[-1]
        weight = Weight.BOLD if last.bold else Weight.REGULAR
        end = line.places[-1] + FIXED.width(last.text, line.size, weight)
        left = line.places[0]
        more.append((line.text, Rect(left, line.y - line.size / 2, end - left, line.size)))
    others = [(panel.key, panel.rect) for panel in picture.panels]
    others += [(label.text, box(label, FIXED)) for label in picture.labels]
    found = [f"{name} leaves the stage" for name, rect in more if leaves(rect, stage)]
    for place, (name, rect) in enumerate(more):
        found += [
            f"{name} lies over {other}"
            for other, there in (*others, *more[place + 1 :])
            if meet(rect, there)
        ]
    return found


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_photo_of_one_s_own_has_its_figure_and_its_sizes(lesson: Lesson) -> None:
    own = scene(photo().pixels.array, parameters=Parameters(stride=(2, 2), dilation=(2, 2)))
    text = text_of(replace(own, lesson=lesson))
    assert "Input  700 × 900 · 0–255" in text
    assert "Output  348 × 448" in text


@pytest.mark.parametrize("lesson", LESSONS)
def test_pointing_works_both_ways(lesson: Lesson) -> None:
    shown = replace(scene(), lesson=lesson)
    assert "Pointed at: output row 2, column 2 is 17" in text_of(shown, pointing("output", 1, 1))
    assert "reaches 9 outputs" in text_of(shown, pointing("input", 2, 2))
    assert "Kernel row 1, column 3 is 2" in text_of(shown, pointing("kernel", 0, 2))


@pytest.mark.parametrize("module", [formula, inflation])
def test_the_examples_in_the_docstrings_hold(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


def test_what_cannot_be_is_in_no_chart() -> None:
    axis = Axis(3, kernel=3)
    assert size_charts((axis, axis), Reading.DIRECT)[0].series[0].x == (1, 2, 3)
    with pytest.raises(SpecError):
        replace(axis, kernel=4)
