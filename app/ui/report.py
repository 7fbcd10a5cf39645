"""The report of something unforeseen: it can be copied, and the work goes on."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

EXPLAINED = (
    "The last action may not have taken effect; your scene is kept and the window goes on "
    "working. If it happens again, send this report to whoever looks after the application."
)


class ReportDialog(QDialog):
    """Shows reports, one under the other, without blocking the window."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("report")
        self.setWindowTitle("Something went wrong")
        self.setModal(False)
        heading = QLabel("Something went wrong", self)
        heading.setProperty("kind", "brand")
        words = QLabel(EXPLAINED, self)
        words.setProperty("kind", "quiet")
        words.setWordWrap(True)
        self.body = QPlainTextEdit(self)
        self.body.setObjectName("report-text")
        self.body.setAccessibleName("Report")
        self.body.setReadOnly(True)
        self.body.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.body.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        column = QVBoxLayout(self)
        column.setContentsMargins(22, 20, 22, 18)
        column.setSpacing(12)
        for widget in (heading, words):
            column.addWidget(widget)
        column.addWidget(self.body, 1)
        column.addLayout(self._buttons())
        self.resize(620, 400)

    def tell(self, report: str) -> None:
        """Add a report and show the dialog; it returns at once."""
        if self.isHidden():
            self.body.clear()
        self.body.appendPlainText(f"\n{report}" if self.body.toPlainText() else report)
        self.copy_button.setText("Copy report")
        self.show()
        self.activateWindow()

    def _buttons(self) -> QHBoxLayout:
        self.copy_button = QPushButton("Copy report", self)
        self.copy_button.setObjectName("copy-report")
        self.copy_button.clicked.connect(self._copy)
        self.keep_button = QPushButton("Keep working", self)
        self.keep_button.setObjectName("keep-working")
        self.keep_button.setProperty("kind", "primary")
        self.keep_button.setDefault(True)
        self.keep_button.clicked.connect(self.close)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.copy_button)
        row.addWidget(self.keep_button)
        return row

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.body.toPlainText())
        self.copy_button.setText("Copied")
