"""Where the three views of a volume stand: the slice in focus, and the two cuts across it."""

from __future__ import annotations

from collections.abc import Sequence

from app.picture.elements import Rect
from app.picture.lettering.typography import Sizes

BESIDE = 0.33
"""The two cuts take this share of a volume's width …"""
BELOW = 0.4
"""… or, below the slice in focus, at most this share of its height."""


def three_views(box: Rect, shape: Sequence[int], type_: Sizes) -> dict[str, Rect]:
    """The slice in focus with the two cuts beside it, or below it where that makes it larger."""
    beside, below = _cuts_beside(box, shape, type_), _cuts_below(box, shape, type_)
    return below if below["axial"].width > 1.1 * beside["axial"].width else beside


def _cuts_beside(box: Rect, shape: Sequence[int], type_: Sizes) -> dict[str, Rect]:
    """The slice in focus on the left, the two cuts across it on the right, titles above each."""
    depth, rows, columns = shape
    high = box.height - type_.title_gap
    gap = 0.9 * type_.operator
    beside = max(BESIDE * box.width - gap, 24.0)
    scale = min((box.width - beside - gap) / columns, high / rows)
    main = Rect(round(box.x), round(box.y + type_.title_gap + (high - rows * scale) / 2),
                columns * scale, rows * scale)  # fmt: skip
    left = main.right + gap
    room = (main.height - type_.title_gap) / 2
    small = box.right - left
    cuts = {}
    top = main.y
    for name, across in (("coronal", columns), ("sagittal", rows)):
        fit = min(small / across, max(room, 8.0) / depth)
        cuts[name] = Rect(round(left), round(top), across * fit, depth * fit)
        top = top + depth * fit + type_.title_gap
    return {"axial": main, **cuts}


def _cuts_below(box: Rect, shape: Sequence[int], type_: Sizes) -> dict[str, Rect]:
    """The slice in focus above, the two cuts side by side below it."""
    depth, rows, columns = shape
    gap = 0.9 * type_.operator
    high = max(box.height - 2 * type_.title_gap, 8.0)
    fit = min((box.width - gap) / (columns + rows), BELOW * high / depth)
    scale = min(box.width / columns, (high - depth * fit) / rows)
    used = rows * scale + depth * fit + type_.title_gap
    top = round(box.y + type_.title_gap + (box.height - type_.title_gap - used) / 2)
    main = Rect(round(box.x), top, columns * scale, rows * scale)
    low = round(main.bottom + type_.title_gap)
    coronal = Rect(round(box.x), low, columns * fit, depth * fit)
    sagittal = Rect(round(coronal.right + gap), low, rows * fit, depth * fit)
    return {"axial": main, "coronal": coronal, "sagittal": sagittal}
