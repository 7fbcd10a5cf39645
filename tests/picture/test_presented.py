"""The lessons in front of a class: nothing tiny, nothing cut, no words over other words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations

import pytest
from PySide6.QtWidgets import QApplication

from app.content.lessons import LESSONS, preset
from app.paint.fonts import FontMeasure
from app.picture.compose import compose
from app.picture.elements import Panel, Picture, Rect, Tag
from app.state import player
from app.state.requests import Result, compute, request_of
from app.state.scene import Lesson, Scene
from app.state.turned.choices import Walk
from tests.picture.showing import Size, staged

SCREENS = ((1024, 768), (1366, 768), (1920, 1080))
SHOWN = (
    Lesson.MATRIX, Lesson.TRANSPOSED, Lesson.OVERLAP, Lesson.ARTEFACTS, Lesson.ARITHMETIC,
    Lesson.RECEPTIVE_FIELD, Lesson.CONVOLUTION, Lesson.LINE, Lesson.DILATED,
    Lesson.SPATIALLY_SEPARABLE,
)  # fmt: skip
EXAMPLES = [
    (info.lesson, each.key) for info in LESSONS if info.lesson in SHOWN for each in info.presets
]
MEASURE = FontMeasure()
DIGIT_HEIGHT = 0.73
"""Of the bundled font's digits, in sizes of the letters."""


