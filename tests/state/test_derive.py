"""What follows from a scene: sizes, the step, and what is shown of the output."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.core import SpecError
from app.state import input_edits
from app.state.derive import derive, geometry_of
from app.state.requests import convolution_request
from app.state.scene import Detail, Parameters, Reveal, Scale
from tests.scenes import changed, convolved, image, photo, scene


@pytest.mark.parametrize(
    ("size", "parameters", "output", "unused"),
    [
        (5, Parameters(), 3, ()),
        (5, Parameters(padding="same"), 5, ()),
        (5, Parameters(padding="full"), 7, ()),
        (6, Parameters(stride=(2, 2)), 2, (5,)),
        (7, Parameters(dilation=(2, 2)), 3, ()),
        (5, Parameters(stride=(4, 4)), 1, (3, 4)),
    ],
)
def test_sizes_and_what_no_window_covers(
    size: int, parameters: Parameters, output: int, unused: tuple[int, ...]
) -> None:
    derived = convolved(scene(np.ones((size, size), int), parameters=parameters))
    assert derived.output_shape == (output, output)
    assert derived.geometry.unused == (unused, unused)


def test_the_step_names_its_window_and_its_sum() -> None:
    step = convolved(scene(step=4)).step
    assert step.output == (0, 1, 1)
    assert [list(axis) for axis in step.window] == [[1, 2, 3], [1, 2, 3]]
    assert step.total == 17


def test_a_step_of_a_photo_computes_no_more_than_its_window() -> None:
    large = changed(input_edits.set_image(scene(), photo()))
    derived = convolved(replace(large, step=123_456))
    row, column = divmod(123_456, derived.output_shape[1])
    window = derived.plane[row : row + 3, column : column + 3].astype(int)
    assert derived.step.total == (window * large.kernel.weights.array).sum()


def test_what_does_not_fit_is_an_error() -> None:
    with pytest.raises(SpecError, match="kernel 3"):
        derive(scene([[1, 2], [3, 4]]))


def test_steps_share_what_does_not_depend_on_them() -> None:
    assert convolved(scene(step=1)).geometry is convolved(scene(step=2)).geometry
    assert geometry_of(convolution_request(scene())).white == 3


def test_true_convolution_turns_the_weights() -> None:
    turned = convolved(scene(parameters=Parameters(flip=True)))
    assert turned.geometry.weights.tolist() == [[2, 1, 0], [0, 2, 2], [2, 1, 0]]


@pytest.mark.parametrize(
    ("reveal", "toy", "large"),
    [
        (Reveal.AUTO, Reveal.BY_STEP, Reveal.DIMMED),
        *((each, each, each) for each in (Reveal.BY_STEP, Reveal.DIMMED, Reveal.WHOLE)),
    ],
)
def test_a_toy_fills_step_by_step_and_a_photo_is_there(
    reveal: Reveal, toy: Reveal, large: Reveal
) -> None:
    small = replace(scene(), reveal=reveal)
    big = changed(input_edits.set_image(small, photo()))
    assert (derive(small).reveal, derive(big).reveal) == (toy, large)
    assert derive(small).by_step is (toy is Reveal.BY_STEP)


def test_a_result_that_is_whole_is_there_from_the_first_step_on() -> None:
    counts = [derive(replace(scene(), reveal=each)).so_far(3) for each in Reveal]
    assert counts == [3, 3, 3, None]


def test_grey_is_kept_for_what_was_a_photo() -> None:
    assert not derive(scene()).is_photo
    shown = changed(input_edits.set_image(scene(), photo()))
    assert derive(shown).is_photo
    assert derive(changed(input_edits.set_resample(shown, (8, 8)))).is_photo
    floats = image(np.full((5, 5), 0.5), "floats", 1.0)
    assert derive(changed(input_edits.set_image(scene(), floats))).is_photo


def test_products_appear_one_by_one_when_the_detail_is_taps() -> None:
    assert derive(scene()).taps_shown == 9
    assert derive(replace(scene(), detail=Detail.TAP, tap=2)).taps_shown == 3


def test_the_plane_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="read-only"):
        derive(scene()).plane[0, 0] = 1


def test_units_change_the_plane_and_its_white() -> None:
    unit = convolved(changed(input_edits.set_scale(scene(), Scale.UNIT)))
    assert unit.geometry.white == 1
    np.testing.assert_allclose(unit.plane[0], [1, 1, 2 / 3, 1 / 3, 0])
