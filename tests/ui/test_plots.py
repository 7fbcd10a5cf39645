"""The plots as a user sees them: fold, unfold, choose a line, follow the step."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGraphicsTextItem
from pytestqt.qtbot import QtBot

from app.paint.charts import Canvas
from app.paint.theme import DARK, LIGHT, Theme
from app.picture.elements import Chart, Role, Series
from app.services.background.results import Results
from app.services.store import Store
from app.state.player import seek
from app.state.requests import request_of
from app.ui.plots import Plots
from tests.scenes import scene

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def plots(qtbot: QtBot) -> Iterator[Plots]:
    store, results = Store(scene(step=4)), Results()
    results.ask(request_of(store.scene))
    panel = Plots(store, results)
    store.setParent(panel)
    qtbot.addWidget(panel)
    panel.resize(800, 200)
    yield panel
    results.close()


def store_of(panel: Plots) -> Store:
    store = panel.findChild(Store)
    assert isinstance(store, Store)
    return store


def shown(panel: Plots) -> list[str]:
    """The names of all series, chart by chart."""
    assert panel.charts is not None
    return [series.name for chart in panel.charts for series in chart.series]


def test_it_begins_folded_and_unfolds_at_a_click(qtbot: QtBot, plots: Plots) -> None:
    assert not plots.unfolded
    folded = plots.height()
    with qtbot.waitSignal(plots.unfolded_changed) as told:
        QTest.mouseClick(plots.toggle, LEFT)
    assert told.args == [True]
    assert plots.height() > 4 * folded
    assert shown(plots) == ["input", "output", "input row 3", "output row 2"]
    QTest.mouseClick(plots.toggle, LEFT)
    assert plots.height() == folded


def test_the_profile_follows_row_or_column(plots: Plots) -> None:
    plots.set_unfolded(True)
    QTest.mouseClick(plots.along_column, LEFT)
    assert shown(plots)[2:] == ["input column 3", "output column 2"]
    QTest.mouseClick(plots.along_row, LEFT)
    assert shown(plots)[2:] == ["input row 3", "output row 2"]


def test_the_charts_follow_the_step(qtbot: QtBot, plots: Plots) -> None:
    plots.set_unfolded(True)
    store = store_of(plots)
    store.step_to(seek(store.scene, 8))
    qtbot.waitUntil(lambda: shown(plots)[3] == "output row 3")
    assert plots.charts is not None
    assert [chart.marker for chart in plots.charts] == [14, 4]


def test_folded_it_computes_nothing(plots: Plots) -> None:
    store = store_of(plots)
    store.step_to(seek(store.scene, 8))
    assert plots.charts is None


def test_pyqtgraph_is_loaded_at_the_first_unfolding_and_not_before() -> None:
    program = "import sys, app.ui.plots; print('pyqtgraph' in sys.modules)"
    root = Path(__file__).resolve().parents[2]
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "False"


# ---- its colours


def painted(qtbot: QtBot, chart: Chart, theme: Theme) -> QImage:
    from app.paint.charts import Canvas  # noqa: PLC0415

    canvas = Canvas(theme)
    qtbot.addWidget(canvas)
    canvas.resize(400, 180)
    canvas.plot.show_chart(chart)
    image: QImage = canvas.grab().toImage()
    return image


def colours(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())
    }


@pytest.mark.parametrize("theme", [LIGHT, DARK])
def test_a_chart_is_painted_in_the_theme_s_colours(qtbot: QtBot, theme: Theme) -> None:
    line = Series("output", Role.OUTPUT, tuple(range(100)), tuple(range(100)))
    image = painted(qtbot, Chart("Profile", "x", "y", (line,), marker=50), theme)
    seen = colours(image)
    assert image.pixelColor(399, 0).name() == theme.paper
    assert {theme.output, theme.step} <= seen


def test_a_chart_without_values_is_painted_too(qtbot: QtBot) -> None:
    gap = Series("input", Role.INPUT, (1.0, 2.0), (float("nan"), float("nan")))
    assert LIGHT.paper in colours(painted(qtbot, Chart("Values", "x", "y", ()), LIGHT))
    assert LIGHT.paper in colours(painted(qtbot, Chart("Profile", "x", "y", (gap,)), LIGHT))


@pytest.mark.parametrize(
    ("shares", "cut"),
    [((97.0, 2.0, 1.0), 2.6), ((60.0, 25.0, 15.0), None), ((100.0, 0.0), None), ((100.0,), None)],
)
def test_a_bar_that_towers_over_all_others_is_cut_off(
    shares: tuple[float, ...], cut: float | None
) -> None:
    from app.paint.charts import ceiling  # noqa: PLC0415

    edges = tuple(map(float, range(len(shares) + 1)))
    bars = Series("output", Role.OUTPUT, edges, shares, bars=True)
    assert ceiling(Chart("Values", "value", "%", (bars,))) == cut


@pytest.mark.parametrize(
    ("value", "spacing", "text"),
    [
        (-40.0, 20.0, "−40"), (-1e-17, 0.5, "0.0"), (-0.0, 5.0, "0"), (0.3, 0.1, "0.3"),
        (99_000.0, 1_000.0, "99000"), (6e6, 2e6, "6·10⁶"), (-2.5e10, 5e9, "−2.5·10¹⁰"),
    ],
)  # fmt: skip
def test_numbers_at_an_axis_are_written_as_on_the_stage(
    value: float, spacing: float, text: str
) -> None:
    from app.paint.charts import Scale  # noqa: PLC0415

    assert Scale("left").tickStrings([value], 1.0, spacing) == [text]


def test_the_line_above_names_only_what_has_a_name(qtbot: QtBot) -> None:
    from app.paint.charts import Canvas  # noqa: PLC0415

    canvas = Canvas(LIGHT)
    qtbot.addWidget(canvas)
    line, bars = (Series(name, Role.OUTPUT, (1.0, 2.0), (1.0, 2.0)) for name in ("output", ""))
    words = next(item for item in canvas.plot.childItems() if isinstance(item, QGraphicsTextItem))
    canvas.plot.show_chart(Chart("Counts", "x", "y", (bars,)))
    assert words.toPlainText() == "Counts"
    canvas.plot.show_chart(Chart("Counts", "x", "y", (line,)))
    assert words.toPlainText().split() == ["Counts", "—", "output"]


def test_the_theme_changes_what_is_already_drawn(plots: Plots) -> None:
    plots.set_unfolded(True)
    plots.set_theme(DARK)
    assert plots.grab().toImage().pixelColor(100, 40).name() == DARK.paper


def test_a_line_without_values_leaves_the_plot_empty(qtbot: QtBot) -> None:
    canvas = Canvas(LIGHT)
    qtbot.addWidget(canvas)
    line = Series("values", Role.OUTPUT, (), ())
    canvas.plot.show_chart(Chart("nothing yet", "column", "value", (line,)))
    assert not canvas.grab().isNull()
