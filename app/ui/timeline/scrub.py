"""The slider that runs over all positions of the timeline, be they nine or a billion."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider, QWidget

from app.services.overrides import guarded

FINEST = 1_000_000
"""Beyond this many positions the slider stands for every so-manieth."""

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
}


@guarded
class Scrub(QSlider):
    """A slider over positions; `sought` tells the position that the user moved it to."""

    sought = Signal(object)  # an int may be too large for a C++ one

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setProperty("kind", "scrub")
        self._last = 0
        self._position = 0
        self._showing = False
        self.valueChanged.connect(self._seek)

    def show_position(self, position: int, length: int) -> None:
        """Show a position of `length`; nothing is sought."""
        self._position, self._last = position, length - 1
        self._showing = True
        top = min(self._last, FINEST)
        self.setRange(0, max(top, 1))
        self.setPageStep(max(1, top // 10))
        if not self.isSliderDown():
            self.setValue(round(position * top / self._last) if self._last else 0)
        self._showing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.sought.emit(min(max(self._position + step, 0), self._last))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A press anywhere takes the handle there, and the drag goes on from it."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setValue(self._value_at(event.position().x()))
        super().mousePressEvent(event)

    def _value_at(self, x: float) -> int:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        parts = [
            self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)
            for part in (QStyle.SubControl.SC_SliderGroove, QStyle.SubControl.SC_SliderHandle)
        ]
        groove, handle = parts
        return QStyle.sliderValueFromPosition(
            self.minimum(),
            self.maximum(),
            round(x - groove.x() - handle.width() / 2),
            groove.width() - handle.width(),
        )

    def _seek(self, value: int) -> None:
        if not self._showing and self._last:
            self.sought.emit(round(value * self._last / self.maximum()))
