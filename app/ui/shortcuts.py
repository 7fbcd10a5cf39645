"""What a key does, in words: the one shape in which every part of the window lists its keys."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shortcut:
    """`keys` as QKeySequence writes them ("Ctrl+O") or in words ("Arrow keys").

    Alternatives are parted by " | ".
    """

    keys: str
    what: str

    @property
    def alternatives(self) -> tuple[str, ...]:
        """Each way to press it: `Shortcut("F1 | ?", "help").alternatives == ("F1", "?")`."""
        return tuple(self.keys.split(" | "))


@dataclass(frozen=True, slots=True)
class ShortcutGroup:
    """The keys of one part of the window, under the title that the help sheet gives them."""

    title: str
    shortcuts: tuple[Shortcut, ...]
