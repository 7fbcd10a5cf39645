"""Settings that are folded away behind a line which says what they are set to."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget

from app.services.overrides import guarded
from app.ui.inspector.controls.parts import named


@guarded
class Fold(QWidget):
    """Settings that are folded behind a line which says what they are set to."""

    def __init__(self, name: str, what: str) -> None:
        super().__init__()
        self._what = what
        self._summary = ""
        self.button = QPushButton()
        self.button.setProperty("kind", "disclosure")
        self.button.setCheckable(True)
        self.button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        named(self.button, name, what, f"Shows or hides {what}.")
        self.body = QWidget()
        self.body.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.button)
        layout.addWidget(self.body)
        self.button.toggled.connect(self._turned)

    def say(self, summary: str) -> None:
        """What the settings inside are set to."""
        self._summary = summary
        self.button.setAccessibleName(f"{self._what}: {summary}")
        self._fit()

    def open(self) -> None:
        """Unfold, where a control inside has something to say."""
        self.button.setChecked(True)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Shorten the summary to the width."""
        super().resizeEvent(event)
        self._fit()

    def _turned(self, opened: bool) -> None:
        self.body.setVisible(opened)
        self._fit()

    def _fit(self) -> None:
        mark = "▾" if self.button.isChecked() else "▸"
        room = self.button.fontMetrics()
        line = f"{mark}  {self._summary}"
        self.button.setText(
            room.elidedText(line, Qt.TextElideMode.ElideRight, max(40, self.width() - 6))
        )
