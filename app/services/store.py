"""The one store: it holds the scene, runs edits, and remembers them for undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from weakref import WeakMethod

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.services.background.jobs import Jobs
from app.services.background.ready import Ready
from app.services.overrides import guarded
from app.state.history import NEVER, Entry, History
from app.state.outcome import Change, Edit, Outcome, Refusal
from app.state.scene import Scene

MERGES = 1
"""The command id of edits that belong to a gesture; Qt asks only equal ids to merge."""


NO_MEMORY = "there is not enough memory for this input: crop or resample it first"


class Store(QObject):
    """The present scene. `changed` tells the new one; `answered` tells every edit's outcome.

    With `jobs`, an edit whose large input takes a while to make ready waits for that in the
    background, and the present scene stays meanwhile.
    """

    changed = Signal(object)
    answered = Signal(object)

    def __init__(
        self, scene: Scene, parent: QObject | None = None, jobs: Jobs | None = None
    ) -> None:
        super().__init__(parent)
        self._scene = self._coming = scene
        self._waiting: list[tuple[Edit, str]] = []
        self._ready = None if jobs is None else Ready(scene, jobs, self)
        self.undo_stack = QUndoStack(self)

    @property
    def scene(self) -> Scene:
        """The present scene."""
        return self._scene

    def do(self, edit: Edit, gesture: str = "") -> Outcome:
        """Run an edit on the present scene, and remember what it changed.

        Edits in a row with the same `gesture` (one drag of a slider, say) become one undo entry,
        which vanishes if they end where they began. An edit that changes nothing but the step
        makes no entry. What follows an edit that waits is done after it.
        """
        outcome = edit(self._coming if self._waiting else self._scene)
        if isinstance(outcome, Change) and self._waits(outcome.scene):
            self._waiting.append((edit, gesture))
            self._coming = outcome.scene
        else:
            self._take(outcome, gesture)
        return outcome

    def _waits(self, scene: Scene) -> bool:
        """Whether a scene is to be shown later; it is then being made ready."""
        if self._ready is None or (not self._waiting and self._ready.holds(scene)):
            return False
        self._ready.make(scene, self._catch_up, self._give_up)
        return True

    def _catch_up(self) -> None:
        """Do what waited, in order; only where it leads to is shown."""
        before, waiting = self._scene, self._forget_waiting()
        with QSignalBlocker(self):
            outcomes = [self._take(edit(self._scene), gesture) for edit, gesture in waiting]
        if self._scene != before:
            self.changed.emit(self._scene)
        for outcome in outcomes:
            self.answered.emit(outcome)

    def _give_up(self, error: Exception) -> None:
        self._forget_waiting()
        if not isinstance(error, MemoryError):
            raise error
        self.answered.emit(Refusal("image", NO_MEMORY))

    def _forget_waiting(self) -> list[tuple[Edit, str]]:
        waiting, self._waiting = self._waiting, []
        return waiting

    def _take(self, outcome: Outcome, gesture: str) -> Outcome:
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
        self._forget_waiting()
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
        if self._ready is not None:
            self._ready.keep(history.scene)
        self._scene = history.scene
        self.changed.emit(history.scene)

    def _show(self, scene: Scene) -> None:
        if scene != self._scene:
            if self._ready is not None:
                self._ready.keep(scene)
            self._scene = scene
            self.changed.emit(scene)


def is_same_but_step(one: Scene, other: Scene) -> bool:
    """Whether two scenes differ in nothing but where the step is."""
    return replace(one, step=other.step, tap=other.tap, level=other.level) == other


@guarded
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
