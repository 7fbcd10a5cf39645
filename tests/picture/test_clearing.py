"""Thin lines keep clear of words."""

from __future__ import annotations

from math import hypot

from hypothesis import given
from hypothesis import strategies as st

from app.content.lessons import preset
from app.picture.compose import compose
from app.picture.elements import Connector, Label, Picture, Weight
from app.picture.stage.clearing import parted
from app.state.scene import Lesson
from tests.measures import FixedMeasure
from tests.picture.showing import staged

MEASURE = FixedMeasure()
spots = st.floats(0, 400)
lines = st.builds(Connector, spots, spots, spots, spots)
labels = st.builds(
    Label, st.sampled_from(("as is", "computed on all cells")), spots, spots, st.just(12.0),
    anchor=st.sampled_from(("left", "centre", "right")), statement=st.just(True),
)  # fmt: skip


def in_letters(x: float, y: float, label: Label) -> bool:
    """Whether a point lies among a label's letters."""
    wide = MEASURE.width(label.text, label.size, label.weight)
    left = label.x - {"left": 0, "centre": wide / 2, "right": wide}[label.anchor]
    return left < x < left + wide and abs(y - label.y) < label.size / 2


def points(line: Connector) -> list[tuple[float, float]]:
    return [
        (line.x1 + share / 50 * (line.x2 - line.x1), line.y1 + share / 50 * (line.y2 - line.y1))
        for share in range(51)
    ]


@given(lines, st.lists(labels, max_size=3))
def test_no_piece_runs_through_a_statement(line: Connector, said: list[Label]) -> None:
    for piece in parted([line], said, MEASURE):
        assert not any(in_letters(x, y, label) for x, y in points(piece) for label in said)


@given(lines, st.lists(labels, max_size=3))
def test_what_is_left_out_lies_at_words(line: Connector, said: list[Label]) -> None:
    pieces = parted([line], said, MEASURE)
    if not any(in_letters(x, y, label) for x, y in points(line) for label in said):
        return
    kept = sum(hypot(piece.x2 - piece.x1, piece.y2 - piece.y1) for piece in pieces)
    assert kept <= hypot(line.x2 - line.x1, line.y2 - line.y1)


def test_a_line_far_from_words_stays_the_very_same() -> None:
    line = Connector(0, 0, 10, 200)
    assert parted([line], [Label("said", 100, 100, 12, statement=True)], MEASURE) == (line,)
    assert parted([line], [Label("name", 0, 100, 12, weight=Weight.BOLD)], MEASURE) == (line,)


def crossed(picture: Picture) -> list[str]:
    said = [label for label in picture.labels if label.statement]
    return [
        label.text for line in picture.connectors for label in said
        if any(in_letters(x, y, label) for x, y in points(line))
    ]  # fmt: skip


def test_a_lens_does_not_strike_out_what_is_said_below_a_photo() -> None:
    for lesson, key in ((Lesson.MATRIX, "photo"), (Lesson.TRANSPOSED, "digit"),
                        (Lesson.POINTWISE, "bottleneck")):  # fmt: skip
        picture = compose(staged(preset(lesson, key).build(), size=(561, 514)))
        assert picture.connectors
        assert not crossed(picture), key
