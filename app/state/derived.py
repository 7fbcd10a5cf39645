"""What every lesson's derivation has: the plane, the steps, and how they are shown."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from app.state.prepare import Plane, plane_shape, prepare, white
from app.state.scene import MAX_TOY, Detail, Pair, Reveal, Scene
from app.state.signal import is_line


@dataclass(frozen=True, eq=False)
class Derived(ABC):
    """The scene with everything that follows from it without a whole-image result.

    A lesson has its own subclass. What the timeline needs is here: the steps form a grid of
    `output_shape`, or as many such `planes` one after another as there are output channels or
    slices, and each has `taps` moments when the detail is tap by tap.
    """

    plane_word: ClassVar[str] = "channel"
    """What a plane of steps is called where there are several."""

    scene: Scene

    @property
    @abstractmethod
    def output_shape(self) -> Pair:
        """The grid of steps: rows, columns."""

    @property
    @abstractmethod
    def taps(self) -> int:
        """Products of a step."""

    @property
    def planes(self) -> int:
        """How many grids of steps there are."""
        return 1

    @property
    def steps(self) -> int:
        """How many steps there are."""
        rows, columns = self.output_shape
        return self.planes * rows * columns

    @property
    def opening_plane(self) -> int:
        """The plane of steps in which a photo begins."""
        return 0

    def grid(self, plane: int) -> Pair:
        """Rows and columns of one plane of steps; all are alike, if the lesson does not say so."""
        del plane
        return self.output_shape

    def place(self, step: int) -> tuple[int, int, int]:
        """Plane, row and column of a step."""
        rows, columns = self.output_shape
        plane, within = divmod(step, rows * columns)
        return plane, *divmod(within, columns)

    def step_at(self, plane: int, row: int, column: int) -> int:
        """The step of a plane, a row and a column."""
        rows, columns = self.output_shape
        return (plane * rows + row) * columns + column

    @property
    def tap_count(self) -> int:
        """How many products all steps have together: the timeline's length tap by tap."""
        return self.steps * self.taps

    def tap_place(self, step: int, tap: int) -> int:
        """Where a step's tap stands on the timeline tap by tap, from 0."""
        return step * self.taps + tap

    def tap_at(self, position: int) -> Pair:
        """Step and tap of a position on the timeline tap by tap."""
        step, tap = divmod(position, self.taps)
        return step, tap

    @property
    def moments(self) -> int:
        """Positions on the timeline that a step takes."""
        return 1 if self.scene.detail is Detail.WINDOW else self.taps

    @property
    def taps_shown(self) -> int:
        """How many products of the present step have appeared."""
        return self.taps if self.scene.detail is Detail.WINDOW else self.scene.tap + 1

    @cached_property
    def plane(self) -> Plane:
        """The input plane."""
        return prepare(self.scene.input)

    @property
    def white(self) -> float:
        """The input value that shows as white."""
        return white(self.scene.input)

    @property
    def is_toy(self) -> bool:
        """Small enough to edit its cells and to fill its output step by step."""
        return max((*plane_shape(self.scene.input), *self.output_shape)) <= MAX_TOY

    @property
    def is_photo(self) -> bool:
        """Whether cells keep their grey; other grids are tinted with the input's hue.

        A signal of its own is tinted, since it goes below 0; the row of a photo keeps its grey.
        """
        image = self.scene.input.image
        return image.is_photo and not (is_line(self.scene) and image.height == 1)

    @property
    def reveal(self) -> Reveal:
        """How much of the output is there, by the input where nothing is chosen."""
        if self.scene.reveal is Reveal.AUTO:
            return Reveal.BY_STEP if self.is_toy else Reveal.DIMMED
        return self.scene.reveal

    @property
    def by_step(self) -> bool:
        """Whether output cells beyond the present step are still to come."""
        return self.reveal is Reveal.BY_STEP

    def so_far(self, cells: int | None) -> int | None:
        """The first `cells` of a result are computed by the present moment, None: all are.

        A result that is shown whole is there from the first step on.
        """
        return None if self.reveal is Reveal.WHOLE else cells
