"""How edits of the lesson of artefacts are settled."""

from __future__ import annotations

from dataclasses import replace

from app.core import SpecError
from app.state.artefacts import check_size
from app.state.outcome import Change, Outcome, Refusal
from app.state.scene import Scene
from app.state.transposed import USUAL_TRANSPOSED
from app.state.turned import walk_counts


def settled(scene: Scene, title: str, control: str, said: str = "") -> Outcome:
    """The change with its step within the result, or why it cannot be.

    Steps are always cells of the result, and nothing is added to its size.
    """
    plain = replace(scene, transposed=USUAL_TRANSPOSED)
    try:
        check_size(plain)
        steps, taps = walk_counts(plain)
    except SpecError as error:
        return Refusal(control, str(error))
    inside = replace(plain, step=min(scene.step, steps - 1), tap=min(scene.tap, taps - 1))
    return Change(inside, title, said)
