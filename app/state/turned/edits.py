"""Edits of the lessons of the matrix and of transposed convolution: Scene → Change or Refusal."""

from __future__ import annotations

from dataclasses import replace

from app.state.outcome import Change, Outcome, Refusal
from app.state.scene import Scene
from app.state.settling import settled
from app.state.turned.choices import Product, Transposed, Unrolling, Walk
from app.state.turned.settling import largest_output_padding

MAX_OUTPUT_PADDING = 31


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
    return settled(begun, replace(begun, unrolling=chosen), product.value, "product")


def set_compare(scene: Scene, compare: bool) -> Outcome:
    """Show Cᵀ·C·x beside x, with the difference."""
    chosen: Unrolling = replace(scene.unrolling, compare=compare)
    title = "multiply back" if compare else "multiply forth only"
    return settled(scene, replace(scene, unrolling=chosen), title, "compare")


def _chosen(scene: Scene, chosen: Transposed, title: str, control: str) -> Outcome:
    return settled(scene, replace(scene, transposed=chosen), title, control)
