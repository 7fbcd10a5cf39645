"""Stacks of layers: what fits, why not, and every edit of them told as text."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.state import edits, input_edits, player
from app.state.derive import Stacked, derive
from app.state.outcome import Change
from app.state.receptive_field import edits as stack_edits
from app.state.receptive_field.stack import stack_of
from app.state.requests import request_of
from app.state.scene import Backdrop, Layer, LayerKind, Lesson, Scene, Sides
from tests.scenes import changed, image, scene, told

RF = Lesson.RECEPTIVE_FIELD


def stacked(*layers: Layer, side: int = 17, level: int | None = None, rows: int = 0) -> Scene:
    """A stack on a square of zeros, or on so many rows; its last level is chosen."""
    cells = [[0] * side for _ in range(rows or side)]
    shown = replace(scene(cells), lesson=RF)
    chosen = len(layers) if level is None else level
    return stack_edits.at_middle(replace(shown, stack=layers, level=chosen))


def dilated(*dilations: int) -> tuple[Layer, ...]:
    return tuple(Layer(dilation=(each, each)) for each in dilations)


def derived_of(shown: Scene) -> Stacked:
    derived = derive(shown)
    assert isinstance(derived, Stacked)
    return derived


def row(shown: Scene) -> str:
    """The stack in one line: layers with kernel and dilation, the chosen level in brackets."""
    words = [f"k{layer.kernel[1]}d{layer.dilation[1]}" for layer in shown.stack]
    marked = [f"[{word}]" if at == shown.level else word for at, word in enumerate(words, 1)]
    return " ".join(marked)


def test_levels_shapes_and_the_present_unit() -> None:
    derived = derived_of(stacked(*dilated(1, 2, 4)))
    assert derived.stack.shapes == ((17, 17), (15, 15), (11, 11), (3, 3))
    assert (derived.level, derived.output_shape, derived.unit) == (3, (3, 3), (1, 1))
    assert [derived.stack.alone(level) for level in (1, 2, 3)] == [(3, 3), (5, 5), (9, 9)]
    assert derived.steps == player.length(derived.scene) == 9
    assert request_of(derived.scene) is None


def test_a_stack_that_does_not_fit_stops_there_and_says_why() -> None:
    derived = derived_of(stacked(*dilated(1, 2, 4), side=8))
    assert derived.stack.shapes == ((8, 8), (6, 6), (2, 2))
    assert derived.stack.failed == 2
    assert derived.stack.failure == (
        "kernel 3: spans 9 with dilation 4, more than the padded input's 2; 1 fits "
        "(the layer below has 2 units)"
    )
    assert (derived.level, derived.output_shape) == (2, (2, 2))


def test_the_reason_names_the_axis_where_one_fits() -> None:
    stack = stack_of((1, 9), (Layer(kernel=(1, 3)), Layer()))
    assert stack.failed == 1
    assert stack.failure == (
        "rows: kernel 3: spans 3, more than the padded input's 1; 1 fits "
        "(the layer below has 1 unit)"
    )
    assert stack.is_flat


def test_where_nothing_fits_the_input_stays() -> None:
    derived = derived_of(stacked(Layer(kernel=(9, 9)), side=4))
    assert (derived.level, derived.output_shape, derived.stack.failed) == (0, (4, 4), 0)


def test_adding_duplicating_moving_and_removing() -> None:
    start = stacked(*dilated(1, 2, 4), level=2)
    added = changed(stack_edits.add_layer(start))
    assert row(added) == "k3d1 k3d2 [k3d1] k3d4"
    assert row(changed(stack_edits.duplicate_layer(start, 2))) == "k3d1 k3d2 k3d4 [k3d4]"
    assert row(changed(stack_edits.move_layer(start, 1, -1))) == "[k3d2] k3d1 k3d4"
    assert row(changed(stack_edits.remove_layer(start, 1))) == "[k3d1] k3d4"
    assert row(changed(stack_edits.remove_layer(start, 0))) == "[k3d2] k3d4"
    assert row(changed(stack_edits.remove_layer(start, 2))) == "k3d1 [k3d2]"


def test_titles_and_refusals() -> None:
    start = stacked(*dilated(1))
    ask = stack_edits.change_layer
    assert [
        told(outcome)
        for outcome in (
            stack_edits.add_layer(start),
            ask(start, 0, kernel=(5, 5)),
            ask(start, 0, kernel=(0, 3)),
            ask(start, 0, stride=(1, 40)),
            ask(start, 0, padding=((0, 0), (9000, 0))),
            ask(start, 0, name="a name that is far too long to read"),
            ask(start, 0, name="conv\u200b1"),
            ask(start, 4, kernel=(1, 1)),
            stack_edits.remove_layer(start, 0),
            stack_edits.move_layer(start, 0, -1),
            stack_edits.choose_level(start, 2),
            stack_edits.set_backdrop(start, Backdrop.PATHS),
        )
    ] == [
        "add layer 2",
        "kernel of layer 1",
        "stack! layer 1: kernel 0: 1 to 63 fits",
        "stack! layer 1: stride 40: 1 to 32 fits",
        "stack! layer 1: padding 9000: 0 to 8192 fits",
        "stack! layer 1: its name has 35 letters; up to 24 fit",
        "stack! layer 1: its name has a character that cannot be seen; letters, digits and signs "
        "fit",
        "stack! there is no layer 5: 1 to 1 fits",
        "stack! a stack has one layer at least; change this one instead",
        "stack! layer 1 is nearest to the input already",
        "stack! layer 2: 1 to 1 fits",
        "show the path counts",
    ]


def test_64_layers_and_no_more() -> None:
    start = stacked(*[Layer(kernel=(1, 1))] * 64)
    assert derived_of(start).stack.levels == 65
    assert told(stack_edits.add_layer(start)) == "stack! 64 layers are there already; no more fit"
    too_many = stack_edits.set_stack(start, (Layer(),) * 65, "many")
    assert told(too_many) == "stack! 65 layers: 1 to 64 fit"


def test_output_padding_belongs_to_transposed_layers() -> None:
    start = stacked(Layer(LayerKind.TRANSPOSED, stride=(2, 2), output_padding=(1, 1)), side=4)
    assert derived_of(start).output_shape == (10, 10)
    plain = changed(stack_edits.change_layer(start, 0, kind=LayerKind.CONV))
    assert plain.stack[0].output_padding == (0, 0)


def test_the_unit_keeps_its_place_when_the_stack_changes() -> None:
    start = stack_edits.at_unit(stacked(*dilated(1, 1)), 2, 0)
    assert derived_of(changed(stack_edits.choose_level(start, 1))).unit == (0, 0)
    corner = stack_edits.at_unit(start, 2, 10**6)
    assert derived_of(changed(stack_edits.choose_level(corner, 1))).unit == (14, 14)
    assert derived_of(changed(stack_edits.add_layer(corner))).unit == (10, 10)


def test_another_image_puts_the_unit_in_its_middle() -> None:
    opened = changed(input_edits.set_image(stacked(*dilated(1, 2, 4)), image([[1] * 31] * 21)))
    assert derived_of(opened).output_shape == (7, 17)
    assert derived_of(opened).unit == (3, 8)
    assert changed(edits.reset(opened, stacked(*dilated(1)))).stack == dilated(1)


pairs = st.tuples(st.integers(1, 4), st.integers(1, 4))
sides = st.tuples(st.integers(0, 2), st.integers(0, 2))
layers = st.builds(Layer, st.sampled_from(LayerKind), pairs, pairs, st.tuples(sides, sides), pairs)


@given(st.lists(layers, min_size=1, max_size=5), st.data())
def test_every_edit_gives_a_scene_whose_step_is_there(
    several: list[Layer], data: st.DataObject
) -> None:
    start = stacked(*several, side=9)
    index = data.draw(st.integers(0, len(several) - 1))
    outcome = data.draw(
        st.sampled_from(
            [
                stack_edits.add_layer(start),
                stack_edits.duplicate_layer(start, index),
                stack_edits.remove_layer(start, index),
                stack_edits.move_layer(start, index, 1),
                stack_edits.change_layer(start, index, stride=(2, 1)),
                stack_edits.choose_level(start, index),
            ]
        )
    )
    if isinstance(outcome, Change):
        derived = derived_of(outcome.scene)
        assert 0 <= outcome.scene.step < derived.steps
        assert 0 <= outcome.scene.level <= len(outcome.scene.stack)


@pytest.mark.parametrize("padding", [((0, 0), (3, 0)), ((1, 2), (0, 1))])
def test_sides_of_the_padding_are_each_their_own(padding: Sides) -> None:
    shapes = derived_of(stacked(Layer(padding=padding), side=5)).stack.shapes
    assert shapes[1] == tuple(5 + sum(pair) - 2 for pair in padding)
