"""What an edit answers: a valid Scene, or a refusal with its reason."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.state.scene import Scene


@dataclass(frozen=True, slots=True)
class Change:
    """A valid new scene. `title` names the edit in the Undo menu; `said` what else it adjusted."""

    scene: Scene
    title: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class Fit:
    """A scene as its lesson can have it; `said` is what that took, `fault` why it cannot be."""

    scene: Scene
    said: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an edit cannot be. `control` is the control that asked, where the reason is shown."""

    control: str
    reason: str


Outcome = Change | Refusal
Edit = Callable[[Scene], Outcome]


def refusing(control: str, reason: str) -> Edit:
    """The edit of a user who typed what cannot be read: it refuses, at the control."""

    def edit(scene: Scene) -> Outcome:
        del scene
        return Refusal(control, reason)

    return edit
