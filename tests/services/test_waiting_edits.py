"""Edits whose large input is made ready in the background before it is shown."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.services.background import ready
from app.services.background.jobs import Jobs, Watch
from app.services.store import NO_MEMORY, Store
from app.state import edits, input_edits, player
from app.state.derive import Derivation, derive
from app.state.history import History
from app.state.made import make
from app.state.outcome import Change, Refusal
from app.state.prepare import prepare
from app.state.scene import Crop, Input, Scale, Scene
from app.state.solid import settling, volume_edits
from app.state.solid.prepare import prepare_volume
from tests.scenes import changed, photo, scene
from tests.services.by_hand import ByHand
from tests.solids import example, volume

PHOTO = changed(input_edits.set_image(scene(), photo(1030, 1020)))
in_units = partial(input_edits.set_scale, scale=Scale.UNIT)
bias = partial(edits.set_bias, bias=2)


@pytest.fixture(autouse=True)
def nothing_made(monkeypatch: pytest.MonkeyPatch) -> None:
    """What other tests have made is not there."""
    for function in (prepare, prepare_volume):
        monkeypatch.setattr(function, "_results", OrderedDict())


@pytest.fixture
def hand() -> ByHand:
    return ByHand()


@pytest.fixture
def store(qtbot: QtBot, hand: ByHand) -> Store:
    make(PHOTO)  # as whoever shows it does
    return Store(PHOTO, jobs=Jobs(hand))


def titles(store: Store) -> list[str]:
    stack = store.undo_stack
    return [stack.text(number) for number in range(stack.count())]


def test_the_present_scene_stays_until_the_next_ones_plane_is_there(
    store: Store, hand: ByHand
) -> None:
    shown: list[Scene] = []
    store.changed.connect(shown.append)
    outcome = store.do(in_units)
    assert isinstance(outcome, Change)
    assert (store.scene, shown, hand.waiting) == (PHOTO, [], 1)
    hand.drain()
    assert shown == [outcome.scene] == [store.scene]
    assert titles(store) == ["values 0–1"]


def test_what_is_there_is_shown_at_once(store: Store, hand: ByHand) -> None:
    store.do(bias)
    assert store.scene.parameters.bias == 2
    store.do(in_units)
    hand.drain()
    store.do(partial(input_edits.set_scale, scale=Scale.STORED))
    assert (store.scene.input.scale, hand.waiting) == (Scale.STORED, 0)


def test_a_small_input_never_waits(qtbot: QtBot, hand: ByHand) -> None:
    store = Store(scene(), jobs=Jobs(hand))
    store.do(in_units)
    assert (store.scene.input.scale, hand.waiting) == (Scale.UNIT, 0)


def test_later_edits_follow_the_one_that_waits(store: Store, hand: ByHand) -> None:
    shown: list[Scene] = []
    store.changed.connect(shown.append)
    store.do(in_units)
    store.do(bias)
    store.do(partial(edits.set_stride, value=2))
    assert store.scene == PHOTO
    hand.drain()
    assert titles(store) == ["values 0–1", "bias 2", "stride 2"]
    assert [(s.input.scale, s.parameters.bias, s.parameters.stride) for s in shown] == [
        (Scale.UNIT, 2, (2, 2))
    ], "only where they lead to is shown"
    store.undo_stack.undo()
    assert store.scene.parameters.stride == (1, 1)


def test_of_many_only_the_newest_is_made(
    store: Store, hand: ByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Input] = []

    def noted(scene: Scene) -> Derivation:
        made.append(scene.input)
        return derive(scene)

    monkeypatch.setattr(ready, "derive", noted)
    crops = [Crop(0, 0, 1000 + n, 1000) for n in range(4)]
    for crop in crops:
        store.do(partial(input_edits.set_crop, crop=crop), gesture="crop")
    while hand.waiting:
        hand.drain()
    assert [each.crop for each in made] == [crops[0], crops[-1]]
    assert store.scene.input.crop == crops[-1]
    assert titles(store) == ["crop to 1003 × 1000"], "a drag stays one entry"


def test_what_waits_belongs_to_its_own_document(store: Store, hand: ByHand) -> None:
    store.do(in_units)
    store.recall(History(scene()))
    hand.drain()
    assert (store.scene, titles(store)) == (scene(), [])


def test_a_refusal_is_told_while_others_wait(store: Store, hand: ByHand) -> None:
    told: list[object] = []
    store.answered.connect(told.append)
    store.do(in_units)
    store.do(partial(edits.set_stride, value=0))
    assert [type(outcome) for outcome in told] == [Refusal]
    hand.drain()
    assert [type(outcome) for outcome in told] == [Refusal, Change]


def test_too_little_memory_is_said_and_the_scene_stays(
    store: Store, hand: ByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def starved(_scene: Scene, _watch: Watch) -> Scene:
        raise MemoryError

    told: list[object] = []
    store.answered.connect(told.append)
    monkeypatch.setattr(ready, "_made", starved)
    store.do(in_units)
    hand.drain()
    assert told == [Refusal("image", NO_MEMORY)]
    assert (store.scene, titles(store)) == (PHOTO, [])
    monkeypatch.undo()
    store.do(in_units)
    hand.drain()
    assert store.scene.input.scale is Scale.UNIT


def test_the_plane_is_made_in_another_thread(qtbot: QtBot) -> None:
    jobs = Jobs()
    store = Store(PHOTO, jobs=jobs)
    with qtbot.waitSignal(store.changed):
        store.do(in_units)
    assert prepare.holds(store.scene.input), "it was there when the scene was shown"
    assert prepare(store.scene.input).max() <= 1
    jobs.close()


# ---- undo, redo and volumes wait as edits do

CROPS = [Crop(0, 0, 1025 + n, 1020) for n in range(6)]


def cropped(store: Store, hand: ByHand) -> None:
    """More crops than are kept, each of which has been shown."""
    for crop in CROPS:
        store.do(partial(input_edits.set_crop, crop=crop))
        hand.drain()


def test_undo_to_a_plane_that_is_no_longer_kept_waits(store: Store, hand: ByHand) -> None:
    cropped(store, hand)
    told: list[bool] = []
    store.waiting.connect(told.append)
    for _ in CROPS[1:]:
        store.undo_stack.undo()
    assert (store.scene.input.crop, store.coming.input.crop) == (CROPS[1], CROPS[0])
    assert (store.is_waiting, hand.waiting, told) == (True, 1, [True])
    hand.drain()
    assert (store.scene.input.crop, store.undo_stack.index()) == (CROPS[0], 1)
    assert (store.is_waiting, told) == (False, [True, False])
    store.undo_stack.setIndex(len(CROPS))
    hand.drain()
    assert store.scene.input.crop == CROPS[-1], "and redo brings it back"


def test_an_edit_can_be_undone_while_it_waits(store: Store, hand: ByHand) -> None:
    stayed: list[None] = []
    store.stayed.connect(lambda: stayed.append(None))
    store.do(in_units)
    store.undo_stack.undo()
    assert (store.scene, store.is_waiting, len(stayed)) == (PHOTO, False, 1)
    hand.drain()
    assert (store.scene, store.undo_stack.canRedo()) == (PHOTO, True)
    store.undo_stack.redo()
    assert (store.scene.input.scale, hand.waiting) == (Scale.UNIT, 0), "it has been made"


def test_what_waits_is_part_of_the_history(store: Store, hand: ByHand) -> None:
    store.do(in_units)
    assert store.history().scene.input.scale is Scale.UNIT
    assert [entry.title for entry in store.history().entries] == ["values 0–1"]


def test_waiting_can_be_stopped_and_the_history_is_as_it_was(store: Store, hand: ByHand) -> None:
    store.do(bias)
    store.do(partial(edits.set_stride, value=2))
    store.undo_stack.undo()
    before = store.history()
    store.do(in_units)
    store.stop_waiting()
    assert (store.history(), store.scene, store.is_waiting) == (before, before.scene, False)
    hand.drain()
    assert store.scene == before.scene


def test_a_step_made_while_an_edit_waits_is_kept(store: Store, hand: ByHand) -> None:
    store.do(in_units)
    store.step_to(player.at_step(store.scene, 5))
    assert (store.scene.step, store.scene.input.scale) == (5, Scale.STORED)
    hand.drain()
    assert (store.scene.step, store.scene.input.scale) == (5, Scale.UNIT)


def test_what_is_wanted_no_longer_may_fail(
    store: Store, hand: ByHand, monkeypatch: pytest.MonkeyPatch
) -> None:
    def starved(_scene: Scene, _watch: Watch) -> Scene:
        raise MemoryError

    told: list[object] = []
    with monkeypatch.context() as patch:
        patch.setattr(ready, "_made", starved)
        store.do(in_units)
    store.do(partial(input_edits.set_crop, crop=CROPS[0]))
    store.answered.connect(told.append)
    while hand.waiting:
        hand.drain()
    assert [type(outcome) for outcome in told] == [Change]
    assert (store.scene.input.crop, titles(store)[-1]) == (CROPS[0], "crop to 1025 × 1020")


def test_a_large_volume_is_resampled_in_the_background(qtbot: QtBot, hand: ByHand) -> None:
    voxels = np.zeros((110, 100, 100), np.uint8)
    large = changed(volume_edits.set_volume(example("twice"), volume(voxels)))
    store = Store(large, jobs=Jobs(hand))
    store.do(partial(volume_edits.set_size, size=(50, 60, 70)))
    assert (derive(store.scene).planes, hand.waiting) == (109, 1)
    hand.drain()
    assert derive(store.scene).planes == 49
    assert prepare_volume.holds(settling.solid_of(store.scene).input)
