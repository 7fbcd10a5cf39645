"""How the controls share keys, wheel and focus with the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QSlider,
    QSpinBox,
    QWidget,
)

from app.services.overrides import guarded

_PASSED_ON = {Qt.Key.Key_Escape, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_PRESSES = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_CLIPBOARD = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Paste)
_HISTORY = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)


@guarded
class Manners(QObject):
    """An event filter for every control of a panel.

    Plain keys belong to the control that has the focus before they step the lesson, undo
    belongs to the window, and the wheel scrolls unless the control under it has the focus.
    Clicking a button leaves the focus where it was, so that the arrow keys go on stepping.
    """

    def guard(self, panel: QWidget) -> None:
        """Watch every control of a panel."""
        for control in panel.findChildren(QWidget):
            if control.objectName().startswith("qt_"):
                continue  # the insides of Qt's own controls
            if isinstance(control, QAbstractButton):
                control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            elif isinstance(control, QSlider | QSpinBox | QComboBox | QLineEdit):
                control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            else:
                continue
            control.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keep or pass on keys, pass on the wheel."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if _is_for_window(watched, event):
                event.ignore()
                return True
            is_button = isinstance(watched, QAbstractButton)
            if is_own_key(event) and (event.key() in _PRESSES or not is_button):
                event.accept()
                return True
        elif (
            event.type() == QEvent.Type.Wheel
            and isinstance(watched, QWidget)
            and not watched.hasFocus()
        ):
            event.ignore()
            return True
        return False


def _is_for_window(control: QObject, event: QKeyEvent) -> bool:
    """Whether a key means the window's undo, there being no half-typed text to undo."""
    if isinstance(control, QLineEdit) and control.isModified():
        return False
    return any(event.matches(key) for key in _HISTORY)


def is_own_key(event: QKeyEvent, clipboard: bool = False) -> bool:
    """Whether a key is a control's own rather than a shortcut of the window."""
    if clipboard and any(event.matches(key) for key in _CLIPBOARD):
        return True
    strong = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    key = event.key()
    return (
        not event.modifiers() & strong
        and key not in _PASSED_ON
        and not Qt.Key.Key_F1 <= key <= Qt.Key.Key_F35
    )
