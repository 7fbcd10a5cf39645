"""A slider as a hand finds it: its handle, pressed, dragged and let go."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QSlider, QStyle, QStyleOptionSlider

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def handle(slider: QSlider, value: int) -> QPoint:
    """The middle of the handle where it stands for a value, as the style paints it."""
    option = QStyleOptionSlider()
    slider.initStyleOption(option)
    option.sliderPosition = option.sliderValue = value
    part = QStyle.SubControl.SC_SliderHandle
    kind = QStyle.ComplexControl.CC_Slider
    return slider.style().subControlRect(kind, option, part, slider).center()


def press(slider: QSlider) -> None:
    QTest.mousePress(slider, LEFT, NONE, handle(slider, slider.value()))


def move(slider: QSlider, *values: int) -> None:
    for value in values:
        QTest.mouseMove(slider, handle(slider, value))


def release(slider: QSlider, value: int) -> None:
    QTest.mouseRelease(slider, LEFT, NONE, handle(slider, value))


def drag(slider: QSlider, *values: int) -> None:
    """Press on the handle, move over these values, let go at the last."""
    press(slider)
    move(slider, *values)
    release(slider, values[-1])
