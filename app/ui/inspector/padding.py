"""The rows for padding: a slider for every side, words for the usual choices, or side by side."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from app.state.edits import padding_sides, set_padding
from app.state.line_edits import is_line
from app.state.outcome import Edit, Outcome
from app.state.scene import MAX_PADDING, PADDING_NAMES, Lesson, Scene, Sides
from app.ui.inspector.parts import Note, Number, Segments, named, row_label
from app.ui.inspector.section import ROW_SPACING, Section
from app.ui.inspector.slider import SliderRow

USUAL_MOST = 8
NUMBER, SIDES = "number", "sides"
_TIP = (
    "How many cells are added on every side before the kernel slides, so that windows can reach "
    "beyond the edge."
)
_KINDS = (
    ("valid", "valid", "No padding: every window lies within the input."),
    (
        "same",
        "same",
        "Enough padding that at stride 1 the output is as large as the input; an "
        "odd cell goes below and to the right.",
    ),
    ("full", "full", "So much padding that a window meets even a single corner cell."),
    (NUMBER, "number", "The same number of cells on every side, set with the slider."),
    (SIDES, "per side", "A number of its own for each side."),
)
_SIDES = (("top", 0, 0), ("bottom", 0, 1), ("left", 1, 0), ("right", 1, 1))


class PaddingRows(QWidget):
    """Shows and edits the padding.

    Whether sides are set one by one is a matter of this widget: the scene holds only numbers.
    """

    def __init__(self, section: Section) -> None:
        super().__init__()
        self._section = section
        self._by_side = False
        self.row = SliderRow("Padding", "padding", _TIP, (0, USUAL_MOST, MAX_PADDING))
        self.kinds = Segments(_KINDS, "padding")
        self.kinds.setObjectName("padding_kind")
        self.boxes = {name: self._box(name) for name, _, _ in _SIDES}
        self.sides = self._side_rows()
        self.words = Note("quiet", "padding_words")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ROW_SPACING)
        for part in (self.row, self.kinds, self.sides, self.words):
            layout.addWidget(part)
        self.row.asked.connect(self._number)
        self.kinds.chosen.connect(self._kind)

    def refresh(self, scene: Scene) -> None:
        """Show a scene's padding by its name, or in cells."""
        padding = scene.parameters.padding
        (top, bottom), (left, right) = padding_sides(scene)
        cells = (top, bottom, left, right)
        line = is_line(scene)
        even = left == right if line else len(set(cells)) == 1
        if isinstance(padding, str):
            self._by_side = False
        by_side = not isinstance(padding, str) and (self._by_side or not even)
        kind = padding if isinstance(padding, str) else SIDES if by_side else NUMBER
        # Padding that crops is a number.
        named_too = scene.lesson not in (Lesson.TRANSPOSED, Lesson.ARTEFACTS)
        self.kinds.show_only([*(PADDING_NAMES if named_too else ()), NUMBER, SIDES])
        self.kinds.show_choice(kind)
        self.row.show_value(max(cells))
        for name, value in zip(self.boxes, cells, strict=True):
            self.boxes[name].show_value(value)
        self.sides.setVisible(by_side)
        for part in self._vertical:
            part.setVisible(not line)
        self.row.slider.setVisible(not by_side)
        self.row.value.setVisible(even)
        self.words.say("" if even or by_side else _in_words(cells, line=line))

    def _box(self, name: str) -> Number:
        box = Number(0, MAX_PADDING)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        named(box, f"padding_{name}", f"Padding at the {name}", f"Cells added at the {name}.")
        box.valueChanged.connect(self._one_side)
        return box

    def _side_rows(self) -> QWidget:
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(ROW_SPACING)
        self._vertical: list[QWidget] = []
        for name, row, column in _SIDES:
            label = row_label(name, self.boxes[name])
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            grid.addWidget(label, row, 2 * column)
            grid.addWidget(self.boxes[name], row, 2 * column + 1)
            self._vertical += [] if row else [label, self.boxes[name]]
        return rows

    def _number(self, value: int, gesture: str) -> None:
        self._by_side = False
        self._section.ask(partial(set_padding, padding=value), gesture)

    def _one_side(self) -> None:
        top, bottom, left, right = (box.value() for box in self.boxes.values())
        sides: Sides = ((top, bottom), (left, right))
        self._section.ask(partial(set_padding, padding=sides))

    def _kind(self, kind: str) -> None:
        self._by_side = kind == SIDES
        self._section.ask(self._edit_of(kind))
        self.refresh(self._section.store.scene)

    def _edit_of(self, kind: str) -> Edit:
        for name in PADDING_NAMES:
            if kind == name:
                return partial(set_padding, padding=name)
        return _by_sides if kind == SIDES else _evened


def _evened(scene: Scene) -> Outcome:
    """What is there as one number: the largest side."""
    return set_padding(scene, max(side for pair in padding_sides(scene) for side in pair))


def _by_sides(scene: Scene) -> Outcome:
    """What is there, side by side."""
    return set_padding(scene, padding_sides(scene))


def _in_words(cells: tuple[int, int, int, int], *, line: bool) -> str:
    top, bottom, left, right = cells
    if line:
        return f"{left} left, {right} right"
    return f"{top} above, {bottom} below, {left} left, {right} right"
