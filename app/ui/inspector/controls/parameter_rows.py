"""What the parameters of planes and of volumes have in common: the link, the rows, the details."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout

from app.core import PADDING_MODES, PaddingMode
from app.paint.theme import Theme
from app.picture.lettering.digits import full
from app.services.store import Store
from app.state.outcome import Outcome
from app.state.scene import Parameters, Scene
from app.state.solid.choices import Parameters3
from app.ui.inspector.controls.axis_rows import AxisRows
from app.ui.inspector.controls.bias import bias_line, typed_bias
from app.ui.inspector.controls.padding import PaddingKind, PaddingRows
from app.ui.inspector.controls.parts import Choices, named, row_label, show_checked
from app.ui.inspector.controls.section import Section
from app.ui.inspector.tables.grid_model import editable

CORRELATION, CONVOLUTION = "cross-correlation", "true convolution"
MODE_WORDS = {
    "zeros": "zeros",
    "reflect": "reflected",
    "replicate": "edge repeated",
    "circular": "wrapped",
}
Texts = tuple[str, str, str]
"""What a control shows, its spoken name and its tip."""


@dataclass(frozen=True)
class ParameterWords:
    """`suffix` ends the object names; `axes` are those that stride and dilation may differ on."""

    suffix: str
    fold: str
    axes: tuple[tuple[str, str], ...]
    usual_most: int
    linked: Texts
    stride: str
    dilation: str
    mode: str
    bias: str
    flip: str


@dataclass(frozen=True)
class ParameterEdits:
    """What changes the parameters, and the largest stride and dilation that it takes."""

    linked: Callable[..., Outcome]
    stride: Callable[..., Outcome]
    dilation: Callable[..., Outcome]
    mode: Callable[..., Outcome]
    bias: Callable[..., Outcome]
    flip: Callable[..., Outcome]
    most_stride: int
    most_dilation: int


class ParameterRows(Section):
    """A section of stride, padding and dilation, and of what is set less often."""

    def __init__(
        self, words: ParameterWords, edits: ParameterEdits, padding: PaddingKind, store: Store,
        theme: Theme,
    ) -> None:  # fmt: skip
        super().__init__("Parameters", store, theme)
        self._words, self._edits = words, edits
        self._add_link()
        self.stride = self._axis_rows("stride", words.stride, edits.most_stride, edits.stride)
        self.padding = PaddingRows(padding, self)
        self.dilation = self._axis_rows(
            "dilation", words.dilation, edits.most_dilation, edits.dilation
        )
        self.rows.addWidget(self.note_for(f"linked{words.suffix}"))
        for name, rows in (
            ("stride", self.stride),
            ("padding", self.padding),
            ("dilation", self.dilation),
        ):
            self.rows.addWidget(rows)
            self.rows.addWidget(self.note_for(f"{name}{words.suffix}"))
        self.fold, body = self.folded(words.fold, "padding mode, bias and flip")
        self._fill_fold(body)

    @abstractmethod
    def parameters_of(self, scene: Scene) -> Parameters | Parameters3:
        """The parameters that are shown and edited here."""

    def show_parameters(
        self, scene: Scene, *, linked: bool, leading: int = 0, own_bias: bool = True
    ) -> None:
        """Show every parameter; linked axes by the leading one, the bias where there is one."""
        parameters = self.parameters_of(scene)
        show_checked(self.linked, parameters.linked)
        self.stride.show_values(parameters.stride, linked=linked, leading=leading)
        self.padding.refresh(scene)
        self.dilation.show_values(parameters.dilation, linked=linked, leading=leading)
        self.mode.show_choice(parameters.padding_mode)
        kind = CONVOLUTION if parameters.flip else CORRELATION
        self.flip.show_choice(kind)
        self.bias.setText(editable(parameters.bias))
        for part in (self.bias, self.bias_label):
            part.setVisible(own_bias)
        bias = f" · bias {full(parameters.bias)}" if own_bias else ""
        self.fold.say(f"{MODE_WORDS[parameters.padding_mode]}{bias} · {kind}")

    def _add_link(self) -> None:
        text, spoken, tip = self._words.linked
        self.linked = QCheckBox(text)
        named(self.linked, f"linked{self._words.suffix}", spoken, tip)
        self.linked.toggled.connect(self._link)
        self.header.addStretch(1)
        self.header.addWidget(self.linked)

    def _axis_rows(
        self, name: str, tip: str, most: int, edit: Callable[..., Outcome]
    ) -> AxisRows:  # fmt: skip
        words = self._words
        limits = (1, words.usual_most, most)
        return AxisRows(
            name.capitalize(), f"{name}{words.suffix}", tip, limits, words.axes, edit, self
        )

    def _fill_fold(self, rows: QVBoxLayout) -> None:
        suffix = self._words.suffix
        self._make_details(suffix)
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
            rows.addWidget(self.note_for(f"{name}{suffix}", self.fold))

    def _make_details(self, suffix: str) -> None:
        words = self._words
        self.mode = Choices((mode, MODE_WORDS[mode]) for mode in PADDING_MODES)
        named(self.mode, f"padding_mode{suffix}", "Padding mode", words.mode)
        self.mode.chosen.connect(self._choose_mode)
        self.bias = bias_line((f"bias{suffix}", "Bias", words.bias), self._type_bias)
        self.flip = Choices((kind, kind) for kind in (CORRELATION, CONVOLUTION))
        named(self.flip, f"flip{suffix}", "Cross-correlation or true convolution", words.flip)
        self.flip.chosen.connect(self._choose_flip)

    def _link(self, linked: bool) -> None:
        self.ask(partial(self._edits.linked, linked=linked))

    def _choose_mode(self, mode: PaddingMode) -> None:
        self.ask(partial(self._edits.mode, mode=mode))

    def _choose_flip(self, kind: str) -> None:
        self.ask(partial(self._edits.flip, flip=kind == CONVOLUTION))

    def _type_bias(self) -> None:
        present = self.parameters_of(self.store.scene).bias
        if edit := typed_bias(self.bias, present, self._edits.bias):
            self.ask(edit)
