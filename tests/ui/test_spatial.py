"""The lesson of two passes in the window, as a user works it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PySide6.QtWidgets import QLabel, QListView, QSpinBox

from app.cli import main
from app.content.lessons import preset
from app.state import player
from app.state.scene import Lesson
from app.state.spatial.choices import First
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk, saved

LESSON = Lesson.SPATIALLY_SEPARABLE


@pytest.fixture
def sobel(open_desk: OpenDesk) -> Desk:
    return open_desk(preset(LESSON, "sobel").build())


def label(desk: Desk, name: str) -> str:
    found = desk.window.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


def set_number(desk: Desk, name: str, value: int) -> None:
    """Type a number, as a user does."""
    box = desk.widget(f"{name}_value")
    assert isinstance(box, QSpinBox)
    box.setFocus()
    box.selectAll()
    desk.type(str(value))
    desk.press("Enter")


def test_the_lesson_is_chosen_from_the_list_and_undone(desk: Desk) -> None:
    view = desk.window.findChild(QListView, "lesson-list")
    assert view is not None
    model = view.model()
    rows = [model.index(row, 0) for row in range(model.rowCount())]
    view.clicked.emit(next(index for index in rows if index.data() == "Spatially separable"))
    assert desk.scene.lesson is LESSON
    assert "✓ Rank 1: exact" in desk.text
    assert desk.widget("first_pass").isVisible()
    desk.menu("undo")
    assert desk.scene.lesson is Lesson.CONVOLUTION
    assert not desk.widget("first_pass").isVisible()


def test_stepping_goes_through_both_passes_and_back(sobel: Desk) -> None:
    sobel.click("middle", 2, 4)
    assert sobel.sentence.startswith("Step 15 of 24, pass 1: intermediate row 3, column 5 is 8")
    sobel.press("PgDn")
    assert sobel.sentence.startswith("Step 16 of 24, pass 2: output row 1, column 1 is 0")
    assert sobel.panel("Intermediate").endswith("step: 1 × 3 at (1, 1)")
    sobel.press("PgUp")
    assert sobel.scene.step == 14
    sobel.press("Right")
    assert sobel.scene.step == 14, "arrows stay within a pass"
    sobel.press("Up")
    assert sobel.scene.step == 9
    sobel.press("End")
    assert sobel.sentence.startswith("Step 24 of 24, pass 2: output row 3, column 3 is 6")


def test_a_click_on_an_output_is_a_step_of_the_second_pass(sobel: Desk) -> None:
    sobel.click("output", 1, 2)
    assert sobel.scene.step == 20
    assert sobel.panel("Output").endswith("step: (2, 3)")


def test_pointing_both_ways(sobel: Desk) -> None:
    sobel.hover("input", 2, 2)
    assert sobel.sentence == "Input row 3, column 3 is 2 and reaches 3 intermediate cells."
    sobel.hover("middle", 0, 1)
    assert sobel.sentence.startswith("Pointed at: intermediate row 1, column 2 is 4")
    assert "reach: (1, 1), (1, 2)" in sobel.panel("Output")
    sobel.hover("table", 1, 2)
    assert sobel.equation == "2 · 1  =  2\n(a weight of the kernel)"


def test_the_order_is_one_click_and_one_undo(sobel: Desk) -> None:
    sobel.click_widget("first_pass_row_first")
    assert sobel.scene.spatial.first is First.ROW
    assert sobel.panel("Intermediate").startswith("Intermediate  5 × 3")
    assert sobel.undo_words[0] == "Undo row first"
    sobel.menu("undo")
    assert sobel.panel("Intermediate").startswith("Intermediate  3 × 5")


def test_terms_are_summed_and_refused_in_words(open_desk: OpenDesk) -> None:
    desk = open_desk(preset(LESSON, "laplacian").build())
    assert label(desk, "kernel_rank") == "rank 2"
    set_number(desk, "terms", 2)
    assert "✓ Rank 2: the 2 terms together are exact." in desk.text
    set_number(desk, "terms", 3)
    said = "3 terms: this kernel is a sum of 2 separable kernels; 1 to 2 fits"
    assert label(desk, "terms_refusal") == said
    assert desk.scene.spatial.terms == 2
    box = desk.widget("terms_value")
    assert isinstance(box, QSpinBox)
    assert box.value() == 2
    desk.menu("undo")
    assert "✗ Rank 2: the best rank-1 approximation is off by" in desk.text


def test_editing_the_kernels_own_table_changes_the_rank(sobel: Desk) -> None:
    sobel.click_widget("rotate_kernel")
    assert "Kernel = column × row" in sobel.text
    assert sobel.panel("Row  1 × 3").split("\n")[1].split() == ["1", "2", "1"]
    sobel.menu("undo")
    assert sobel.panel("Row  1 × 3").split("\n")[1].split() == ["−1", "0", "1"]


def test_own_photo_in_two_passes(sobel: Desk, tmp_path: Path) -> None:
    pixels = np.random.default_rng(5).integers(0, 256, (320, 410), np.uint8)
    assert sobel.drop_file(saved(tmp_path / "own.png", pixels))
    sobel.qtbot.waitUntil(lambda: sobel.scene.input.image.height == 320)
    sobel.settled()
    assert "The full kernel gives the same on all 129,744 outputs." in sobel.text
    assert "0 black, 1020 white" in sobel.text
    assert ", pass 2: output row" in sobel.sentence
    sobel.wheel(sobel.place("output", 150, 200), 20)
    for key in ("input", "middle", "output"):
        panel = sobel.stage.picture.panel(key)
        assert panel.numbers > 0, f"close up {key} shows its numbers"
        assert panel.visible.contains(201, 151)


def test_the_plots_are_of_the_kernel_and_follow_no_line(sobel: Desk) -> None:
    plots = sobel.window.plots
    plots.set_unfolded(True)
    assert plots.charts is not None
    assert [chart.title for chart in plots.charts] == ["Singular values", "Ratio by kernel size"]
    assert not plots.along_row.isVisible(), "there is no line to choose"
    plots.set_unfolded(False)


def test_tap_by_tap(sobel: Desk) -> None:
    box = sobel.widget("detail")
    sobel.click("output", 0, 1)
    box.setFocus()
    sobel.press("Down")
    assert sobel.equation.startswith("4·(−1)")
    sobel.press("PgDn", "PgDn")
    assert sobel.equation.endswith("(output (1, 2), exact)")
    sobel.press("PgDn")
    assert sobel.equation.endswith("(output (1, 3), 1 of 3 products)")


def test_the_command_line_names_the_lesson(tmp_path: Path, qapp: object) -> None:
    del qapp
    target, own = (
        tmp_path / "passes.png",
        saved(tmp_path / "own.png", np.eye(40, dtype=np.uint8) * 255),
    )
    words = [str(own), "--lesson", LESSON.value, "--kernel", "box", "--stride", "2"]
    assert main([*words, "--step", "9", "--export", str(target), "--size", "900x600"]) == 0
    with Pillow.open(target) as picture:
        assert picture.size == (900, 600)


def test_steps_of_both_passes_are_exported(tmp_path: Path, qapp: object) -> None:
    del qapp
    target = tmp_path / "passes.gif"
    words = ["--lesson", LESSON.value, "--steps", "14-17", "--speed", "4"]
    assert main([*words, "--export", str(target), "--size", "600x500"]) == 0
    with Pillow.open(target) as picture:
        assert getattr(picture, "n_frames", 1) >= 4


@pytest.mark.parametrize("theme", ["light", "dark", "projector"])
@pytest.mark.parametrize("key", ["sobel", "laplacian", "laplacian-photo"])
def test_it_is_painted_in_every_theme(open_desk: OpenDesk, key: str, theme: str) -> None:
    desk = open_desk(preset(LESSON, key).build(), theme=theme)
    desk.settled()
    assert len(np.unique(desk.pixels().copy().view(np.uint32))) > 20


def test_a_narrow_timeline_still_says_which_pass_it_is(open_desk: OpenDesk) -> None:
    scene = preset(LESSON, "sobel").build()
    desk = open_desk(player.seek(scene, player.length(scene) - 1), (960, 640))
    assert desk.window.timeline.bar.cell.text() == "pass 2 · 3, 3"
