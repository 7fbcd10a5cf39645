"""Edits of a stack of layers: pure functions Scene → Change or Refusal.

A stack whose sizes do not fit is a valid scene: it stops at the layer that fails and says why.
What no layer can be (stride 0, say) is refused.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from app.state.outcome import Change, Outcome, Refusal
from app.state.places import in_place
from app.state.prepare import plane_shape
from app.state.receptive_field.stack import stack_of
from app.state.scene import Backdrop, Layer, LayerKind, Pair, Scene, Sides

CONTROL = "stack"
MAX_LAYERS = 64
LIMITS = {
    "kernel": (1, 63),
    "stride": (1, 32),
    "dilation": (1, 4096),
    "output_padding": (0, 4095),
}
"""The least and the greatest value of a layer's fields, on each axis."""
MAX_LAYER_PADDING = 8192
MAX_NAME = 24


def set_stack(scene: Scene, layers: tuple[Layer, ...], title: str) -> Outcome:
    """Another stack on the same input; its last level is chosen, with the unit in its middle."""
    if not 1 <= len(layers) <= MAX_LAYERS:
        return Refusal(CONTROL, f"{len(layers)} layers: 1 to {MAX_LAYERS} fit")
    for number, layer in enumerate(layers, 1):
        reason = _wrong(layer)
        if reason:
            return Refusal(CONTROL, f"layer {number}: {reason}")
    return Change(at_middle(replace(scene, stack=layers, level=len(layers))), title)


def add_layer(scene: Scene) -> Outcome:
    """A 3 × 3 layer after the chosen one (3 along a single row), which is chosen then."""
    flat = plane_shape(scene.input)[0] == 1
    fresh = Layer(kernel=(1, 3) if flat else (3, 3))
    return _inserted(scene, scene.level, fresh, f"add layer {scene.level + 1}")


def duplicate_layer(scene: Scene, index: int) -> Outcome:
    """A copy of a layer, right after it."""
    if not 0 <= index < len(scene.stack):
        return _no_layer(scene, index)
    return _inserted(scene, index + 1, scene.stack[index], f"duplicate layer {index + 1}")


def remove_layer(scene: Scene, index: int) -> Outcome:
    """The stack without a layer; the last one stays."""
    if not 0 <= index < len(scene.stack):
        return _no_layer(scene, index)
    if len(scene.stack) == 1:
        return Refusal(CONTROL, "a stack has one layer at least; change this one instead")
    layers = scene.stack[:index] + scene.stack[index + 1 :]
    level = scene.level - 1 if scene.level > max(index, 1) else scene.level
    return _restacked(scene, layers, level, f"remove layer {index + 1}")


def move_layer(scene: Scene, index: int, by: int) -> Outcome:
    """A layer nearer to the input (`by` −1) or further from it (1); it stays chosen."""
    to = index + by
    if not 0 <= index < len(scene.stack):
        return _no_layer(scene, index)
    if not 0 <= to < len(scene.stack):
        end = "nearest to the input" if by < 0 else "the last"
        return Refusal(CONTROL, f"layer {index + 1} is {end} already")
    layers = list(scene.stack)
    layers.insert(to, layers.pop(index))
    return _restacked(scene, tuple(layers), to + 1, f"move layer {index + 1} to {to + 1}")


def change_layer(scene: Scene, index: int, **fields: Any) -> Outcome:
    """One or several fields of a layer. Output padding goes where the layer is not transposed."""
    if not 0 <= index < len(scene.stack):
        return _no_layer(scene, index)
    layer = replace(scene.stack[index], **fields)
    if layer.kind is not LayerKind.TRANSPOSED:
        layer = replace(layer, output_padding=(0, 0))
    reason = _wrong(layer)
    if reason:
        return Refusal(CONTROL, f"layer {index + 1}: {reason}")
    layers = (*scene.stack[:index], layer, *scene.stack[index + 1 :])
    words = ", ".join(name.replace("_", " ") for name in fields)
    return _restacked(scene, layers, scene.level, f"{words} of layer {index + 1}")


def choose_level(scene: Scene, level: int) -> Outcome:
    """Step in another level; the unit nearest to what was seen before becomes the step."""
    if not 0 <= level <= len(scene.stack):
        return Refusal(CONTROL, f"layer {level}: 1 to {len(scene.stack)} fits")
    return Change(in_place(scene, replace(scene, level=level)), _level_words(level))


def set_backdrop(scene: Scene, backdrop: Backdrop) -> Outcome:
    """Show the input itself, or how often each of its cells is used."""
    return Change(replace(scene, backdrop=backdrop), f"show the {backdrop.value}")


def at_unit(scene: Scene, level: int, step: int) -> Scene:
    """The scene at a unit of a level, both kept within what there is."""
    stack = stack_of(plane_shape(scene.input), scene.stack)
    level = min(max(level, 0), stack.levels - 1)
    rows, columns = stack.shapes[level]
    return replace(scene, level=level, step=min(max(step, 0), rows * columns - 1), tap=0)


def at_middle(scene: Scene) -> Scene:
    """The scene with the step at the middle unit of its level."""
    rows, columns = _shape(scene)
    return replace(scene, step=rows // 2 * columns + columns // 2, tap=0)


# ---- how edits are settled


def _inserted(scene: Scene, level: int, layer: Layer, title: str) -> Outcome:
    """A layer on a level, chosen."""
    if len(scene.stack) >= MAX_LAYERS:
        return Refusal(CONTROL, f"{MAX_LAYERS} layers are there already; no more fit")
    at = min(level, len(scene.stack))
    layers = (*scene.stack[:at], layer, *scene.stack[at:])
    return _restacked(scene, layers, at + 1, title)


def _restacked(scene: Scene, layers: tuple[Layer, ...], level: int, title: str) -> Outcome:
    """The change, the unit staying as near as may be to the middle of what it saw."""
    return Change(in_place(scene, replace(scene, stack=layers, level=level)), title)


def _shape(scene: Scene) -> Pair:
    stack = stack_of(plane_shape(scene.input), scene.stack)
    return stack.shapes[min(scene.level, stack.levels - 1)]


def _level_words(level: int) -> str:
    return f"choose layer {level}" if level else "choose the input"


def _no_layer(scene: Scene, index: int) -> Refusal:
    return Refusal(CONTROL, f"there is no layer {index + 1}: 1 to {len(scene.stack)} fits")


def _wrong(layer: Layer) -> str:
    """What no layer can be, in words; empty where all is well."""
    for name, (least, most) in LIMITS.items():
        wrong = [side for side in getattr(layer, name) if not least <= side <= most]
        if wrong:
            return f"{name.replace('_', ' ')} {wrong[0]}: {least} to {most} fits"
    sides: Sides = layer.padding
    outside = [side for pair in sides for side in pair if not 0 <= side <= MAX_LAYER_PADDING]
    if outside:
        return f"padding {outside[0]}: 0 to {MAX_LAYER_PADDING} fits"
    if len(layer.name) > MAX_NAME:
        return f"its name has {len(layer.name)} letters; up to {MAX_NAME} fit"
    if not layer.name.isprintable():
        return "its name has a character that cannot be seen; letters, digits and signs fit"
    return ""
