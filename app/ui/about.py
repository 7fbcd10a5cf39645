"""About Convoscope: its version, what it stands on, and where its facts come from."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from app import VERSION
from app.content.about import about
from app.paint.theme import Theme
from app.services.crash import versions
from app.ui.inspector.controls.parts import named, text_label
from app.ui.lessons.reading import Reading

SIZE = 13
ICON = 44
WIDTH, HEIGHT = 580, 560
IDEA = "Convolution in deep learning, number by number."


class AboutDialog(QDialog):
    """All of its text can be selected, and copied as a whole. Esc closes it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("about")
        self.setWindowTitle("About Convoscope")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.reading = Reading(self, SIZE)
        named(self.reading, "about_text", "What it stands on, and where its facts come from",
              "Select any of it to copy it.")  # fmt: skip
        self.reading.set_theme(theme)
        self.reading.show_sections(about())
        self.versions = text_label(versions(), "quiet", "about_versions", wrap=True)
        self.versions.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 20, 18)
        column.setSpacing(14)
        column.addLayout(self._heading())
        column.addWidget(self.reading, 1)
        column.addWidget(self.versions)
        column.addLayout(self._buttons())
        self.resize(WIDTH, HEIGHT)

    def text(self) -> str:
        """All of it as plain lines, as it is copied."""
        return "\n\n".join(
            (f"Convoscope {VERSION}", IDEA, self.reading.toPlainText(), self.versions.text())
        )

    def _heading(self) -> QHBoxLayout:
        picture = QLabel(self)
        picture.setPixmap(QApplication.windowIcon().pixmap(ICON, ICON))
        picture.setFixedSize(ICON, ICON)
        name = text_label(f"Convoscope {VERSION}", "brand", "about_version")
        name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(text_label(IDEA, "quiet", "about_idea"))
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(picture)
        row.addLayout(words, 1)
        return row

    def _buttons(self) -> QHBoxLayout:
        self.copy_button, close = QPushButton("Copy", self), QPushButton("Close", self)
        named(self.copy_button, "about_copy", "Copy", "Copy all of this as text.")
        named(close, "about_close", "Close", "Go back to the stage (Esc).")
        self.copy_button.setAutoDefault(False)
        close.setProperty("kind", "primary")
        close.setDefault(True)
        self.copy_button.clicked.connect(self._copy)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.copy_button)
        row.addWidget(close)
        close.setFocus()
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text())
        self.copy_button.setText("Copied")
