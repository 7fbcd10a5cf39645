"""While a result is to be predicted it is nowhere on the stage, whichever the lesson."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import numpy as np
import pytest

from app.content.lessons import LESSONS, LessonInfo, preset
from app.core.trace import Trace, summed
from app.picture.compose import compose, copied_equation
from app.picture.concealed import ANSWERS, Told, conceal
from app.picture.elements import Panel, Picture, Role, Weight
from app.picture.readout.copied import part_of, tab_separated
from app.picture.readout.text import as_text
from app.picture.stage.given import AnyStage
from app.state import player
from app.state.channels.pixel import pixel_product
from app.state.derive import derive
from app.state.prediction import Level, Prediction, asked, obstacle
from app.state.result import Result
from app.state.scene import Detail, Lesson, Mapping, Reveal, Scene
from app.state.turned.requests import Ways
from app.state.view import Target, View
from tests.picture.showing import block, equation_of, staged
from tests.picture.test_every_panel import under_the_pointer
from tests.scenes import scene

ASKED = [info for info in LESSONS if not obstacle(derive(info.presets[0].build()))]
lessons = pytest.mark.parametrize("info", ASKED, ids=lambda info: info.lesson.value)
levels = pytest.mark.parametrize("level", Level, ids=lambda level: level.value)
FAR = 20
"""Added to every result: where a picture stays the same, it does not depend on them."""
HONEST = {
    "request", "input_histogram", "output_histogram", "agreement", "difference", "furthest",
    "changed", "error",
}  # fmt: skip
"""Of a result, what is said of it and not what comes out."""


def predicting(
    of: Scene, prediction: Prediction | None = None, view: View | None = None
) -> AnyStage:
    return replace(staged(of, view), prediction=prediction or Prediction())


def seen(of: Scene, prediction: Prediction | None = None, view: View | None = None) -> Picture:
    return compose(predicting(of, prediction, view))


def read(of: Scene, prediction: Prediction | None = None, view: View | None = None) -> str:
    return as_text(seen(of, prediction, view))


def literature(step: int = 4, **changes: Any) -> Scene:
    return replace(
        player.at_step(preset(Lesson.CONVOLUTION, "literature").build(), step), **changes
    )


# ---- what is seen


def test_the_sum_is_hidden_and_the_products_stay() -> None:
    text = read(literature())
    assert text.startswith("Step 5 of 9: predict output row 2, column 2, the sum of 9 products.")
    assert block(text, "Output").startswith("Output  3 × 3\n? ? ?\n? ? ?\n? ? ?")
    assert block(text, "Products") == "Products  3 × 3\n0 1 6\n2 4 0\n0 0 4"
    assert equation_of(text).endswith("0·1 + 2·2  =  ?\n(output (2, 2), exact)")
    assert "tinted by size" not in text, "how full a cell can be says how large a result is"


def test_products_are_hidden_too_where_that_is_wanted() -> None:
    text = read(literature(), Prediction(Level.PRODUCTS))
    assert block(text, "Products") == "Products  3 × 3\n? ? ?\n? ? ?\n? ? ?"
    assert block(text, "Window") == "Window  3 × 3\n0 1 3\n1 2 2\n0 0 2"
    assert equation_of(text).startswith("0·0 + 1·1")


def test_what_is_known_is_shown_and_the_others_are_not() -> None:
    text = read(literature(), Prediction(known=frozenset({0, 4})))
    assert block(text, "Output").startswith("Output  3 × 3\n12  ?  ?\n ? 17  ?\n ?  ?  ?")
    assert "=  17\n" in text
    assert text.startswith("Step 5 of 9: output row 2, column 2 is 17, the sum of 9 products.")


@pytest.mark.parametrize("reveal", Reveal)
def test_it_makes_no_difference_how_the_output_appears(reveal: Reveal) -> None:
    assert "? ? ?\n? ? ?" in block(read(literature(reveal=reveal)), "Output")


@pytest.mark.parametrize("mapping", [each for each in Mapping if each is not Mapping.CLIPPED])
def test_no_mapping_tells_the_range(mapping: Mapping) -> None:
    plain = as_text(compose(staged(literature(mapping=mapping))))
    hidden = read(literature(mapping=mapping))
    assert "19" in plain.replace(block(plain, "Output"), "")
    assert "19" not in hidden


def test_tap_by_tap_no_sum_so_far_is_told() -> None:
    text = read(literature(detail=Detail.TAP, tap=7))
    assert text == read(literature())


def test_the_sum_of_folded_channels_is_hidden_with_their_products() -> None:
    of = preset(Lesson.GROUPED, "two").build()
    narrow = replace(predicting(of), width=560.0, height=520.0)
    sums = compose(narrow)
    products = compose(replace(narrow, prediction=Prediction(Level.PRODUCTS)))

    def beside(picture: Picture) -> list[str]:
        (folded,) = [label for label in picture.labels if label.text.endswith("together")]
        return [label.text for label in picture.labels if label.y == folded.y]

    assert beside(sums)[0].lstrip("−").isdecimal(), "a sum of some products, like those above it"
    assert beside(products)[0] == "?"


def test_a_single_product_is_the_answer() -> None:
    of = scene([[1, 2], [3, 4]], [[5]])
    assert block(read(of), "Products") == "Products\n?"


def test_the_copied_equation_and_panel_are_those_that_are_shown() -> None:
    stage = predicting(literature(), Prediction(known=frozenset({0})))
    assert "2·2  =  ?" in copied_equation(stage)
    part = part_of(compose(stage), "output")
    assert part is not None
    assert tab_separated(part) == "12\t\t\n\t\t\n\t\t"
    many = predicting(preset(Lesson.MULTI_CHANNEL, "toy").build())
    assert "=  ?" in copied_equation(many)


def test_pointing_at_another_output_does_not_tell_it() -> None:
    pointed = View(hover=Target("output", 1, 2))
    text = read(literature(), None, pointed)
    assert text.startswith("Pointed at: this result is not known yet.")
    assert "=  ?" in equation_of(text)
    told = read(literature(), Prediction(known=frozenset({5})), pointed)
    assert told.startswith("Pointed at: output row 2, column 3 is 19")
    assert "=  19" in equation_of(told)


def test_pointing_at_what_is_not_known_beside_a_known_step() -> None:
    known = Prediction(known=frozenset({4}))
    assert "=  ?" in equation_of(read(literature(), known, View(hover=Target("output", 1, 2))))
    assert "=  17" in equation_of(read(literature(), known, View(hover=Target("kernel", 1, 2))))


def test_the_plot_of_a_signal_holds_the_known_samples_only() -> None:
    of = preset(Lesson.LINE, "three-weights").build()
    stems = [
        len(plot.x)
        for plot in seen(of, Prediction(known=frozenset({0, 3}))).plots
        if plot.panel == "output" and plot.role is Role.OUTPUT
    ]
    assert stems == [2]
    labels = {label.text for label in seen(of).labels}
    assert "11" in {label.text for label in compose(staged(of)).labels}
    assert "11" not in labels, "the scale ends at the largest result"


def test_a_photo_asks_with_one_question() -> None:
    of = preset(Lesson.CONVOLUTION, "edges").build()
    picture = seen(of)
    output = picture.panel("output")
    questions = [label for label in picture.labels if label.text == "?"]
    assert [output.rect.contains(label.x, label.y) for label in questions].count(True) == 1
    assert "values" not in block(as_text(picture), "Output")


def test_of_a_relu_one_number_is_asked_and_the_sum_before_it_is_hidden() -> None:
    of = preset(Lesson.POINTWISE, "relu").build()
    text = read(of)
    assert "=  Σ   →   max(0, Σ)  =  ?" in equation_of(text)
    assert text.split("\n")[0].endswith("plus the bias 1, after the ReLU.")
    assert block(text, "Sum").startswith("Sum\n·\n·"), "what is not asked for is left out"
    assert block(text, "max(0, ·)").startswith("max(0, ·)\n?\n?")
    known = read(of, Prediction(known=frozenset({0})))
    assert "=  −1   →   max(0, −1)  =  0" in equation_of(known)
    assert block(known, "Sum").startswith("Sum\n−1\n ·")


def test_what_is_hidden_goes_by_what_panels_say_and_not_by_their_names() -> None:
    """A new lesson needs no line where answers are hidden."""
    for info in ASKED:
        stage = predicting(info.presets[0].build())
        plain = compose(replace(stage, prediction=None))
        names = {panel.key: f"another-{number}" for number, panel in enumerate(plain.panels)}
        renamed = replace(
            plain,
            panels=tuple(replace(panel, key=names[panel.key]) for panel in plain.panels),
            marks=tuple(replace(mark, panel=names[mark.panel]) for mark in plain.marks),
            plots=tuple(replace(plot, panel=names[plot.panel]) for plot in plain.plots),
            place=replace(plain.place, panel=names[plain.place.panel]),
        )
        derived = asked(stage.derived)
        told = Told(here=True, sentence=True, target=None, measure=stage.measure)
        seen_ = [conceal(each, derived, Prediction(Level.PRODUCTS), told)
                 for each in (plain, renamed)]  # fmt: skip
        one, two = ([(panel.revealed, panel.held is None) for panel in each.panels]
                    for each in seen_)  # fmt: skip
        assert one == two
        assert {label.text for label in seen_[0].labels} == {
            label.text for label in seen_[1].labels
        }


def test_what_the_second_of_two_passes_reads_is_there() -> None:
    first = preset(Lesson.SPATIALLY_SEPARABLE, "sobel").build()
    second = player.at_step(first, 15)
    assert "?" in block(read(first), "Intermediate")
    assert "?" not in block(read(second), "Intermediate")
    assert "?" in block(read(second), "Output")


@pytest.mark.parametrize("lesson", [Lesson.RECEPTIVE_FIELD, Lesson.OVERLAP, Lesson.ARTEFACTS])
def test_a_lesson_without_a_sum_is_left_alone(lesson: Lesson) -> None:
    info = next(info for info in LESSONS if info.lesson is lesson)
    stage = staged(info.presets[0].build(), pending=True)
    assert as_text(compose(replace(stage, prediction=Prediction()))) == as_text(compose(stage))


# ---- every lesson


@lessons
@levels
def test_no_cell_label_or_sentence_holds_the_result(info: LessonInfo, level: Level) -> None:
    of = info.presets[0].build()
    for step in (0, derive(of).steps - 1):
        picture = seen(player.at_step(of, step), Prediction(level))
        answers = [panel for panel in picture.panels if is_answer(panel, picture)]
        assert answers
        assert all(value is None for panel in answers for value in values(panel))
        assert picture.equation is not None
        tokens = [token for line in picture.equation.lines for token in line]
        assert [token.text for token in tokens if token.role is Role.OUTPUT][-1] == "?"
        assert not any(token.full for token in tokens if token.role is Role.OUTPUT)
        asks = r"Step [\d,]+ of [\d,]+: predict .+, (the sum of \d+ products|one product)"
        assert re.match(asks, picture.spoken)
        bold = {label.text for label in picture.labels
                if label.role is Role.OUTPUT and label.weight is Weight.BOLD
                and not label.statement}  # fmt: skip
        assert bold <= {"?"}


@lessons
def test_the_answer_is_shown_once_it_is_known(info: LessonInfo) -> None:
    of = info.presets[0].build()
    known = seen(of, Prediction(known=frozenset({of.step})))
    plain = compose(staged(of))
    assert known.spoken == plain.spoken
    assert known.equation is not None
    assert plain.equation is not None
    assert known.equation.lines == plain.equation.lines


@lessons
@levels
def test_the_picture_does_not_depend_on_the_results(
    info: LessonInfo, level: Level, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results that are all wrong by far give the same picture, wherever one points."""
    of = player.at_step(info.presets[0].build(), 0)
    honest = staged(of)
    targets = under_the_pointer(compose(honest))
    views = (View(), *(View(hover=target) for target in targets.values()))
    plain = as_text(compose(honest))
    before = [written(compose(replace(honest, view=view, prediction=Prediction(level))))
              for view in views]  # fmt: skip
    wrong = replace(honest, derived=derive(of), result=shifted(honest.result))
    lie(monkeypatch)
    wrong.derived.__dict__.pop("step", None)
    after = [written(compose(replace(wrong, view=view, prediction=Prediction(level))))
             for view in views]  # fmt: skip
    assert as_text(compose(wrong)) != plain, "the lie is seen where nothing is hidden"
    assert dict(zip(views, after, strict=True)) == dict(zip(views, before, strict=True))


