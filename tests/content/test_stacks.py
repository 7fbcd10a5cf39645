"""The known stacks and the worked examples of receptive fields give the literature's numbers."""

from __future__ import annotations

import pytest

from app.content.lessons import lesson_info, preset
from app.content.stacks import STACKS, KnownStack, known_stack
from app.state.derive import Stacked, derive
from app.state.receptive_field import edits
from app.state.receptive_field.stack import stack_of
from app.state.scene import Backdrop, Lesson, Scene
from tests.scenes import changed

RF = Lesson.RECEPTIVE_FIELD
KEYS = [each.key for each in lesson_info(RF).presets]


def example(key: str) -> Scene:
    return preset(RF, key).build()


def stacked(key: str) -> Stacked:
    derived = derive(example(key))
    assert isinstance(derived, Stacked)
    return derived


@pytest.mark.parametrize(
    ("key", "field", "jump"),
    [
        ("doubling", 15, 1),
        ("gridding", 13, 1),
        ("cured", 17, 1),
        ("vgg-16", 212, 32),
        ("resnet-18", 435, 32),
        ("resnet-50", 427, 32),
        ("resnet-50-1x1", 483, 32),
        ("wavenet", 16, 1),
        ("wavenet-block", 1024, 1),
    ],
)
def test_the_fields_of_the_literature(key: str, field: int, jump: int) -> None:
    stack = stacked(key).stack
    horizontal = stack.fields(stack.levels - 1)[1]
    assert (horizontal.size, horizontal.jump) == (field, jump)


def test_3_7_15_with_the_single_layers_3_5_9_beside_it() -> None:
    stack = stacked("doubling").stack
    assert [stack.fields(level)[0].size for level in (1, 2, 3)] == [3, 7, 15]
    assert [stack.alone(level)[0] for level in (1, 2, 3)] == [3, 5, 9]
    assert stacked("single").stack.fields(1)[0].size == 9


def test_gridding_uses_7_inputs_by_1_3_6_7_6_3_1_paths() -> None:
    derived = stacked("gridding")
    row = derived.stack.horizontal.seen_by(3, derived.unit[1])[0]
    assert [count for count in row.tolist() if count] == [1, 3, 6, 7, 6, 3, 1]
    cured = stacked("cured")
    assert all(cured.stack.horizontal.seen_by(3, cured.unit[1])[0][1:-1])


def test_a_wavenet_looks_back_only() -> None:
    derived = stacked("wavenet-block")
    assert derived.unit == (0, 1023)
    assert derived.stack.horizontal.seen_by(10, 1023)[0].all()
    assert not derived.stack.horizontal.seen_by(10, 500)[0][501:].any()


@pytest.mark.parametrize("key", KEYS)
def test_every_example_fits_and_stands_at_a_unit_of_its_last_layer(key: str) -> None:
    derived = stacked(key)
    assert derived.stack.failed is None
    assert derived.level == len(derived.scene.stack)
    assert 0 <= derived.scene.step < derived.steps
    assert example(key) == derived.scene, "built anew, it is the same value"


def test_the_photo_is_shown_with_the_house_in_the_field() -> None:
    derived = stacked("photo")
    assert derived.scene.backdrop is Backdrop.INPUT
    assert derived.unit == (13, 5)


@pytest.mark.parametrize("each", STACKS, ids=lambda each: each.key)
def test_every_known_stack_can_be_put_on_another_input(each: KnownStack) -> None:
    layers = known_stack(each.key).build()
    scene = changed(edits.set_stack(example("photo"), layers, "stack"))
    assert stack_of((640, 960), layers).levels == len(layers) + 1
    assert scene.level == len(layers)


def test_an_unknown_stack_is_refused_with_those_that_there_are() -> None:
    with pytest.raises(KeyError, match=r"no stack 'alexnet'.*doubling, gridding"):
        known_stack("alexnet")
