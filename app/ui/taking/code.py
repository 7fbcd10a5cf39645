"""The scene as a program: a framework to choose, the text to copy or to save."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

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

from app.content.code.frameworks import Framework
from app.content.code.program import needed_file, program
from app.services.export.inputs import file_of, has_file
from app.services.files import ExportError, written_whole
from app.services.folders import Folders
from app.state.scene import Scene
from app.ui.inspector.controls.parts import Note, Segments, named
from app.ui.messages import sentence

TIPS = {
    Framework.NUMPY: "Every step in plain NumPy",
    Framework.PYTORCH: "The layer of PyTorch",
    Framework.KERAS: "The layer of Keras, on JAX or TensorFlow",
    Framework.JAX: "The operation of JAX",
}


class CodeDialog(QDialog):
    """Shows the program of one scene, and tells what came of saving it."""

    def __init__(self, scene: Scene, folders: Folders, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("code")
        self.setWindowTitle("Code")
        self._scene, self._framework, self._folders = scene, Framework.NUMPY, folders
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
        self.saved, self.trouble = Note("answer", "code_saved"), Note("refusal", "code_trouble")
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(12)
        column.addWidget(self.choice)
        column.addWidget(self.text, 1)
        for note in (self.note, self.saved, self.trouble):
            column.addWidget(note)
        column.addLayout(self._buttons())
        picture = needed_file(scene)
        if picture:
            self.note.say(f"The program reads {picture}: put that file beside it.")
        self.picture_button.setVisible(bool(picture) and has_file(scene))
        self._choose(Framework.NUMPY.name)
        self.choice.show_choice(Framework.NUMPY.name)
        self.resize(760, 560)

    def _buttons(self) -> QHBoxLayout:
        self.copy_button = QPushButton("Copy", self)
        self.save_button = QPushButton("Save…", self)
        what = _kind_of(self._scene)
        self.picture_button = QPushButton(f"Save {what}…", self)
        close = QPushButton("Close", self)
        named(self.copy_button, "code_copy", "Copy", "Copy the program.")
        named(self.save_button, "code_save", "Save", "Save the program in a file.")
        named(self.picture_button, "code_picture", f"Save {what}",
              f"Save the {what} that the program reads.")  # fmt: skip
        named(close, "code_close", "Close", "Go back to the stage (Esc).")
        self.copy_button.setProperty("kind", "primary")
        self.copy_button.setDefault(True)
        self.copy_button.clicked.connect(self._copy)
        self.save_button.clicked.connect(self._ask)
        self.picture_button.clicked.connect(self._ask_picture)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(close)
        row.addStretch(1)
        row.addWidget(self.picture_button)
        row.addWidget(self.save_button)
        row.addWidget(self.copy_button)
        return row

    def _choose(self, name: str) -> None:
        self._framework = Framework[name]
        self.text.setPlainText(program(self._scene, self._framework))
        self._tell()
        self.copy_button.setText("Copy")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
        self.copy_button.setText("Copied")

    def _ask(self) -> None:
        name = f"{self._scene.lesson.value}_{self._framework.value.lower()}.py".replace("-", "_")
        self._ask_file("Save program", name, "Python program (*.py)", self._chosen)

    def _ask_picture(self) -> None:
        name = needed_file(self._scene)
        array = name.endswith(".npy")
        kinds = "NumPy array (*.npy)" if array else "PNG picture (*.png)"
        self._ask_file("Save input", name, kinds, self._chosen_picture)

    def _ask_file(self, title: str, name: str, pattern: str, then: Callable[[str], None]) -> None:
        dialog = QFileDialog(self, title, self._folders.to_write(name), pattern)
        dialog.setObjectName("save_code")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(Path(name).suffix)
        dialog.fileSelected.connect(self._keep_folder)
        dialog.fileSelected.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _keep_folder(self, name: str) -> None:
        self._folders.wrote_to(Path(name).parent)

    def _chosen(self, name: str) -> None:
        self.save(Path(name))

    def _chosen_picture(self, name: str) -> None:
        self.save_picture(Path(name))

    def save(self, path: Path) -> None:
        """Write the program to a file, whole or not at all."""
        self._write(path, self.text.toPlainText().encode())

    def save_picture(self, path: Path) -> None:
        """Write the picture, volume or array that the program reads, in the same way."""
        self._write(path, file_of(self._scene))

    def _write(self, path: Path, content: bytes) -> None:
        try:
            with written_whole(path) as file:
                file.write(content)
        except ExportError as error:
            self._tell(trouble=sentence(str(error)))
        else:
            self._tell(saved=f"Saved {path.name}.")

    def _tell(self, saved: str = "", trouble: str = "") -> None:
        """It stands in the dialog, which lies over the window's own line of messages."""
        self.saved.say(saved)
        self.trouble.say(trouble)


def _kind_of(scene: Scene) -> str:
    """What the file is called that a program reads."""
    if scene.solid is not None:
        return "volume"
    return "array" if needed_file(scene).endswith(".npy") else "picture"
