"""Edits of the lesson of spatially separable convolution: Scene → Change or Refusal."""

from __future__ import annotations

from dataclasses import replace

from app.core import SpecError
from app.state.arguments import axes_of
from app.state.outcome import Change, Outcome, Refusal
from app.state.prepare import plane_shape
from app.state.scene import Scene
from app.state.spatial.choices import First
from app.state.spatial.derived import factors_of, walk_of
from app.state.spatial.requests import check_held


def settled(scene: Scene, title: str, control: str, said: str = "") -> Outcome:
    """The change with its step within both passes, or why it cannot be.

    More terms than the kernel has are lowered, and that is said.
    """
    try:
        axes = axes_of(plane_shape(scene.input), scene.kernel.shape, scene.parameters)
        for axis in axes:
            axis.check_mode(scene.parameters.padding_mode)
        most = most_terms(scene)
        if scene.spatial.terms > most:
            scene = replace(scene, spatial=replace(scene.spatial, terms=most))
            said = "; ".join(filter(None, (said, f"terms set to {most}, all that there are")))
        walk = walk_of(axes, scene.spatial.first, scene.spatial.terms)
        check_held(walk, most)
    except SpecError as error:
        return Refusal(control, str(error))
    step = min(scene.step, walk.steps - 1)
    taps = walk.taps[walk.place(step)[0] % len(walk.taps)]
    return Change(replace(scene, step=step, tap=min(scene.tap, taps - 1)), title, said)


def most_terms(scene: Scene) -> int:
    """How many terms the kernel has: its rank, or 1 for a kernel of zeros."""
    return len(factors_of(scene.kernel, scene.parameters.flip).terms)


def set_first(scene: Scene, first: First) -> Outcome:
    """Which pass comes first; the steps begin anew."""
    if first is scene.spatial.first:
        return Change(scene, first.value)
    begun = replace(scene, step=0, tap=0)
    chosen = replace(scene.spatial, first=first)
    return settled(replace(begun, spatial=chosen), first.value, "first_pass")


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
    return settled(replace(begun, spatial=chosen), title, "terms")
