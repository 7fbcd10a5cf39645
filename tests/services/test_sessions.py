"""Sessions on disk: what a kill would lose is there, and nobody else's is touched."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.content.lessons import default_scene, preset
from app.services.files import ExportError
from app.services.saving.sessions import (
    ABOUT,
    MOST_ENTRIES,
    SESSION,
    Session,
    SessionError,
    SessionFolder,
)
from app.services.store import Store
from app.state import edits, input_edits
from app.state.history import NEVER, Entry, History
from app.state.scene import Lesson, Scene
from app.state.view import Camera, View
from tests.scenes import changed, photo
from tests.services.test_store import menu

pytestmark = pytest.mark.usefixtures("qapp")
VIEW = View(Camera(3, 2, 20))


def worked_on(path: Path | None = None) -> Session:
    """A session with two entries to undo, one to redo, and a save in between."""
    store = Store(default_scene())
    for value in (2, 3):
        store.do(partial(edits.set_bias, bias=value))
        if value == 2:
            store.undo_stack.setClean()
    store.do(partial(input_edits.set_image, image=photo()))
    store.undo_stack.undo()
    return Session(store.history(), VIEW, path)


def fresh(sessions: Path) -> SessionFolder:
    made = SessionFolder.fresh(sessions)
    assert made is not None
    return made


def left_behind(sessions: Path) -> list[SessionFolder]:
    return list(SessionFolder.abandoned(sessions))


def test_a_session_comes_back_with_all_that_can_be_undone(tmp_path: Path) -> None:
    kept, session = fresh(tmp_path), worked_on(tmp_path / "größe.convoscope")
    kept.write(session)
    assert kept.read() == session
    about = kept.about()
    assert about is not None
    assert (about.name, about.changes) == ("größe.convoscope", 2)


def test_a_store_recalls_a_history_as_it_was() -> None:
    session = worked_on()
    store = Store(preset(Lesson.CONVOLUTION, "bias").build())
    store.do(partial(edits.set_bias, bias=1))
    store.recall(session.history)
    assert menu(store) == "bias 2, bias 3 | open photo"
    assert store.history() == session.history
    assert not store.undo_stack.isClean()
    store.undo_stack.undo()
    assert store.undo_stack.isClean()
    assert store.scene.parameters.bias == 2
    store.undo_stack.setIndex(3)
    assert store.scene.input.image.name == "photo"


@pytest.mark.parametrize("saved", [NEVER, 0, 1, 2])
@pytest.mark.parametrize("place", [0, 1, 2])
def test_where_it_was_saved_is_recalled(saved: int, place: int) -> None:
    scenes = [changed(edits.set_bias(default_scene(), bias)) for bias in range(3)]
    entries = tuple(Entry(f"{n}", scenes[n], scenes[n + 1]) for n in range(2))
    history = History(scenes[place], entries, place, saved)
    store = Store(default_scene())
    told: list[Scene] = []
    store.changed.connect(told.append)
    store.recall(history)
    assert store.history() == history
    assert store.undo_stack.isClean() == (saved == place)
    assert told == [scenes[place]]


@given(st.integers(0, 30), st.integers(0, 30), st.integers(NEVER, 30), st.integers(1, 10))
def test_a_long_history_keeps_what_is_nearest(
    count: int, place: int, saved: int, most: int
) -> None:
    place, saved = min(place, count), min(saved, count)
    scene = default_scene()
    entries = tuple(Entry(f"{n}", scene, scene) for n in range(count))
    short = History(scene, entries, place, saved).shortened(most)
    to_undo = [entry.title for entry in short.entries[: short.place]]
    to_redo = [entry.title for entry in short.entries[short.place :]]
    assert to_undo == [f"{n}" for n in range(count)][:place][-most:]
    assert to_redo == [f"{n}" for n in range(count)][place:][:most]
    assert short.saved == NEVER or short.saved - short.place == saved - place
    assert (short.saved == NEVER) == (saved == NEVER or not -most <= saved - place <= most)


def test_only_the_nearest_entries_are_kept(tmp_path: Path) -> None:
    store = Store(default_scene())
    for value in range(MOST_ENTRIES + 20):
        store.do(partial(edits.set_bias, bias=value + 1))
    kept = fresh(tmp_path)
    kept.write(Session(store.history(), VIEW, None))
    assert len(kept.read().history.entries) == MOST_ENTRIES


def test_pixels_are_written_once_and_go_when_nothing_needs_them(tmp_path: Path) -> None:
    kept, session = fresh(tmp_path), worked_on()
    kept.write(session)
    pixels = kept.folder / f"{photo().pixels.digest}.npy"
    first = pixels.stat().st_ino
    store = Store(default_scene())
    store.recall(session.history)
    store.undo_stack.redo()
    kept.write(Session(store.history(), VIEW, None))
    assert pixels.stat().st_ino == first
    store.undo_stack.undo()
    store.do(partial(edits.set_bias, bias=7))
    kept.write(Session(store.history(), VIEW, None))
    assert not pixels.exists()
    assert kept.read().history == store.history()
    assert not list(kept.folder.glob("*.part"))


def test_sessions_share_tensors_between_scenes(tmp_path: Path) -> None:
    kept = fresh(tmp_path)
    kept.write(worked_on())
    history = kept.read().history
    held = {id(e.after.kernel.weights) for e in history.entries}
    assert len(held) == 1


# ---- whose it is


def test_what_a_window_holds_is_offered_to_no_other(tmp_path: Path) -> None:
    one, two = fresh(tmp_path), fresh(tmp_path)
    one.write(worked_on())
    two.write(worked_on())
    assert left_behind(tmp_path) == []
    one.release()
    found = left_behind(tmp_path)
    assert [each.folder for each in found] == [one.folder]
    assert left_behind(tmp_path) == [], "an offer holds it too"
    found[0].release()
    assert two.read() == worked_on()


def test_what_is_removed_leaves_nothing(tmp_path: Path) -> None:
    kept = fresh(tmp_path / "sessions")
    kept.write(worked_on())
    kept.remove()
    assert list((tmp_path / "sessions").iterdir()) == []


def test_the_newest_is_offered_first(tmp_path: Path) -> None:
    import os  # noqa: PLC0415

    several = [fresh(tmp_path) for _ in range(3)]
    for age, kept in enumerate(several):
        kept.write(worked_on())
        os.utime(kept.folder / SESSION, (1e9 - age, 1e9 - age))
        kept.release()
    assert [each.folder for each in left_behind(tmp_path)] == [each.folder for each in several]


def test_where_nothing_can_be_kept_none_is_made(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.touch()
    assert SessionFolder.fresh(blocked / "sessions") is None
    assert left_behind(blocked / "sessions") == []


def test_a_write_that_fails_keeps_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept, session = fresh(tmp_path), worked_on()
    kept.write(session)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("app.services.files.os.fsync", full)
    with pytest.raises(ExportError, match="the disk is full"):
        kept.write(Session(History(default_scene()), VIEW, None))
    assert kept.read() == session


# ---- damaged


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.data())
def test_a_damaged_session_is_one_kind_of_error(tmp_path: Path, data: st.DataObject) -> None:
    kept = fresh(tmp_path)
    kept.write(worked_on())
    files = sorted(path for path in kept.folder.iterdir() if path.name != ABOUT)
    victim = data.draw(st.sampled_from(files))
    content = victim.read_bytes()
    at = data.draw(st.integers(0, len(content) - 1))
    cut = data.draw(st.booleans())
    broken = content[:at] if cut else content[:at] + bytes([content[at] ^ 8]) + content[at + 1 :]
    victim.write_bytes(broken)
    try:
        kept.read()
    except SessionError as error:
        told = str(error)
    else:
        told = ""
    kept.remove()
    assert "\n" not in told
    assert told.startswith("The session that was kept cannot be opened: ") or not cut


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("place", 9), ("place", -1), ("saved", 9), ("present", 99), ("present", None),
        ("entries", [["x", 0, 99]]), ("entries", [["x", 0]]), ("scenes", []), ("scenes", {}),
        ("view", {}), ("path", 5), ("view", {"camera": {}}), ("place", 10**30),
    ],
)  # fmt: skip
def test_what_a_session_cannot_say_is_refused_or_harmless(
    tmp_path: Path, name: str, value: object
) -> None:
    kept = fresh(tmp_path)
    kept.write(worked_on())
    head = json.loads((kept.folder / SESSION).read_text())
    (kept.folder / SESSION).write_text(json.dumps(head | {name: value}))
    if (name, value) == ("view", {}):
        assert kept.read().view == View()
    else:
        with pytest.raises(SessionError):
            kept.read()
    kept.remove()


def test_a_tensor_that_is_gone_is_told(tmp_path: Path) -> None:
    kept = fresh(tmp_path)
    kept.write(worked_on())
    for path in kept.folder.glob("*.npy"):
        path.unlink()
    with pytest.raises(SessionError, match="It stays in"):
        kept.read()


@pytest.mark.parametrize("text", ["", "{", '{"name": 3}', '{"name":"a","changes":1,"at":1e300}'])
def test_what_cannot_be_told_in_few_words_is_not(tmp_path: Path, text: str) -> None:
    kept = fresh(tmp_path)
    assert kept.about() is None
    kept.write(worked_on())
    (kept.folder / ABOUT).write_text(text)
    assert kept.about() is None


def test_what_is_set_aside_is_offered_no_more(tmp_path: Path, qtbot: QtBot) -> None:
    kept = fresh(tmp_path)
    kept.write(worked_on())
    kept.set_aside()
    assert left_behind(tmp_path) == []
    assert len(list(kept.folder.iterdir())) > 2
