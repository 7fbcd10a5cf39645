"""Asking which steps and which paper a handout takes, and writing it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.picture.readout.handout import usual_steps
from app.services.export.handout import MOST_STEPS, Paper, export_handout
from app.services.files import ExportError
from app.services.folders import Folders
from app.state.derive import derive
from app.state.requests import Result
from app.state.scene import Scene
from app.state.typed import counted
from app.ui.inspector.controls.parts import Note, Segments, named, row_label, text_label
from app.ui.messages import sentence

WIDTH = 460


class StepsError(ValueError):
    """Why a list of steps cannot be read, in words."""


def read_steps(text: str, count: int) -> tuple[int, ...]:
    """The steps that a person typed, counted from 1 there and from 0 here, each once.

    Raises StepsError.
    """
    parts = [part.strip() for part in text.replace(";", ",").split(",") if part.strip()]
    plain = [part.replace(" ", "").replace("\u00a0", "") for part in parts]
    numbers = [number for number in map(counted, plain) if number is not None]
    if len(numbers) < len(plain) or not plain:
        wrong = next((part for part in plain if counted(part) is None), text)
        raise StepsError(f"“{wrong}”: numbers such as 1, 5, 9 fit")
    steps = tuple(dict.fromkeys(number - 1 for number in numbers))
    beyond = [step for step in steps if not 0 <= step < count]
    if beyond:
        raise StepsError(f"step {beyond[0] + 1:,}: 1 to {count:,} fit")
    if len(steps) > MOST_STEPS:
        raise StepsError(f"{len(steps)} steps: up to {MOST_STEPS} fit")
    return steps


class HandoutDialog(QDialog):
    """Asks for the steps and the paper. `said` tells what was written; what was not, it shows."""

    said = Signal(str)

    def __init__(
        self, scene: Scene, result: Result | None, folders: Folders, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("handout")
        self.setWindowTitle("Handout")
        self._scene, self._result, self._folders = scene, result, folders
        self._paper = Paper.A4
        words = (
            "Pages to print: the figure at the present step, the parameters, the size formula, "
            "some equations, and questions with room for answers. The answers are on the last page."
        )
        self.steps = QLineEdit(", ".join(str(step + 1) for step in usual_steps(scene)), self)
        named(self.steps, "handout_steps", "Steps",
              "The steps whose equations are written out, counted from 1.")  # fmt: skip
        self.paper = Segments([(paper.name, paper.value, f"Paper of the size {paper.value}")
                               for paper in Paper], "paper")  # fmt: skip
        self.paper.show_choice(self._paper.name)
        self.paper.chosen.connect(self._choose)
        self.note = Note("refusal", "handout_note")
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(text_label(words, "quiet", "handout_words", wrap=True))
        for name, widget in (("Steps", self.steps), ("Paper", self.paper)):
            row = QHBoxLayout()
            row.addWidget(row_label(name, widget))
            row.addWidget(widget, 1)
            column.addLayout(row)
        column.addWidget(self.note)
        column.addStretch(1)
        column.addLayout(self._buttons())
        self.setFixedWidth(WIDTH)

    def _buttons(self) -> QHBoxLayout:
        cancel, save = QPushButton("Cancel", self), QPushButton("Save PDF…", self)
        named(cancel, "handout_cancel", "Cancel", "Go back to the stage (Esc).")
        named(save, "handout_save", "Save PDF", "Choose where to, and write the pages.")
        save.setProperty("kind", "primary")
        save.setDefault(True)
        cancel.setAutoDefault(False)
        cancel.clicked.connect(self.reject)
        save.clicked.connect(self._ask)
        row = QHBoxLayout()
        row.addWidget(cancel)
        row.addStretch(1)
        row.addWidget(save)
        return row

    def _choose(self, name: str) -> None:
        self._paper = Paper[name]

    def _chosen_steps(self) -> tuple[int, ...] | None:
        """The steps as they are typed; None, with the reason beside them, where they do not do."""
        try:
            steps = read_steps(self.steps.text(), derive(self._scene).steps)
        except StepsError as error:
            self.note.say(str(error))
            self.steps.setFocus()
            return None
        self.note.say("")
        return steps

    def _ask(self) -> None:
        if self._chosen_steps() is None:
            return
        name = f"{self._scene.lesson.value}-handout.pdf"
        dialog = QFileDialog(self, "Save handout", self._folders.to_write(name), "PDF (*.pdf)")
        dialog.setObjectName("save_handout")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, name: str) -> None:
        path = Path(name)
        self._folders.wrote_to(path.parent)
        self.save(path)

    def save(self, path: Path) -> None:
        """Write the handout, and close."""
        steps = self._chosen_steps()
        if steps is None:
            return
        try:
            export_handout(path, self._scene, self._result, steps, self._paper)
        except ExportError as error:
            self.note.say(sentence(str(error)))
        else:
            self.said.emit(f"Saved {path.name}.")
            self.accept()
