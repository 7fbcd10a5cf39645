"""Mistakes that people make with a sum of products, each with the number that it gives.

An answer that is such a number is explained by it. Nothing here is guessed: every number is the
step's own sum with that one thing done wrongly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from app.core import StampTrace, Step
from app.core.spec import Array
from app.state.derive import (
    Convolved,
    Factored,
    Filled,
    Mixed,
    Multiplied,
    Separated,
    Stamped,
)
from app.state.scene import Lesson
from app.state.signal import is_line
from app.state.solid.settling import solid_of
from app.state.spatial.passes import PASSES
from app.state.turned.geometry import whole_numbers

Stepped = Convolved | Mixed | Multiplied | Stamped | Factored | Separated | Filled
"""The derivations whose step is a sum of products."""
BESIDE = ((0, 1), (0, -1), (1, 0), (-1, 0))
"""The steps beside a step, in rows and columns …"""
NAMES = ("the next column", "the column before", "the next row", "the row before")
LINE_NAMES = ("the next sample", "the sample before")
"""… and what they are called, on a plane and on a line."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """A wrong sum; `words` go on after the number: "would be the sum without the bias"."""

    value: float
    words: str


def likely_mistake(derived: Stepped, fits: Callable[[float], bool]) -> str:
    """The words of the first mistake whose number fits an answer; nothing where none does."""
    found = (mistake.words for mistake in mistakes(derived) if fits(mistake.value))
    return next(found, "")


def mistakes(derived: Stepped) -> Iterator[Mistake]:
    """Every mistake that can be made at the present step, the likeliest first."""
    step = derived.step
    if has_relu(derived):
        yield Mistake(step.total, "is the sum, and the ReLU is still to come")
    yield from _turned(derived)
    yield from _without_bias(derived)
    if not step.inside.all():
        yield from _padding(derived)
    yield from _parts(derived)
    yield from _neighbours(derived)
    yield from _signs(step)
    yield from _zeros(step)
    yield from _left_out(step)


def has_relu(derived: Stepped) -> bool:
    """Whether the step's sum goes through a ReLU."""
    return derived.scene.lesson is Lesson.POINTWISE and derived.scene.mixing.relu


def _turned(derived: Stepped) -> Iterator[Mistake]:
    """The kernel as it is against the kernel turned by 180°, whichever the step has."""
    if isinstance(derived, Separated) and not derived.is_first(
        derived.place(derived.scene.step)[0]
    ):
        return
    value = _turned_sum(derived)
    if value is not None:
        turn = "without its turn by" if _is_turned(derived) else "turned by"
        yield Mistake(value, f"would be the sum with the kernel {turn} 180°")


def _is_turned(derived: Stepped) -> bool:
    scene = derived.scene
    return solid_of(scene).parameters.flip if scene.solid is not None else scene.parameters.flip


def _turned_sum(derived: Stepped) -> float | None:
    step = derived.step
    if isinstance(derived, Stamped):
        weights, bias = derived.geometry.weights, derived.scene.parameters.bias
        exact = whole_numbers(bias, derived.plane, weights)
        turned = StampTrace(derived.plane, np.flip(weights), derived.axes, bias, exact)
        return turned.at(*step.output[1:]).total
    if isinstance(derived, Multiplied) and derived.back:
        return None
    spatial = tuple(range(1, step.weights.ndim))
    return _sum(step.values * np.flip(step.weights, spatial) * _read(step)) + step.bias


def _read(step: Step) -> Array:
    """1 where a tap reads a cell, 0 where it reads a zero of the padding."""
    real = np.ones(step.inside.shape, np.int64)
    for axis, places in enumerate(step.sources):
        shape = [1] * real.ndim
        shape[axis] = len(places)
        real = real * (np.asarray(places) >= 0).reshape(shape)
    return real


def _without_bias(derived: Stepped) -> Iterator[Mistake]:
    step = derived.step
    if not step.bias:
        return
    later = isinstance(derived, Factored) and derived.here >= PASSES
    what = "what the terms before it gave" if later else "the bias"
    yield Mistake(step.total - step.bias, f"would be the sum without {what}")


def _padding(derived: Stepped) -> Iterator[Mistake]:
    """Padding of zeros taken for copies of the edge or for ones, or the other way round."""
    step = derived.step
    outside = ~step.inside
    mode = derived.scene.parameters.padding_mode
    if derived.scene.solid is not None:
        mode = solid_of(derived.scene).parameters.padding_mode
    if mode != "zeros":
        value = _sum(step.products * step.inside) + step.bias
        yield Mistake(value, f"would be the sum if the padding held zeros: it is “{mode}” here")
        return
    ones = step.total + _sum(step.weights * outside)
    yield Mistake(ones, "would be the sum if the padding held ones: it holds zeros")
    repeated = _repeated(derived)
    if repeated is not None:
        value = _sum(repeated * step.weights) + step.bias
        yield Mistake(value, "would be the sum if the padding repeated the edge: it holds zeros")


