"""Pointing at a cell: an output's window, an input's outputs, what a tap meets; pins."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.picture.elements import Outline, Picture, Tag, Veil, Veils, Weight
from app.picture.moment import Moment
from app.picture.stage.equation import copied
from app.picture.stage.focus import focus_of
from app.state import edits
from app.state.scene import PADDING_MODES, Detail, PaddingMode, Parameters, Scene
from app.state.view import Target, View
from tests.measures import FixedMeasure
from tests.picture.showing import (
    block,
    equation_of,
    example,
    picture_of,
    pointing,
    result_of,
    text_of,
)
from tests.scenes import changed, convolved, scene


def titles(text: str) -> list[str]:
    """The panels of a picture's text, in order."""
    names = ("Input", "Kernel", "Output", "Window", "Products", "Weights", "Adds")
    heads = (part.split("\n")[0].split("  ")[0] for part in text.split("\n\n")[1:])
    return [head for head in heads if head.startswith(names)]


def marked(picture: Picture, panel: str) -> set[tuple[int, int]]:
    """The cells of a panel, counted from 0, that are outlined as reached."""
    return {
        (round(mark.cells.y), round(mark.cells.x))
        for mark in picture.marks
        if isinstance(mark, Outline) and mark.panel == panel and mark.stroke.value == "reach"
    }


# ---- an output cell


def test_an_output_lights_its_window_up_and_the_equation_is_its_own() -> None:
    text = text_of(example("literature"), pointing("output", 1, 2))
    assert text.startswith("Pointed at: output row 2, column 3 is 19, the sum of 9 products.")
    assert block(text, "Input").endswith("step: 3 × 3 at (2, 3)")
    assert block(text, "Output").endswith("step: (2, 3)\nthin: (1, 1)"), "the step stays marked"
    assert block(text, "Window") == "Window  3 × 3\n1 3 1\n2 2 3\n0 2 2"
    assert equation_of(text).endswith("=  19\n(output (2, 3), exact)")


def test_pointing_at_the_step_itself_changes_nothing() -> None:
    shown = example("literature")
    assert text_of(shown, pointing("output", 0, 0)) == text_of(shown)


def test_a_pointed_output_shows_all_its_products_even_tap_by_tap() -> None:
    begun = replace(example("literature"), detail=Detail.TAP, tap=2)
    assert "·" in block(text_of(begun), "Products")
    assert "·" not in block(text_of(begun, pointing("output", 2, 2)), "Products")


# ---- an input cell


def test_an_input_lights_up_every_output_that_it_reaches_with_the_weights() -> None:
    text = text_of(example("literature"), pointing("input", 2, 2))
    assert text.startswith("Input row 3, column 3 is 2 and reaches 9 outputs.")
    every = "(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3)"
    assert block(text, "Input").endswith("reach: (3, 3)")
    assert block(text, "Kernel").endswith(f"reach: {every}")
    assert block(text, "Output").endswith(f"reach: {every}")
    assert titles(text) == ["Input", "Kernel", "Output", "Input cell", "Weights",
                            "Adds to the outputs"]  # fmt: skip
    assert block(text, "Weights") == "Weights  3 × 3\n2 1 0\n0 2 2\n2 1 0"
    assert block(text, "Adds") == "Adds to the outputs  3 × 3\n4 2 0\n0 4 4\n4 2 0"
    assert equation_of(text).split("\n") == [
        "input (3, 3) = 2   →(1, 1) 2·2   →(1, 2) 2·1   →(1, 3) 2·0",
        "→(2, 1) 2·0   →(2, 2) 2·2   →(2, 3) 2·2",
        "→(3, 1) 2·2   →(3, 2) 2·1   →(3, 3) 2·0",
        "(reaches 9 outputs)",
    ]


def test_a_weight_in_a_corner_is_no_wider_than_its_cell() -> None:
    rng = np.random.default_rng(3)
    shown = scene(rng.integers(0, 256, (7, 7)), rng.uniform(0.001, 0.1, (3, 3)))
    for size in ((870, 560), (1200, 700), (1500, 900)):
        picture = picture_of(shown, View(hover=Target("input", 3, 3)), size)
        tags = [mark for mark in picture.marks if isinstance(mark, Tag)]
        scale = picture.panel("output").scale
        letters = FixedMeasure()
        assert all(letters.width(t.text, t.size, Weight.BOLD) < 0.8 * scale for t in tags)
    assert {tag.panel for tag in tags} == {"output"}, "the largest has room for them"


def test_a_corner_reaches_one_output() -> None:
    text = text_of(example("literature"), pointing("input", 0, 0))
    assert text.startswith("Input row 1, column 1 is 3 and reaches 1 output.")
    assert equation_of(text) == "input (1, 1) = 3   →(1, 1) 3·0\n(reaches 1 output)"


def test_a_cell_without_a_window_says_so() -> None:
    text = text_of(example("floor"), pointing("input", 5, 0))
    assert text.startswith("Input row 6, column 1 is 1 and is used by no window.")
    assert equation_of(text) == "input (6, 1) = 1\n(no window covers this cell)"
    assert "Products" in text, "the close-up stays with the step"


def test_an_output_counts_once_however_often_the_padding_repeats_the_cell() -> None:
    padded = changed(edits.set_padding_mode(changed(edits.set_padding(scene(), 1)), "reflect"))
    text = text_of(padded, pointing("input", 1, 2))
    assert text.startswith("Input row 2, column 3 is 1 and reaches 9 outputs through 12 taps.")
    assert block(text, "Weights") == "Weights  3 × 3\n4 2 0\n0 2 2\n2 1 0"
    assert "→(1, 2) 1·(2 + 2)" in equation_of(text)
    tags = [mark for mark in picture_of(padded, pointing("input", 1, 2)).marks
            if isinstance(mark, Tag)]  # fmt: skip
    assert len({(tag.row, tag.column) for tag in tags}) == len(tags)


