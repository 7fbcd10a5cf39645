"""Edits of stamps: what fits changes, what does not is told at its control."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.lessons import lesson_info, preset
from app.state.codec import decode, encode
from app.state.derive import Counted, derive
from app.state.outcome import Change
from app.state.overlap import edits as overlap_edits
from app.state.overlap.choices import Overlap, Span, StampLayer
from app.state.requests import request_of
from app.state.scene import Lesson, Scene
from app.state.settling import settled
from app.state.validity import fault
from tests.scenes import changed, told

PERIODS = {
    "k2s1": (2,), "k3s1": (3,), "k2s2": (1,), "k4s2": (2,), "k6s3": (2,), "k3s2": (1, 2),
    "k5s2": (2, 3), "k4s3": (1, 1, 2), "k5s3": (1, 2, 2), "k2s3": (1, 1, 0),
    "stack": (3, 2, 3, 1), "stack-smoothed": (6, 8, 6, 7), "stack-even": (4,), "dilated": (4, 0),
}  # fmt: skip
"""The interiors as the literature lists them, from any cell of the period on."""


def example(key: str) -> Scene:
    return preset(Lesson.OVERLAP, key).build()


def counted(scene: Scene) -> Counted:
    derived = derive(scene)
    assert isinstance(derived, Counted)
    return derived


@pytest.mark.parametrize("key", PERIODS)
def test_every_row_of_the_table_is_an_example(key: str) -> None:
    listed = PERIODS[key]
    turns = {listed[at:] + listed[:at] for at in range(len(listed))}
    assert counted(example(key)).stamps.period in turns


def test_the_stack_grows_from_5_to_11_to_23() -> None:
    assert counted(example("stack")).stamps.sizes == (5, 11, 23)
    assert counted(example("stack-even")).stamps.result.tolist()[:6] == [1, 1, 2, 2, 3, 3]


def test_two_axes_multiply() -> None:
    stamps = counted(example("plane")).stamps
    assert sorted(set(stamps.plane.ravel().tolist())) == [1, 2, 4]
    assert stamps.tile.tolist() == [[1, 2], [2, 4]]
    empty = counted(example("plane-dilated")).stamps.tile
    assert (empty == 0).mean() == 0.75


@pytest.mark.parametrize("info", lesson_info(Lesson.OVERLAP).presets, ids=lambda info: info.key)
def test_examples_are_valid_and_survive_a_file(info: object) -> None:
    scene = info.build()  # type: ignore[attr-defined]
    assert fault(scene) == ""
    assert request_of(scene) is None
    assert decode(Overlap, encode(Overlap, scene.overlap, {}), lambda _: None) == scene.overlap  # type: ignore[arg-type,return-value]


def test_edits_are_named_and_refused_in_words() -> None:
    start = example("k3s2")
    assert told(overlap_edits.set_stamp(start, "kernel", 4)) == "kernel 4"
    assert told(overlap_edits.set_kernel_and_stride(start, 6, 3)) == "kernel 6, stride 3"
    assert told(overlap_edits.set_size(start, 33)) == "stamp_size! 33 inputs: 1 to 32 fit"
    strided = overlap_edits.set_stamp(start, "stride", 7)
    assert told(strided) == "stamp_stride! stride 7: 1 to 6 fits"
    assert told(overlap_edits.remove_layer(start)).startswith("stamp_layer! one layer stays")
    assert told(overlap_edits.choose_layer(start, 1)) == "stamp_layer! layer 2: 1 to 1 fits"
    cropped = overlap_edits.set_stamp(start, "padding", 6)
    assert told(cropped).startswith("stamp_padding! padding (6, 6): must leave a cell")


def test_layers_come_and_go() -> None:
    one = example("k3s2")
    three = changed(overlap_edits.add_layer(changed(overlap_edits.add_layer(one))))
    assert (len(three.overlap.layers), three.overlap.chosen) == (3, 2)
    assert told(overlap_edits.add_layer(three)) == "stamp_layer! 4 layers: 1 to 3 fit"
    two = changed(overlap_edits.remove_layer(changed(overlap_edits.choose_layer(three, 0))))
    assert (len(two.overlap.layers), two.overlap.chosen) == (2, 0)


def test_a_result_too_large_is_refused_before_it_is_made() -> None:
    large = replace(example("stack"), overlap=Overlap(32, (StampLayer(11, 6),) * 2))
    assert "more than 640" in told(overlap_edits.add_layer(large))


@given(
    size=st.integers(1, 32), span=st.sampled_from(Span), step=st.integers(0, 10_000),
    layers=st.lists(st.builds(StampLayer, st.integers(1, 11), st.integers(1, 6),
                              st.integers(0, 10), st.integers(1, 6)), min_size=1, max_size=3),
)  # fmt: skip
def test_whatever_is_settled_can_be_shown(
    size: int, span: Span, step: int, layers: list[StampLayer]
) -> None:
    scene = replace(example("k3s2"), overlap=Overlap(size, tuple(layers), 0, span), step=step)
    outcome = settled(scene, scene, "any", "stamp_size")
    if isinstance(outcome, Change):
        derived = counted(outcome.scene)
        assert outcome.scene.step < derived.steps
        assert settled(outcome.scene, outcome.scene, "any", "stamp_size") == outcome