def _repeated(derived: Stepped) -> Array | None:
    """The window's values if the padding repeated the edge, `(channels, *kernel)`."""
    block = _block(derived)
    if block is None or isinstance(derived, Separated | Stamped | Factored):
        return None
    pairs = zip(derived.axes, derived.step.window, strict=True)
    places = [axis.read(window, "replicate") for axis, window in pairs]
    cells: tuple[Any, ...] = np.ix_(*places)
    values: Array = block[(slice(None), *cells)]
    return values.astype(derived.step.values.dtype)


def _block(derived: Stepped) -> Array | None:
    """The channels that the step reads, `(channels, *spatial)`; None of a step of another map."""
    match derived:
        case Convolved():
            return derived.plane[np.newaxis]
        case Multiplied() if not derived.back:
            return derived.plane[np.newaxis]
        case Mixed():
            seen = derived.filters.sees(derived.filter)
            return derived.geometry.stack[seen.start : seen.stop]
        case Filled():
            return derived.geometry.block[np.newaxis]
        case _:
            return None


def parts_of(derived: Stepped) -> tuple[Array, ...]:
    """The products of each channel, or of each slice of the kernel; none in other lessons."""
    if isinstance(derived, Filled):
        return tuple(derived.step.products[0])
    return tuple(derived.step.products) if isinstance(derived, Mixed) else ()


def _parts(derived: Stepped) -> Iterator[Mistake]:
    """One channel alone, or one slice of the kernel."""
    parts, bias = parts_of(derived), derived.step.bias
    name = "slice" if isinstance(derived, Filled) else "channel"
    if len(parts) < 2:
        return
    for number, part in enumerate(parts, start=1):
        alone = f"{name} {number} of {len(parts)} alone"
        yield Mistake(_sum(part), f"is the sum of {alone}")
        if bias:
            yield Mistake(_sum(part) + bias, f"is the sum of {alone}, with the bias")


def _neighbours(derived: Stepped) -> Iterator[Mistake]:
    """The results of the steps beside the present one."""
    plane, row, column = derived.place(derived.scene.step)
    rows, columns = derived.grid(plane)
    names = LINE_NAMES if is_line(derived.scene) else NAMES
    for (down, right), name in zip(BESIDE, names, strict=False):
        there = row + down, column + right
        if 0 <= there[0] < rows and 0 <= there[1] < columns:
            step = derived.step_at(plane, *there)
            beside: Stepped = replace(derived, scene=replace(derived.scene, step=step))
            total = beside.step.total
            value = max(0, total) if has_relu(derived) else total
            yield Mistake(value, f"is the result in {name}: look where the window lies")


def _signs(step: Step) -> Iterator[Mistake]:
    yield Mistake(-step.total, "has the wrong sign")
    if not (step.products < 0).any():
        return
    value = _sum(np.abs(step.products)) + step.bias
    yield Mistake(value, "would be the sum if no product were negative")
    for tap in zip(*np.nonzero(step.products < 0), strict=True):
        value = step.total - 2 * _number(step.products[tap])
        yield Mistake(value, f"would be the sum if {_product(step, tap)} were positive")


def _zeros(step: Step) -> Iterator[Mistake]:
    """A product with a zero taken for the other factor."""
    for tap in zip(*np.nonzero(step.products == 0), strict=True):
        other = _number(step.values[tap]) + _number(step.weights[tap])
        if other and step.inside[tap[1:]]:
            words = f"would be the sum if {_product(step, tap)} were {_text(other)}: it is 0"
            yield Mistake(step.total + other, words)


def _left_out(step: Step) -> Iterator[Mistake]:
    for tap in zip(*np.nonzero(step.products), strict=True):
        value = step.total - _number(step.products[tap])
        yield Mistake(value, f"would be the sum without {_product(step, tap)}")


def _product(step: Step, tap: Any) -> str:
    """A product as the equation writes it."""
    factors = (_text(_number(each[tap])) for each in (step.values, step.weights))
    return "·".join(f"({text})" if text.startswith("−") else text for text in factors)


def _text(value: float) -> str:
    text = str(value) if isinstance(value, int) else f"{value:.4g}"
    return text.replace("-", "−")


def _number(value: Any) -> Any:
    """A cell as Python's own number: beyond 64 bits it is one already."""
    return value.item() if hasattr(value, "item") else value


def _sum(products: Array) -> float:
    total: float = _number(products.sum())
    return total
