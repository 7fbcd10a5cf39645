"""Two passes: their steps, their whole results, their costs, and the edits of the lesson."""

from __future__ import annotations

import doctest
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.content.lessons import lesson_info, preset
from app.core import SpecError
from app.state import edits, input_edits, player
from app.state.contrast import most_contrast
from app.state.derive import Factored, derive
from app.state.outcome import Change
from app.state.requests import compute, request_of
from app.state.scene import PADDING_MODES, Detail, Kernel, Lesson, Parameters, Scene
from app.state.settling import settled
from app.state.spatial import edits as spatial_edits
from app.state.spatial import passes
from app.state.spatial.choices import USUAL_SPATIAL, First, Spatial
from app.state.spatial.derived import costs_of
from app.state.spatial.requests import MOST_HELD, FactoredResult, check_held
from app.state.tensor import Tensor
from app.state.validity import fault
from tests.scenes import changed, image, photo, scene, told

LESSON = Lesson.SPATIALLY_SEPARABLE
SOBEL = [[-1, 0, 1], [-2, 0, 2], [-1, 0, 1]]
LAPLACIAN = [[0, 1, 0], [1, -4, 1], [0, 1, 0]]
pairs = st.tuples(st.integers(1, 3), st.integers(1, 3))
sides = st.tuples(*[st.tuples(st.integers(0, 2), st.integers(0, 2))] * 2)


def apart(
    weights: Any = SOBEL,
    chosen: Spatial = USUAL_SPATIAL,
    pixels: Any = None,
    **more: Any,
) -> Scene:
    found = scene(weights=weights, **more) if pixels is None else scene(pixels, weights, **more)
    return replace(found, lesson=LESSON, spatial=chosen)


def factored(shown: Scene) -> Factored:
    derived = derive(shown)
    assert isinstance(derived, Factored)
    return derived


