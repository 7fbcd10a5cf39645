"""Arrays, images and views as values: read-only, equal by content, hashable."""

from __future__ import annotations

from dataclasses import FrozenInstanceError

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray

from app.state.tensor import Tensor
from app.state.view import Camera, Target, View
from tests.scenes import image, scene

TYPES = ("u1", "i8", "f4", "f8", ">u2", "?")


numbers = (
    hnp.integer_dtypes()
    | hnp.unsigned_integer_dtypes()
    | hnp.floating_dtypes()
    | hnp.boolean_dtypes()
)


@given(hnp.arrays(numbers, hnp.array_shapes(min_dims=0, min_side=0)))
def test_equal_arrays_are_equal_tensors(array: NDArray[np.int64]) -> None:
    one, other = Tensor(array), Tensor(array.copy())
    assert one == other
    assert hash(one) == hash(other)


@pytest.mark.parametrize("kind", TYPES)
def test_type_shape_and_content_tell_tensors_apart(kind: str) -> None:
    ones = Tensor(np.ones((2, 3), kind))
    assert ones == Tensor(np.ones((2, 3), kind))
    assert ones != Tensor(np.ones((3, 2), kind))
    assert ones != Tensor(np.zeros((2, 3), kind))
    assert ones != Tensor(np.ones((2, 3), "f2"))
    assert ones != "ones"


def test_a_tensor_does_not_change_with_the_array_it_was_made_from() -> None:
    array = np.arange(6).reshape(2, 3)
    for source in (array, array[:, ::2], array.T, array[1:]):
        tensor = Tensor(source)
        before = tensor.array.tolist()
        source[...] = -1
        assert tensor.array.tolist() == before
        array[...] = np.arange(6).reshape(2, 3)
    with pytest.raises(ValueError, match="read-only"):
        tensor.array[0] = 1


def test_a_tensors_name_is_short() -> None:
    assert repr(Tensor(np.zeros((700, 900)))).startswith("Tensor((700, 900), float64, ")


def test_an_image_knows_its_size_and_its_kind() -> None:
    grey, colour = image(np.ones((4, 6), np.uint8)), image(np.ones((4, 6, 3)))
    assert (grey.height, grey.width, grey.is_colour, grey.is_integer) == (4, 6, False, True)
    assert (colour.height, colour.width, colour.is_colour, colour.is_integer) == (4, 6, True, False)


def test_scenes_are_values() -> None:
    assert scene() == scene()
    assert len({scene(), scene(), scene(step=1)}) == 2
    with pytest.raises(FrozenInstanceError):
        scene().step = 3  # type: ignore[misc]


def test_hover_comes_before_the_pin_and_fitting_forgets_the_camera() -> None:
    pin, hover = Target("input", 0, 0), Target("output", 1, 1)
    assert View(pin=pin).target == pin
    assert View(hover=hover, pin=pin).target == hover
    assert View(Camera(1, 2, 3), pin=pin).fitted() == View(pin=pin)
