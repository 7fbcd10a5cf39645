"""Stride, padding and dilation along three axes, and what is set less often."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.core import PADDING_MODES, PaddingMode
from app.paint.theme import Theme
from app.picture.digits import full
from app.services.store import Store
from app.state import solid_edits
from app.state.outcome import Edit, Outcome
from app.state.scene import PADDING_NAMES, Scene
from app.state.solid import MAX_DILATION3, MAX_PADDING3, MAX_STRIDE3
from app.state.solid_edits import padding_sides3, solid_of
from app.ui.chrome import TARGET
from app.ui.inspector.grid_model import editable
from app.ui.inspector.parameters_section import CONVOLUTION, CORRELATION, MODE_WORDS
from app.ui.inspector.parts import (
    Choices,
    Fold,
    Number,
    Segments,
    named,
    refusing,
    row_label,
)
from app.ui.inspector.section import ROW_SPACING, Section
from app.ui.inspector.slider import SliderRow
from app.ui.inspector.typed import read_number
from app.ui.inspector.volume_section import VOLUME_LESSON

USUAL_MOST = 4
NUMBER, SIDES = "number", "sides"
AXES = (("depth", "in"), ("vertical", "↓"), ("horizontal", "→"))
_STRIDE_TIP = (
    "How many cells the window moves between two outputs; along depth it counts slices. A larger "
    "stride makes a smaller output."
)
_DILATION_TIP = (
    "How far apart the kernel's cells are laid on the volume: at 2 in depth, every other slice is "
    "skipped."
)
_PADDING_TIP = (
    "How many cells are added on every side before the kernel slides; in depth these are whole "
    "slices, in front and behind."
)
_KINDS = (
    ("valid", "valid", "No padding: every window lies within the volume."),
    ("same", "same", "At stride 1 the output is as large as the input; an odd cell goes behind, "
     "below and to the right."),
    ("full", "full", "So much padding that a window meets even a single corner cell."),
    (NUMBER, "number", "The same number of cells on every side, set with the slider."),
    (SIDES, "per side", "A number of its own for each of the six sides."),
)  # fmt: skip
_SIDES = (("front", "back"), ("top", "bottom"), ("left", "right"))


class TripleRows(QWidget):
    """A parameter with one value per axis: one row while the axes are linked, else three."""

    def __init__(
        self, name: str, tip: str, most: int, edit: Callable[..., Outcome], section: Section
    ) -> None:
        super().__init__()
        self._name, self._edit, self._section = name, edit, section
        limits = (1, USUAL_MOST, most)
        title = name.capitalize()
        self.all = SliderRow(title, f"{name}3", tip, limits)
        self.each = [
            SliderRow(f"{title} {sign}", f"{name}3_{axis}", tip, limits) for axis, sign in AXES
        ]
        for row, (axis, _) in zip(self.each, AXES, strict=True):
            row.slider.setAccessibleName(f"{title}, {axis}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ROW_SPACING)
        for which, row in ((None, self.all), *enumerate(self.each)):
            layout.addWidget(row)
            row.asked.connect(partial(self._ask, which))

    def refresh(self, scene: Scene) -> None:
        """Show the values, in one row or three."""
        parameters = solid_of(scene).parameters
        values = getattr(parameters, self._name)
        self.all.setVisible(parameters.linked)
        self.all.show_value(values[0])
        for row, value in zip(self.each, values, strict=True):
            row.setVisible(not parameters.linked)
            row.show_value(value)

    def _ask(self, axis: int | None, value: int, gesture: str) -> None:
        self._section.ask(partial(self._edit, value=value, axis=axis), gesture)


class PaddingRows3(QWidget):
    """Shows and edits the padding; whether sides are set one by one is a matter of this widget."""

    def __init__(self, section: Section) -> None:
        super().__init__()
        self._section, self._by_side = section, False
        self.row = SliderRow("Padding", "padding3", _PADDING_TIP, (0, USUAL_MOST, MAX_PADDING3))
        self.kinds = Segments(_KINDS, "padding3")
        self.kinds.setObjectName("padding3_kind")
        self.boxes = [[self._box(side) for side in pair] for pair in _SIDES]
        self.sides = self._side_rows()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ROW_SPACING)
        for part in (self.row, self.kinds, self.sides):
            layout.addWidget(part)
        self.row.asked.connect(self._number)
        self.kinds.chosen.connect(self._kind)

    def refresh(self, scene: Scene) -> None:
        """Show a scene's padding by its name, or in cells."""
        solid = solid_of(scene)
        padding, sides = solid.parameters.padding, padding_sides3(solid)
        flat = [cells for pair in sides for cells in pair]
        even = len(set(flat)) == 1
        if isinstance(padding, str):
            self._by_side = False
        by_side = not isinstance(padding, str) and (self._by_side or not even)
        kind = padding if isinstance(padding, str) else SIDES if by_side else NUMBER
        self.kinds.show_choice(kind)
        self.row.show_value(max(flat))
        for boxes, pair in zip(self.boxes, sides, strict=True):
            for box, cells in zip(boxes, pair, strict=True):
                box.show_value(cells)
        self.sides.setVisible(by_side or not even)
        self.row.slider.setVisible(not by_side)
        self.row.value.setVisible(even)

    def _box(self, side: str) -> Number:
        box = Number(0, MAX_PADDING3)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        named(box, f"padding3_{side}", f"Padding, {side}", f"Cells added at the {side}.")
        box.valueChanged.connect(self._one_side)
        return box

    def _side_rows(self) -> QWidget:
        rows = QWidget()
        grid = QGridLayout(rows)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(ROW_SPACING)
        for at, (names, boxes) in enumerate(zip(_SIDES, self.boxes, strict=True)):
            for side, (name, box) in enumerate(zip(names, boxes, strict=True)):
                label = row_label(name, box)
                label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(label, at, 2 * side)
                grid.addWidget(box, at, 2 * side + 1)
        return rows

    def _number(self, value: int, gesture: str) -> None:
        self._by_side = False
        self._section.ask(partial(solid_edits.set_padding3, padding=value), gesture)

    def _one_side(self) -> None:
        depth, rows, columns = ((low.value(), high.value()) for low, high in self.boxes)
        sides = (depth, rows, columns)
        self._section.ask(partial(solid_edits.set_padding3, padding=sides))

    def _kind(self, kind: str) -> None:
        self._by_side = kind == SIDES
        self._section.ask(self._edit_of(kind))
        self.refresh(self._section.store.scene)

    def _edit_of(self, kind: str) -> Edit:
        for name in PADDING_NAMES:
            if kind == name:
                return partial(solid_edits.set_padding3, padding=name)
        return _by_sides if kind == SIDES else _evened


