"""The lessons of the matrix and of transposed convolution: edits, steps, whole results."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.lessons import preset
from app.state import edits, input_edits, player
from app.state.derive import Multiplied, Stamped, derive
from app.state.requests import compute, request_of
from app.state.scene import Detail, Kernel, Lesson, Parameters, Scene
from app.state.settling import settled
from app.state.tensor import Tensor
from app.state.turned import edits as turned_edits
from app.state.turned.choices import Product, Transposed, Walk
from app.state.turned.requests import MatrixResult, StampResult
from app.state.validity import fault
from tests.scenes import changed, image, scene, told

Y = [[1, 2], [3, 4]]


def transposed(pixels: Any = Y, **changes: Any) -> Scene:
    return replace(scene(pixels, **changes), lesson=Lesson.TRANSPOSED)


def matrix(pixels: Any = None, **changes: Any) -> Scene:
    found = scene(**changes) if pixels is None else scene(pixels, **changes)
    return replace(found, lesson=Lesson.MATRIX)


def stamps(shown: Scene) -> Stamped:
    return cast(Stamped, derive(shown))


def product(shown: Scene) -> Multiplied:
    return cast(Multiplied, derive(shown))


def result_of(shown: Scene) -> StampResult:
    request = request_of(shown)
    assert request is not None
    return cast(StampResult, compute(request))


def matrix_result(shown: Scene) -> MatrixResult:
    request = request_of(shown)
    assert request is not None
    return cast(MatrixResult, compute(request))


def numbers(values: Any) -> str:
    return " / ".join(" ".join(map(str, row)) for row in values.tolist())


# ---- the figures


@pytest.mark.parametrize(
    ("key", "result"),
    [
        ("literature", "0 1 4 4 / 2 9 14 8 / 6 15 12 4 / 0 3 10 8"),
        ("stride-2", "0 1 2 2 4 / 2 2 4 4 0 / 0 4 8 6 12 / 6 6 8 8 0 / 0 3 6 4 8"),
    ],
)
def test_the_literatures_numbers(key: str, result: str) -> None:
    found = result_of(preset(Lesson.TRANSPOSED, key).build())
    assert numbers(found.output) == result
    assert found.ways is not None
    assert numbers(found.ways.stamped) == numbers(found.ways.inserted) == result
    assert found.ways.by_matrix is not None
    assert numbers(found.ways.by_matrix) == result


@pytest.mark.parametrize(
    ("key", "small", "stretched", "large", "cells", "shape"),
    [
        ("literature", 2, 2, 4, 36, (4, 16)),
        ("figure-4-2", 6, 6, 5, 324, (36, 25)),
        ("figure-4-3", 5, 5, 5, 169, (25, 25)),
        ("figure-4-4", 7, 7, 5, 225, (49, 25)),
        ("stride-2", 2, 3, 5, 36, (4, 25)),
        ("figure-4-6", 3, 5, 5, 49, (9, 25)),
        ("figure-4-7", 3, 5, 6, 64, (9, 36)),
    ],
)
def test_figures_4_1_to_4_7(
    key: str, small: int, stretched: int, large: int, cells: int, shape: tuple[int, int]
) -> None:
    derived = stamps(preset(Lesson.TRANSPOSED, key).build())
    assert derived.plane.shape == (small, small)
    assert derived.axes[0].zero_inserted.size == stretched
    assert derived.result_shape == (large, large)
    drawn = derived.geometry.drawn
    assert drawn is not None
    assert (drawn.count, drawn.values.shape) == (cells, shape)


@pytest.mark.parametrize(
    ("key", "cells", "size"),
    [
        ("classic", 36, 64), ("figure-2-2", 324, 900), ("figure-2-3", 169, 625),
        ("figure-2-4", 225, 1225), ("figure-2-5", 36, 100), ("figure-2-6", 49, 225),
        ("figure-2-7", 64, 324),
    ],
)  # fmt: skip
def test_figures_2_1_to_2_7(key: str, cells: int, size: int) -> None:
    drawn = product(preset(Lesson.MATRIX, key).build()).drawn
    assert drawn is not None
    assert (drawn.count, drawn.values.size) == (cells, size)


# ---- the three ways


def test_the_three_ways_agree_on_all_cells_with_a_bias_and_fractions_too() -> None:
    shown = transposed(parameters=Parameters(bias=0.25, stride=(2, 1)))
    ninth = Kernel("ninth", Tensor(np.full((3, 3), 1 / 9)))
    found = result_of(replace(shown, kernel=ninth)).agreement
    assert found is not None
    assert (found.holds, found.cells) == (True, 20)
    assert found.largest < 1e-12


def test_without_the_turn_the_cells_that_differ_are_found() -> None:
    found = result_of(changed(turned_edits.set_turned(transposed(), False))).agreement
    assert found is not None
    assert not found.holds
    assert (found.count, found.largest) == (16, 8)


def test_a_kernel_that_looks_the_same_turned_hides_the_mistake() -> None:
    found = result_of(preset(Lesson.TRANSPOSED, "symmetric").build())
    assert found.agreement is not None
    assert found.agreement.holds


def test_a_photo_has_no_matrix_and_two_ways_agree() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (200, 240), np.uint8)
    shown = transposed(pixels, parameters=Parameters(stride=(2, 2)))
    found = result_of(shown)
    assert stamps(shown).geometry.drawn is None
    assert found.ways is not None
    assert found.ways.by_matrix is None
    assert found.agreement is not None
    assert (found.agreement.holds, found.agreement.cells) == (True, 401 * 481)


@given(
    st.integers(1, 4), st.integers(1, 4), st.integers(1, 3), st.integers(1, 3), st.integers(0, 2),
    st.integers(0, 2), st.integers(-3, 3), st.integers(0, 2**32 - 1),
)  # fmt: skip
def test_every_step_is_a_cell_of_the_result(
    size: int, kernel: int, stride: int, dilation: int, padding: int, extra: int, bias: int,
    seed: int,
) -> None:  # fmt: skip
    rng = np.random.default_rng(seed)
    parameters = Parameters(
        (stride, stride), (dilation, dilation), ((padding, padding), (padding, padding)), bias=bias
    )
    weights = rng.integers(-3, 4, (kernel, kernel))
    shown = transposed(rng.integers(0, 9, (size, size + 1)), weights=weights, parameters=parameters)
    extra = min(extra, max(stride, dilation) - 1)
    shown = replace(shown, transposed=Transposed((extra, extra)))
    if told(settled(shown, shown, "fits", "padding")) != "fits":
        return
    found, derived = result_of(shown), stamps(shown)
    assert found.agreement is not None
    assert found.agreement.holds
    cell = int(rng.integers(derived.steps))
    assert derived.trace.at(*divmod(cell, derived.result_shape[1])).total == found.output.flat[cell]
    assert fault(player.at_step(shown, cell)) == ""


# ---- edits


def test_output_padding_stays_below_stride_or_dilation() -> None:
    reason = (
        "output_padding! output padding 1: it must stay below the stride or the dilation; "
        "only 0 fits"
    )
    assert told(turned_edits.set_output_padding(transposed(), 1)) == reason
    strided = changed(edits.set_stride(transposed(), 3))
    assert told(turned_edits.set_output_padding(strided, 2)) == "output padding 2"
    assert told(turned_edits.set_output_padding(strided, 3)).endswith("; 0 to 2 fits")
    assert told(turned_edits.set_output_padding(strided, -1)).endswith("; 0 to 2 fits")
    dilated = changed(edits.set_dilation(transposed(), 2))
    assert told(turned_edits.set_output_padding(dilated, 1)) == "output padding 1"


def test_a_smaller_stride_lowers_the_output_padding_and_says_so() -> None:
    wide = changed(turned_edits.set_output_padding(changed(edits.set_stride(transposed(), 3)), 2))
    assert told(edits.set_stride(wide, 2)) == "stride 2 [output padding set to 1]"
    assert changed(edits.set_stride(wide, 2)).transposed.output_padding == (1, 1)


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (
            edits.set_padding(transposed(), 3),
            "padding! padding (3, 3): must leave a cell of the output; a sum up to 3 fits",
        ),
        (
            edits.set_padding(transposed(), "same"),
            "padding! padding same: has no name where it crops the result; a whole number fits",
        ),
        (
            edits.set_padding_mode(transposed(), "reflect"),
            "padding_mode! padding_mode reflect: has no meaning where padding crops; zeros fits",
        ),
        (
            edits.set_bias(matrix(), 3),
            "bias! bias 3: is no part of a matrix product; 0 fits",
        ),
        (
            edits.set_stride(transposed(np.zeros((3000, 3000), np.uint8)), 8),
            "stride! stride 8: makes 575,760,025 cells; a smaller stride or input, up to "
            "64,000,000 cells, fits",
        ),
    ],
)
def test_what_cannot_be_is_refused_at_its_control(outcome: Any, reason: str) -> None:
    assert told(outcome) == reason


def test_another_image_fits_whatever_its_size() -> None:
    one = changed(input_edits.set_image(transposed(), image([[7]])))
    assert result_of(one).output.shape == (3, 3)


def test_walking_by_input_has_a_step_for_each_input() -> None:
    by_input = changed(turned_edits.set_walk(replace(transposed(), step=9), Walk.INPUT))
    assert (by_input.step, player.length(by_input)) == (0, 4)
    tapped = changed(edits.set_detail(by_input, Detail.TAP))
    assert player.length(tapped) == 4 * 9


def test_the_step_stays_within_the_result() -> None:
    last = replace(transposed(), step=15)
    assert changed(edits.set_padding(last, 1)).step == 3


# ---- the matrix


def test_the_matrix_agrees_with_the_convolution_and_its_transpose_is_no_inverse() -> None:
    found = matrix_result(preset(Lesson.MATRIX, "classic").build())
    assert found.agreement is not None
    assert (found.agreement.holds, found.agreement.cells) == (True, 4)
    assert numbers(found.small) == "12 12 / 10 17"
    assert found.back.shape == found.difference.shape == (4, 4)
    assert found.difference.any()


def test_the_identity_is_the_exception() -> None:
    assert not matrix_result(preset(Lesson.MATRIX, "identity").build()).difference.any()


def test_rows_of_the_transpose_are_steps_too() -> None:
    back = changed(turned_edits.set_product(matrix(), Product.BACK))
    derived, found = product(back), matrix_result(back)
    assert derived.output_shape == (5, 5)
    for cell in range(derived.steps):
        assert derived.gather(*divmod(cell, 5)).total == found.output.flat[cell]


def test_past_the_bound_the_steps_go_on() -> None:
    pixels = np.random.default_rng(2).integers(0, 256, (60, 70), np.uint8)
    shown = matrix(pixels)
    derived = product(shown)
    assert derived.drawn is None
    assert derived.matrix_shape == (58 * 68, 60 * 70)
    back = changed(turned_edits.set_product(shown, Product.BACK))
    found = matrix_result(back)
    assert found.agreement is None
    for row, column in ((0, 0), (7, 9), (59, 69)):
        assert product(back).gather(row, column).total == found.output[row, column]


def test_comparing_changes_no_number() -> None:
    shown = matrix()
    compared = changed(turned_edits.set_compare(shown, True))
    assert request_of(compared) == request_of(shown)
