"""Edits of the input, as text: what was adjusted with them is said."""

from __future__ import annotations

from functools import partial

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.state import edits, input_edits
from app.state.derive import derive
from app.state.outcome import Change, Edit
from app.state.scene import PADDING_MODES, Channel, Crop, PaddingMode, Scale, Scene
from tests.scenes import changed, convolved, image, photo, scene, told

COLOUR = image(np.arange(75, dtype=np.uint8).reshape(5, 5, 3), "flag", 255)
SMALL = image(np.arange(16).reshape(4, 4), "small")
do = partial


def edited() -> Scene:
    return changed(input_edits.set_cell(scene(), 0, 0, 9))


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (do(input_edits.set_image, image=photo()), "open photo"),
        (do(input_edits.set_crop, crop=Crop(1, 1, 4, 3)), "crop to 4 × 3"),
        (
            do(input_edits.set_crop, crop=Crop(1, 1, 5, 3)),
            "crop! the crop must lie within the image's 5 × 5 pixels",
        ),
        (
            do(input_edits.set_crop, crop=Crop(0, 0, 0, 3)),
            "crop! the crop must lie within the image's 5 × 5 pixels",
        ),
        (do(input_edits.set_resample, size=(7, 9)), "resample to 7 × 9"),
        (do(input_edits.set_resample, size=(0, 9)), "resample! 0 × 9 cells: 1 to 8000 a side fits"),
        (do(input_edits.set_channel, channel=Channel.RED), "channel! grid is grey: it has no red"),
        (do(input_edits.set_scale, scale=Scale.UNIT), "values 0–1"),
        (do(input_edits.set_cell, row=0, column=4, value=-7), "cell (1, 5) = −7"),
        (
            do(input_edits.set_cell, row=5, column=0, value=1),
            "cells! cell (6, 1): the input is 5 × 5",
        ),
        (
            do(input_edits.set_cell, row=0, column=0, value=float("nan")),
            "cells! nan: a number from −1,000,000 to 1,000,000 fits",
        ),
        (
            do(input_edits.set_cell, row=0, column=0, value=1, channel=1),
            "cells! channel 2 of the input: 1 fits",
        ),
    ],
)
def test_what_an_edit_answers(edit: Edit, words: str) -> None:
    assert told(edit(scene())) == words


def test_cells_of_a_photo_cannot_be_typed_over() -> None:
    large = changed(input_edits.set_image(scene(), photo()))
    assert told(input_edits.set_cell(large, 0, 0, 1)) == (
        "cells! cells can be typed over up to 64 × 64; resample"
    )


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (
            do(edits.set_dilation, value=2),
            "open small [dilation set to 1, since the input is too small for it]",
        ),
        (
            do(edits.resize_kernel, height=5, width=5),
            "open small [padding set to same, since the input is too small for it]",
        ),
        (
            lambda s: edits.set_padding_mode(changed(edits.set_padding(s, 4)), "reflect"),
            "open small [padding mode set to zeros, since the input is too small for it]",
        ),
    ],
)
def test_a_smaller_image_adjusts_as_little_as_it_can(before: Edit, words: str) -> None:
    outcome = input_edits.set_image(changed(before(scene())), SMALL)
    assert told(outcome) == words


def test_only_the_adjusted_parameter_differs() -> None:
    padded = changed(edits.set_padding(changed(edits.set_stride(scene(), 2)), 1))
    dilated = changed(edits.set_dilation(padded, 3))
    one = image(np.ones((1, 1), int), "dot")
    small = changed(input_edits.set_image(dilated, one))
    assert small.parameters.stride == (2, 2)
    assert small.parameters.padding == ((1, 1), (1, 1))
    assert small.parameters.dilation == (1, 1)


def test_dropped_cells_are_said() -> None:
    assert told(input_edits.set_crop(edited(), Crop(0, 0, 4, 4))) == (
        "crop to 4 × 4 [typed cells were dropped]"
    )
    assert told(input_edits.set_resample(edited(), (4, 4))) == (
        "resample to 4 × 4 [typed cells were dropped]"
    )


@pytest.mark.parametrize(
    "again",
    [
        do(input_edits.set_crop, crop=None),
        do(input_edits.set_resample, size=None),
        do(input_edits.set_channel, channel=Channel.GREY),
        do(input_edits.set_scale, scale=Scale.STORED),
    ],
)
def test_choosing_what_is_chosen_already_drops_nothing(again: Edit) -> None:
    assert changed(again(edited())) == edited()


def test_a_cell_typed_twice_is_one_cell() -> None:
    twice = changed(input_edits.set_cell(edited(), 0, 0, 4))
    assert [cell.value for cell in twice.input.edited] == [4]
    assert derive(twice).plane[0].tolist() == [4, 3, 2, 1, 0]


@given(st.integers(-255, 510), st.sampled_from([3, 49, 100, 255, 65535]))
def test_a_typed_cell_survives_a_change_of_unit(value: int, white: int) -> None:
    pixels = np.zeros((5, 5), np.int64)
    pixels[4, 4] = white
    typed = changed(input_edits.set_cell(scene(pixels), 0, 0, value))
    unit = changed(input_edits.set_scale(typed, Scale.UNIT))
    assert derive(unit).plane[0, 0] == pytest.approx(value / white)
    back = changed(input_edits.set_scale(unit, Scale.STORED))
    assert derive(back).plane[0, 0] == value
    assert derive(back).plane.dtype == np.int64


def test_a_colour_image_keeps_the_channel_and_a_grey_one_has_none() -> None:
    red = changed(
        input_edits.set_channel(changed(input_edits.set_image(scene(), COLOUR)), Channel.RED)
    )
    assert derive(red).plane[0].tolist() == [0, 3, 6, 9, 12]
    assert changed(input_edits.set_image(red, COLOUR)).input.channel is Channel.RED
    assert changed(input_edits.set_image(red, SMALL)).input.channel is Channel.GREY


def test_a_new_image_is_shown_whole_from_its_first_step() -> None:
    cropped = changed(input_edits.set_crop(scene(step=8), Crop(1, 1, 4, 4)))
    fresh = changed(input_edits.set_image(cropped, SMALL))
    assert (fresh.input.crop, fresh.step) == (None, 0)


shapes = st.tuples(st.integers(1, 12), st.integers(1, 12))


@given(
    shapes, st.integers(1, 11), st.integers(1, 6), st.integers(0, 9), st.sampled_from(PADDING_MODES)
)
def test_every_size_of_image_can_be_shown(
    shape: tuple[int, int], kernel: int, dilation: int, padding: int, mode: PaddingMode
) -> None:
    shown = scene(np.ones((70, 70), int), [[1]])
    for edit in (
        partial(edits.set_padding, padding=padding),
        partial(edits.set_padding_mode, mode=mode),
        partial(edits.resize_kernel, height=kernel, width=kernel),
        partial(edits.set_dilation, value=dilation),
    ):
        shown = changed(edit(shown))
    outcome = input_edits.set_image(shown, image(np.ones(shape, int)))
    assert isinstance(outcome, Change)
    assert bool(outcome.said) == (outcome.scene.parameters != shown.parameters)
    assert len(convolved(outcome.scene).trace) >= 1