def answered(shown: Scene) -> FactoredResult:
    request = request_of(shown)
    assert request is not None
    result = compute(request)
    assert isinstance(result, FactoredResult)
    return result


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Any parameters; kernels of rank 1 and of any other, whole or not."""
    parameters = Parameters(
        stride=draw(pairs), dilation=draw(pairs), padding=draw(sides | st.sampled_from(
            ["valid", "same", "full"])),
        padding_mode=draw(st.sampled_from(PADDING_MODES)),
        bias=draw(st.sampled_from([0, 5, -0.5])), flip=draw(st.booleans()),
    )  # fmt: skip
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    high, wide = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    weights: Any = rng.integers(-4, 5, (high, wide))
    if draw(st.booleans()):
        weights = np.outer(weights[:, 0], weights[0])
    if draw(st.booleans()):
        weights = weights / 7
    pixels = rng.integers(0, 10, (draw(st.integers(1, 8)), draw(st.integers(1, 8))))
    chosen = Spatial(draw(st.sampled_from(First)), draw(st.integers(1, 4)))
    return apart(weights, chosen, pixels, parameters=parameters)


def fits(shown: Scene) -> bool:
    try:
        derive(shown)
    except SpecError:
        return False
    return True


@settings(max_examples=150)
@given(scenes())
def test_every_step_is_the_whole_results_cell(shown: Scene) -> None:
    assume(fits(shown))
    derived, result = factored(shown), answered(shown)
    for step in range(derived.steps):
        plane, row, column = derived.place(step)
        assert derived.step_at(plane, row, column) == step
        term, passed = divmod(plane, 2)
        whole = (result.between, result.sums)[passed][term]
        assert derived.gather(plane, row, column).total == pytest.approx(
            whole[row, column], rel=1e-9, abs=1e-9
        )


@settings(max_examples=150)
@given(scenes())
def test_all_terms_in_two_passes_are_the_full_kernel(shown: Scene) -> None:
    assume(fits(shown))
    every = replace(shown, spatial=replace(shown.spatial, terms=4))
    result = answered(every)
    full = compute(request_of(replace(shown, lesson=Lesson.CONVOLUTION)))  # type: ignore[arg-type]
    assert result.agreement is not None
    assert result.agreement.holds
    assert result.error is None
    np.testing.assert_allclose(result.output, full.output, atol=1e-9)
    whole = shown.kernel.weights.dtype.kind == "i" and float(shown.parameters.bias).is_integer()
    if whole and factored(every).terms == 1:
        assert np.array_equal(result.output, full.output), "whole numbers are exact"


@settings(max_examples=100)
@given(scenes())
def test_what_is_missing_of_the_terms_is_the_error(shown: Scene) -> None:
    assume(fits(shown))
    one = replace(shown, spatial=replace(shown.spatial, terms=1))
    derived, result = factored(one), answered(one)
    assert (result.error is None) == derived.is_exact
    if result.error is not None:
        full = compute(request_of(replace(shown, lesson=Lesson.CONVOLUTION)))  # type: ignore[arg-type]
        np.testing.assert_allclose(result.error, result.output - full.output, atol=1e-9)
        assert result.furthest == pytest.approx(float(np.abs(result.error).max()))


@settings(max_examples=100)
@given(scenes())
def test_counts_are_those_of_a_literal_count(shown: Scene) -> None:
    """One multiplication for each product of each step, as the window shows them."""
    assume(fits(shown))
    derived = factored(replace(shown, spatial=replace(shown.spatial, terms=1)))
    full, (one, two) = derived.geometry.costs
    counted = [0, 0]
    for step in range(derived.steps):
        plane, row, column = derived.place(step)
        counted[plane] += derived.gather(plane, row, column).products.size
    assert counted == [one.multiplications, two.multiplications]
    direct = derive(replace(shown, lesson=Lesson.CONVOLUTION))
    assert full.multiplications == direct.steps * direct.taps
    high, wide = shown.kernel.shape
    assert (full.parameters, one.parameters + two.parameters) == (high * wide, high + wide)


def test_the_literatures_counts() -> None:
    full, (one, two) = factored(preset(LESSON, "sobel").build()).geometry.costs
    assert (full.multiplications, one.multiplications, two.multiplications) == (81, 45, 27)
    assert (full.parameters, one.parameters + two.parameters) == (9, 6)
    full, (one, two) = factored(preset(LESSON, "costs-more").build()).geometry.costs
    assert (full.multiplications, one.multiplications, two.multiplications) == (25, 25, 5)


@given(st.integers(1, 11), st.integers(0, 30))
def test_the_textbooks_ratio(m: int, extra: int) -> None:
    n = m + extra
    full, parts = costs_of((n, n), (m, m), Parameters(), First.COLUMN)
    total = sum(part.multiplications for part in parts)
    assert total * m * (n - m + 1) == full.multiplications * (2 * n - m + 1)


def test_the_order_matters_on_an_oblong_input() -> None:
    shown = preset(LESSON, "row-first").build()
    other = changed(spatial_edits.set_first(shown, First.COLUMN))
    counts = [
        [part.multiplications for part in factored(each).geometry.costs[1]]
        for each in (shown, other)
    ]
    assert counts == [[84, 42], [54, 42]]
    assert np.array_equal(answered(shown).output, answered(other).output)


def test_the_bias_is_added_once_after_the_second_pass() -> None:
    shown = changed(edits.set_bias(apart(), 100))
    assert np.array_equal(answered(shown).between[0], answered(apart()).between[0])
    assert np.array_equal(answered(shown).output, answered(apart()).output + 100)
    two = changed(edits.set_bias(apart(LAPLACIAN, Spatial(terms=2)), 100))
    np.testing.assert_allclose(
        answered(two).output, answered(apart(LAPLACIAN, Spatial(terms=2))).output + 100
    )


# ---- steps


def test_the_timeline_runs_through_both_passes() -> None:
    shown = apart()
    derived = factored(shown)
    assert (derived.steps, derived.planes, derived.grid(0), derived.grid(1)) == (
        24, 2, (3, 5), (3, 3),
    )  # fmt: skip
    assert derived.place(14) == (0, 2, 4)
    assert derived.place(15) == (1, 0, 0)
    tapped = replace(shown, detail=Detail.TAP)
    assert player.length(tapped) == 24 * 3
    assert player.position(player.seek(tapped, 50)) == 50


@given(st.integers(1, 4), st.integers(1, 4), st.integers(1, 3))
def test_taps_of_both_passes_follow_one_another(high: int, wide: int, terms: int) -> None:
    weights = np.arange(high * wide).reshape(high, wide) ** 2 + 1
    shown = apart(weights, Spatial(terms=terms), detail=Detail.TAP)
    derived = factored(shown)
    seen = [player.seek(shown, place) for place in range(player.length(shown))]
    expected = [
        (step, tap) for step in range(derived.steps)
        for tap in range((high, wide)[derived.place(step)[0] % 2])
    ]  # fmt: skip
    assert [(each.step, each.tap) for each in seen] == expected
    assert [player.position(each) for each in seen] == list(range(len(seen)))


def test_arrows_stay_within_a_pass_and_planes_change_it() -> None:
    shown = replace(apart(), step=14)  # the intermediate's last cell
    assert player.moved(shown, 1, 1).step == 14
    there = player.moved(shown, 0, 0, planes=1)
    assert factored(there).place(there.step) == (1, 2, 2), "the output is narrower"


def test_a_photo_opens_in_the_second_pass() -> None:
    image = photo(300, 400)
    opened = changed(input_edits.set_image(apart(), image))
    row, column = most_contrast(image)
    assert factored(opened).place(opened.step) == (1, row * 298 // 300, column * 398 // 400)


def test_playing_a_photo_goes_by_whole_rows_of_its_pass() -> None:
    opened = changed(input_edits.set_image(apart(), photo(300, 400)))
    here = player.pace(opened, 2)
    assert here.stride == here.rows * 398
    first = player.pace(replace(opened, step=0), 2)
    assert first.stride == first.rows * 400


# ---- edits


def test_the_order_and_the_number_of_terms_are_edits() -> None:
    shown = replace(apart(LAPLACIAN), step=7)
    assert told(spatial_edits.set_first(shown, First.ROW)) == "row first"
    assert changed(spatial_edits.set_first(shown, First.ROW)).step == 0
    assert told(spatial_edits.set_terms(shown, 2)) == "2 terms"
    assert changed(spatial_edits.set_terms(shown, 1)) == shown


@pytest.mark.parametrize(
    ("weights", "terms", "said"),
    [
        (LAPLACIAN, 3, "terms! 3 terms: this kernel is a sum of 2 separable kernels; 1 to 2 fits"),
        (SOBEL, 2, "terms! 2 terms: this kernel is a sum of 1 separable kernel; only 1 fits"),
        (SOBEL, 0, "terms! 0 terms: this kernel is a sum of 1 separable kernel; only 1 fits"),
    ],
)
def test_terms_that_are_not_there_are_refused(weights: Any, terms: int, said: str) -> None:
    assert told(spatial_edits.set_terms(apart(weights), terms)) == said


def test_another_kernel_lowers_the_terms_and_says_so() -> None:
    shown = apart(LAPLACIAN, Spatial(terms=2))
    outcome = edits.set_kernel(shown, Kernel("Sobel", Tensor(np.array(SOBEL))))
    assert told(outcome) == "kernel Sobel [terms set to 1, all that there are]"
    assert changed(outcome).spatial.terms == 1


def test_a_smaller_output_keeps_the_step_inside() -> None:
    shown = replace(apart(), step=23, detail=Detail.TAP, tap=2)
    smaller = changed(edits.set_stride(shown, 2))
    assert factored(smaller).place(smaller.step) == (1, 1, 1)


def test_a_kernel_that_does_not_fit_is_refused_at_its_control() -> None:
    big = Kernel("7 × 7", Tensor(np.ones((7, 7), np.int64)))
    assert told(edits.set_kernel(apart(), big)).startswith("kernel! kernel 7: ")


def test_results_that_would_not_fit_the_memory_are_refused_before_they_are_begun() -> None:
    big = factored(apart()).walk
    side = int((MOST_HELD / 4) ** 0.5)
    fits_in = replace(big, grids=((side, side), (side, side)), terms=1)
    check_held(fits_in, 1)
    with pytest.raises(SpecError, match="would keep"):
        check_held(replace(fits_in, terms=3), 3)


@pytest.mark.parametrize("terms", [-3, 0, 2, 99])
def test_a_file_with_other_terms_is_refused_in_words(terms: int) -> None:
    assert "separable kernel" in fault(apart(chosen=Spatial(terms=terms)))


@pytest.mark.parametrize("key", [each.key for each in lesson_info(LESSON).presets])
def test_every_worked_example_could_have_been_made_here(key: str) -> None:
    shown = preset(LESSON, key).build()
    assert fault(shown) == ""
    outcome = settled(shown, shown, "", "")
    assert isinstance(outcome, Change)
    assert outcome.scene == shown
    assert outcome.said == ""


def test_a_result_can_be_cancelled_between_the_passes() -> None:
    shown = replace(apart(), input=replace(apart().input, image=image(np.ones((600, 600)))))
    heard: list[float] = []

    def watch(fraction: float) -> None:
        heard.append(fraction)
        if fraction > 0.4:
            raise InterruptedError

    request = request_of(shown)
    assert request is not None
    with pytest.raises(InterruptedError):
        request.compute(watch)
    assert heard == sorted(heard)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("terms", [1, 2])
def test_infinite_cells_warn_nobody_and_stay_where_they_belong(terms: int) -> None:
    pixels = np.ones((9, 9))
    pixels[0, 0], pixels[8, 8] = np.inf, np.nan
    shown = apart(LAPLACIAN, Spatial(terms=terms), pixels)
    result = answered(shown)
    calm = answered(apart(LAPLACIAN, Spatial(terms=terms), np.ones((9, 9))))
    touched = np.zeros((7, 7), np.bool_)
    touched[0, 0] = touched[6, 6] = True
    assert not np.isfinite(result.output[touched]).any()
    np.testing.assert_allclose(result.output[~touched], calm.output[~touched])
    assert np.isfinite(result.furthest)
    last = factored(shown).step_at(2 * terms - 1, 6, 6)
    for step in (0, last):
        assert not np.isfinite(factored(replace(shown, step=step)).step.total)


def test_examples_in_words_hold() -> None:
    assert doctest.testmod(passes).failed == 0
