"""The one store: it holds the scene, runs edits, and remembers them for undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from weakref import WeakMethod

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.state.history import NEVER, Entry, History
from app.state.outcome import Change, Edit, Outcome
from app.state.scene import Scene

MERGES = 1
"""The command id of edits that belong to a gesture; Qt asks only equal ids to merge."""


class Store(QObject):
    """The present scene. `changed` tells the new one; `answered` tells every edit's outcome."""

    changed = Signal(object)
    answered = Signal(object)

    def __init__(self, scene: Scene, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene = scene
        self.undo_stack = QUndoStack(self)

    @property
    def scene(self) -> Scene:
        """The present scene."""
        return self._scene

    def do(self, edit: Edit, gesture: str = "") -> Outcome:
        """Run an edit on the present scene, and remember what it changed.

        Edits in a row with the same `gesture` (one drag of a slider, say) become one undo entry,
        which vanishes if they end where they began. An edit that changes nothing but the step
        makes no entry.
        """
        outcome = edit(self._scene)
        if isinstance(outcome, Change):
            if is_same_but_step(outcome.scene, self._scene):
                self._show(outcome.scene)
            else:
                self.undo_stack.push(_Command(self._scene, outcome, gesture, self._show))
        self.answered.emit(outcome)
        return outcome

    def step_to(self, scene: Scene) -> None:
        """Show another step of the same scene, without an undo entry.

        Raises ValueError where more than step, tap and level differ: that needs an edit.
        """
        if not is_same_but_step(scene, self._scene):
            raise ValueError("stepping may change step, tap and level only; use an edit")
        self._show(scene)

    def history(self) -> History:
        """The present scene with all that can be undone and redone."""
        stack = self.undo_stack
        commands = (stack.command(number) for number in range(stack.count()))
        entries = tuple(
            Entry(command.text(), command.before, command.after)
            for command in commands
            if isinstance(command, _Command)
        )
        return History(self._scene, entries, stack.index(), stack.cleanIndex())

    def recall(self, history: History) -> None:
        """Another document: its scene and its history take the place of the present ones."""
        stack = self.undo_stack
        blocked = self.blockSignals(True)
        stack.clear()
        for place, entry in enumerate(history.entries):
            if place == history.saved:
                stack.setClean()
            stack.push(_Command(entry.before, Change(entry.after, entry.title), "", self._show))
        if history.saved == stack.count():
            stack.setClean()
        elif history.saved == NEVER:
            stack.resetClean()
        stack.setIndex(history.place)
        self.blockSignals(blocked)
        self._scene = history.scene
        self.changed.emit(history.scene)

    def _show(self, scene: Scene) -> None:
        if scene != self._scene:
            self._scene = scene
            self.changed.emit(scene)


def is_same_but_step(one: Scene, other: Scene) -> bool:
    """Whether two scenes differ in nothing but where the step is."""
    return replace(one, step=other.step, tap=other.tap, level=other.level) == other


class _Command(QUndoCommand):
    """The scene before an edit and after it."""

    def __init__(
        self, before: Scene, change: Change, gesture: str, show: Callable[[Scene], None]
    ) -> None:
        super().__init__(change.title)
        self.gesture = gesture
        self.before = before
        self.after = change.scene
        self._show = WeakMethod(show)  # the store owns the stack, which owns this command

    def redo(self) -> None:
        self._place(self.after)

    def undo(self) -> None:
        self._place(self.before)

    def _place(self, scene: Scene) -> None:
        show = self._show()
        if show is not None:
            show(scene)

    def id(self) -> int:
        return MERGES if self.gesture else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        if not isinstance(other, _Command) or other.gesture != self.gesture:
            return False
        self.after = other.after
        self.setText(other.text())
        self.setObsolete(is_same_but_step(self.before, self.after))
        return True
