"""`conv` against its definition, against SciPy and against what it promises about numbers."""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Iterable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import ndimage, signal

from app.core import SpecError, conv, shutdown_threads
from tests.core.reference import literal_conv
from tests.core.strategies import Case, cases

INTEGERS = (np.int8, np.uint8, np.int16, np.uint16, np.int32, np.int64, np.bool_)


def tolerance(x: Any, w: Any) -> float:
    """A few roundings of float32 (float64 if both are) at the size of the largest sum."""
    eps = np.finfo(np.result_type(x, w) if np.result_type(x, w).kind == "f" else np.float64).eps
    reach = np.abs(w.astype(float)).reshape(len(w), -1).sum(1).max()
    return float(8 * eps * (reach * np.abs(x.astype(float)).max() + 1))


@settings(max_examples=150, deadline=None)
@given(cases())
def test_is_its_definition(case: Case) -> None:
    result = conv(case.x, case.w, case.b, **case.parameters)
    expected = literal_conv(case.x, case.w, case.b, case.axes, case.groups, case.mode)
    assert result.shape == expected.shape
    if result.dtype.kind == "i":
        assert result.astype(object).tolist() == expected.tolist()
    else:
        assert np.abs(result - expected.astype(float)).max() <= tolerance(case.x, case.w)


@settings(max_examples=50, deadline=None)
@given(cases())
def test_groups_are_split_convolve_concatenate(case: Case) -> None:
    whole = conv(case.x, case.w, case.b, **case.parameters)
    parameters = {**case.parameters, "groups": 1}
    biases = [None] * case.groups if case.b is None else np.split(case.b, case.groups)
    parts = [
        conv(x, w, b, **parameters)
        for x, w, b in zip(
            np.split(case.x, case.groups), np.split(case.w, case.groups), biases, strict=True
        )
    ]
    assert np.allclose(whole, np.concatenate(parts), atol=tolerance(case.x, case.w))


@settings(max_examples=50, deadline=None)
@given(cases(), st.integers(0, 3))
def test_a_batch_is_its_images_one_by_one(case: Case, count: int) -> None:
    batch = np.stack([np.roll(case.x, n) for n in range(3)])[:count]
    result = conv(batch, case.w, case.b, **case.parameters)
    assert len(result) == count
    for image, part in zip(batch, result, strict=True):
        assert np.allclose(
            part, conv(image, case.w, case.b, **case.parameters), atol=tolerance(case.x, case.w)
        )


# Sizes beyond the literal loops: strips, tiles, threads, every way the work is cut.
SHAPES: list[tuple[tuple[int, ...], tuple[int, ...], dict[str, Any]]] = [
    ((300, 500), (3, 3), {}),
    ((300, 500), (3, 3), {"padding": 1}),
    ((301, 257), (5, 5), {"padding": 2}),
    ((301, 257), (11, 11), {"padding": "same"}),
    ((190, 333), (11, 1), {"padding": "same"}),
    ((190, 333), (1, 11), {"padding": ((0, 0), (3, 9))}),
    ((190, 333), (4, 6), {"padding": "full"}),
    ((251, 303), (3, 3), {"stride": 2}),
    ((251, 303), (5, 4), {"stride": (3, 2), "padding": 2}),
    ((251, 303), (3, 3), {"dilation": 4, "padding": 4}),
    ((251, 303), (5, 3), {"dilation": (2, 3), "stride": (1, 2)}),
    ((251, 303), (3, 3), {"stride": 5}),
    ((40, 41, 42), (3, 3, 3), {"padding": 1}),
    ((30, 31, 29), (2, 3, 1), {"stride": (1, 2, 1), "dilation": (2, 1, 1), "padding": 1}),
    ((100000,), (7,), {"padding": 3}),
    ((1, 20000), (1, 5), {"padding": (0, 2)}),
    ((20000, 1), (5, 1), {"padding": (2, 0)}),
]


