"""The rows for padding: a slider for every side, words for the usual choices, or side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.state.outcome import Edit, Outcome
from app.state.scene import PADDING_NAMES, Scene
from app.ui.inspector.controls.numbers import AskedNumber
from app.ui.inspector.controls.parts import Note, Segments, named, row_label
from app.ui.inspector.controls.section import ROW_SPACING, Section
from app.ui.inspector.controls.slider import SliderRow

NUMBER, SIDES = "number", "sides"
Pairs = tuple[tuple[int, int], ...]
"""Cells before and after, axis by axis."""


@dataclass(frozen=True)
class PaddingWords:
    """What padding is called: `name` leads all object names, `spoken` has a place for a side.

    `limits` are the slider's, `kinds` the segments', `sides` the two sides of each axis.
    """

    name: str
    tip: str
    limits: tuple[int, int, int]
    kinds: tuple[tuple[str, str, str], ...]
    spoken: str
    sides: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Padded:
    """The padding of a scene: `padding` as it was asked for, `sides` in cells.

    `kinds` are the segments that there are; the axes before `first` are not there. `uneven` says
    in words what sides a name comes to; where it is empty, the boxes say it.
    """

    padding: str | Pairs
    sides: Pairs
    kinds: tuple[str, ...]
    first: int = 0
    uneven: str = ""

    @property
    def is_even(self) -> bool:
        """Whether one number says it all."""
        return len({cells for pair in self.sides[self.first :] for cells in pair}) == 1


@dataclass(frozen=True)
class PaddingKind:
    """What padding is called, `edit` that takes a scene and its new `padding`, and `read`."""

    words: PaddingWords
    edit: Callable[..., Outcome]
    read: Callable[[Scene], Padded]


class PaddingRows(QWidget):
    """Shows and edits the padding.

    Whether sides are set one by one is a matter of this widget: the scene holds only numbers.
    """

    def __init__(self, kind: PaddingKind, section: Section) -> None:
        super().__init__()
        words = kind.words
        self._words, self._edit, self._read = words, kind.edit, kind.read
        self._section, self._by_side = section, False
        self.row = SliderRow("Padding", words.name, words.tip, words.limits)
        self.kinds = Segments(words.kinds, words.name)
        self.kinds.setObjectName(f"{words.name}_kind")
        self.boxes = [[self._box(side) for side in pair] for pair in words.sides]
        self.sides = QWidget()
        self.side_parts = self._laid_out()
        self.said = Note("quiet", f"{words.name}_words")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(ROW_SPACING)
        for part in (self.row, self.kinds, self.sides, self.said):
            rows.addWidget(part)
        self.row.asked.connect(self._number)
        self.kinds.chosen.connect(self._kind)

    def refresh(self, scene: Scene) -> None:
        """Show a scene's padding by its name, or in cells."""
        padded = self._read(scene)
        is_named, even = isinstance(padded.padding, str), padded.is_even
        self._by_side = self._by_side and not is_named
        by_side = not is_named and (self._by_side or not even)
        self.kinds.show_only(padded.kinds)
        numbered = SIDES if by_side else NUMBER
        self.kinds.show_choice(padded.padding if isinstance(padded.padding, str) else numbered)
        self.row.show_value(max(cells for pair in padded.sides for cells in pair))
        self.row.slider.setVisible(not by_side)
        self.row.value.setVisible(even)
        self._show_sides(padded)
        self.sides.setVisible(by_side or not (even or padded.uneven))
        self.said.say("" if even or by_side else padded.uneven)

    def _show_sides(self, padded: Padded) -> None:
        for at, (boxes, pair) in enumerate(zip(self.boxes, padded.sides, strict=True)):
            for box, cells in zip(boxes, pair, strict=True):
                box.show_value(cells)
            for part in self.side_parts[at]:
                part.setVisible(at >= padded.first)

    def _box(self, side: str) -> AskedNumber:
        words = self._words
        box = AskedNumber(words.limits[0], words.limits[-1])
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        named(box, f"{words.name}_{side}", words.spoken.format(side), f"Cells added at the {side}.")
        box.valueChanged.connect(self._one_side)
        return box

    def _laid_out(self) -> list[list[QWidget]]:
        """Put labels and boxes in a grid; answers those of each axis."""
        grid = QGridLayout(self.sides)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(ROW_SPACING)
        parts: list[list[QWidget]] = []
        for at, (names, boxes) in enumerate(zip(self._words.sides, self.boxes, strict=True)):
            parts.append([])
            for side, (name, box) in enumerate(zip(names, boxes, strict=True)):
                label = row_label(name, box)
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(label, at, 2 * side)
                grid.addWidget(box, at, 2 * side + 1)
                parts[-1] += [label, box]
        return parts

    def _number(self, value: int, gesture: str) -> None:
        self._by_side = False
        self._section.ask(partial(self._edit, padding=value), gesture)

    def _one_side(self) -> None:
        sides = tuple((low.value(), high.value()) for low, high in self.boxes)
        self._section.ask(partial(self._edit, padding=sides))

    def _kind(self, kind: str) -> None:
        self._by_side = kind == SIDES
        self._section.ask(self._edit_of(kind))
        self.refresh(self._section.store.scene)

    def _edit_of(self, kind: str) -> Edit:
        if kind in PADDING_NAMES:
            return partial(self._edit, padding=kind)
        return self._side_by_side if kind == SIDES else self._evened

    def _evened(self, scene: Scene) -> Outcome:
        """What is there as one number: the largest side."""
        return self._edit(scene, max(cells for pair in self._read(scene).sides for cells in pair))

    def _side_by_side(self, scene: Scene) -> Outcome:
        """What is there, side by side."""
        return self._edit(scene, self._read(scene).sides)
