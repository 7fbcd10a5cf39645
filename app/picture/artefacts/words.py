"""The words of the lesson of artefacts: what is uneven, and how strength is measured."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from app.picture.elements import Role, Token
from app.state.artefacts.requests import stride_maps
from app.state.derive import Stamped

Parts = tuple[tuple[Token, ...], ...]
ALIKE = 1e-9
"""Sums of weights that differ by less than this share are the same."""


def strength_words(strength: float) -> str:
    """A share in per cent, to a tenth.

    >>> strength_words(0.1493), strength_words(0.0)
    ('14.9 %', '0.0 %')
    """
    return f"{100 * strength:.1f} %"


def said(derived: Stamped) -> Iterator[Parts]:
    """What is uneven here, then what the numbers under the pictures mean: before they are there
    too, so that nothing moves when they come.
    """
    scene = derived.scene
    counts, weighted = stride_maps(scene.kernel, scene.parameters)
    yield _cause(len(np.unique(counts)) == 1, _alike(weighted))
    yield (
        (Token("Small grids: what one stride of the output receives. ", Role.SOFT),),
        (Token("Per cent: what repeats with the stride, ", Role.SOFT),),
        (Token("edges left out.", Role.SOFT),),
    )  # fmt: skip


def _alike(weighted: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> bool:
    spread = float(weighted.max() - weighted.min())
    return spread <= ALIKE * max(1e-12, float(np.abs(weighted).max()))


def _cause(even_counts: bool, even_weights: bool) -> Parts:
    """Which of both maps of one stride is even."""
    if even_counts and even_weights:
        words = "✓ Even stamps and even weights: no checkerboard inside."
        return ((Token(words, Role.OUTPUT, bold=True),),)
    if even_counts:
        return (
            (Token("✗ Even stamps, uneven weights: ", Role.STEP, bold=True),),
            (Token("the stride divides the kernel, and the pattern is there all the same."),),
        )
    if even_weights:
        return (
            (Token("✓ Uneven stamps, yet even weights: ", Role.OUTPUT, bold=True),),
            (Token("these weights make up for the counts, as interpolation does."),),
        )
    return (
        (Token("✗ Uneven stamps and uneven weights: ", Role.STEP, bold=True),),
        (Token("the pattern of one stride is laid over the whole picture."),),
    )
