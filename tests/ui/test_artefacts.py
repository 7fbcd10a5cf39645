"""The lesson of artefacts in the window, as a user works it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image as Pillow
from PySide6.QtWidgets import QSpinBox

from app.cli import main
from app.content.lessons import preset
from app.state import input_edits
from app.state.artefacts.requests import ArtefactRequest
from app.state.image import Image
from app.state.scene import Lesson
from app.state.tensor import Tensor
from tests.scenes import changed
from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk, saved


@pytest.fixture
def desk(open_desk: OpenDesk) -> Desk:
    return open_desk(preset(Lesson.ARTEFACTS, "checkerboard").build())


def strengths(desk: Desk) -> list[str]:
    desk.settled()
    return [label.text for label in desk.stage.picture.labels if label.text.endswith(" %")]


def set_stride(desk: Desk, stride: int) -> None:
    """Type a stride, as a user does."""
    box = desk.widget("stride_value")
    assert isinstance(box, QSpinBox)
    box.setFocus()
    box.selectAll()
    desk.type(str(stride))
    desk.press("Enter")


def test_a_change_is_measured_anew_and_undone(desk: Desk) -> None:
    assert strengths(desk)[0] == "42.3 %"
    before = desk.scene
    set_stride(desk, 3)
    assert desk.scene.parameters.stride == (3, 3)
    assert strengths(desk)[0] == "0.0 %"
    desk.menu("undo")
    assert desk.scene == before
    assert strengths(desk)[0] == "42.3 %"


def test_own_picture_is_upsampled(desk: Desk, tmp_path: Path) -> None:
    path = saved(tmp_path / "own.png", np.full((60, 90), 200, np.uint8))
    assert desk.drop_file(path)
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.height == 60)
    stamps = np.array([1, 2, 2, 4])  # what each cell of a flat picture is multiplied by
    expected = np.sqrt(stamps.var() / (stamps**2).mean())
    assert strengths(desk)[0] == f"{100 * expected:.1f} %"
    assert desk.scene.lesson is Lesson.ARTEFACTS
    assert "Transposed" in desk.text


def test_the_newest_request_wins(desk: Desk) -> None:
    for stride in (3, 4, 2, 3):
        set_stride(desk, stride)
    desk.settled()
    result = desk.stage.stage_input().result
    assert result is not None
    assert isinstance(result.request, ArtefactRequest)
    assert result.request.parameters.stride == (3, 3)


def test_steps_and_pointing(desk: Desk) -> None:
    desk.settled()
    desk.stage.setFocus()
    desk.press("Right")
    assert desk.sentence.startswith("Step 4,578 of 9,153: output row 41, column 58")
    desk.hover("input", 3, 4)
    assert "its stamp reaches 9 outputs" in desk.sentence


def test_the_wheel_zooms_every_picture(desk: Desk) -> None:
    desk.settled()
    desk.wheel(desk.place("output", 40, 56), 12)
    widths = {
        panel.key: panel.visible.width
        for panel in desk.stage.picture.panels
        if panel.key.startswith("way-")
    }
    assert max(widths.values()) < 40
    assert desk.stage.view.camera is not None


def test_a_large_picture_is_resampled_and_said(desk: Desk, tmp_path: Path) -> None:
    path = saved(tmp_path / "large.png", np.full((2400, 3000), 90, np.uint8))
    assert desk.drop_file(path)
    desk.qtbot.waitUntil(lambda: desk.scene.input.image.height == 2400, timeout=10_000)
    assert "Resampled to 632 × 790" in desk.message
    assert len(strengths(desk)) == 5


def test_the_command_line_sets_kernel_and_stride(tmp_path: Path) -> None:
    path = tmp_path / "artefacts.png"
    asked = ["--lesson", "artefacts", "--kernel", "5", "--stride", "3", "--padding", "1"]
    assert main([*asked, "--export", str(path), "--size", "900x600"]) == 0
    with Pillow.open(path) as image:
        assert image.size == (900, 600)


def test_the_narrowest_stage_shows_every_picture_and_a_forced_one_leaves_some_out(
    open_desk: OpenDesk,
) -> None:
    row = Image("row", Tensor(np.arange(9)[None]), 9)
    tent = preset(Lesson.ARTEFACTS, "tent").build()
    desk = open_desk(changed(input_edits.set_image(tent, row)))
    desk.stage.resize(desk.stage.minimumSize())
    assert all(panel.has_room for panel in desk.stage.picture.panels)
    desk.stage.setMinimumSize(0, 0)
    desk.stage.resize(260, 180)
    assert not all(panel.has_room for panel in desk.stage.picture.panels)
    assert desk.pixels().std() > 0