def _evened(scene: Scene) -> Outcome:
    """What is there as one number: the largest side."""
    sides = padding_sides3(solid_of(scene))
    return solid_edits.set_padding3(scene, max(cells for pair in sides for cells in pair))


def _by_sides(scene: Scene) -> Outcome:
    """What is there, side by side."""
    return solid_edits.set_padding3(scene, padding_sides3(solid_of(scene)))


class Parameters3Section(Section):
    """Shows and edits the parameters of `scene.solid`."""

    lessons = VOLUME_LESSON

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Parameters", store, theme)
        self.linked = QCheckBox("all axes alike")
        named(
            self.linked,
            "linked3",
            "Same stride and dilation on all axes",
            "While it is on, stride and dilation are the same in depth, for rows and for columns.",
        )
        self.linked.toggled.connect(self._link)
        self.header.addStretch(1)
        self.header.addWidget(self.linked)
        self.stride = TripleRows("stride", _STRIDE_TIP, MAX_STRIDE3, solid_edits.set_stride3, self)
        self.padding = PaddingRows3(self)
        self.dilation = TripleRows(
            "dilation", _DILATION_TIP, MAX_DILATION3, solid_edits.set_dilation3, self
        )
        self.rows.addWidget(self.note_for("linked3"))
        for name, rows in (
            ("stride3", self.stride),
            ("padding3", self.padding),
            ("dilation3", self.dilation),
        ):
            self.rows.addWidget(rows)
            self.rows.addWidget(self.note_for(name))
        self.fold = Fold("parameter3_details", "padding mode, bias and flip")
        self.rows.addWidget(self.fold)
        self._fill_fold()

    def depends(self, scene: Scene) -> Hashable:
        """The parameters, and the cells that "same" and "full" come to."""
        solid = solid_of(scene)
        return solid.parameters, padding_sides3(solid)

    def refresh(self, scene: Scene) -> None:
        """Show every parameter."""
        parameters = solid_of(scene).parameters
        blocked = self.linked.blockSignals(True)
        self.linked.setChecked(parameters.linked)
        self.linked.blockSignals(blocked)
        for rows in (self.stride, self.padding, self.dilation):
            rows.refresh(scene)
        self.mode.show_choice(parameters.padding_mode)
        self.flip.show_choice(_kind(parameters.flip))
        self.bias.setText(editable(parameters.bias))
        mode = MODE_WORDS[parameters.padding_mode]
        self.fold.say(f"{mode} · bias {full(parameters.bias)} · {_kind(parameters.flip)}")

    def _fill_fold(self) -> None:
        self.mode = Choices((mode, MODE_WORDS[mode]) for mode in PADDING_MODES)
        named(
            self.mode,
            "padding_mode3",
            "Padding mode",
            "What the padding cells hold: zeros, the volume mirrored at its faces, its outermost "
            "cells repeated, or its opposite side.",
        )
        self.mode.chosen.connect(self._choose_mode)
        self.bias = QLineEdit()
        self.bias.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.bias.setMinimumHeight(TARGET)
        named(self.bias, "bias3", "Bias", "A number added to every sum: it shifts the output.")
        self.bias.editingFinished.connect(self._type_bias)
        self.flip = Choices((kind, kind) for kind in (CORRELATION, CONVOLUTION))
        named(
            self.flip,
            "flip3",
            "Cross-correlation or true convolution",
            "Deep learning lays the kernel on as it is, a cross-correlation; a true convolution "
            "turns it round on all three axes first.",
        )
        self.flip.chosen.connect(self._choose_flip)
        rows = QVBoxLayout(self.fold.body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(ROW_SPACING)
        for text, name, control in (
            ("Fill", "padding_mode3", self.mode),
            ("Bias", "bias3", self.bias),
            ("Kind", "flip3", self.flip),
        ):
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(row_label(text, control), 0, Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(control, 1)
            rows.addLayout(line)
            rows.addWidget(self.note_for(name, self.fold))

    def _link(self, linked: bool) -> None:
        self.ask(partial(solid_edits.set_linked3, linked=linked))

    def _choose_mode(self, mode: PaddingMode) -> None:
        self.ask(partial(solid_edits.set_padding_mode3, mode=mode))

    def _choose_flip(self, kind: str) -> None:
        self.ask(partial(solid_edits.set_flip3, flip=kind == CONVOLUTION))

    def _type_bias(self) -> None:
        if self.bias.text() == editable(solid_of(self.store.scene).parameters.bias):
            return
        try:
            self.ask(partial(solid_edits.set_bias3, bias=read_number(self.bias.text())))
        except ValueError as error:
            self.ask(refusing("bias3", str(error)))


def _kind(flip: bool) -> str:
    return CONVOLUTION if flip else CORRELATION
