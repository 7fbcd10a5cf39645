"""The whole result of both passes, beside the full kernel's: computed on every cell."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from app.core import SpecError, conv
from app.state.arguments import conv_arguments
from app.state.prepare import Plane, plane_shape, prepare
from app.state.result import SMALL, Request, Result, Watch, result_of, value_range
from app.state.scene import Input, Kernel, Parameters, Scene
from app.state.spatial.choices import First
from app.state.spatial.derived import (
    factors_of,
    pass_arguments,
    pass_axes,
    pass_weights,
)
from app.state.spatial.passes import Walk
from app.state.turned.requests import MOST_COMPARED, Agreement, agreement_of

MOST_HELD = 128_000_000
"""Cells of all results together: more would not fit the memory of an ordinary machine."""


@dataclass(frozen=True, eq=False, slots=True)
class FactoredResult(Result):
    """Both passes of every term. `output` is the last of `sums`.

    `between` holds the intermediate of each term, `ranges` their least and greatest value, `sums`
    what the terms up to each have given. `error` is the output minus the full kernel's, None
    where the terms add up to it; then `agreement` compares both, unless there are too many cells.
    `furthest` is the largest size of the error.
    """

    between: tuple[Plane, ...]
    ranges: tuple[tuple[float, float], ...]
    sums: tuple[Plane, ...]
    error: Plane | None
    furthest: float
    agreement: Agreement | None


@dataclass(frozen=True, slots=True)
class FactoredRequest(Request):
    """One channel under the first terms of a kernel, each in two passes."""

    input: Input
    kernel: Kernel
    parameters: Parameters
    first: First
    terms: int

    @property
    def is_small(self) -> bool:
        height, width = plane_shape(self.input)
        rows, columns = self.kernel.shape
        products = rows * columns + self.terms * (rows + columns)
        return max(height * width * products, self.input.image.pixels.array.size) <= SMALL

    def compute(self, watch: Watch | None = None) -> Result:
        plane = prepare(self.input)
        between, sums = self._passes(plane, watch)
        last = self._share(watch, 2 * self.terms)
        full = conv(watch=last, **conv_arguments(self.kernel, self.parameters, plane))[0]
        plain = result_of(self, plane, sums[-1])
        error, furthest, agreement = None, 0.0, None
        if self.terms < len(factors_of(self.kernel, self.parameters.flip).terms):
            with np.errstate(invalid="ignore"):
                error = sums[-1] - full
            furthest = max(map(abs, value_range(error)))
        elif full.size <= MOST_COMPARED:
            agreement = agreement_of(full, sums[-1])
            furthest = agreement.largest
        for array in (*between, *sums, *(() if error is None else (error,))):
            array.setflags(write=False)
        return FactoredResult(
            **{field.name: getattr(plain, field.name) for field in fields(Result)},
            between=between,
            ranges=tuple(map(value_range, between)),
            sums=sums,
            error=error,
            furthest=furthest,
            agreement=agreement,
        )

    def _passes(
        self, plane: Plane, watch: Watch | None
    ) -> tuple[tuple[Plane, ...], tuple[Plane, ...]]:
        """The intermediate of each term, and the sums of outputs."""
        between: list[Plane] = []
        sums: list[Plane] = []
        here, there = pass_axes(self.first)
        found = factors_of(self.kernel, self.parameters.flip).terms
        for number, term in enumerate(found[: self.terms]):
            one, two = pass_weights(term, self.first)
            first = pass_arguments(one, self.parameters, here, 0, plane)
            between.append(conv(watch=self._share(watch, 2 * number), **first)[0])
            bias = 0 if number else self.parameters.bias
            second = pass_arguments(two, self.parameters, there, bias, plane)
            second["x"] = between[-1][np.newaxis]
            output = conv(watch=self._share(watch, 2 * number + 1), **second)[0]
            with np.errstate(invalid="ignore"):
                sums.append(output + sums[-1] if sums else output)
        return tuple(between), tuple(sums)

    def _share(self, watch: Watch | None, done: int) -> Watch | None:
        """Hears the fraction of one convolution of all: two a term, and the full kernel's."""
        if watch is None:
            return None
        count = 2 * self.terms + 1
        return lambda fraction: watch((done + fraction) / count)


def factored_request(scene: Scene) -> FactoredRequest:
    """The request of the lesson of spatially separable convolution."""
    found = factors_of(scene.kernel, scene.parameters.flip).terms
    terms = min(scene.spatial.terms, len(found))
    return FactoredRequest(scene.input, scene.kernel, scene.parameters, scene.spatial.first, terms)


def check_held(walk: Walk, several: int) -> None:
    """Raise `SpecError` where the results of all terms of `several` would not fit the memory."""
    first, second = walk.sizes
    cells = walk.terms * (first + second) + second * (walk.terms < several)
    if cells > MOST_HELD:
        raise SpecError(
            "terms", walk.terms, f"would keep {cells:,} cells of results",
            f"{MOST_HELD:,} or fewer, so fewer terms, a crop or a larger stride,",
        )  # fmt: skip
