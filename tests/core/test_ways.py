"""The engine's ways on convolutions of any kind: tiles, products in blocks, and their choice."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core import Axis, conv
from app.core.engine import run
from app.core.engine.costs import possible_points, tiles_cost
from app.core.engine.products import Product
from app.core.engine.run import follow, tiles_plan
from app.core.engine.scratch import scratch
from app.core.engine.task import Task
from app.core.engine.tiles import Points
from app.core.engine.winograd import FINITE, transforms
from app.core.spec import Spec
from tests.core.reference import literal_conv
from tests.core.strategies import Case, axes, numbers


def in_tiles(x: Any, w: Any, b: Any, drawn: tuple[Axis, ...], groups: int, points: Any) -> Any:
    """The convolution in tiles, whatever the estimates say."""
    spec = Spec(drawn, len(x), len(w), groups, "zeros")
    out = np.full((1, *spec.out_shape), np.nan, x.dtype)
    task = Task(x[None], w, b, spec, out, None)
    with scratch() as take:
        follow(tiles_plan(task, points, True, take), task)
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
    ((3, 64, 7), (112, 112), {"padding": 3, "stride": 2}, True),
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
@given(*(st.integers(1, high) for high in (3, 90, 300, 400)), st.integers(0, 99))
def test_products_in_blocks_are_products(
    count: int, rows: int, depth: int, columns: int, seed: int
) -> None:
    rng = np.random.default_rng(seed)
    matrix, images = rng.normal(size=(count, rows, depth)), rng.normal(size=(count, depth, columns))
    out = np.empty((count, rows, columns))
    Product(count, rows, depth, columns, np.empty, float)(matrix, images, out)
    assert np.allclose(out, matrix @ images)
    fewer = columns // 2 + 1
    part = np.empty((count, rows, fewer))
    Product(count, rows, depth, columns, np.empty, float)(matrix, images[..., :fewer], part)
    assert np.allclose(part, out[..., :fewer])


@settings(max_examples=60, deadline=None)
@given(tiled_axes((1, 2, 3)), st.sampled_from(sorted(FINITE)))
def test_a_tile_holds_the_windows_of_its_outputs(axis: Axis, points: int) -> None:
    height = points - axis.taps_per_phase + 1
    if height < 1:
        return
    tiles = axis.tiles(points)
    assert tiles.output_size == -(-axis.output_size // height)
    assert tiles.padded_size % tiles.stride == 0
    for output in range(axis.output_size):
        assert set(axis.window(output)) <= set(tiles.window(output // height))


@settings(max_examples=60, deadline=None)
@given(axes(9))
def test_gathered_outputs_meet_what_reaches_a_cell(axis: Axis) -> None:
    gathered = axis.gathered
    met: dict[int, set[tuple[int, int]]] = {}
    for phase in range(axis.stride):
        taps = [(t, axis.gathered_tap(t)[1]) for t in range(axis.kernel)]
        taps = [(t, at) for t, at in taps if axis.gathered_tap(t)[0] == phase]
        outputs, cells = axis.gathered_cells(phase, 0, gathered.output_size)
        for output, cell in zip(
            range(gathered.output_size)[outputs], range(axis.size)[cells], strict=True
        ):
            window = gathered.window(output)
            met[cell] = {(window[at], t) for t, at in taps if 0 <= window[at] < gathered.size}
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
