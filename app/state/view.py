"""The View: hover, pin, pan and zoom. Never undone, and never able to change a number."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Target:
    """A cell that is pointed at: the panel's key, and the cell in that panel's own coordinates."""

    panel: str
    row: int
    column: int

    @property
    def cell(self) -> tuple[int, int]:
        """Row and column."""
        return self.row, self.column


@dataclass(frozen=True, slots=True)
class Camera:
    """What a large panel shows, in input cells: the centre, and the size of a cell in pixels.

    There is one camera for input and output: the output shows the place whose windows the
    input shows.
    """

    x: float
    y: float
    scale: float


@dataclass(frozen=True, slots=True)
class View:
    """Where the user looks. `camera` None fits the whole picture."""

    camera: Camera | None = None
    hover: Target | None = None
    pin: Target | None = None

    @property
    def target(self) -> Target | None:
        """The cell that is pointed at: the hovered one, else the pinned one."""
        return self.hover or self.pin

    def unpointed(self) -> View:
        """The same place with nothing pointed at."""
        return replace(self, hover=None, pin=None)

    def fitted(self) -> View:
        return replace(self, camera=None)
