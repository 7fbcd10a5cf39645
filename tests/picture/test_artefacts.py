"""The stage of artefacts, read as text: every way with its strength, and what is uneven."""

from __future__ import annotations

import pytest

from app.content.lessons import lesson_info, preset
from app.picture.compose import compose
from app.picture.elements import Click
from app.picture.plots import plots_of
from app.picture.readout.text import as_text
from app.state.artefacts.requests import Way
from app.state.derive import derive
from app.state.scene import Lesson, Scene
from app.state.view import Camera, View
from tests.picture.showing import block, equation_of, pointing, result_of, staged, text_of

SIZES = [(420, 320), (560, 515), (870, 560), (1010, 560), (1480, 860), (700, 900)]
KEYS = [each.key for each in lesson_info(Lesson.ARTEFACTS).presets]


def example(key: str) -> Scene:
    return preset(Lesson.ARTEFACTS, key).build()


def test_every_way_stands_beside_its_strength() -> None:
    picture = compose(staged(example("checkerboard")))
    said = as_text(picture)
    for way in Way:
        assert block(said, way.value)
    percents = [label.text for label in picture.labels if label.text.endswith(" %")]
    assert percents[:2] == ["42.3 %", "0.0 %"]
    assert len(percents) == len(Way)
    assert block(said, "Stamps").splitlines()[1:] == ["4 2", "2 1"]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("checkerboard", "✗ Uneven stamps and uneven weights"),
        ("divisible", "✓ Even stamps and even weights"),
        ("uneven-weights", "✗ Even stamps, uneven weights"),
        ("tent", "✓ Uneven stamps, yet even weights"),
    ],
)
def test_the_cause_is_named(key: str, words: str) -> None:
    said = text_of(example(key))
    assert words in said
    assert "what repeats with the stride" in said


@pytest.mark.parametrize("size", SIZES)
def test_nothing_moves_when_the_results_come(size: tuple[int, int]) -> None:
    before, after = (
        compose(staged(example("checkerboard"), size=size, pending=pending))
        for pending in (True, False)
    )
    for panel in before.panels:  # a way's result may have another form than the one awaited
        there = after.panel(panel.key).rect
        assert panel.rect.centre == pytest.approx(there.centre, abs=3)
        assert panel.rect.width == pytest.approx(there.width, rel=0.05)
    assert before.lines == after.lines


def test_a_step_is_a_cell_of_the_transposed_result_with_its_stamps() -> None:
    said = text_of(example("checkerboard"))
    assert said.startswith(
        "Step 4,577 of 9,153: output row 41, column 57 is 772; 4 stamps reach it."
    )
    assert equation_of(said).startswith("207·1 + 205·1 + 202·1 + 158·1  =  772")


def test_pointing_works_both_ways() -> None:
    up = text_of(example("checkerboard"), pointing("input", 3, 4))
    assert up.startswith("Input row 4, column 5 is ")
    assert "its stamp reaches 9 outputs" in up
    down = text_of(example("checkerboard"), pointing("output", 3, 3))
    assert down.startswith("Pointed at: output row 4, column 4 is ")
    assert "1 stamp reaches it" in down


def test_before_the_results_the_step_is_told_already() -> None:
    said = text_of(example("checkerboard"), pending=True)
    assert "computing …" in said
    assert equation_of(said).startswith("207·1 + 205·1")
    assert "✗ Uneven stamps" in said


def test_all_pictures_show_the_same_place() -> None:
    view = View(camera=Camera(56.0, 40.0, 24.0))
    picture = compose(staged(example("checkerboard"), view))
    keys = ["output", "way-divisible", "way-smoothed", "way-nearest", "way-bilinear", "input"]
    centres = []
    for key in keys:
        panel = picture.panel(key)
        frame = panel.frame
        assert frame is not None
        x, y = panel.visible.centre
        centres.append((frame.x + x * frame.dx, frame.y + y * frame.dy))
    for x, y in centres:
        assert (x, y) == pytest.approx((56.0, 40.0), abs=1e-6)


def test_only_the_transposed_result_is_stepped_through() -> None:
    panels = compose(staged(example("checkerboard"))).panels
    assert [panel.key for panel in panels if panel.click is Click.STEP] == ["output"]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("presenting", [False, True])
def test_everything_lies_on_the_stage(size: tuple[float, float], presenting: bool) -> None:
    for key in KEYS:
        picture = compose(staged(example(key), size=size, presenting=presenting))
        assert picture.equation is not None
        for panel in picture.panels:
            assert panel.rect.x >= -0.5
            assert panel.rect.right <= size[0] + 0.5
            assert panel.rect.width > 0
            assert panel.rect.bottom <= picture.equation.rect.y + 0.5


def test_the_plots_hold_strengths_and_frequencies() -> None:
    scene = example("thirds")
    bars, lines = plots_of(derive(scene), result_of(scene), "row")
    assert bars.series[0].y[0] == pytest.approx(44.5, abs=0.1)
    spike = next(series for series in lines.series if series.name == Way.TRANSPOSED.value)
    peak = spike.x[spike.y.index(max(spike.y))]
    assert peak == pytest.approx(100 / 3, abs=1.0)
    pending = plots_of(derive(scene), None, "row")
    assert [chart.series for chart in pending] == [(), ()]
