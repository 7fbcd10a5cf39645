"""Boxes for whole numbers: one that holds what fits, and one that asks whatever is typed."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSpinBox

from app.services.overrides import guarded
from app.ui.chrome import TARGET

VALUE_WIDTH = 38
WIDEST = 99_999
"""As far as a number can be typed that an edit then takes or refuses."""


class Number(QSpinBox):
    """A whole number without buttons: typed, or changed with the arrow keys.

    Nothing beyond its range can be typed.
    """

    def __init__(self, least: int, most: int, kind: str = "") -> None:
        super().__init__()
        self.setRange(least, most)
        self.setProperty("kind", kind)
        self.setKeyboardTracking(False)
        self.setMinimumHeight(TARGET)
        self.setAlignment(
            Qt.AlignmentFlag.AlignRight if kind == "value" else Qt.AlignmentFlag.AlignCenter
        )

    def show_value(self, value: int) -> None:
        """Show a value without asking for an edit."""
        blocked = self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(blocked)


@guarded
class AskedNumber(Number):
    """A number that is asked for: more than fits can be typed, and the answer says what fits.

    The arrow keys stay between `least` and `most`.
    """

    def __init__(self, least: int, most: int, kind: str = "") -> None:
        super().__init__(-WIDEST, WIDEST, kind)
        self.least, self.most = least, most

    def stepBy(self, steps: int) -> None:  # noqa: N802
        """Step within what may fit."""
        self.setValue(min(max(self.value() + steps, self.least), self.most))
