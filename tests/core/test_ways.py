"""The engine's ways on convolutions of any kind, their choice, and what is kept between calls."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from threadpoolctl import ThreadpoolController

from app.core import Axis, conv
from app.core.engine import run
from app.core.engine import scratch as scratch_module
from app.core.engine.costs import possible_points, tiles_cost
from app.core.engine.run import follow, tiles_plan
from app.core.engine.scratch import scratch
from app.core.engine.task import Task
from app.core.engine.tiles import Points
from app.core.engine.winograd import FINITE, transforms
from app.core.parts import tiled
from app.core.phases import gathered, gathered_cells, gathered_tap, taps_per_phase
from app.core.spec import Spec
from tests.core.reference import literal_conv
from tests.core.strategies import Case, axes, numbers


def in_tiles(x: Any, w: Any, b: Any, drawn: tuple[Axis, ...], groups: int, points: Any) -> Any:
    """The convolution in tiles, whatever the estimates say."""
    spec = Spec(drawn, len(x), len(w), groups, "zeros")
    out = np.full((1, *spec.out_shape), np.nan, x.dtype)
    task = Task(x[None], w, b, spec, out, None)
    with scratch() as lent:
        follow(tiles_plan(task, points, True, lent), task)
    return out[0]


@st.composite
def tiled_axes(draw: st.DrawFn, strides: tuple[int, ...]) -> Axis:
    stride = draw(st.sampled_from(strides))
    kernel = draw(st.integers(stride + 1, 5))
    low, high = draw(st.integers(0, 3)), draw(st.integers(0, 3))
    size = draw(st.integers(max(1, kernel - low - high), 12))
    return Axis(size, kernel, stride, low, high)


@st.composite
def tiled_cases(draw: st.DrawFn) -> tuple[Case, tuple[int, ...]]:
    first = draw(tiled_axes((1, 1, 2, 3)))
    others = draw(st.one_of(st.tuples(), st.tuples(tiled_axes((1,))), st.tuples(axes(6), axes(4))))
    drawn = (first, *others)
    groups, c_in, c_out = (draw(st.integers(1, 3)) for _ in range(3))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    dtype = draw(st.sampled_from((np.float64, np.float32)))
    x = numbers(rng, (groups * c_in, *(a.size for a in drawn)), dtype)
    w = numbers(rng, (groups * c_out, c_in, *(a.kernel for a in drawn)), dtype)
    b = numbers(rng, (groups * c_out,), dtype) if draw(st.booleans()) else None
    points = draw(st.sampled_from(possible_points(drawn)))
    return Case(x, w, b, drawn, groups, "zeros"), points


@settings(max_examples=120, deadline=None)
@given(tiled_cases())
def test_tiles_are_the_definition(drawn: tuple[Case, tuple[int, ...]]) -> None:
    case, points = drawn
    result = in_tiles(case.x, case.w, case.b, case.axes, case.groups, points)
    expected = literal_conv(case.x, case.w, case.b, case.axes, case.groups, case.mode)
    reach = np.abs(case.w.astype(float)).sum() * np.abs(case.x).max() + 1
    assert np.abs(result - expected.astype(float)).max() <= 64 * np.finfo(case.x.dtype).eps * reach


@pytest.mark.parametrize("points", FINITE)
@pytest.mark.parametrize("taps", [2, 3, 4, 5])
def test_transforms_give_the_outputs_of_a_row(points: int, taps: int) -> None:
    if points <= taps:
        return
    rng = np.random.default_rng(taps)
    inputs, kernel = rng.normal(size=points), rng.normal(size=taps)
    steps = transforms(points, taps)
    outputs = steps.back @ ((steps.kernel @ kernel) * (steps.tile @ inputs))
    assert np.allclose(outputs, np.correlate(inputs, kernel, "valid"))


MANY = [  # layers of many channels, and whether tiles are thought to pay
    ((64, 64, 3), (56, 56), {"padding": 1}, True),
    ((64, 128, 5), (28, 28), {"padding": 2}, True),
    ((3, 64, 7), (224, 224), {"padding": 3, "stride": 2}, True),
    ((48, 96, 3), (40, 53), {"padding": (0, 2), "groups": 2}, True),
    ((128, 64, 1), (56, 56), {}, False),
    ((64, 64, 3), (56, 56), {"padding": 2, "dilation": 2}, False),
    ((64, 64, 3), (56, 56), {"padding": 1, "padding_mode": "reflect"}, False),
]


@pytest.mark.parametrize(("layer", "sizes", "parameters", "tiled"), MANY)
def test_layers_of_many_channels_lose_no_digit_to_tiles(
    layer: Any, sizes: Any, parameters: dict[str, Any], tiled: bool, monkeypatch: Any
) -> None:
    c_in, c_out, k = layer
    rng = np.random.default_rng(4)
    x = rng.uniform(-1, 1, (c_in, *sizes)).astype(np.float32)
    w = rng.normal(size=(c_out, c_in // parameters.get("groups", 1), k, k)).astype(np.float32)
    b = rng.normal(size=c_out).astype(np.float32)
    chosen: list[Any] = []

    def seen(task: Task, points: Points, *others: Any) -> run.Plan:
        chosen.append(points)
        return tiles_plan(task, points, *others)

    monkeypatch.setattr(run, "tiles_plan", seen)
    result = conv(x, w, b, **parameters)
    exact = conv(x.astype(float), w.astype(float), b, **parameters)
    assert bool(chosen) == tiled
    assert np.abs(result - exact).max() <= 2.5e-6 * np.abs(exact).max()


def test_whole_weights_keep_whole_sums_whole() -> None:
    rng = np.random.default_rng(5)
    x = rng.integers(0, 256, (64, 40, 40)).astype(np.float32)
    w = rng.integers(-9, 10, (64, 64, 3, 3)).astype(np.float32)
    spec = Spec((Axis(40, 3),) * 2, 64, 64, 1, "zeros")
    task = Task(x[None], w, None, spec, np.empty((1, *spec.out_shape), np.float32), None)
    assert tiles_cost(task)[0] == np.inf
    assert np.array_equal(conv(x, w), conv(x.astype(int), w.astype(int)))


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_tile_mixes_no_bad_value_into_other_windows(bad: float) -> None:
    rng = np.random.default_rng(6)
    x = rng.normal(size=(64, 56, 56)).astype(np.float32)
    w = rng.normal(size=(64, 64, 3, 3)).astype(np.float32)
    clean = conv(x, w, padding=1)
    x[7, 20, 30] = bad
    result = conv(x, w, padding=1)
    hit = np.zeros(result.shape, bool)
    hit[:, 19:22, 29:32] = True
    assert not np.isfinite(result[hit]).any()
    assert np.allclose(result[~hit], clean[~hit], atol=1e-3)


@settings(max_examples=60, deadline=None)
@given(tiled_axes((1, 2, 3)), st.sampled_from(sorted(FINITE)))
def test_a_tile_holds_the_windows_of_its_outputs(axis: Axis, points: int) -> None:
    height = points - taps_per_phase(axis) + 1
    if height < 1:
        return
    tiles = tiled(axis, points)
    assert tiles.output_size == -(-axis.output_size // height)
    assert tiles.padded_size % tiles.stride == 0
    for output in range(axis.output_size):
        assert set(axis.window(output)) <= set(tiles.window(output // height))


@settings(max_examples=60, deadline=None)
@given(axes(9))
def test_gathered_outputs_meet_what_reaches_a_cell(axis: Axis) -> None:
    plain = gathered(axis)
    met: dict[int, set[tuple[int, int]]] = {}
    for phase in range(axis.stride):
        taps = [(t, gathered_tap(axis, t)[1]) for t in range(axis.kernel)]
        taps = [(t, at) for t, at in taps if gathered_tap(axis, t)[0] == phase]
        outputs, cells = gathered_cells(axis, phase, 0, plain.output_size)
        for output, cell in zip(
            range(plain.output_size)[outputs], range(axis.size)[cells], strict=True
        ):
            window = plain.window(output)
            met[cell] = {(window[at], t) for t, at in taps if 0 <= window[at] < plain.size}
    assert met == {cell: set(axis.fan_out(cell)) for cell in range(axis.size)}


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_bad_weight_spares_other_channels_and_the_padding(bad: float) -> None:
    rng = np.random.default_rng(7)
    x = rng.normal(size=(64, 56, 56)).astype(np.float32)
    w = rng.normal(size=(64, 64, 3, 3)).astype(np.float32)
    clean = conv(x, w, padding=1)
    w[5, 6, 0, 1] = bad  # its tap lies in the padding for the first row of outputs
    result = conv(x, w, padding=1)
    assert not np.isfinite(result[5, 1:]).any()
    assert np.isfinite(result[5, 0]).all()
    assert np.allclose(np.delete(result, 5, 0), np.delete(clean, 5, 0), atol=1e-3)


WAYS = [  # shapes that take each way: taps, bands, columns, tiles
    ((1, 90, 90), (1, 1, 3, 3), {"dilation": 2}),
    ((1, 300, 300), (1, 1, 5, 5), {"padding": 2}),
    ((8, 40, 40), (24, 8, 3, 3), {"padding": 1, "dilation": 3}),
    ((64, 33, 33), (64, 64, 3, 3), {"padding": 1}),
]


@pytest.mark.parametrize(("inputs", "weights", "parameters"), WAYS)
def test_what_is_kept_from_one_call_never_reaches_the_next(
    inputs: Any, weights: Any, parameters: dict[str, Any]
) -> None:
    rng = np.random.default_rng(8)
    x = rng.normal(size=inputs).astype(np.float32)
    w = rng.normal(size=weights).astype(np.float32)
    whole = rng.integers(-9, 10, inputs), rng.integers(-9, 10, weights)
    clean = conv(x, w, **parameters)
    exact = conv(*whole, **parameters)
    conv(np.full_like(x, np.nan), w, **parameters)
    assert np.array_equal(conv(x, w, **parameters), clean)
    assert np.array_equal(conv(*whole, **parameters), exact)


@pytest.mark.parametrize(("inputs", "weights", "parameters"), WAYS)
def test_a_convolution_within_another_ones_watch_disturbs_neither(
    inputs: Any, weights: Any, parameters: dict[str, Any]
) -> None:
    rng = np.random.default_rng(9)
    x = rng.normal(size=(2, *inputs)).astype(np.float32)
    w = rng.normal(size=weights).astype(np.float32)
    expected, seen = conv(x, w, **parameters), []
    result = conv(x, w, **parameters, watch=lambda _: seen.append(conv(x, w, **parameters)))
    assert np.array_equal(result, expected)
    assert all(np.array_equal(inner, expected) for inner in seen)


def blas_threads() -> list[int]:
    info = ThreadpoolController().info()
    return [library["num_threads"] for library in info if library["user_api"] == "blas"]


def test_products_stay_on_one_thread_until_the_last_convolution_has_ended() -> None:
    before = blas_threads()
    x, w = np.ones((2, 64, 56, 56), np.float32), np.full((64, 64, 3, 3), 0.5, np.float32)
    during: list[list[int]] = []

    def watch(done: float) -> None:
        conv(x[0, :, :12, :12], w)
        during.append(blas_threads())

    conv(x, w, watch=watch)
    assert during
    assert all(set(threads) <= {1} for threads in during[:-1])
    assert blas_threads() == before

    def refuse(done: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        conv(x, w, watch=refuse)
    assert blas_threads() == before


def test_a_thread_keeps_a_bounded_part_of_its_memory() -> None:
    for size in range(200, 260):
        conv(np.ones((3, size, size), np.float32), np.full((8, 3, 3, 3), 0.5, np.float32))
    kept = scratch_module._kept
    assert len(kept.rooms) <= scratch_module.KEPT_ROOMS
    held = sum(size for _, size in kept.rooms.values()) + sum(b.nbytes for b in kept.blocks)
    assert held <= scratch_module.KEPT_BYTES
