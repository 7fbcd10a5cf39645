"""The timeline: stepping, seeking and playing, on toys and on photos."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.state import input_edits, player
from app.state.player import PATIENCE, SPEEDS, Player
from app.state.scene import Detail, Scene
from tests.scenes import changed, photo, scene

TAPS = replace(scene(), detail=Detail.TAP)
PHOTO = changed(input_edits.set_image(scene(), photo()))


def played(shown: Scene, loop: bool = False, beats: int = 12) -> str:
    """The positions that playing passes; a dot where it has stopped."""
    running, passed = Player(playing=True, loop=loop), []
    for _ in range(beats):
        shown, running = player.advance(shown, running)
        passed.append(str(player.position(shown)) if running.playing else ".")
    return " ".join(passed)


def test_playing_stops_at_the_end() -> None:
    assert played(scene()) == "1 2 3 4 5 6 7 8 . . . ."


def test_a_loop_begins_anew() -> None:
    assert played(scene(step=5), loop=True, beats=6) == "6 7 8 0 1 2"


def test_taps_are_steps_of_their_own() -> None:
    assert (player.length(scene()), player.length(TAPS)) == (9, 81)
    sought = player.seek(TAPS, 20)
    assert (sought.step, sought.tap) == (2, 2)
    assert played(player.seek(TAPS, 78), beats=4) == "79 80 . ."


@given(st.integers(-100, 200), st.sampled_from([scene(), TAPS]))
def test_seeking_stays_within_the_ends(target: int, shown: Scene) -> None:
    length = player.length(shown)
    sought = player.seek(shown, target)
    assert player.position(sought) == min(max(target, 0), length - 1)
    assert player.seek(sought, player.position(sought)) == sought


@given(st.integers(0, 8), st.integers(-4, 4), st.integers(-4, 4))
def test_arrows_stop_at_the_edges(step: int, rows: int, columns: int) -> None:
    row, column = divmod(player.moved(scene(step=step), rows, columns).step, 3)
    assert row == min(max(step // 3 + rows, 0), 2)
    assert column == min(max(step % 3 + columns, 0), 2)


def test_a_new_step_begins_with_its_first_tap() -> None:
    assert player.at_step(replace(TAPS, tap=5), 3).tap == 0
    assert player.at_step(scene(), 99).step == 8


def test_a_toy_plays_step_by_step_without_a_word() -> None:
    assert (player.pace(scene(), 0.5).stride, player.pace(scene(), 0.5).words) == (1, "")


def test_a_photo_plays_by_rows_and_says_so() -> None:
    slow, fast = player.pace(PHOTO, 0.5), player.pace(PHOTO, 60)
    assert (slow.words, fast.words) == ("2 rows at a time", "a row at a time")
    assert fast.stride == 898


@pytest.mark.parametrize("speed", SPEEDS)
def test_a_play_of_a_photo_comes_to_its_end(speed: float) -> None:
    shown, running, beats = PHOTO, Player(playing=True, speed=speed), 0
    while running.playing:
        shown, running = player.advance(shown, running)
        beats += 1
    assert shown.step == player.length(PHOTO) - 1
    assert beats / speed <= 2 * PATIENCE


def test_glides_shorten_with_speed_and_vanish() -> None:
    seconds = [player.glide_seconds(speed, playing=True) for speed in SPEEDS]
    assert seconds == sorted(seconds, reverse=True)
    assert seconds[-1] == 0
    assert all(glide < 1 / speed for glide, speed in zip(seconds, SPEEDS, strict=True))
    assert player.glide_seconds(60, playing=False) == player.GLIDE
