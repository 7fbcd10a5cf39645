"""Choosing how to take the stage away: format, steps, size, colours."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.services.export.clip import MOST_FRAMES, most_positions
from app.services.export.formats import FORMATS, Format, Kind
from app.state import player
from app.state.player import SPEEDS
from app.state.scene import Scene
from app.ui.inspector.controls.numbers import Number
from app.ui.inspector.controls.parts import Choices, Note

SCREEN, LIGHT, DARK = "screen", "light", "dark"
RATIOS = (1, 2, 3, 4)
LEAST_WIDTH, MOST_WIDTH, USUAL_WIDTH = 320, 3840, 900


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be exported. Positions count from 0; `steps` is what was typed for a sheet."""

    format: Format
    colours: str
    ratio: int
    transparent: bool
    first: int
    last: int
    speed: float
    width: int
    steps: str


class ExportDialog(QDialog):
    """Shows only what the chosen format has. `wished` tells the choice; the dialog closes."""

    wished = Signal(object)

    def __init__(self, scene: Scene, speed: float, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("export")
        self.setWindowTitle("Export")
        self._total = player.length(scene)
        self._position = player.position(scene)
        self.format = Choices([(each.key, f"{each.title} ({each.ending})") for each in FORMATS])
        self.colours = Choices([(SCREEN, "as on the screen"), (LIGHT, "light"), (DARK, "dark")])
        self.ratio = Choices([(str(ratio), f"{ratio} ×") for ratio in RATIOS])
        self.transparent = QCheckBox("leave out the ground")
        self.first, self.last = Number(1, self._total), Number(1, self._total)
        self.speed = Choices([(f"{each:g}", f"{each:g} / s") for each in SPEEDS])
        self.width_ = Number(LEAST_WIDTH, MOST_WIDTH)
        self.steps = QLineEdit()
        self.purpose = QLabel()
        self.note = Note("quiet", "export_note")
        self._name()
        self._lay_out()
        self._begin(key, speed)
        self.format.chosen.connect(self._show_format)
        for number in (self.first, self.last):
            number.valueChanged.connect(self._show_frames)
        self.speed.chosen.connect(self._show_frames)
        self._show_format()

    def _name(self) -> None:
        tips = {
            "format": (self.format, "Format", "The kind of file"),
            "colours": (self.colours, "Colours", "The theme of the exported picture"),
            "ratio": (self.ratio, "Scale", "Pixels for each pixel of the stage"),
            "transparent": (self.transparent, "Transparent", "For laying over a slide's colour"),
            "first": (self.first, "First step", "The first step of the animation"),
            "last": (self.last, "Last step", "The last step of the animation"),
            "speed": (self.speed, "Speed", "Steps a second"),
            "width": (self.width_, "Width", "Width in pixels; the height follows the stage"),
            "steps": (self.steps, "Steps", "Steps to show, such as 1, 3, 5-9"),
        }
        for name, (widget, label, tip) in tips.items():
            widget.setObjectName(f"export_{name}")
            widget.setAccessibleName(label)
            widget.setToolTip(tip)

    def _lay_out(self) -> None:
        self.purpose.setProperty("kind", "quiet")
        self.purpose.setWordWrap(True)
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(9)
        span = QWidget()
        row = QHBoxLayout(span)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.first, 1)
        row.addWidget(QLabel("to"))
        row.addWidget(self.last, 1)
        self._rows: dict[str, QWidget] = {
            "Format": self.format,
            "": self.purpose,
            "Steps": span,
            "Steps ": self.steps,
            "Speed": self.speed,
            "Width in pixels": self.width_,
            "Scale": self.ratio,
            "Transparent": self.transparent,
            "Colours": self.colours,
        }
        for label, widget in self._rows.items():
            self._form.addRow(label.strip(), widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(14)
        column.addLayout(self._form)
        column.addWidget(self.note)
        column.addStretch(1)
        column.addLayout(self._buttons())
        self.setMinimumWidth(380)

    def _buttons(self) -> QHBoxLayout:
        cancel, go = QPushButton("Cancel"), QPushButton("Export…")
        go.setProperty("kind", "primary")
        go.setDefault(True)
        go.setObjectName("export_go")
        cancel.clicked.connect(self.reject)
        go.clicked.connect(self._go)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(cancel)
        row.addWidget(go)
        return row

    def _begin(self, key: str, speed: float) -> None:
        self.format.show_choice(key)
        self.ratio.show_choice("2")
        self.speed.show_choice(f"{speed:g}")
        self.width_.show_value(USUAL_WIDTH)
        most = most_positions(speed)
        first = 0 if self._total <= most else min(self._position, self._total - most)
        self.first.show_value(first + 1)
        self.last.show_value(min(self._total, first + most))
        spread = sorted({round(share * (self._total - 1) / 5) + 1 for share in range(6)})
        self.steps.setText(", ".join(map(str, spread)))

    @property
    def _chosen(self) -> Format:
        key = self.format.currentData()
        return next(each for each in FORMATS if each.key == key)

    def _show_format(self) -> None:
        chosen = self._chosen
        self.purpose.setText(chosen.purpose)
        shown = {
            "Steps": chosen.kind is Kind.STEPS,
            "Steps ": chosen.kind is Kind.SHEET,
            "Speed": chosen.kind is Kind.STEPS,
            "Width in pixels": chosen.kind is Kind.STEPS,
            "Scale": chosen.scales,
            "Transparent": chosen.transparent,
        }
        for label, visible in shown.items():
            self._form.setRowVisible(self._rows[label], visible)
        self._show_frames()
        self.adjustSize()

    def _show_frames(self) -> None:
        words = ""
        if self._chosen.kind is Kind.STEPS:
            count = self.last.value() - self.first.value() + 1
            most = most_positions(float(self.speed.currentData()))
            if count < 1:
                words = "The last step comes before the first."
            elif count > most:
                words = f"{count:,} steps are more than {MOST_FRAMES:,} frames; {most:,} fit."
            else:
                words = f"{count:,} of {self._total:,} steps."
        self.note.say(words)

    def _go(self) -> None:
        wish = Wish(
            self._chosen,
            self.colours.currentData(),
            int(self.ratio.currentData()),
            self.transparent.isChecked() and self._chosen.transparent,
            self.first.value() - 1,
            self.last.value() - 1,
            float(self.speed.currentData()),
            self.width_.value(),
            self.steps.text(),
        )
        self.accept()
        self.wished.emit(wish)
