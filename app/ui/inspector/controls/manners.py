"""How the controls share keys, wheel and focus with the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QLineEdit,
    QPushButton,
    QSlider,
    QSpinBox,
    QTableView,
    QWidget,
)

from app.services.overrides import guarded

_PASSED_ON = {Qt.Key.Key_Escape, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}
_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_PRESSES = {Qt.Key.Key_Space, *_ENTER}
_CLIPBOARD = (QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Paste)
_HISTORY = (QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo)
_TYPED = (QSpinBox, QLineEdit, QTableView)
"""What is typed into, those tables left out that `is_chosen` tells."""


@guarded
class Manners(QObject):
    """An event filter for every control of a panel.

    Plain keys belong to the control that has the focus before they step the lesson, undo
    belongs to the window, and the wheel always scrolls.

    What is done by mouse frees the keys, so that the arrows go on stepping: a click takes the
    focus only where something is typed, and there it is free after Enter. A control that the
    keyboard led to keeps it. Esc frees the keys in any case, and gives up what is half typed.

    `freed` tells that the keys are free, just before what the mouse does; `entered` that Enter
    ended what was typed by someone who had come by mouse.
    """

    freed = Signal()
    entered = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._clicked_into: QObject | None = None

    def guard(self, panel: QWidget) -> None:
        """Watch every control of a panel."""
        for control in panel.findChildren(QWidget):
            if control.objectName().startswith("qt_"):
                continue  # the insides of Qt's own controls
            if is_chosen(control):
                control.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            elif isinstance(control, _TYPED):
                control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            else:
                continue
            control.installEventFilter(self)
            if isinstance(control, QTableView):
                control.viewport().installEventFilter(self)  # the mouse's events go there

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Keep or pass on keys, pass on the wheel, tell when the keys are free."""
        if not isinstance(watched, QWidget):
            return False
        owner = watched.parent()
        if isinstance(owner, QTableView):
            watched = owner  # it was told of its viewport
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return _claims(watched, event)
        if event.type() == QEvent.Type.Wheel and not isinstance(watched, QTableView):
            event.ignore()
            return True
        if isinstance(event, QFocusEvent) and event.gotFocus():
            by_mouse = event.reason() is Qt.FocusReason.MouseFocusReason
            self._clicked_into = watched if by_mouse else None
        elif isinstance(event, QMouseEvent):
            self._free_by_mouse(watched, event)
        elif isinstance(event, QKeyEvent):
            return self._free_by_key(watched, event)
        return False

    def _free_by_mouse(self, control: QWidget, event: QMouseEvent) -> None:
        begins = event.type() == _begins(control) and event.button() is Qt.MouseButton.LeftButton
        if begins and is_chosen(control) and not control.hasFocus():
            self.freed.emit()

    def _free_by_key(self, control: QWidget, event: QKeyEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            _give_up(control)
            self.freed.emit()
            return True
        ended = event.type() == QEvent.Type.KeyRelease and event.key() in _ENTER
        if ended and control is self._clicked_into and isinstance(control, QLineEdit | QSpinBox):
            self.entered.emit()
        return False


def is_chosen(control: QWidget) -> bool:
    """Whether a control is there to choose by it, and nothing is typed into it."""
    if isinstance(control, QTableView):
        return control.editTriggers() == QTableView.EditTrigger.NoEditTriggers
    return isinstance(control, QAbstractButton | QComboBox | QSlider)


def _begins(control: QWidget) -> QEvent.Type:
    """The mouse's event that a control answers; buttons wait until they are let go."""
    opens = isinstance(control, QPushButton) and control.menu() is not None
    waits = isinstance(control, QAbstractButton | QTableView) and not opens
    return QEvent.Type.MouseButtonRelease if waits else QEvent.Type.MouseButtonPress


def _give_up(control: QWidget) -> None:
    """Bring back what stood in a line before something was typed."""
    line = control if isinstance(control, QLineEdit) else control.findChild(QLineEdit)
    while line is not None and line.isUndoAvailable():
        line.undo()


def _claims(control: QWidget, event: QKeyEvent) -> bool:
    """Whether a key is settled here: it is the window's, or the control's own."""
    if _is_for_window(control, event):
        event.ignore()
        return True
    is_button = isinstance(control, QAbstractButton)
    if is_own_key(event) and (event.key() in _PRESSES or not is_button):
        event.accept()
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
