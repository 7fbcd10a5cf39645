"""Small charts: ticks at round numbers, and pixels in the theme's colours."""

from __future__ import annotations

import doctest
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage, QPainter

from app.paint import small_charts
from app.paint.painter import Artist
from app.paint.small_charts import _ticks, _words, paint_small_chart
from app.paint.theme import DARK, LIGHT, Theme
from app.picture.elements import Chart, PlacedChart, Rect, Role, Series
from tests.paint.painting import painted as painted_picture
from tests.paint.painting import picture

LINE = Series("height", Role.OUTPUT, (1, 2, 3, 4), (8, 4, 3, 2))
HERE = Series("", Role.STEP, (2,), (4,))
CHART = Chart("o by stride s", "", "", (LINE, HERE))


def painted(theme: Theme, chart: Chart = CHART) -> QImage:
    image = QImage(240, 140, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.ground))
    with QPainter(image) as painter:
        paint_small_chart(painter, PlacedChart(Rect(0, 0, 240, 140), chart, 11), theme)
    return image


def colours(image: QImage) -> set[str]:
    spots = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return {image.pixelColor(x, y).name() for x, y in spots}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_line_and_the_point_where_the_scene_is(theme: Theme) -> None:
    assert {theme.ground, theme.output, theme.step, theme.line} <= colours(painted(theme))


@pytest.mark.usefixtures("qapp")
def test_a_chart_of_a_single_size_is_painted_too() -> None:
    alone = Chart("o by kernel k", "", "", (Series("", Role.STEP, (1,), (1,)),))
    assert LIGHT.step in colours(painted(LIGHT, alone))


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("top", [3e13, 1e17, 1e200])
def test_a_chart_of_huge_values_is_painted_too(top: float) -> None:
    huge = Chart("% by frequency", "", "", (Series("", Role.INPUT, (1, 2, 3), (0, top, top / 2)),))
    assert LIGHT.input in colours(painted(LIGHT, huge))


@given(st.integers(0, 20), st.integers(1, 8000), st.floats(1, 20))
def test_ticks_are_round_within_the_range_and_not_too_many(
    low: int, span: int, most: float
) -> None:
    ticks = _ticks(low, low + span, most)
    assert all(low <= tick <= low + span and tick == int(tick) for tick in ticks)
    assert len(ticks) <= max(2, most)


@pytest.mark.usefixtures("qapp")
def test_a_chart_is_painted_anew_only_when_it_differs() -> None:
    artist = Artist(LIGHT)
    image = QImage(240, 140, QImage.Format.Format_RGB32)
    pixmaps = []
    for chart in (CHART, Chart("o by stride s", "", "", (LINE, HERE)), Chart("", "", "", (LINE,))):
        with QPainter(image) as painter:
            artist._chart(painter, 0, PlacedChart(Rect(0, 0, 240, 140), chart, 11))
        pixmaps.append(artist._charts[0].pixmap)
    assert pixmaps[0] is pixmaps[1]
    assert pixmaps[2] is not pixmaps[1]


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("left", [5, 6.4, 7])
def test_a_chart_lies_on_whole_pixels_of_any_screen(left: float) -> None:
    spots = []
    for x in (4, left):
        chart = PlacedChart(Rect(x, 5, 160, 120), CHART, 11)
        shown = painted_picture(replace(picture(), charts=(chart,)), Artist(LIGHT), 1.5)
        start = round(1.5 * x)
        spots.append(shown[8 : 8 + 180, start : start + 240])
    assert (spots[0] == spots[1]).all()


def test_the_examples_in_the_docstrings_hold() -> None:
    assert doctest.testmod(small_charts).failed == 0


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(("width", "lines"), [(300, 1), (130, 2)])
def test_names_of_lines_go_under_the_title_where_the_chart_is_narrow(
    width: int, lines: int
) -> None:
    both = tuple(replace(LINE, name=name) for name in ("nearest", "transposed"))
    chart = replace(CHART, title="% by frequency", series=both)
    words = _words(PlacedChart(Rect(10, 20, width, 140), chart, 11), LIGHT)
    assert [word.text for word in words] == ["% by frequency", "nearest", "transposed"]
    assert len({word.y for word in words}) == lines
    assert all(10 <= word.x < 10 + width for word in words)


@pytest.mark.usefixtures("qapp")
def test_a_chart_without_room_is_left_out() -> None:
    bare = picture()
    image = QImage(200, 160, QImage.Format.Format_RGB32)
    with QPainter(image) as painter:
        flat = PlacedChart(Rect(4, 4, 20, 0.2), CHART, 9)
        Artist(LIGHT).paint(replace(bare, charts=(flat,)), painter)
    assert colours(image) == {LIGHT.ground}
