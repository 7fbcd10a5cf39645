"""The message line: what an edit adjusted or refused, and what was wrong with a file."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Protocol

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from app.paint.theme import LIGHT, Theme
from app.services.overrides import guarded
from app.state.outcome import Change, Outcome, Refusal
from app.ui.icons import icon

LARGE = 0.022
"""While presenting, letters are this share of the screen's height."""


class Place(Protocol):
    """Where the line lies, as NoticePlace has it."""

    def find(self, wanted: int, height_at: Callable[[int], int]) -> QRect:
        """A rectangle of the parent, in pixels, for words that are `wanted` wide in one line."""
        ...

    def release(self) -> None:
        """Nothing is told any more."""
        ...


class Tone(Enum):
    """How a message is meant; the value is the name of its icon."""

    SAID = "info"
    WRONG = "warning"


@guarded
class Messages(QFrame):
    """Lies over its parent, where `place` finds room for it. Never modal.

    The close button, Esc, or the next edit that succeeds clear it. While it tells what is under
    way, no edit clears it, and the close button and Esc mean that it is not wanted: `cancelled`.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget, place: Place) -> None:
        super().__init__(parent)
        self.setObjectName("messages")
        self._theme = LIGHT
        self._tone = Tone.SAID
        self._waiting = False
        self._presenting = False
        self._over, self._room = parent, place
        self._window: QObject | None = None
        self._icon = QLabel(self)
        self._icon.setFixedSize(18, 18)
        self._words = QLabel(self)
        self._words.setObjectName("message")
        self._words.setWordWrap(True)
        self._words.setTextFormat(Qt.TextFormat.PlainText)
        self._words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._words.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.close_button = QToolButton(self)
        self.close_button.setObjectName("close-message")
        self.close_button.setProperty("kind", "bare")
        self.close_button.setFixedSize(24, 24)
        self.close_button.setIconSize(QSize(14, 14))
        self.close_button.clicked.connect(self._dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 5, 6, 5)
        row.setSpacing(9)
        row.addWidget(self._icon)
        row.addWidget(self._words, 1)
        row.addWidget(self.close_button)
        self._set_waiting(False)
        parent.installEventFilter(self)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty where it is hidden."""
        return self._words.text()

    def hear(self, outcome: Outcome) -> None:
        """Show what an edit refused or adjusted; a plain success clears the line."""
        match outcome:
            case Refusal(_, reason):
                self.warn(reason)
            case Change(_, _, ""):
                if not self._waiting:
                    self.clear()
            case Change(_, title, said):
                self.say(f"{title}: {said}")

    def say(self, words: str) -> None:
        """Tell something that went well, but otherwise than asked for."""
        self._show(words, Tone.SAID)

    def warn(self, words: str) -> None:
        """Tell what could not be done: what, why, what would fit."""
        self._show(words, Tone.WRONG)

    def wait(self, words: str) -> None:
        """Tell what has begun and can be cancelled."""
        self._show(words, Tone.SAID, waiting=True)

    def advance(self, words: str) -> None:
        """Tell how far it is, unless something else is being told."""
        if self._waiting:
            self._words.setText(words)
            self._place()
        elif self.isHidden():
            self.wait(words)

    def settle(self) -> None:
        """What was under way is done: the next edit clears the line."""
        self._set_waiting(False)

    def clear(self) -> None:
        self._set_waiting(False)
        self._words.clear()
        self.hide()
        self._room.release()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self.close_button.setIcon(icon("close", theme.soft))
        self._show_icon()

    def set_presenting(self, presenting: bool) -> None:
        """In front of a class it is written as large as the notes on the stage."""
        self._presenting = presenting
        self._place()

    def _dismiss(self) -> None:
        waiting = self._waiting
        self.clear()
        if waiting:
            self.cancelled.emit()

    def _set_waiting(self, waiting: bool) -> None:
        self._waiting = waiting
        self.close_button.setAccessibleName("Cancel" if waiting else "Close the message")
        self.close_button.setToolTip("Cancel (Esc)" if waiting else "Close (Esc)")

    def _show(self, words: str, tone: Tone, waiting: bool = False) -> None:
        self._tone = tone
        self._set_waiting(waiting)
        self._words.setText(sentence(words))
        self.setProperty("tone", tone.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._show_icon()
        self._listen_for_esc()
        self.show()
        self.raise_()
        self._place()
        self._words.setAccessibleName(words)
        QAccessible.updateAccessibility(QAccessibleEvent(self._words, QAccessible.Event.Alert))

    def _show_icon(self) -> None:
        colour = self._theme.step if self._tone is Tone.WRONG else self._theme.input
        self._icon.setPixmap(
            icon(self._tone.value, colour).pixmap(self._icon.size(), self.devicePixelRatioF())
        )

    def _place(self) -> None:
        """As wide as its words where there is room."""
        size = round(LARGE * self._over.height())
        letters = f"font-size: {size}px;" if self._presenting else ""
        if letters != self._words.styleSheet():
            self._words.setStyleSheet(letters)
        self._words.ensurePolished()
        words = self._words.fontMetrics().horizontalAdvance(self._words.text())
        beside = 18 + 24 + 2 * 9 + 18 + 8
        self.setGeometry(self._room.find(max(200, words + beside), self.heightForWidth))

    def _listen_for_esc(self) -> None:
        window = self.window()
        if window is not self._window and window is not self._over:
            if self._window is not None:
                self._window.removeEventFilter(self)
            window.installEventFilter(self)
        self._window = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Follow the parent's size, and take an Esc that nothing else had a use for."""
        if self.isHidden():
            return super().eventFilter(watched, event)
        if event.type() == QEvent.Type.Resize:
            self._place()
        if (
            event.type() == QEvent.Type.KeyPress
            and watched is self._window
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            self._dismiss()
            return True
        return super().eventFilter(watched, event)


def sentence(words: str) -> str:
    """With a capital, but for a file's name, which stays as it is: a.png, ./b, C7, my_photo."""
    first = words.partition(" ")[0].rstrip(".,:;")
    return words[:1].upper() + words[1:] if first.isalpha() else words
