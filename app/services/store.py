"""The one store: it holds the scene, runs edits, and remembers them for undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from weakref import WeakMethod

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.services.background.jobs import Jobs
from app.services.background.ready import Ready
from app.services.overrides import guarded
from app.state.history import NEVER, Entry, History
from app.state.outcome import Change, Edit, Outcome, Refusal
from app.state.places import in_one_go, in_place
from app.state.scene import Scene

MERGES = 1
"""The command id of edits that belong to a gesture; Qt asks only equal ids to merge."""


NO_MEMORY = "there is not enough memory for this input: crop or resample it first"


class Store(QObject):
    """The present scene. `changed` tells the new one; `answered` tells every edit's outcome.

    With `jobs`, a scene whose large input takes a while to make ready, after an edit, undo or
    redo, is shown once that has happened in the background, and the present one stays meanwhile:
    `waiting` tells that it begins and ends, `stayed` that it ended with the present scene. The
    undo stack and later edits are ahead of what is shown: they go on from what is to come.
    """

    changed = Signal(object)
    answered = Signal(object)
    waiting = Signal(bool)
    stayed = Signal()

    def __init__(
        self, scene: Scene, parent: QObject | None = None, jobs: Jobs | None = None
    ) -> None:
        super().__init__(parent)
        self._scene = self._coming = scene
        self._before: History | None = None
        self._answer: Change | None = None
        self._stepped = self._recalling = False
        self._ready = None if jobs is None else Ready(jobs, self)
        self.undo_stack = QUndoStack(self)

    @property
    def scene(self) -> Scene:
        """The present scene."""
        return self._scene

    @property
    def coming(self) -> Scene:
        """The scene that is to come: the present one, unless another is being made ready."""
        return self._coming

    @property
    def is_waiting(self) -> bool:
        """Whether another scene than the present one is being made ready."""
        return self._before is not None

    def do(self, edit: Edit, gesture: str = "") -> Outcome:
        """Run an edit on the scene that is to come, and remember what it changed.

        Edits in a row with the same `gesture` (one drag of a slider, say) become one undo entry,
        which vanishes if they end where they began. An edit that changes nothing but the step
        makes no entry. A change that has to wait is answered once it is shown.
        """
        outcome = edit(self._coming)
        if isinstance(outcome, Change):
            outcome = self._straight(outcome, gesture)
            if is_same_but_step(outcome.scene, self._coming):
                self._show(outcome.scene)
            else:
                self.undo_stack.push(_Command(self._coming, outcome, gesture, self._show))
            if self.is_waiting:
                self._answer = outcome
                return outcome
        self.answered.emit(outcome)
        return outcome

    def step_to(self, scene: Scene) -> None:
        """Show another step of the same scene, without an undo entry.

        Raises ValueError where more than step, tap and level differ: that needs an edit.
        """
        if not is_same_but_step(scene, self._scene):
            raise ValueError("stepping may change step, tap and level only; use an edit")
        if self.is_waiting:
            self._stepped = True
            self._put(scene)
        else:
            self._show(scene)

    def history(self) -> History:
        """The scene that is to come with all that can be undone and redone."""
        stack = self.undo_stack
        commands = (stack.command(number) for number in range(stack.count()))
        entries = tuple(
            Entry(command.text(), command.before, command.after)
            for command in commands
            if isinstance(command, _Command)
        )
        return History(self._coming, entries, stack.index(), stack.cleanIndex())

    def recall(self, history: History) -> None:
        """Another document: its scene and its history take the place of the present ones."""
        self._end_waiting()
        self._restore(history)
        self._coming = self._scene = history.scene
        self.changed.emit(history.scene)

    def stop_waiting(self) -> None:
        """Stay with the present scene, with the history that it had."""
        before = self._before
        if before is not None:
            self._end_waiting()
            self._restore(before)
            self._coming = self._scene
            self.stayed.emit()

    def _straight(self, change: Change, gesture: str) -> Change:
        """A change within a gesture, its window placed as if it came from before the gesture."""
        stack = self.undo_stack
        last = stack.command(stack.index() - 1) if gesture and stack.index() else None
        if not isinstance(last, _Command) or last.gesture != gesture:
            return change
        if last.after != self._coming:  # somebody has stepped meanwhile
            return change
        return replace(change, scene=in_one_go(last.before, last.after, change.scene))

    # ---- what is shown, and what has to wait

    def _show(self, scene: Scene) -> None:
        """Show a scene now if it is ready, else once it is."""
        if self._recalling:
            return
        if self._ready is None or self._ready.holds(scene, self._scene):
            self._coming = scene
            self._arrive()
            return
        begins = self._before is None
        if begins:
            self._before = self.history()  # a command has not moved the stack yet when it shows
        self._coming, self._answer = scene, None
        self._ready.make(scene, self._catch_up, self._give_up)
        if begins:
            self.waiting.emit(True)

    def _arrive(self) -> None:
        """Show the scene that was to come."""
        waited, same = self.is_waiting, self._coming == self._scene
        self._end_waiting()
        self._put(self._coming)
        if waited and same:
            self.stayed.emit()

    def _put(self, scene: Scene) -> None:
        if scene != self._scene:
            self._scene = scene
            self.changed.emit(scene)

    def _catch_up(self) -> None:
        """What was to come is ready; a step that was made meanwhile is kept where it can be."""
        here, answer = self._scene, self._answer
        if self._stepped:
            self._coming = in_place(here, replace(self._coming, step=here.step, tap=0))
        self._arrive()
        if answer is not None:
            self.answered.emit(answer)

    def _give_up(self, error: Exception) -> None:
        self.stop_waiting()
        if not isinstance(error, MemoryError):
            raise error
        self.answered.emit(Refusal("image", NO_MEMORY))

    def _end_waiting(self) -> None:
        waited = self.is_waiting
        self._before, self._answer, self._stepped = None, None, False
        if waited and self._ready is not None:
            self._ready.forget()
            self.waiting.emit(False)

    def _restore(self, history: History) -> None:
        """Put what can be undone and redone in the place of the present entries."""
        stack = self.undo_stack
        self._recalling = True
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
        self._recalling = False


def is_same_but_step(one: Scene, other: Scene) -> bool:
    """Whether two scenes differ in nothing but where the step is."""
    return replace(one, step=other.step, tap=other.tap, level=other.level) == other


def is_example(scene: Scene, preset: Scene) -> bool:
    """Whether a scene is a worked example still, wherever its step is and however steps appear."""
    looked_at = replace(preset, detail=scene.detail, reveal=scene.reveal)
    return is_same_but_step(looked_at, scene)


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
