"""Edits of the lessons of the matrix and of transposed convolution: Scene → Change or Refusal."""

from __future__ import annotations

from dataclasses import replace
from math import prod

from app.core import SpecError
from app.state.arguments import axes_of
from app.state.outcome import Change, Outcome, Refusal
from app.state.prepare import plane_shape
from app.state.scene import Lesson, Pair, Scene
from app.state.turned.choices import Product, Transposed, Unrolling, Walk
from app.state.turned.geometry import most_stamps, walk_counts
from app.state.turned.requests import check_product

MAX_OUTPUT_PADDING = 31


def settled(scene: Scene, title: str, control: str, said: str = "") -> Outcome:
    """The change with its step within the end, or why it cannot be.

    An output_padding that stride and dilation no longer allow is lowered, and said.
    """
    if scene.lesson is Lesson.TRANSPOSED:
        lowered = fitted_padding(scene)
        if lowered != scene:
            least = min(lowered.transposed.output_padding)
            said = "; ".join(filter(None, (said, f"output padding set to {least}")))
        scene = lowered
    try:
        steps, taps = walk_counts(scene) if scene.lesson is Lesson.TRANSPOSED else _rows(scene)
    except SpecError as error:
        return Refusal(control, str(error))
    inside = replace(scene, step=min(scene.step, steps - 1), tap=min(scene.tap, taps - 1))
    return Change(inside, title, said)


def _rows(scene: Scene) -> Pair:
    """Steps of a matrix scene and products of a step."""
    check_product(scene.parameters)
    axes = axes_of(plane_shape(scene.input), scene.kernel.shape, scene.parameters)
    if scene.unrolling.product is Product.BACK:
        return prod(axis.size for axis in axes), most_stamps(axes)
    return prod(axis.output_size for axis in axes), scene.kernel.weights.array.size


def fitted_padding(scene: Scene) -> Scene:
    """The scene with its output_padding within what stride and dilation still allow."""
    most = largest_output_padding(scene)
    chosen = scene.transposed.output_padding
    kept = min(chosen[0], most[0]), min(chosen[1], most[1])
    return replace(scene, transposed=replace(scene.transposed, output_padding=kept))


def largest_output_padding(scene: Scene) -> Pair:
    """The largest that is allowed on each axis: below the stride or the dilation."""
    parameters = scene.parameters
    vertical, horizontal = (
        max(pair) - 1 for pair in zip(parameters.stride, parameters.dilation, strict=True)
    )
    return vertical, horizontal


def set_output_padding(scene: Scene, value: int, axis: int | None = None) -> Outcome:
    """Which of the merged sizes the result has, on one axis or on both."""
    pair = list(scene.transposed.output_padding)
    for which in (0, 1) if axis is None else (axis,):
        most = largest_output_padding(scene)[which]
        if not 0 <= value <= most:
            fits = f"0 to {most} fits" if most else "only 0 fits"
            words = f"output padding {value}: it must stay below the stride or the dilation; {fits}"
            return Refusal("output_padding", words)
        pair[which] = value
    shown = str(pair[0]) if pair[0] == pair[1] else f"{pair[0]} × {pair[1]}"
    chosen = replace(scene.transposed, output_padding=(pair[0], pair[1]))
    return _chosen(scene, chosen, f"output padding {shown}", "output_padding")


def set_turned(scene: Scene, turned: bool) -> Outcome:
    """Turn the kernel by 180° for the zero-insertion, or leave that out."""
    title = "turn the kernel" if turned else "leave out the turn"
    return _chosen(scene, replace(scene.transposed, turned=turned), title, "turned")


def set_walk(scene: Scene, walk: Walk) -> Outcome:
    """Step by output cell or by input cell, from the first."""
    if walk is scene.transposed.walk:
        return Change(scene, walk.value)
    begun = replace(scene, step=0, tap=0)
    return _chosen(begun, replace(scene.transposed, walk=walk), walk.value, "walk")


def set_product(scene: Scene, product: Product) -> Outcome:
    """C times x, or Cᵀ times the result, from the first row."""
    if product is scene.unrolling.product:
        return Change(scene, product.value)
    begun = replace(scene, step=0, tap=0)
    chosen = replace(scene.unrolling, product=product)
    return settled(replace(begun, unrolling=chosen), product.value, "product")


def set_compare(scene: Scene, compare: bool) -> Outcome:
    """Show Cᵀ·C·x beside x, with the difference."""
    chosen: Unrolling = replace(scene.unrolling, compare=compare)
    title = "multiply back" if compare else "multiply forth only"
    return settled(replace(scene, unrolling=chosen), title, "compare")


def _chosen(scene: Scene, chosen: Transposed, title: str, control: str) -> Outcome:
    return settled(replace(scene, transposed=chosen), title, control)