def by_scipy(x: Any, w: Any, stride: Any = 1, padding: Any = 0, dilation: Any = 1) -> Any:
    """One channel by signal.correlate of the padded image, then every stride-th value."""
    count, sizes = x.ndim, w.shape
    spread = (dilation,) * count if isinstance(dilation, int) else dilation
    steps = (stride,) * count if isinstance(stride, int) else stride
    held = np.zeros([d * (k - 1) + 1 for d, k in zip(spread, sizes, strict=True)])
    held[tuple(slice(None, None, d) for d in spread)] = w
    if padding == "same":
        padding = tuple(((k - 1) // 2, k // 2) for k in held.shape)
    if padding == "full":
        padding = tuple(k - 1 for k in held.shape)
    padding = (padding,) * count if isinstance(padding, int) else padding
    full = signal.correlate(
        np.pad(x, [(p, p) if isinstance(p, int) else p for p in padding]),
        held,
        "valid",
        method="direct",
    )
    return full[tuple(slice(None, None, s) for s in steps)]


KERNELS = ("general", "rank one", "rank two", "box", "zeros but one", "laplacian")


def kernel_of(kind: str, shape: tuple[int, ...], rng: np.random.Generator) -> Any:
    if kind == "general":
        return rng.normal(size=shape)
    if kind == "box":
        return np.full(shape, 1 / np.prod(shape))
    if kind in ("rank one", "rank two"):
        parts = [
            np.multiply.outer(rng.normal(size=shape[:1]), rng.normal(size=shape[1:]))
            for _ in range(1 + (kind == "rank two"))
        ]
        return np.sum(parts, 0)
    kernel = np.zeros(shape) if kind == "zeros but one" else np.full(shape, -1.0)
    kernel.flat[kernel.size // 2] = kernel.size - 1
    return kernel


@pytest.mark.parametrize("kind", KERNELS)
@pytest.mark.parametrize(("sizes", "kernel", "parameters"), SHAPES)
def test_large_inputs_agree_with_scipy(sizes: Any, kernel: Any, parameters: Any, kind: str) -> None:
    rng = np.random.default_rng(5)
    x = rng.uniform(0, 255, sizes).astype(np.float32)
    w = kernel_of(kind, kernel, rng).astype(np.float32)
    result = conv(x[None], w[None, None], **parameters)
    expected = by_scipy(x.astype(float), w.astype(float), **parameters)
    assert result.dtype == np.float32
    assert result[0].shape == expected.shape
    assert np.abs(result[0] - expected).max() <= tolerance(x[None], w[None])


@pytest.mark.parametrize(
    ("mode", "name"),
    [("zeros", "constant"), ("reflect", "mirror"), ("replicate", "nearest"), ("circular", "wrap")],
)
@pytest.mark.parametrize("sizes", [(90, 110), (6, 9), (3, 4)])
def test_padding_modes_agree_with_ndimage(mode: str, name: str, sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng(6)
    x, w = rng.normal(size=sizes), rng.normal(size=(5, 7))
    result = conv(x[None], w[None, None], padding=(2, 3), padding_mode=mode)
    assert np.allclose(result[0], ndimage.correlate(x, w, mode=name))


CHANNELS: list[tuple[int, int, tuple[int, ...], tuple[int, ...], dict[str, Any]]] = [
    (3, 8, (130, 140), (3, 3), {"padding": 1}),
    (3, 64, (64, 64), (7, 7), {"stride": 2, "padding": 3}),
    (64, 64, (28, 28), (3, 3), {"padding": 1}),
    (256, 64, (28, 28), (1, 1), {}),
    (64, 128, (28, 28), (5, 5), {"padding": 2}),
    (32, 32, (56, 57), (3, 3), {"padding": 1, "groups": 32}),
    (32, 64, (56, 57), (3, 3), {"stride": 2, "padding": 1, "groups": 32}),
    (16, 24, (33, 35), (3, 3), {"dilation": 2, "padding": ((2, 2), (1, 3)), "groups": 4}),
    (64, 32, (30, 30), (1, 1), {"stride": 2}),
    (8, 4, (12, 13, 14), (3, 3, 3), {"padding": 1}),
    (2, 2, (5, 5), (5, 5), {}),
]


@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.uint8])
@pytest.mark.parametrize(("c_in", "c_out", "sizes", "kernel", "parameters"), CHANNELS)
def test_many_channels_are_sums_over_single_ones(
    c_in: int, c_out: int, sizes: Any, kernel: Any, parameters: Any, dtype: Any
) -> None:
    rng = np.random.default_rng(7)
    parameters = dict(parameters)
    groups = parameters.pop("groups", 1)
    x = rng.integers(0, 256, (c_in, *sizes)).astype(dtype)
    w = rng.integers(-9, 10, (c_out, c_in // groups, *kernel))
    result = conv(x, w if dtype == np.uint8 else w.astype(dtype), groups=groups, **parameters)
    assert result.dtype == (np.int32 if dtype == np.uint8 else dtype)
    for target in (0, c_out // 2, c_out - 1):
        first = target // (c_out // groups) * (c_in // groups)
        expected = sum(
            by_scipy(x[first + n].astype(float), w[target, n].astype(float), **parameters)
            for n in range(c_in // groups)
        )
        assert np.array_equal(result[target], expected)


@pytest.mark.parametrize("dtype", INTEGERS)
def test_integers_are_exact(dtype: Any) -> None:
    rng = np.random.default_rng(8)
    if dtype is np.bool_:
        x = rng.integers(0, 2, (1, 64, 50)).astype(bool)
    else:
        most = min(np.iinfo(dtype).max, 2**40)
        x = rng.integers(max(np.iinfo(dtype).min, -(2**40)), most, (1, 64, 50), endpoint=True)
        x = x.astype(dtype)
    w = rng.integers(-99, 100, (1, 1, 5, 5))
    result = conv(x, w, np.array([7]), padding=2)
    expected = signal.correlate(x[0].astype(np.int64), w[0, 0], "same", method="direct") + 7
    assert result.dtype.kind == "i"
    assert np.array_equal(result[0], expected)


def test_sums_choose_the_narrowest_dtype_that_holds_them() -> None:
    edge = np.array([[2**31 - 1]])
    assert conv(edge, [[[1]]]).dtype == np.int32
    assert conv(edge, [[[1]]], [1]).dtype == np.int64
    assert conv(edge, [[[2**32]]])[0, 0] == (2**31 - 1) * 2**32
    assert conv(np.full((1, 9), -(2**31)), [[[-1]]])[0, 0] == 2**31
    assert conv(np.full((1, 9), 255, np.uint8), [[[127]]]).dtype == np.int32


def test_sums_that_no_integer_holds_are_refused() -> None:
    with pytest.raises(SpecError) as caught:
        conv(np.array([[2**62]]), [[[2]]])
    assert str(caught.value) == (
        "w with sums up to 9223372036854775808: must keep every sum within 64 bits; "
        "sums up to 9223372036854775807, or floats fits"
    )


@pytest.mark.parametrize(
    ("x", "w", "result"),
    [
        (np.float32, np.float32, np.float32),
        (np.float64, np.float64, np.float64),
        (np.float32, np.float64, np.float64),
        (np.uint8, np.float32, np.float32),
        (np.float32, np.int64, np.float32),
        (np.float16, np.float16, np.float32),
    ],
)
def test_floats_keep_their_width(x: Any, w: Any, result: Any) -> None:
    assert conv(np.ones((1, 4, 4), x), np.ones((1, 1, 3, 3), w)).dtype == result


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("kind", KERNELS)
@pytest.mark.parametrize("kernel", [(1, 1), (3, 3), (5, 5), (11, 11)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_nan_and_infinity_stay_in_the_windows_that_hold_them(
    bad: float, kind: str, kernel: tuple[int, int], dtype: Any
) -> None:
    rng = np.random.default_rng(9)
    x = rng.uniform(1, 2, (150, 160)).astype(dtype)
    x[70, 0], x[149, 90] = bad, bad
    w = kernel_of(kind, kernel, rng).astype(dtype)
    result = conv(x[None], w[None, None], padding="same")[0]
    holds = (
        signal.correlate((~np.isfinite(x)).astype(float), np.ones(kernel), "same", method="direct")
        > 0.5
    )
    assert np.isfinite(result[~holds]).all()
    assert not np.isfinite(result[holds]).any()
    with np.errstate(invalid="ignore"):
        window = np.pad(x, [(k // 2, k // 2) for k in kernel])[70:, :][: kernel[0], : kernel[1]]
        expected = (window * w)[np.s_[:, kernel[1] // 2 :]].sum()
    assert np.isnan(result[70, 0]) == np.isnan(expected)


@pytest.mark.parametrize("bad", [np.nan, np.inf])
def test_a_weight_that_is_not_finite_spares_the_padding(bad: float) -> None:
    w = np.array([[[[0, 0, 0], [bad, 1, 0], [0, 0, 0]]]], np.float32)
    result = conv(np.ones((1, 40, 50), np.float32), w, padding=1)[0]
    assert (result[:, 0] == 1).all()
    assert not np.isfinite(result[:, 1:]).any()


def test_many_channels_keep_nan_in_place() -> None:
    x = np.ones((64, 28, 28), np.float32)
    x[3, 10, 10] = np.nan
    result = conv(x, np.ones((64, 64, 3, 3), np.float32), padding=1)
    expected = np.zeros((28, 28), bool)
    expected[9:12, 9:12] = True
    assert all(np.array_equal(np.isnan(channel), expected) for channel in result)


def test_a_huge_neighbour_spoils_no_other_window() -> None:
    rng = np.random.default_rng(10)
    x = rng.uniform(1, 2, (200, 210)).astype(np.float32)
    x[100, 100] = 1e30
    w = rng.normal(size=(11, 11)).astype(np.float32)
    result = conv(x[None], w[None, None])[0]
    expected = signal.correlate(x.astype(float), w.astype(float), "valid", method="direct")
    away = np.ones(result.shape, bool)
    away[90:101, 90:101] = False
    assert np.abs(result - expected)[away].max() < 1e-3


def test_a_large_finite_image_does_not_overflow_on_the_way() -> None:
    x = np.full((1, 120, 120), 3e38, np.float32)
    w = np.outer([1, -1, 1], [1, -1, 1]).astype(np.float32)[None, None] / 9
    with np.errstate(over="ignore"):
        result = conv(x, w)
    assert np.allclose(result, 3e38 / 9, rtol=1e-4)


@pytest.mark.parametrize("layout", ["transposed", "reversed", "every other", "read-only"])
def test_any_memory_layout_gives_the_same_numbers(layout: str) -> None:
    rng = np.random.default_rng(11)
    x = rng.normal(size=(2, 120, 120)).astype(np.float32)
    w = rng.normal(size=(2, 2, 3, 3)).astype(np.float32)
    view = {
        "transposed": x.transpose(0, 2, 1),
        "reversed": x[:, ::-1, ::-1],
        "every other": x[:, ::2, ::2],
        "read-only": x.view(),
    }[layout]
    view.flags.writeable = False
    kept = view.copy()
    assert np.array_equal(conv(view, w, padding=1), conv(kept, w, padding=1))
    assert np.array_equal(view, kept)


def test_the_work_is_watched_between_strips_up_to_its_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.core.engine.threads.CORES", 1)
    seen: list[float] = []
    x = np.ones((1, 900, 900), np.float32)
    conv(x, np.ones((1, 1, 3, 3), np.float32), watch=seen.append)
    assert seen == sorted(seen)
    assert len(seen) > 3
    assert seen[-1] == 1.0


@pytest.mark.parametrize("shape", [(1, 1, 3, 3), (1, 1, 11, 11), (8, 1, 3, 3)])
def test_what_the_watcher_raises_ends_the_work(
    shape: tuple[int, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.core.engine.threads.CORES", 1)

    class Cancelled(Exception):  # noqa: N818
        pass

    calls: list[float] = []

    def watch(done: float) -> None:
        calls.append(done)
        raise Cancelled

    with pytest.raises(Cancelled):
        conv(np.ones((1, 900, 900), np.float32), np.ones(shape, np.float32), watch=watch)
    assert len(calls) == 1
    assert calls[0] < 0.5


def test_two_threads_watch_and_cancel_alike() -> None:
    seen: list[tuple[float, str]] = []
    x, w = np.ones((1, 2500, 2500), np.float32), np.ones((1, 1, 5, 5), np.float32)
    expected = conv(x, w, watch=lambda done: seen.append((done, threading.current_thread().name)))
    assert {name for _, name in seen} == {threading.current_thread().name}
    assert [done for done, _ in seen] == sorted(done for done, _ in seen)
    assert seen[-1][0] == 1.0

    def refuse(done: float) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        conv(x, w, watch=refuse)
    assert np.array_equal(conv(x, w), expected)


def test_the_helping_thread_can_be_ended_and_comes_back() -> None:
    x, w = np.ones((1, 2500, 2500), np.float32), np.ones((1, 1, 5, 5), np.float32)
    before = conv(x, w)
    shutdown_threads()
    assert not [t for t in threading.enumerate() if t.name.startswith("convolution")]
    assert np.array_equal(conv(x, w), before)
    shutdown_threads()


@pytest.mark.parametrize("k", [3, 11])
def test_a_photograph_needs_little_memory_beyond_its_result(k: int) -> None:
    x = np.ones((1, 2160, 3840), np.float32)
    w = np.random.default_rng(12).normal(size=(1, 1, k, k)).astype(np.float32)
    shutdown_threads()
    tracemalloc.start()
    try:
        result = conv(x, w, padding=k // 2)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak - result.nbytes < 64 * 2**20


@pytest.mark.parametrize("fails", [False, True])
def test_on_two_cores_each_thread_keeps_to_one_and_the_caller_gets_both_back(
    fails: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep_cores({4, 7}, monkeypatch)
    if fails:
        with pytest.raises(ZeroDivisionError):
            conv(*LARGE, watch=lambda _: 1 / 0)
    else:
        assert conv(*LARGE)[0, 0, 0] == 9
    assert kept["caller"] == [{4}, {4, 7}]
    assert kept["helper"] in ([{7}], []), "the helper may come too late to be needed"


@pytest.mark.parametrize("cores", [{0}, {0, 1, 2}])
def test_with_fewer_or_more_cores_threads_are_left_where_they_are(
    cores: set[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = keep_cores(cores, monkeypatch)
    assert conv(*LARGE)[0, 0, 0] == 9
    assert kept == {"caller": [], "helper": []}


def test_where_no_thread_can_choose_its_core_the_result_is_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    assert conv(*LARGE)[0, 0, 0] == 9


LARGE = np.ones((1, 900, 900), np.float32), np.ones((1, 1, 3, 3), np.float32)


def keep_cores(cores: set[int], monkeypatch: pytest.MonkeyPatch) -> dict[str, list[set[int]]]:
    """Cores that the system says it has, and those to which each thread is then kept."""
    kept: dict[str, list[set[int]]] = {"caller": [], "helper": []}
    caller = threading.current_thread()

    def keep(thread: int, chosen: Iterable[int]) -> None:
        assert thread == 0, "the calling thread itself"
        kept["caller" if threading.current_thread() is caller else "helper"].append(set(chosen))

    monkeypatch.setattr("app.core.engine.threads.CORES", len(cores))
    monkeypatch.setattr("os.sched_getaffinity", lambda _: cores, raising=False)
    monkeypatch.setattr("os.sched_setaffinity", keep, raising=False)
    return kept