def written(picture: Picture) -> str:
    """Everything that can be read on a picture."""
    return "\n".join((as_text(picture), *(label.text for label in picture.labels)))


def lie(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the sum of every step that is made from now on wrong."""

    def wrongly_summed(*given: Any) -> Any:
        products, total = summed(*given)[:3], summed(*given)[3]
        return *products, total + FAR

    def wrong_product(*given: Any) -> Any:
        honest = pixel_product(*given)
        return replace(honest, sums=honest.sums + FAR, results=honest.results + FAR)

    monkeypatch.setattr("app.core.trace.summed", wrongly_summed)
    monkeypatch.setattr("app.core.stamps.summed", wrongly_summed)
    monkeypatch.setattr("app.picture.pointwise.compose.pixel_product", wrong_product)
    monkeypatch.setattr(Trace, "_step", Trace._made)


def shifted(value: Any) -> Any:
    """A result with every array moved far away, what agrees with what aside."""
    if isinstance(value, np.ndarray):
        return value + FAR
    if isinstance(value, tuple):
        return tuple(map(shifted, value))
    if isinstance(value, Result | Ways):
        made: Any = value
        moved = {field.name: shifted(getattr(value, field.name))
                 for field in fields(made) if field.name not in HONEST}  # fmt: skip
        return replace(made, **moved)
    return value


def is_answer(panel: Panel, picture: Picture) -> bool:
    """Whether steps fill a panel's cells, and the present step does not read them."""
    reads = any(each.key == "window" and each.role is Role.OUTPUT for each in picture.panels)
    filled = panel.role is Role.OUTPUT and panel.click in ANSWERS
    return filled and (panel.key.startswith("output") or not reads)


def values(panel: Panel) -> Iterator[Any]:
    rows, columns = panel.shape
    return (panel.value_at(row, column) for row in range(rows) for column in range(columns))
