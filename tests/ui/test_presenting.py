"""Presenting: the stage alone, in projector sizes, stepped by a clicker, and everything back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel

from tests.ui.conftest import OpenDesk
from tests.ui.desk import Desk


def visible(desk: Desk) -> list[str]:
    """Which parts of the window are there."""
    window = desk.window
    parts = {
        "header": window.header, "lessons": window.lessons, "inspector": window.inspector,
        "timeline": window.timeline, "plots": window.plots, "stage": window.stage,
    }  # fmt: skip
    return [name for name, part in parts.items() if part.isVisible()]


EVERYTHING = ["header", "lessons", "inspector", "timeline", "plots", "stage"]


@pytest.mark.parametrize("key", ["F5", "F11"])
def test_a_key_leaves_the_stage_alone_and_brings_all_back(desk: Desk, key: str) -> None:
    assert visible(desk) == EVERYTHING
    desk.press(key)
    assert visible(desk) == ["stage"]
    assert desk.window.isFullScreen()
    assert desk.stage.stage_input().presenting
    desk.press(key)
    assert visible(desk) == EVERYTHING
    assert not desk.window.isFullScreen()
    assert not desk.stage.stage_input().presenting


def test_esc_leaves_even_with_a_pin(desk: Desk) -> None:
    desk.press("F5")
    desk.click("input", 2, 2)
    desk.press("Esc")
    assert visible(desk) == EVERYTHING


def test_what_was_folded_stays_folded(desk: Desk) -> None:
    desk.press("F6", "F5")
    assert visible(desk) == ["stage"]
    desk.press("Esc")
    assert visible(desk) == [part for part in EVERYTHING if part != "lessons"]


def test_a_clicker_steps(desk: Desk) -> None:
    desk.press("F5", "PgDn", "PgDn")
    assert desk.sentence.startswith("Step 3 of 9")
    desk.press("PgUp")
    assert desk.sentence.startswith("Step 2 of 9")
    desk.press("Space")
    assert desk.sentence.startswith("Step 3 of 9"), "Space steps on, as clickers do"
    assert not desk.window.timeline.player.playing
    desk.press("End", "Home", "Right", "Down")
    assert desk.sentence.startswith("Step 5 of 9")


def test_p_plays_while_presenting(desk: Desk) -> None:
    desk.press("F5", "P")
    assert desk.window.timeline.player.playing
    desk.press("P")
    assert not desk.window.timeline.player.playing


def test_space_plays_again_after_presenting(desk: Desk) -> None:
    desk.press("F5", "Esc", "Space")
    assert desk.window.timeline.player.playing
    desk.press("Space")


@pytest.mark.parametrize("key", ["B", "."])
def test_the_screen_is_blanked_and_shown_again(desk: Desk, key: str) -> None:
    desk.press("F5")
    assert desk.pixels().std() > 0
    desk.press(key)
    assert (desk.pixels()[..., :3] == 0).all()
    desk.press("PgDn")
    assert (desk.pixels()[..., :3] == 0).all(), "a step does not light the room"
    desk.press(key)
    assert desk.pixels().std() > 0
    assert desk.sentence.startswith("Step 2 of 9")


def test_leaving_a_blanked_screen_shows_it(desk: Desk) -> None:
    desk.press("F5", "B", "Esc")
    assert desk.pixels().std() > 0
    desk.press("F5")
    assert desk.pixels().std() > 0


def test_blanking_belongs_to_presenting(desk: Desk) -> None:
    desk.press("B", ".")
    assert desk.pixels().std() > 0


def test_folding_waits_until_the_presentation_is_over(desk: Desk) -> None:
    desk.press("F5", "F6", "F7", "F8")
    assert visible(desk) == ["stage"]
    desk.press("Esc")
    assert "header" in visible(desk)


def test_pointing_works_while_presenting(desk: Desk) -> None:
    desk.press("F5")
    desk.hover("input", 2, 2)
    assert desk.sentence.startswith("Input row 3, column 3 is 2")
    desk.hover_point(QPoint(2, 2))
    desk.click("output", 1, 1)
    assert desk.sentence.startswith("Step 5 of 9")


def test_undo_works_while_presenting(desk: Desk) -> None:
    desk.widget("stride").setFocus()
    desk.press("Right")
    desk.stage.setFocus()
    desk.press("F5")
    desk.menu("undo")
    assert desk.scene.parameters.stride == (1, 1)
    assert visible(desk) == ["stage"]


def test_a_message_is_seen_while_presenting(desk: Desk) -> None:
    desk.press("F5")
    desk.menu("copy_equation")
    assert desk.message == "Copied the equation with all its digits."


def test_a_message_is_as_large_as_the_notes_on_the_stage(desk: Desk) -> None:
    words = desk.window.findChild(QLabel, "message")
    assert words is not None
    desk.menu("copy_equation")
    usual = words.fontInfo().pixelSize()
    desk.press("F5")
    assert words.fontInfo().pixelSize() >= 0.02 * desk.stage.height()
    assert words.fontMetrics().horizontalAdvance(words.text()) <= words.width()
    desk.press("F5")
    assert words.fontInfo().pixelSize() == usual


def test_closing_while_presenting_opens_the_usual_window_next_time(open_desk: OpenDesk) -> None:
    first = open_desk()
    first.press("F5")
    first.window.close()
    second = open_desk()
    assert visible(second) == EVERYTHING
    assert not second.window.isFullScreen()