@given(
    row=st.integers(0, 4), column=st.integers(0, 4), stride=st.integers(1, 3),
    padding=st.integers(0, 3), mode=st.sampled_from(PADDING_MODES), dilation=st.integers(1, 2),
    flip=st.booleans(),
)  # fmt: skip
def test_what_an_input_adds_is_what_the_outputs_lose_without_it(
    row: int, column: int, stride: int, padding: int, mode: PaddingMode, dilation: int, flip: bool
) -> None:
    parameters = Parameters((stride,) * 2, (dilation,) * 2, ((padding,) * 2,) * 2, mode, 0, flip)
    pixels = np.arange(1, 26).reshape(5, 5)
    without = pixels.copy()
    without[row, column] = 0
    weights = [[1, -2, 3], [0, 5, 7], [-4, 6, 2]]
    one, other = (scene(cells, weights, parameters=parameters) for cells in (pixels, without))
    lost = result_of(one).output - result_of(other).output
    view = pointing("input", row, column)
    focus = focus_of(convolved(one), view, Moment(0))
    assert focus.scatter is not None
    added = np.zeros_like(lost)
    for gain in focus.scatter.gains:
        added[gain.row, gain.column] += gain.value
    assert added.tolist() == lost.tolist()
    assert marked(picture_of(one, view), "output") >= set(zip(*np.nonzero(lost), strict=True))


@given(row=st.integers(0, 2), column=st.integers(0, 2), out=st.integers(0, 8))
def test_both_directions_agree(row: int, column: int, out: int) -> None:
    shown = scene(step=out)
    window = convolved(shown).trace[out].window
    cell = window[0][row], window[1][column]
    assert divmod(out, 3) in marked(picture_of(shown, pointing("input", *cell)), "output")
    assert (row, column) in marked(picture_of(shown, pointing("input", *cell)), "kernel")


# ---- a kernel cell, and the close-up


def test_a_kernel_cell_shows_the_inputs_that_it_meets() -> None:
    text = text_of(changed(edits.set_stride(scene(), 2)), pointing("kernel", 0, 2))
    assert text.startswith(
        "Kernel row 1, column 3 is 2 and meets input row 1, column 3 in this step."
    )
    assert "met: (1, 3), (1, 5), (3, 3), (3, 5)" in block(text, "Input")
    for title in ("Kernel", "Window", "Products"):
        assert block(text, title).endswith("reach: (1, 3)")


def test_at_stride_1_a_kernel_cell_meets_a_block() -> None:
    picture = picture_of(scene(), pointing("kernel", 2, 0))
    veils = [mark for mark in picture.marks
             if isinstance(mark, Veils) and mark.kind is Veil.MET]  # fmt: skip
    assert [(r.y, r.x, r.height, r.width) for veil in veils for r in veil.cells] == [(2, 0, 3, 3)]


@pytest.mark.parametrize("panel", ["weights", "products"])
def test_the_close_up_points_at_the_kernel(panel: str) -> None:
    shown = scene(step=4)
    assert text_of(shown, pointing(panel, 1, 1)) == text_of(shown, pointing("kernel", 1, 1))


def test_the_close_ups_window_points_at_the_input_and_stays() -> None:
    text = text_of(scene(step=4), pointing("window", 0, 2))
    assert text.startswith("Input row 2, column 4 is 3 and reaches 4 outputs.")
    assert titles(text)[3:] == ["Window", "Kernel", "Products"], "the pointed panel stays"
    assert block(text, "Window").endswith("reach: (1, 3)")


# ---- pins


def test_a_pin_holds_while_nothing_else_is_pointed_at() -> None:
    shown = scene()
    pinned = View(pin=Target("input", 2, 2))
    assert text_of(shown, pinned) == text_of(shown, pointing("input", 2, 2))
    hovered = replace(pinned, hover=Target("output", 1, 1))
    assert text_of(shown, hovered) == text_of(shown, pointing("output", 1, 1))


@pytest.mark.parametrize("panel", ["cell", "fan-weights", "fan-out", "result", "gone"])
def test_a_panel_that_only_shows_leaves_the_pin(panel: str) -> None:
    pinned = View(pin=Target("input", 2, 2))
    over = replace(pinned, hover=Target(panel, 0, 0))
    assert text_of(scene(), over) == text_of(scene(), pinned)


@pytest.mark.parametrize("panel", ["input", "output", "kernel", "window", "weights", "products"])
def test_a_target_that_is_no_longer_there_is_not_shown(panel: str) -> None:
    assert text_of(scene(), pointing(panel, 40, 40)) == text_of(scene())


# ---- the equation on the clipboard


def copied_equation(shown: Scene, view: View | None = None) -> str:
    return copied(focus_of(convolved(shown), view or View(), Moment(shown.step, shown.tap)))


def test_the_copied_equation_has_all_its_digits() -> None:
    thirds = scene([[1, 2]], [[1 / 3, -0.5]], parameters=Parameters(bias=0.25))
    assert copied_equation(thirds) == (
        "1·0.3333333333333333 + 2·(−0.5) + 0.25 = −0.41666666666666674"
    )


def test_the_copied_equation_of_an_input_names_its_outputs() -> None:
    assert copied_equation(scene(), pointing("input", 0, 1)) == (
        "input (1, 2) = 3: output (1, 1) gets 3·1 = 3; output (1, 2) gets 3·0 = 0"
    )
