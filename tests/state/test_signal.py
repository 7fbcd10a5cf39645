"""The 1D lesson's edits: one row stays one row, and what cannot be is refused in words."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import numpy as np
import pytest

from app.content.kernels.catalogue import kernel_preset
from app.content.lessons import lesson_info, preset
from app.state import edits, input_edits
from app.state.edits import HORIZONTAL, VERTICAL, padding_sides
from app.state.outcome import Edit
from app.state.prepare import plane_shape, prepare
from app.state.scene import Crop, Lesson, Parameters, Scene
from app.state.signal import present_row
from app.state.validity import fault
from tests.scenes import changed, image, photo, told

PRESETS = lesson_info(Lesson.LINE).presets


@pytest.fixture
def signal() -> Scene:
    return preset(Lesson.LINE, "three-weights").build()


@pytest.mark.parametrize("each", PRESETS, ids=lambda each: each.key)
def test_every_worked_example_is_valid(each: object) -> None:
    scene = each.build()  # type: ignore[attr-defined]
    assert fault(scene) == ""
    assert plane_shape(scene.input)[0] == 1


def test_stride_dilation_and_padding_are_those_of_the_only_axis(signal: Scene) -> None:
    scene = changed(edits.set_stride(signal, 2))
    scene = changed(edits.set_dilation(scene, 3))
    scene = changed(edits.set_padding(scene, 4))
    assert scene.parameters.stride == (1, 2)
    assert scene.parameters.dilation == (1, 3)
    assert padding_sides(scene) == ((0, 0), (4, 4))
    for name in ("same", "full"):
        assert padding_sides(changed(edits.set_padding(scene, name)))[0] == (0, 0)


def test_titles_name_one_number(signal: Scene) -> None:
    assert told(edits.set_stride(signal, 2)) == "stride 2"
    assert told(edits.set_dilation(signal, 3)) == "dilation 3"
    assert told(edits.set_padding(signal, 4)) == "padding 4"
    assert told(edits.set_padding(signal, ((0, 0), (4, 0)))) == "padding 4 0"


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (partial(edits.set_stride, value=2, axis=VERTICAL),
         "stride! vertical stride 2: the 1D lesson has one row; 1 fits"),
        (partial(edits.set_dilation, value=2, axis=VERTICAL),
         "dilation! vertical dilation 2: the 1D lesson has one row; 1 fits"),
        (partial(edits.set_padding, padding=((1, 2), (0, 0))),
         "padding! padding 1 above and 2 below: the 1D lesson has one row; left and right fit"),
        (partial(edits.set_kernel, kernel=kernel_preset("sobel-x").build()),
         "kernel! kernel 3 × 3: the 1D lesson has one row; 1 × 1 to 1 × 11 fits"),
        (edits.rotate_kernel,
         "kernel! kernel 3 × 1: the 1D lesson has one row; 1 × 1 to 1 × 11 fits"),
        (partial(input_edits.set_resample, size=(2, 6)),
         "resample! 2 × 6 cells: the 1D lesson has one row; 1 × 6 fits"),
        (partial(input_edits.set_row, row=1), "row! row 2: 1 to 1 fits"),
        (partial(edits.set_stride, value=2, axis=HORIZONTAL), "stride 2"),
    ],
)  # fmt: skip
def test_a_second_row_is_refused(signal: Scene, edit: Edit, words: str) -> None:
    assert told(edit(signal)) == words


def test_a_column_of_weights_is_laid_down(signal: Scene) -> None:
    scene = changed(edits.set_weights(signal, np.array([[1.0], [2.0], [3.0], [4.0]])))
    assert scene.kernel.weights.array.tolist() == [[1, 2, 3, 4]]
    refused = told(edits.set_weights(signal, np.ones((2, 2))))
    assert refused.startswith("kernel! kernel 2 × 2: the 1D lesson has one row")


# ---- what is opened


def test_of_a_photo_the_middle_row_is_taken(signal: Scene) -> None:
    picture = photo(60, 90)
    outcome = input_edits.set_image(signal, picture)
    scene = changed(outcome)
    assert told(outcome) == "open photo [row 31 of 60 taken; choose another under Input]"
    assert (prepare(scene.input)[0] == picture.pixels.array[30]).all()
    assert scene.step == 44, "a long signal begins in its middle"
    assert scene.input.image == picture, "the whole photo is kept"


def test_of_a_table_a_row_is_taken_and_said(signal: Scene) -> None:
    outcome = input_edits.set_image(signal, image([[1, 2, 3], [4, 5, 6], [7, 8, 9]], "pasted"))
    assert told(outcome) == "open pasted [row 2 of 3 taken; choose another under Input]"
    assert prepare(changed(outcome).input).tolist() == [[4, 5, 6]]


def test_a_row_and_a_column_are_taken_whole(signal: Scene) -> None:
    row = input_edits.set_image(signal, image([[1, 2, 3, 4]], "row"))
    assert told(row) == "open row"
    column = input_edits.set_image(signal, image([[1], [2], [3], [4]], "column"))
    assert told(column) == "open column [the column is laid down]"
    for outcome in (row, column):
        assert prepare(changed(outcome).input).tolist() == [[1, 2, 3, 4]]


def test_a_single_value_shrinks_what_does_not_fit(signal: Scene) -> None:
    outcome = told(input_edits.set_image(signal, image([[5]], "one")))
    assert outcome == "open one [padding set to same, since the input is too small for it]"


def test_another_row_keeps_the_columns_and_the_size(signal: Scene) -> None:
    scene = changed(input_edits.set_image(signal, photo(60, 90)))
    scene = replace(scene, input=replace(scene.input, crop=Crop(30, 10, 1, 40)))
    scene = changed(input_edits.set_resample(scene, (1, 20)))
    outcome = input_edits.set_row(scene, 7)
    assert told(outcome) == "row 8 of the image"
    there = changed(outcome)
    assert there.input.crop == Crop(7, 10, 1, 40)
    assert plane_shape(there.input) == (1, 20)
    assert present_row(there.input) == 7
    assert told(input_edits.set_row(scene, 60)) == "row! row 61: 1 to 60 fits"
    assert told(input_edits.set_row(scene, -1)) == "row! row 0: 1 to 60 fits"


def test_the_whole_image_is_refused_as_a_signal(signal: Scene) -> None:
    scene = changed(input_edits.set_image(signal, photo(60, 90)))
    assert told(input_edits.set_crop(scene, None)) == (
        "crop! 60 × 90 cells: the 1D lesson has one row; 1 × 90 fits"
    )


def test_a_saved_scene_with_two_rows_is_no_signal(signal: Scene) -> None:
    two = replace(signal, input=replace(signal.input, image=image([[1, 2, 3], [4, 5, 6]])))
    assert fault(two) == "2 × 3 cells: the 1D lesson has one row; 1 × 3 fits"
    leaping = replace(signal, parameters=Parameters(stride=(2, 1)))
    assert fault(leaping) == "vertical stride 2: the 1D lesson has one row; 1 fits"
