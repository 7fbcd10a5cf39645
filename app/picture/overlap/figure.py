"""What both figures of overlap are made of: parts of a Picture, and tints of counts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from app.picture.elements import (
    Connector,
    Label,
    Mark,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Tone,
)

MOST_OUTLINED = 80
"""More cells than this are not outlined one by one."""


@dataclass(frozen=True, slots=True)
class OverlapFigure:
    """What a figure puts on the stage."""

    panels: tuple[Panel, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    connectors: tuple[Connector, ...]
    web: tuple[Connector, ...] = ()


def tone_of(counts: NDArray[np.int64]) -> Tone:
    """Full at the largest count."""
    return Tone(0.0, float(max(1, counts.max())))


def block(key: str, rows: range, columns: range) -> Outline:
    """A dashed line around the interior."""
    cells = Rect(columns.start, rows.start, len(columns), len(rows))
    return Outline(key, cells, Stroke.THIN, Role.INK, dashed=True)


def cell_outlines(
    key: str, rows: tuple[int, ...], columns: tuple[int, ...], role: Role
) -> Iterator[Outline]:
    """An outline around every cell of these rows and columns, where they are few."""
    if len(rows) * len(columns) > MOST_OUTLINED:
        return
    for row in rows:
        for column in columns:
            yield Outline(key, Rect(column, row, 1, 1), Stroke.REACH, role)
