"""Stride, padding and dilation, and what is set less often: padding mode, bias, flip."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from app.paint.theme import Theme
from app.picture.digits import full
from app.services.store import Store
from app.state import edits
from app.state.line_edits import is_line
from app.state.outcome import Outcome
from app.state.scene import (
    CHANNELLED,
    MAX_DILATION,
    MAX_STRIDE,
    PADDING_MODES,
    Lesson,
    PaddingMode,
    Scene,
)
from app.ui.chrome import TARGET
from app.ui.inspector.grid_model import editable
from app.ui.inspector.padding import PaddingRows
from app.ui.inspector.parts import Choices, Fold, named, refusing, row_label
from app.ui.inspector.section import ROW_SPACING, WITH_WINDOW, Section
from app.ui.inspector.slider import SliderRow
from app.ui.inspector.typed import read_number

USUAL_MOST = 8
CORRELATION, CONVOLUTION = "cross-correlation", "true convolution"
_STRIDE_TIP = (
    "How many cells the window moves between two outputs; a larger stride makes a smaller output."
)
_DILATION_TIP = (
    "How far apart the kernel's cells are laid on the input: at 2, every other cell is skipped, "
    "and the same weights see further."
)
MODE_WORDS = {
    "zeros": "zeros",
    "reflect": "reflected",
    "replicate": "edge repeated",
    "circular": "wrapped",
}


class PairRows(QWidget):
    """A parameter with one value per axis: one row while the axes are linked, else two."""

    def __init__(
        self, name: str, tip: str, most: int, edit: Callable[..., Outcome], section: Section
    ) -> None:
        super().__init__()
        self._name, self._edit, self._section = name, edit, section
        limits = (1, USUAL_MOST, most)
        title = name.capitalize()
        texts = (
            (title, name),
            (f"{title} ↓", f"{name}_vertical"),
            (f"{title} →", f"{name}_horizontal"),
        )
        self.both, self.vertical, self.horizontal = (
            SliderRow(text, each, tip, limits) for text, each in texts
        )
        self.vertical.slider.setAccessibleName(f"{title}, vertical")
        self.horizontal.slider.setAccessibleName(f"{title}, horizontal")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ROW_SPACING)
        for row, axis in ((self.both, None), (self.vertical, 0), (self.horizontal, 1)):
            layout.addWidget(row)
            row.asked.connect(partial(self._ask, axis))

    def refresh(self, scene: Scene) -> None:
        """Show the values, in one row or two."""
        vertical, horizontal = getattr(scene.parameters, self._name)
        linked = scene.parameters.linked or is_line(scene)
        self.both.setVisible(linked)
        self.vertical.setVisible(not linked)
        self.horizontal.setVisible(not linked)
        self.both.show_value(horizontal if is_line(scene) else vertical)
        self.vertical.show_value(vertical)
        self.horizontal.show_value(horizontal)

    def _ask(self, axis: int | None, value: int, gesture: str) -> None:
        self._section.ask(partial(self._edit, value=value, axis=axis), gesture)


class ParametersSection(Section):
    """Shows and edits `scene.parameters`."""

    lessons = WITH_WINDOW - {Lesson.POINTWISE}

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Parameters", store, theme)
        self._add_link()
        self.stride = PairRows("stride", _STRIDE_TIP, MAX_STRIDE, edits.set_stride, self)
        self.padding = PaddingRows(self)
        self.dilation = PairRows("dilation", _DILATION_TIP, MAX_DILATION, edits.set_dilation, self)
        self.rows.addWidget(self.note_for("linked"))
        for name, rows in (
            ("stride", self.stride),
            ("padding", self.padding),
            ("dilation", self.dilation),
        ):
            self.rows.addWidget(rows)
            self.rows.addWidget(self.note_for(name))
        self.fold = Fold("parameter_details", "padding mode, bias and flip")
        self.rows.addWidget(self.fold)
        self._fill_fold()

    def depends(self, scene: Scene) -> Hashable:
        """The parameters, and the cells that "same" and "full" come to."""
        return (
            scene.parameters,
            edits.padding_sides(scene),
            scene.lesson in CHANNELLED,
            is_line(scene),
        )

    def refresh(self, scene: Scene) -> None:
        """Show every parameter."""
        parameters = scene.parameters
        blocked = self.linked.blockSignals(True)
        self.linked.setChecked(parameters.linked)
        self.linked.setVisible(not is_line(scene))
        self.linked.blockSignals(blocked)
        for rows in (self.stride, self.padding, self.dilation):
            rows.refresh(scene)
        self.mode.show_choice(parameters.padding_mode)
        self.flip.show_choice(_kind(parameters.flip))
        self.bias.setText(editable(parameters.bias))
        mode = MODE_WORDS[parameters.padding_mode]
        own_bias = scene.lesson not in CHANNELLED  # else every filter has its own
        for part in (self.bias, self.bias_label):
            part.setVisible(own_bias)
        bias = f" · bias {full(parameters.bias)}" if own_bias else ""
        self.fold.say(f"{mode}{bias} · {_kind(parameters.flip)}")

    def _add_link(self) -> None:
        self.linked = QCheckBox("both axes alike")
        named(
            self.linked,
            "linked",
            "Same stride and dilation on both axes",
            "While it is on, stride and dilation are the same for rows and columns.",
        )
        self.linked.toggled.connect(self._link)
        self.header.addStretch(1)
        self.header.addWidget(self.linked)

    def _fill_fold(self) -> None:
        self.mode = Choices((mode, MODE_WORDS[mode]) for mode in PADDING_MODES)
        named(
            self.mode,
            "padding_mode",
            "Padding mode",
            "What the padding cells hold: zeros, the input mirrored at its edge, its edge cell "
            "repeated, or its opposite side.",
        )
        self.mode.chosen.connect(self._choose_mode)
        self.bias = QLineEdit()
        self.bias.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.bias.setMinimumHeight(TARGET)
        named(self.bias, "bias", "Bias", "A number added to every sum: it shifts the whole output.")
        self.bias.editingFinished.connect(self._type_bias)
        self.flip = Choices((kind, kind) for kind in (CORRELATION, CONVOLUTION))
        named(
            self.flip,
            "flip",
            "Cross-correlation or true convolution",
            "Deep learning lays the kernel on as it is, a cross-correlation; a true convolution "
            "turns it by 180° first.",
        )
        self.flip.chosen.connect(self._choose_flip)
        rows = QVBoxLayout(self.fold.body)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(ROW_SPACING)
        for text, name, control in (
            ("Fill", "padding_mode", self.mode),
            ("Bias", "bias", self.bias),
            ("Kind", "flip", self.flip),
        ):
            line = QHBoxLayout()
            line.setSpacing(8)
            label = row_label(text, control)
            if control is self.bias:
                self.bias_label = label
            line.addWidget(label, 0, Qt.AlignmentFlag.AlignVCenter)
            line.addWidget(control, 1)
            rows.addLayout(line)
            rows.addWidget(self.note_for(name, self.fold))

    def _link(self, linked: bool) -> None:
        self.ask(partial(edits.set_linked, linked=linked))

    def _choose_mode(self, mode: PaddingMode) -> None:
        self.ask(partial(edits.set_padding_mode, mode=mode))

    def _choose_flip(self, kind: str) -> None:
        self.ask(partial(edits.set_flip, flip=kind == CONVOLUTION))

    def _type_bias(self) -> None:
        if self.bias.text() == editable(self.store.scene.parameters.bias):
            return
        try:
            self.ask(partial(edits.set_bias, bias=read_number(self.bias.text())))
        except ValueError as error:
            self.ask(refusing("bias", str(error)))


def _kind(flip: bool) -> str:
    return CONVOLUTION if flip else CORRELATION
