"""The undo history as plain values: what can be undone, what redone, and where it was saved."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.state.scene import Scene

NEVER = -1


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the Undo menu: the scene before an edit and after it."""

    title: str
    before: Scene
    after: Scene


@dataclass(frozen=True, slots=True)
class History:
    """Entries, oldest first. The first `place` of them are done, the others can be redone.

    `saved` is the place at which the scene was last saved, NEVER where it was not.
    """

    scene: Scene
    entries: tuple[Entry, ...] = ()
    place: int = 0
    saved: int = 0

    def shortened(self, most: int) -> History:
        """At most `most` entries to undo and as many to redo: the nearest ones."""
        first, last = max(0, self.place - most), self.place + most
        saved = self.saved - first if first <= self.saved <= last else NEVER
        kept = self.entries[first:last]
        return replace(self, entries=kept, place=self.place - first, saved=saved)
