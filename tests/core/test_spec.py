"""What `conv` refuses, and in which words; and that the docstrings' examples are true."""

from __future__ import annotations

import doctest
import importlib
import pickle
import pkgutil
from typing import Any

import numpy as np
import pytest

import app.core
from app.core import SpecError, conv, read_axes

X, W = np.ones((4, 6, 6)), np.ones((6, 2, 3, 3))


@pytest.mark.parametrize(
    ("x", "w", "parameters", "text"),
    [
        (X, W, {"groups": 3}, "groups 3: must divide 4 input and 6 output channels; 1 or 2 fits"),
        (X, W, {"groups": 0}, "groups 0: must be at least 1; 1 or more fits"),
        (X, W, {}, "w (6, 2, 3, 3): must have C_in/groups = 4 as second size; (6, 4, 3, 3) fits"),
        (
            X,
            np.ones((3, 3)),
            {},
            "w (3, 3): must be (C_out, C_in/groups, *kernel) with 1 to 3 spatial "
            "axes and no empty one; 3 to 5 axes fits",
        ),
        (
            X[0],
            W,
            {},
            "x (6, 6): must be (C_in, *spatial) with the kernel's 2 spatial axes, no empty "
            "one; 3 axes, or 4 with a batch, fits",
        ),
        (
            X,
            W,
            {"groups": 2, "stride": (1, 2, 3)},
            "stride (1, 2, 3): must be one value, or one for "
            "each of 2 spatial axes; a number or a tuple of 2 fits",
        ),
        (X, W, {"groups": 2, "stride": 0}, "stride 0: must be at least 1; 1 or more fits"),
        (
            X,
            W,
            {"groups": 2, "padding": (1, (2,))},
            "padding (2,): must be a number or a pair of sides; (low, high) fits",
        ),
        (
            X,
            W,
            {"groups": 2, "dilation": 3},
            "kernel 3: spans 7 with dilation 3, more than the padded input's 6; 1 to 2 fits",
        ),
        (
            X,
            W,
            {"groups": 2, "padding": 6, "padding_mode": "reflect"},
            "padding 6: must be smaller than the input's 6 in reflect mode; 0 to 5 fits",
        ),
        (
            X,
            W,
            {"groups": 2, "b": np.ones(2)},
            "b (2,): must have one value per output channel; (6,) fits",
        ),
        (X * 1j, W, {}, "x complex128: must hold real numbers; integers or floats fits"),
        (X, np.array([[["a"]]]), {}, "w <U1: must hold real numbers; integers or floats fits"),
    ],
)
def test_what_cannot_be_says_why_and_what_fits(
    x: Any, w: Any, parameters: dict[str, Any], text: str
) -> None:
    with pytest.raises(SpecError) as caught:
        conv(x, w, **parameters)
    assert str(caught.value) == text
    again = pickle.loads(pickle.dumps(caught.value))
    assert (str(again), again.parameter) == (text, text.split(" ", maxsplit=1)[0])


def test_parameters_are_one_for_all_axes_or_one_each() -> None:
    one, two = read_axes((9, 8), (3, 2), stride=(2, 1), padding=((1, 0), "same"), dilation=(1, 3))
    assert (one.stride, one.low, one.high, one.dilation) == (2, 1, 0, 1)
    assert (two.stride, two.low, two.high, two.dilation) == (1, 1, 2, 3)


MODULES = [name for _, name, _ in pkgutil.walk_packages(app.core.__path__, "app.core.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_docstrings_examples_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0
