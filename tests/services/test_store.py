"""The store: edits, gestures, stepping, undo and redo, as a user meets them."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from app.services.store import Store
from app.state import edits, input_edits
from app.state.outcome import Change, Edit, Refusal
from app.state.scene import Crop, Detail, Mapping, Reveal, Scale, Scene
from tests.scenes import photo, scene, told


def stride(value: int) -> Edit:
    return partial(edits.set_stride, value=value)


def menu(store: Store) -> str:
    """The undo stack as its entries, the present place marked by a bar."""
    stack = store.undo_stack
    titles = [stack.text(number) for number in range(stack.count())]
    return " ".join(
        filter(None, (", ".join(titles[: stack.index()]), "|", ", ".join(titles[stack.index() :])))
    )


@pytest.fixture
def store(qtbot: QtBot) -> Store:
    return Store(scene(step=8))


def test_an_edit_is_one_entry_named_in_the_menu(store: Store) -> None:
    store.do(stride(2))
    store.do(partial(edits.set_padding, padding="same"))
    assert menu(store) == "stride 2, padding same |"
    store.undo_stack.undo()
    assert menu(store) == "stride 2 | padding same"
    assert store.undo_stack.undoText() == "stride 2"
    assert store.undo_stack.redoText() == "padding same"


def test_undo_brings_back_the_step_that_the_edit_clamped(store: Store) -> None:
    before = store.scene
    store.do(stride(2))
    assert store.scene.step == 3
    store.undo_stack.undo()
    assert store.scene == before
    store.undo_stack.redo()
    assert (store.scene.parameters.stride, store.scene.step) == ((2, 2), 3)


def test_a_drag_is_one_entry(store: Store) -> None:
    before = store.scene
    for value in (2, 3, 4):
        store.do(stride(value), gesture="drag 1")
    store.do(stride(5), gesture="drag 2")
    assert menu(store) == "stride 4, stride 5 |"
    store.undo_stack.undo()
    store.undo_stack.undo()
    assert store.scene == before


def test_a_drag_back_to_where_it_began_leaves_no_entry(store: Store) -> None:
    store.do(partial(edits.set_bias, bias=3))
    for value in (2, 3, 1):
        store.do(stride(value), gesture="drag")
    assert menu(store) == "bias 3 |"
    assert store.scene.parameters.stride == (1, 1)


def test_what_changes_nothing_makes_no_entry(store: Store) -> None:
    store.do(stride(1))
    store.do(partial(edits.set_mapping, mapping=Mapping.AS_IS))
    assert menu(store) == "|"


def test_a_refusal_leaves_the_scene_and_is_answered(store: Store, qtbot: QtBot) -> None:
    before = store.scene
    with qtbot.waitSignal(store.answered) as answer, qtbot.assertNotEmitted(store.changed):
        store.do(stride(0))
    assert answer.args == [Refusal("stride", "stride 0: 1 to 32 fits")]
    assert (store.scene, menu(store)) == (before, "|")


def test_each_change_is_told_once(store: Store, qtbot: QtBot) -> None:
    told_scenes: list[Scene] = []
    store.changed.connect(told_scenes.append)
    store.do(stride(2))
    store.undo_stack.undo()
    store.step_to(replace(store.scene, step=1))
    store.step_to(store.scene)
    assert [(s.parameters.stride[0], s.step) for s in told_scenes] == [(2, 3), (1, 8), (1, 1)]


def test_stepping_makes_no_entry_and_keeps_redo(store: Store) -> None:
    store.do(stride(2))
    store.undo_stack.undo()
    store.step_to(replace(store.scene, step=4))
    assert menu(store) == "| stride 2"
    store.undo_stack.redo()
    store.undo_stack.undo()
    assert store.scene.step == 8


def test_stepping_cannot_smuggle_in_an_edit(store: Store) -> None:
    with pytest.raises(ValueError, match="use an edit"):
        store.step_to(replace(store.scene, mapping=Mapping.ABSOLUTE))


def test_reset_is_undoable(store: Store) -> None:
    preset = scene()
    store.do(stride(2))
    store.do(partial(edits.reset, preset=preset))
    assert (store.scene, menu(store)) == (preset, "stride 2, reset |")
    store.undo_stack.undo()
    assert store.scene.parameters.stride == (2, 2)


def test_undo_shares_the_pixels_of_an_image(store: Store) -> None:
    opened = photo()
    store.do(partial(input_edits.set_image, image=opened))
    store.do(partial(input_edits.set_crop, crop=Crop(0, 0, 30, 30)))
    store.undo_stack.undo()
    store.undo_stack.redo()
    assert store.scene.input.image is opened


sizes = st.integers(0, 12)
EDITS: st.SearchStrategy[Edit] = st.one_of(
    st.builds(
        lambda v, a: partial(edits.set_stride, value=v, axis=a),
        st.integers(0, 6),
        st.sampled_from([None, 0, 1]),
    ),
    st.builds(
        lambda v, a: partial(edits.set_dilation, value=v, axis=a),
        st.integers(0, 4),
        st.sampled_from([None, 0, 1]),
    ),
    st.builds(
        lambda p: partial(edits.set_padding, padding=p),
        st.one_of(st.integers(-1, 5), st.sampled_from(["valid", "same", "full"])),
    ),
    st.builds(
        lambda m: partial(edits.set_padding_mode, mode=m),
        st.sampled_from(["zeros", "reflect", "replicate", "circular"]),
    ),
    st.builds(lambda b: partial(edits.set_bias, bias=b), st.floats(allow_nan=True)),
    st.builds(lambda f: partial(edits.set_flip, flip=f), st.booleans()),
    st.builds(lambda v: partial(edits.set_linked, linked=v), st.booleans()),
    st.builds(lambda h, w: partial(edits.resize_kernel, height=h, width=w), sizes, sizes),
    st.sampled_from(
        [edits.flip_kernel, edits.rotate_kernel, edits.negate_kernel, edits.normalise_kernel]
    ),
    st.builds(
        lambda v: partial(edits.set_weight, row=0, column=0, value=v),
        st.one_of(st.integers(-9, 9), st.floats()),
    ),
    st.builds(lambda m: partial(edits.set_mapping, mapping=m), st.sampled_from(Mapping)),
    st.builds(lambda m: partial(edits.set_reveal, reveal=m), st.sampled_from(Reveal)),
    st.builds(lambda m: partial(edits.set_detail, detail=m), st.sampled_from(Detail)),
    st.builds(lambda s: partial(input_edits.set_scale, scale=s), st.sampled_from(Scale)),
    st.builds(lambda h, w: partial(input_edits.set_resample, size=(h, w)), sizes, sizes),
    st.builds(lambda t, h: partial(input_edits.set_crop, crop=Crop(t, 0, h, 2)), sizes, sizes),
    st.builds(
        lambda r, v: partial(input_edits.set_cell, row=r, column=0, value=v),
        sizes,
        st.floats(-9, 9),
    ),
    st.just(partial(edits.reset, preset=scene())),
)


@given(st.lists(EDITS, max_size=12), st.lists(st.integers(0, 8), min_size=12, max_size=12))
def test_undo_and_redo_are_each_others_inverse(
    qapp: object, several: list[Edit], steps: list[int]
) -> None:
    store = Store(scene())
    before, after = [], []
    for edit, step in zip(several, steps, strict=False):
        store.step_to(replace(store.scene, step=min(step, store.scene.step)))
        here, entries = store.scene, store.undo_stack.count()
        store.do(edit)
        if store.undo_stack.count() > entries:
            before.append(here)
            after.append(store.scene)
    for expected in reversed(before):
        store.undo_stack.undo()
        assert store.scene == expected
    for expected in after:
        store.undo_stack.redo()
        assert store.scene == expected


@given(st.lists(EDITS, min_size=1, max_size=8))
def test_a_gesture_undoes_as_a_whole(qapp: object, several: list[Edit]) -> None:
    store = Store(scene())
    before = store.scene
    answers = [store.do(edit, gesture="one drag") for edit in several]
    assert store.undo_stack.count() <= 1, list(map(told, answers))
    last = [answer.scene for answer in answers if isinstance(answer, Change)]
    assert store.scene == (last[-1] if last else before)
    if store.undo_stack.canUndo():
        store.undo_stack.undo()
        assert store.scene == before