@cache
def shown(lesson: Lesson, key: str) -> tuple[Scene, Result | None]:
    """An example in the middle of its steps, with its whole result."""
    scene = preset(lesson, key).build()
    scene = player.seek(scene, max(0, player.length(scene) // 2 - 1))
    request = request_of(scene)
    return scene, None if request is None else compute(request)


def presented(scene: Scene, result: Result | None, size: Size) -> Picture:
    stage = staged(scene, size=size, pending=True, presenting=True, measure=MEASURE)
    return compose(replace(stage, result=result))


def words(picture: Picture) -> Iterator[tuple[str, Rect, float]]:
    """Every piece of text with its box and its letters' size."""
    for label in picture.labels:
        wide = MEASURE.width(label.text, label.size, label.weight)
        left = label.x - {"left": 0.0, "centre": 0.5, "right": 1.0}[label.anchor] * wide
        yield label.text, Rect(left, label.y - 0.4 * label.size, wide, 0.8 * label.size), label.size
    tokens = [
        (token, x, line.y, line.size)
        for line in picture.lines
        for token, x in zip(line.tokens, line.places, strict=True)
    ]
    if picture.equation is not None:
        *places, note = picture.equation.places
        tokens += [(token, x, y, picture.equation.size) for x, y, token in places]
        tokens.append((note[2], note[0], note[1], picture.equation.note_size))
    for token, x, y, size in tokens:
        text = token.text.strip()
        yield text, Rect(x, y - 0.4 * size, MEASURE.width(text, size), 0.8 * size), size


def is_cut(box: Rect, size: Size) -> bool:
    """Whether a box leaves the stage by more than a pixel."""
    return min(box.x, box.y) < -1 or box.right > size[0] + 1 or box.bottom > size[1] + 1


def meet(one: Rect, other: Rect) -> bool:
    """Whether two boxes overlap by more than an edge."""
    common = one.intersected(other)
    return common.width > 2 and common.height > 2


def inked(panel: Panel) -> Rect:
    """The pixels of a panel's cells; the room beside cells that stand apart is free."""
    cells = panel.to_pixels(panel.visible)
    return Rect(cells.x, panel.rect.y, cells.width, panel.rect.height)


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize(("lesson", "key"), EXAMPLES)
def test_a_lesson_can_be_read_from_the_back_of_a_room(
    qapp: QApplication, lesson: Lesson, key: str, size: Size
) -> None:
    picture = presented(*shown(lesson, key), size)
    least = 0.02 * size[1] - 0.01
    pieces = [piece for piece in words(picture) if piece[0]]
    assert [text for text, _, letters in pieces if letters < least] == []
    assert [p.key for p in picture.panels if p.numbers and p.numbers < least] == []
    assert [m.text for m in picture.marks if isinstance(m, Tag) and m.size < least] == []
    assert [c.chart.title for c in picture.charts if c.letters < least] == []
    assert [text for text, box, _ in pieces if is_cut(box, size)] == []
    both = combinations(pieces, 2)
    assert [(one[0], other[0]) for one, other in both if meet(one[1], other[1])] == []
    hidden = [
        (panel.key, text)
        for panel in picture.panels
        for text, box, _ in pieces
        if panel.key != "result" and meet(box, inked(panel))
    ]
    assert hidden == []


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize(
    ("lesson", "key"),
    [
        (Lesson.CONVOLUTION, "literature"),
        (Lesson.CONVOLUTION, "same-padding"),
        (Lesson.CONVOLUTION, "edges"),
        (Lesson.LINE, "three-weights"),
        (Lesson.ARITHMETIC, "floor"),
        (Lesson.SPATIALLY_SEPARABLE, "sobel"),
    ],
)
def test_the_numbers_of_a_lesson_are_large_where_they_have_room(
    qapp: QApplication, lesson: Lesson, key: str, size: Size
) -> None:
    picture = presented(*shown(lesson, key), size)
    sizes = {panel.key: panel.numbers for panel in picture.panels if panel.numbers}
    assert len(sizes) >= 3
    assert {key for key, letters in sizes.items() if letters < 0.03 * size[1]} == set()


MATRICES = ("classic", "back", "figure-2-2", "figure-2-3", "figure-2-5", "figure-2-6")


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("key", MATRICES)
def test_the_rows_of_a_matrix_round_the_step_are_large(
    qapp: QApplication, key: str, size: Size
) -> None:
    picture = presented(*shown(Lesson.MATRIX, key), size)
    matrix, header, column = (picture.panel(name) for name in ("matrix", "operand", "column"))
    asked = 0.0255 if size == (1024, 768) else 0.03  # twenty-five columns are many for 4:3
    assert min(panel.numbers for panel in (matrix, header, column)) >= asked * size[1]
    step = picture.place.cells
    number = step.y * picture.panel("output").shape[1] + step.x
    assert matrix.visible.contains(0.5, number + 0.5)
    assert (column.visible.y, column.visible.height) == (matrix.visible.y, matrix.visible.height)
    assert (column.rect.y, column.rect.bottom) == (matrix.rect.y, matrix.rect.bottom)
    rows, columns = matrix.shape
    assert matrix.visible.width == columns
    if matrix.visible.height < rows:
        first, last = matrix.visible.y + 1, matrix.visible.bottom
        assert f"rows {first:.0f} to {last:.0f}" in matrix.caption


@pytest.mark.parametrize("size", SCREENS)
def test_the_weights_stand_in_the_corners_of_the_window(qapp: QApplication, size: Size) -> None:
    picture = presented(*shown(Lesson.CONVOLUTION, "literature"), size)
    tags = [mark for mark in picture.marks if isinstance(mark, Tag)]
    panel = picture.panel("input")
    assert len(tags) == 9
    assert panel.scale / 2 >= DIGIT_HEIGHT * panel.numbers / 2 + tags[0].size


@pytest.mark.parametrize("size", SCREENS)
def test_what_a_stamp_adds_leaves_the_digits_free(qapp: QApplication, size: Size) -> None:
    scene, result = shown(Lesson.TRANSPOSED, "literature")
    walk = replace(scene, transposed=replace(scene.transposed, walk=Walk.INPUT), step=2)
    picture = presented(walk, result, size)
    assert picture.panel("stamps").numbers
    for mark in picture.marks:
        if isinstance(mark, Tag):
            panel = picture.panel(mark.panel)
            assert panel.scale / 2 >= DIGIT_HEIGHT * panel.numbers / 2 + mark.size


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("key", ["literature", "stride-2", "figure-4-6"])
def test_the_rows_of_the_turned_matrix_round_the_step_are_large(
    qapp: QApplication, key: str, size: Size
) -> None:
    picture = presented(*shown(Lesson.TRANSPOSED, key), size)
    matrix, operand, column = (picture.panel(name) for name in ("matrix", "operand", "column"))
    assert min(panel.numbers for panel in (matrix, operand)) >= 0.03 * size[1]
    assert column.numbers >= 0.0228 * size[1]
    step = picture.place.cells
    number = step.y * picture.panel("output").shape[1] + step.x
    assert matrix.visible.contains(matrix.visible.x + 0.5, number + 0.5)
    assert (operand.visible.y, operand.visible.height) == (matrix.visible.x, matrix.visible.width)
    assert (column.visible.y, column.visible.height) == (matrix.visible.y, matrix.visible.height)
    assert picture.panel("output").numbers


@pytest.mark.parametrize("size", SCREENS)
def test_a_kernel_of_fractions_has_digits_in_every_cell(size: Size) -> None:
    """Fewer decimals rather than none."""
    scene, _ = shown(Lesson.CONVOLUTION, "blur")
    stage = staged(scene, size=size, pending=True, presenting=True, measure=MEASURE)
    picture = compose(stage)
    assert picture.panel("kernel").numbers >= 0.02 * size[1]
    assert picture.panel("products").numbers >= 0.02 * size[1]
