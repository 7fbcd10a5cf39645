"""A Picture as plain data: what is on the stage, in logical pixels, with no Qt.

Coordinates grow to the right and down. Inside a panel they are cells: `(0, 0)` is the corner of
the first input cell, so padding cells have negative coordinates.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from app.picture.elements.basics import Connector, Equation, Label, Line, Rect
from app.picture.elements.overlays import Counts, Mark
from app.picture.elements.panel import Panel
from app.picture.elements.series import PlacedChart, Plot
from app.state.view import Target


@dataclass(frozen=True, slots=True)
class Place:
    """Where the present step is: cells of a panel. A zoomed view follows it."""

    panel: str
    cells: Rect


@dataclass(frozen=True, eq=False, slots=True)
class Picture:
    """Everything on the stage. `spoken` is the step in one sentence."""

    width: float
    height: float
    panels: tuple[Panel, ...]
    marks: tuple[Mark, ...]
    labels: tuple[Label, ...]
    connectors: tuple[Connector, ...]
    equation: Equation | None
    spoken: str
    place: Place
    bold: bool = False  # thicker outlines, for a projector
    lines: tuple[Line, ...] = ()
    charts: tuple[PlacedChart, ...] = ()
    web: tuple[Connector, ...] = ()  # lines that are the same for many steps
    cards: tuple[Rect, ...] = ()  # quiet grounds that hold parts together
    plots: tuple[Plot, ...] = ()

    def panel(self, key: str) -> Panel:
        return next(panel for panel in self.panels if panel.key == key)

    @property
    def zooming(self) -> Panel | None:
        """The panel that zooms without a pointer: the step's own, else the first that does."""
        own = self.panel(self.place.panel)
        others = (panel for panel in self.panels if panel.frame is not None)
        return own if own.frame is not None else next(others, None)

    def paths_at(self, target: Target) -> Any:
        """How many paths lead to a cell; None where that is not shown for each cell."""
        for mark in self.marks:
            if isinstance(mark, Counts) and mark.panel == target.panel:
                row, column = target.row - round(mark.cells.y), target.column - round(mark.cells.x)
                rows, columns = mark.values.shape
                if mark.cells.height != rows or mark.cells.width != columns:
                    return None
                inside = 0 <= row < rows and 0 <= column < columns
                return mark.values[row, column].item() if inside else 0
        return None

    def zooming_at(self, x: float, y: float) -> Panel | None:
        """The panel that zooms under a point; between plots that lie on one scale, the nearest.

        So the wheel goes on where a zoom has moved what was under the pointer.
        """
        target = self.hit(x, y)
        panel = None if target is None else self.panel(target.panel)
        if panel is not None and panel.frame is not None:
            return panel
        plotted = {plot.panel for plot in self.plots}
        near = [each for each in self.panels if each.frame is not None and each.key in plotted]
        ends = [plot.rect.y for plot in self.plots] + [each.rect.bottom for each in near]
        if not near or not min(ends) <= y <= max(ends):
            return None
        return min(near, key=lambda each: abs(each.rect.centre[1] - y))

    def hit(self, x: float, y: float) -> Target | None:
        """The cell under a point of the stage, or the cell of the sample that is plotted there."""
        behind = [panel for panel in self.panels if panel.glass]  # hit where nothing else is
        before = [panel for panel in self.panels if not panel.glass]
        for panel in reversed((*behind, *before)):
            cell = panel.cell_at(x, y)
            if cell is not None:
                return Target(panel.key, *cell)
        for plot in self.plots:
            if plot.rect.contains(x, y):
                panel = self.panel(plot.panel)
                cell = panel.cell_at(x, panel.rect.centre[1])
                return None if cell is None else Target(panel.key, *cell)
        return None
