"""The scene as a program: a framework to choose, the text to copy or to save."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app.content.code import Framework, needed_picture, program
from app.services.files import ExportError, written_whole
from app.state.scene import Scene
from app.ui.inspector.parts import Note, Segments, named

TIPS = {
    Framework.NUMPY: "Every step in plain NumPy",
    Framework.PYTORCH: "The layer of PyTorch",
    Framework.KERAS: "The layer of Keras, on JAX or TensorFlow",
    Framework.JAX: "The operation of JAX",
}


class CodeDialog(QDialog):
    """Shows the program of one scene. `said` and `failed` tell what came of saving it."""

    said = Signal(str)
    failed = Signal(str)

    def __init__(self, scene: Scene, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("code")
        self.setWindowTitle("Code")
        self._scene, self._framework = scene, Framework.NUMPY
        items = [(each.name, each.value, TIPS[each]) for each in Framework]
        self.choice = Segments(items, "framework")
        self.choice.chosen.connect(self._choose)
        self.text = QPlainTextEdit(self)
        self.text.setReadOnly(True)
        fixed = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont).family()
        self.text.setStyleSheet(f"font-family: '{fixed}', monospace; font-size: 12px;")
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        named(self.text, "code_text", "Program", "A program that prints the numbers on the stage.")
        self.note = Note("quiet", "code_note")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        column.addWidget(self.choice)
        column.addWidget(self.text, 1)
        column.addWidget(self.note)
        column.addLayout(self._buttons())
        picture = needed_picture(scene)
        if picture:
            self.note.say(f"The program reads {picture}: put that picture beside it.")
        self._choose(Framework.NUMPY.name)
        self.choice.show_choice(Framework.NUMPY.name)
        self.resize(760, 560)

    def _buttons(self) -> QHBoxLayout:
        self.copy_button = QPushButton("Copy", self)
        self.save_button = QPushButton("Save…", self)
        close = QPushButton("Close", self)
        named(self.copy_button, "code_copy", "Copy", "Copy the program.")
        named(self.save_button, "code_save", "Save", "Save the program in a file.")
        named(close, "code_close", "Close", "Go back to the stage (Esc).")
        self.copy_button.setProperty("kind", "primary")
        self.copy_button.setDefault(True)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._ask)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(close)
        row.addStretch(1)
        row.addWidget(self.save_button)
        row.addWidget(self.copy_button)
        return row

    def _choose(self, name: str) -> None:
        self._framework = Framework[name]
        self.text.setPlainText(program(self._scene, self._framework))
        self.copy_button.setText("Copy")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy_button.setText("Copied")

    def _ask(self) -> None:
        name = f"{self._scene.lesson.value}_{self._framework.value.lower()}.py".replace("-", "_")
        dialog = QFileDialog(self, "Save program", name, "Python program (*.py)")
        dialog.setObjectName("save_code")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("py")
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, name: str) -> None:
        self.save(Path(name))

    def save(self, path: Path) -> None:
        """Write the program to a file, whole or not at all."""
        try:
            with written_whole(path) as file:
                file.write(self.text.toPlainText().encode())
        except ExportError as error:
            self.failed.emit(str(error))
        else:
            self.said.emit(f"Saved {path.name}.")
