"""What stands on a handout, as text, and whether its answers are right."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.content.lessons import LESSONS, LessonInfo
from app.content.questions.catalogue import questions_of
from app.content.questions.question import FEW_TAPS
from app.core import SpecError
from app.picture.elements import Click, Panel, Picture, Role
from app.picture.readout.handout import Handout, figure_of, handout_of, usual_steps
from app.picture.readout.text import as_text
from app.state import player
from app.state.derive import Derivation, Stacked, derive
from app.state.requests import compute, request_of
from app.state.scene import Layer, Lesson, Parameters, Scene
from tests.content.test_code import scenes
from tests.measures import FixedMeasure
from tests.picture.showing import example
from tests.scenes import scene

ALL = [info for info in LESSONS if info.presets]


def made(shown: Scene, *steps: int) -> Handout:
    request = request_of(shown)
    result = None if request is None else compute(request)
    return handout_of(shown, steps or usual_steps(shown), result, FixedMeasure())


def answers(shown: Scene) -> dict[str, str]:
    return {question.text: question.answer for question in questions_of(derive(shown))}


def test_the_opening_example() -> None:
    shown = replace(example("literature"), step=4)
    assert made(shown, 0, 4, 8).text() == "\n".join(
        (
            "Convolution",
            "Nine windows, nine sums",
            "A 3 × 3 kernel on 5 × 5 numbers: check every product in your head.",
            "Input: literature 5×5, 5 × 5",
            "Kernel: Literature 3 × 3, 3 × 3",
            "Stride: 1",
            "Padding: 0",
            "Dilation: 1",
            "Output: 3 × 3",
            "Output size: ⌊(i + p + p − d·(k − 1) − 1) / s⌋ + 1",
            ": ⌊(5 + 0 + 0 − 1·(3 − 1) − 1) / 1⌋ + 1 = 3",
            "Step 1 (1, 1): 3·0 + 3·1 + 2·2 + 0·2 + 0·2 + 1·0 + 3·0 + 1·1 + 2·2  =  12",
            "Step 5 (2, 2): 0·0 + 1·1 + 3·2 + 1·2 + 2·2 + 2·0 + 0·0 + 0·1 + 2·2  =  17",
            "Step 9 (3, 3): 2·0 + 2·1 + 3·2 + 0·2 + 2·2 + 2·0 + 0·0 + 0·1 + 1·2  =  14",
            "What is the output's size with stride 2, and nothing else changed?",
            "Which input cells does output (2, 3) look at?",
            "Work out the number of output (2, 3).",
            "Which outputs does input cell (3, 3) reach?",
            "Which padding keeps the output as large as the input at stride 1?",
            "2 × 2",
            "rows 2, 3, 4 and columns 3, 4, 5",
            "19",
            "(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3), (3, 1), (3, 2), (3, 3)",
            "1 on every side",
        )
    )


@pytest.mark.parametrize("info", ALL, ids=lambda info: info.lesson.value)
def test_every_worked_example_has_a_handout(info: LessonInfo) -> None:
    for each in info.presets:
        handout = made(each.build())
        assert handout.title == info.title
        assert handout.subtitle == each.title
        assert handout.parameters
        assert handout.formulas
        assert handout.equations
        assert handout.questions, each.key


def test_the_usual_steps_are_the_first_the_middle_and_the_present_one() -> None:
    assert usual_steps(replace(example("literature"), step=7)) == (0, 4, 7)
    assert usual_steps(example("literature")) == (0, 4)


def test_padding_cells_are_told_apart() -> None:
    shown = scene(parameters=Parameters(padding=((3, 0), (0, 0)), dilation=(2, 1)))
    told = next(answer for text, answer in answers(shown).items() if "look at" in text)
    assert "of the padding" in told


# ---- answers against other ways to find them


@given(shown=scenes())
def test_the_answers_on_a_convolution(shown: Scene) -> None:
    output = _output(shown)
    told = answers(shown)
    for question, answer in told.items():
        place = re.search(r"\((\d+), (\d+)\)", question)
        if "Work out" in question and place is not None:
            cell = int(place[1]) - 1, int(place[2]) - 1
            assert float(answer.replace("−", "-")) == pytest.approx(float(output[cell]), rel=1e-5)
        if "size with stride" in question:
            stride = 1 if "stride 1" in question else 2
            changed = replace(shown.parameters, stride=(stride, stride))
            rows, columns = _output(replace(shown, parameters=changed)).shape
            assert answer == f"{rows} × {columns}"


@given(shown=scenes())
def test_the_outputs_that_an_input_reaches_are_those_that_change(shown: Scene) -> None:
    ones = np.ones(shown.kernel.shape, np.int64)
    shown = scene(shown.input.image.pixels.array, ones, parameters=shown.parameters)
    before = _output(shown)
    question, answer = next(item for item in answers(shown).items() if "does input cell" in item[0])
    row, column = (int(number) - 1 for number in re.findall(r"\d+", question)[:2])
    pixels = shown.input.image.pixels.array.copy()
    pixels[row, column] += 1
    after = _output(scene(pixels, ones, parameters=shown.parameters))
    changed = {f"({r + 1}, {c + 1})" for r, c in np.argwhere(before != after)}
    assume(len(changed) <= 9)
    assert set(re.findall(r"\(\d+, \d+\)", answer)) == changed


# ---- no page answers its own questions

SHEETS = [
    pytest.param(each.build(), id=f"{info.lesson.value}-{each.key}")
    for info in ALL
    for each in info.presets
    if derive(each.build()).is_toy
]
LARGE = re.compile(r"\d(?:,?\d){2,}")
"""Numbers of three digits and more: smaller ones stand on a page by chance."""


@pytest.mark.parametrize("shown", SHEETS)
@pytest.mark.parametrize("end", [False, True], ids=["as it opens", "at its last step"])
def test_the_page_does_not_answer_its_own_questions(shown: Scene, end: bool) -> None:
    """Neither the figure nor the equations give a cell that is asked for, wherever one stands."""
    at = player.at_step(shown, derive(shown).steps - 1) if end else shown
    derived, written = derive(at), usual_steps(at)
    request = request_of(at)
    result = None if request is None else compute(request)
    sheet = handout_of(at, written, result, FixedMeasure())
    figure = figure_of(at, sheet, result, FixedMeasure())
    for question in sheet.questions:
        assert not {*question.asks} & {at.step, *written}
        for step in question.asks:
            plane, row, column = derived.place(step)
            for panel in figure.panels:
                if panel.click is Click.STEP and panel.plane in (None, plane):
                    assert panel.value_at(row, column) is None, (question.text, panel.title)
                if panel.click is Click.ROW and panel.role is Role.OUTPUT:
                    assert panel.value_at(step, 0) is None, (question.text, panel.title)
                for at_row, at_column in _on_a_cut(panel, (plane, row, column), derived):
                    assert panel.value_at(at_row, at_column) is None, (question.text, panel.title)
    if at.lesson is not Lesson.GROUPED:  # there other layers have the same powers of two
        page = _page(sheet, figure)
        for question in (each for each in sheet.questions if not each.asks):
            decisive = [number.strip(",") for number in LARGE.findall(question.answer)][-1:]
            assert not {*decisive} & page, (question.text, question.answer)


def _on_a_cut(
    panel: Panel, place: tuple[int, int, int], derived: Derivation
) -> list[tuple[int, int]]:
    """The cells of a view across slices that show a result."""
    cut, here = panel.cut, derived.place(derived.scene.step)
    if panel.click is not Click.CUT or panel.role is not Role.OUTPUT or cut is None:
        return []
    (third,) = {0, 1, 2} - {cut.down, cut.across}
    if place[third] != here[third]:
        return []
    pairs = (cut.rows, cut.down), (cut.columns, cut.across)
    rows, columns = (np.flatnonzero(along == place[axis]).tolist() for along, axis in pairs)
    return [(row, column) for row in rows for column in columns]


def _page(sheet: Handout, figure: Picture) -> set[str]:
    """The large numbers that can be read on the page of the questions."""
    tables = (sheet.parameters, sheet.formulas, sheet.equations)
    told = [value for rows in tables for _, value in rows]
    told += [as_text(figure), *(label.text for label in figure.labels), sheet.subtitle, sheet.hint]
    return {number.strip(",") for text in told for number in LARGE.findall(text)}


def test_a_cell_whose_equation_is_written_out_is_not_asked_for() -> None:
    shown = example("literature")
    every = [made(shown, *range(first, 9)) for first in range(9)]
    asked = [[q for q in sheet.questions if q.text.startswith("Work out")] for sheet in every]
    assert [len(questions) for questions in asked] == [0, 0, 1, 1, 1, 1, 1, 1, 1]
    assert asked[2][0].text == "Work out the number of output (1, 2)."


@given(shown=scenes(), picked=st.sets(st.integers(0, 40)))
def test_whatever_steps_are_given_others_are_asked_for(shown: Scene, picked: set[int]) -> None:
    _output(shown)
    derived = derive(shown)
    given = {step for step in picked if step < derived.steps}
    asked = [step for question in questions_of(derived, given) for step in question.asks]
    assert not {*given, shown.step} & {*asked}
    if derived.is_toy and derived.taps <= FEW_TAPS:
        assert len(asked) == (len(given | {shown.step}) < derived.steps)


def test_at_the_last_step_the_cell_that_is_asked_for_is_left_out_of_the_figure() -> None:
    shown = player.at_step(example("literature"), 8)
    request = request_of(shown)
    assert request is not None
    result = compute(request)
    sheet = handout_of(shown, (0, 4), result, FixedMeasure())
    text = as_text(figure_of(shown, sheet, result, FixedMeasure()))
    assert "12 12 17\n10 17  ?\n 9  6 14" in text
    assert "19" not in text, "nor is it what the tint is measured by"


def _output(shown: Scene) -> NDArray[Any]:
    try:
        request = request_of(shown)
        assert request is not None
        return compute(request).output
    except SpecError:
        assume(False)
        raise


def test_a_stack_with_one_layer_more() -> None:
    base = next(info for info in LESSONS if info.lesson is Lesson.RECEPTIVE_FIELD)
    shown = replace(base.presets[0].build(), level=0, step=0)
    grown = replace(shown, stack=(*shown.stack, Layer()))
    told = next(answer for text, answer in answers(shown).items() if "One more layer" in text)
    derived = derive(grown)
    assert isinstance(derived, Stacked)
    stack = derived.stack
    assert told == " × ".join(str(field.size) for field in stack.fields(stack.levels - 1))
