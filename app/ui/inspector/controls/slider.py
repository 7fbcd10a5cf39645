"""A slider that follows the pointer, and the row that shows it with its label and its value."""

from __future__ import annotations

from itertools import count

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSlider, QStyle, QStyleOptionSlider, QWidget

from app.services.overrides import guarded
from app.ui.chrome import TARGET
from app.ui.inspector.controls.numbers import VALUE_WIDTH, AskedNumber
from app.ui.inspector.controls.parts import named, row_label

_GESTURES = count(1)


@guarded
class Slider(QSlider):
    """A press anywhere takes the handle there, and one gesture lasts until the release.

    `asked` tells the value that the user wants, and the gesture (empty for a key press).
    """

    asked = Signal(int, str)

    def __init__(self, least: int, most: int) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setRange(least, most)
        self.setPageStep(1)
        self.setMinimumHeight(TARGET)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._gesture = ""
        self.valueChanged.connect(self._ask)

    def show_value(self, value: int) -> None:
        """Show a value without asking for an edit."""
        blocked = self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(blocked)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Begin a drag where the pointer is."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        # an id that no other drag has: the edits under it become one undo entry
        self._gesture = f"{self.objectName()}-{next(_GESTURES)}"
        self.setSliderDown(True)
        self.setValue(self._value_at(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Follow the pointer."""
        if self.isSliderDown():
            self.setValue(self._value_at(event.position().toPoint()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """End the drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)
            self._gesture = ""

    def _value_at(self, point: QPoint) -> int:
        start, span = self._track()
        return QStyle.sliderValueFromPosition(
            self.minimum(), self.maximum(), point.x() - start, span
        )

    def _track(self) -> tuple[int, int]:
        """Where the middle of the handle may be: the left end, and how far it moves."""
        groove = self._part(QStyle.SubControl.SC_SliderGroove)
        handle = self._part(QStyle.SubControl.SC_SliderHandle).width()
        return groove.x() + handle // 2, groove.width() - handle

    def _part(self, part: QStyle.SubControl) -> QRect:
        option = QStyleOptionSlider()
        self.initStyleOption(option)
        return self.style().subControlRect(QStyle.ComplexControl.CC_Slider, option, part, self)

    def _ask(self, value: int) -> None:
        self.asked.emit(value, self._gesture)


class SliderRow(QWidget):
    """Label, slider and value. The slider is short; the value can be typed up to `most`."""

    asked = Signal(int, str)

    def __init__(self, text: str, name: str, tip: str, limits: tuple[int, int, int]) -> None:
        """`limits` are the least value, the slider's usual end and the largest value."""
        super().__init__()
        least, self._usual, most = limits
        self.slider = Slider(least, self._usual)
        self.value = AskedNumber(least, most, "value")
        self.value.setFixedWidth(VALUE_WIDTH)
        if most > self._usual:
            tip = f"{tip} The slider goes to {self._usual}; up to {most:,} can be typed."
        named(self.slider, name, text, tip)
        named(self.value, f"{name}_value", f"{text}, typed", tip)
        self.label = row_label(text, self.slider)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.label)
        layout.addWidget(self.slider, 1)
        layout.addWidget(self.value)
        self.slider.asked.connect(self.asked)
        self.slider.sliderReleased.connect(self._settle)
        self.value.valueChanged.connect(self._typed)

    def show_value(self, value: int) -> None:
        """Show a value; the slider grows to hold a large one, and shrinks between drags."""
        if not self.slider.isSliderDown():
            blocked = self.slider.blockSignals(True)
            self.slider.setMaximum(max(self._usual, value))
            self.slider.blockSignals(blocked)
        self.slider.show_value(value)
        self.value.show_value(value)

    def set_usual(self, usual: int) -> None:
        """Another end of the slider, at the next value; more can still be typed."""
        self._usual = usual

    def set_most(self, most: int) -> None:
        """Another largest value, which the slider reaches too."""
        self._usual = self.value.most = most
        blocked = self.slider.blockSignals(True)
        self.slider.setMaximum(most)
        self.slider.blockSignals(blocked)

    def _settle(self) -> None:
        self.show_value(self.slider.value())

    def _typed(self, value: int) -> None:
        self.asked.emit(value, "")
