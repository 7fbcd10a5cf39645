"""Numbers that leave the stage, and come back as they were."""

from __future__ import annotations

import doctest
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from app.content.lessons import LESSONS, preset
from app.picture.compose import compose, copied_equation
from app.picture.readout import copied
from app.picture.readout.copied import Part, latex_equation, latex_matrix, part_of, tab_separated
from app.state.scene import Lesson
from app.ui.inspector.tables.typed import read_block
from tests.picture.showing import example, staged
from tests.scenes import photo, scene

tables = arrays.arrays(
    np.float64,
    arrays.array_shapes(min_dims=2, max_dims=2, max_side=5),
    elements=st.floats(-1e6, 1e6),
) | arrays.arrays(
    np.int64,
    arrays.array_shapes(min_dims=2, max_dims=2, max_side=5),
    elements=st.integers(-(10**6), 10**6),
)


def part(values: NDArray[Any]) -> Part:
    return Part(tuple(tuple(row) for row in values), 0, 0, (values.shape[0], values.shape[1]))


@given(tables)
def test_a_table_for_a_spreadsheet_is_read_back(values: NDArray[Any]) -> None:
    assert np.array_equal(read_block(tab_separated(part(values))), values)


@given(tables)
def test_a_matrix_of_latex_is_read_back(values: NDArray[Any]) -> None:
    assert np.array_equal(read_block(latex_matrix(part(values))), values)


@given(tables)
def test_lists_of_python_and_numpy_are_read(values: NDArray[Any]) -> None:
    for text in (str(values.tolist()), repr(values), f"np.array({values.tolist()})"):
        assert read_block(text).shape == values.shape
    assert np.array_equal(read_block(str(values.tolist())), values)


@pytest.mark.parametrize(
    "text",
    [
        r"\begin{bmatrix} 1 & 2 \\ 3 & \frac{1}{4} \end{bmatrix}",
        r"$\left(\begin{array}{cc} 1 & 2 \\ \hline 3 & 0.25 \\ \end{array}\right)$",
        "\\begin{pmatrix}\n  1 & 2 \\\\\n  3 & 2.5 \\times 10^{-1}\n\\end{pmatrix}",
    ],
)
def test_matrices_as_others_write_them(text: str) -> None:
    assert read_block(text).tolist() == [[1, 2], [3, 0.25]]


def test_cells_still_to_come_are_empty() -> None:
    shown = compose(staged(example("literature")))
    output = part_of(shown, "output")
    assert output is not None
    assert tab_separated(output) == "12\t\t\n\t\t\n\t\t"
    assert latex_matrix(output).count(r"\cdot") == 8


def test_values_that_are_no_numbers() -> None:
    odd = part(np.array([[math.nan, math.inf, -math.inf]]))
    assert tab_separated(odd) == "NaN\tinf\t-inf"
    assert r"\mathrm{NaN} & \infty & -\infty" in latex_matrix(odd)


def test_of_a_large_panel_the_cells_in_view_are_copied_and_said() -> None:
    pixels = photo().pixels.array
    shown = compose(staged(scene(pixels)))
    some = part_of(shown, "input", 100)
    assert some is not None
    assert some.words == "rows 1 to 10 and columns 1 to 10, of 700 × 900 numbers"
    assert np.array_equal(read_block(tab_separated(some)), pixels[:10, :10])


def test_a_panel_without_numbers_has_none() -> None:
    shown = compose(staged(scene(photo().pixels.array), pending=True))
    assert part_of(shown, "output") is None


@pytest.mark.parametrize(
    ("lesson", "key", "end"),
    [
        (Lesson.POINTWISE, "reverse", "118·1  =  118\n(output 1 (441, 211), exact)"),
        (Lesson.VOLUME, "cube", "together  25 + 24 + 22  =  71\n(output (1, 1, 1), exact)"),
        (
            Lesson.SPATIALLY_SEPARABLE,
            "sobel",
            "3·1 + 0·2 + 3·1  =  6\n(intermediate (1, 1), exact)",
        ),
    ],
)
def test_numbers_that_are_whole_are_copied_as_they_stand(
    lesson: Lesson, key: str, end: str
) -> None:
    assert copied_equation(staged(preset(lesson, key).build())).endswith(end)


@pytest.mark.parametrize(
    ("lesson", "key"),
    [
        (Lesson.POINTWISE, "pca"), (Lesson.DEPTHWISE, "opponents"), (Lesson.VOLUME, "down"),
        (Lesson.SPATIALLY_SEPARABLE, "gaussian"), (Lesson.SPATIALLY_SEPARABLE, "laplacian"),
    ],
)  # fmt: skip
def test_numbers_that_were_rounded_are_copied_with_all_their_digits(
    lesson: Lesson, key: str
) -> None:
    stage = staged(preset(lesson, key).build())
    text = copied_equation(stage)
    assert "≈" not in text
    assert "rounded" not in text
    left, right = text.rsplit("\n(", 1)[0].replace("−", "-").split("=")
    total = 0.0
    for term in left.replace("bias", "").replace("\n", " ").split(" + "):
        factors = [float(part.strip(" ()+")) for part in term.split("·")]
        total += float(np.prod(factors))
    assert float(right) == pytest.approx(total, rel=1e-5)


def test_an_equation_for_latex() -> None:
    text = copied_equation(staged(example("bias")))
    assert latex_equation(text) == (
        r"3\cdot 0 + 3\cdot 1 + 2\cdot 2 + 0\cdot 2 + 0\cdot 2 + 1\cdot 0 + 3\cdot 0 + 1\cdot 1"
        r" + 2\cdot 2 + (-12) = 0"
    )
    assert latex_equation("input (1, 2) = 3e-05") == r"\text{input }(1, 2) = 3\times 10^{-5}"


@pytest.mark.parametrize("info", LESSONS, ids=lambda info: info.lesson.value)
def test_every_lesson_has_an_equation_that_latex_can_read(info: Any) -> None:
    for each in info.presets:
        stage = staged(each.build(), pending=True)
        text = latex_equation(copied_equation(stage))
        assert text.count("{") == text.count("}")
        assert not set(text) & set("·×≈−⌊⌋→"), text


def test_examples_in_docstrings() -> None:
    assert doctest.testmod(copied).failed == 0
