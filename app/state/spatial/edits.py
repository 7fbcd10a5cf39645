"""Edits of the lesson of spatially separable convolution: Scene → Change or Refusal."""

from __future__ import annotations

from dataclasses import replace

from app.core import SpecError
from app.state.outcome import Change, Outcome, Refusal
from app.state.scene import Scene
from app.state.settling import settled
from app.state.spatial.choices import First
from app.state.spatial.settling import most_terms


def set_first(scene: Scene, first: First) -> Outcome:
    """Which pass comes first; the steps begin anew."""
    if first is scene.spatial.first:
        return Change(scene, first.value)
    begun = replace(scene, step=0, tap=0)
    chosen = replace(scene.spatial, first=first)
    return settled(begun, replace(begun, spatial=chosen), first.value, "first_pass")


def set_terms(scene: Scene, terms: int) -> Outcome:
    """How many separable kernels are summed, from the first step on."""
    try:
        most = most_terms(scene)
    except SpecError as error:
        return Refusal("terms", str(error))
    if not 1 <= terms <= most:
        fits = f"1 to {most} fits" if most > 1 else "only 1 fits"
        words = f"{terms} terms: this kernel is a sum of {most} separable kernel"
        return Refusal("terms", f"{words}{'s' if most > 1 else ''}; {fits}")
    if terms == scene.spatial.terms:
        return Change(scene, f"{terms} terms")
    begun = replace(scene, step=0, tap=0)
    chosen = replace(scene.spatial, terms=terms)
    title = "1 term" if terms == 1 else f"{terms} terms"
    return settled(begun, replace(begun, spatial=chosen), title, "terms")
