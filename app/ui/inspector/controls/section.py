"""What every section of the inspector is: a title, rows, and words under a control."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Hashable
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.paint.theme import Theme
from app.services.store import Store
from app.state.outcome import Edit
from app.state.scene import CHANNELLED, Lesson, Scene
from app.ui.inspector.controls.fold import Fold
from app.ui.inspector.controls.parts import Note, text_label

ROW_SPACING = 3
WITH_WINDOW = frozenset(Lesson) - {Lesson.RECEPTIVE_FIELD, Lesson.OVERLAP, Lesson.VOLUME}
"""The lessons of one planar layer; stacks have their layers instead."""
WITH_KERNEL = WITH_WINDOW - CHANNELLED
"""The lessons of one kernel; those of many channels have filters instead."""


class Themed(Protocol):
    """A part that is painted in the theme's colours."""

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""


Part = TypeVar("Part", bound=Themed)


class Section(QWidget):
    """Rows under a quiet title. It shows a scene and asks the store for edits.

    `lessons` are those that it belongs to; in others it is not there.
    """

    lessons: frozenset[Lesson] = frozenset(Lesson)

    def __init__(self, title: str, store: Store, theme: Theme) -> None:
        super().__init__()
        self.store, self.theme = store, theme
        self._themed: list[Themed] = []
        self._notes: dict[str, Note] = {}
        self._folds: dict[str, Fold] = {}
        self.title = text_label(title, "section")
        self.header = QHBoxLayout()
        self.header.setSpacing(6)
        self.header.addWidget(self.title)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(ROW_SPACING)
        self.rows.addLayout(self.header)

    @abstractmethod
    def depends(self, scene: Scene) -> Hashable:
        """What of a scene this section shows; it is refreshed when that changes."""

    @abstractmethod
    def refresh(self, scene: Scene) -> None:
        """Show a scene, without asking for an edit."""

    def themed(self, part: Part) -> Part:
        """The same part, which from now on follows the theme."""
        self._themed.append(part)
        return part

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self.theme = theme
        for part in self._themed:
            part.set_theme(theme)
        if self.store.scene.lesson in self.lessons:
            self.refresh(self.store.scene)

    def ask(self, edit: Edit, gesture: str = "") -> None:
        """Ask the store for an edit; its answer comes back through the inspector.

        Nothing is asked of another lesson's scene: undo may have brought it during a drag.
        """
        if self.store.coming.lesson in self.lessons:
            self.store.do(edit, gesture)

    def folded(self, name: str, what: str) -> tuple[Fold, QVBoxLayout]:
        """Settings that are folded away at the end of the section, and the column for them."""
        fold = Fold(name, what)
        self.rows.addWidget(fold)
        column = QVBoxLayout(fold.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(ROW_SPACING)
        return fold, column

    def note_for(self, control: str, fold: Fold | None = None) -> Note:
        """A place for what is refused to a control, to be put right under it."""
        note = Note("refusal", f"{control}_refusal")
        self._notes[control] = note
        if fold is not None:
            self._folds[control] = fold
        return note

    def refuse(self, control: str, reason: str) -> QWidget | None:
        """Say under a control why it cannot be; None where the control is not here."""
        note = self._notes.get(control)
        if note is None:
            return None
        if control in self._folds:
            self._folds[control].open()
        note.say(reason)
        return note

    def tell(self, words: str) -> None:
        """Say what an edit adjusted beside what was asked; most sections have no place for it."""

    def clear(self) -> None:
        """Take the words of refusals away."""
        for note in self._notes.values():
            note.say("")
