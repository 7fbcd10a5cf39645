"""The inspector's keys, as the help sheet lists them, and what each one does."""

from __future__ import annotations

from functools import partial

from app.state import edits
from app.state.outcome import Edit, Outcome
from app.state.scene import PADDING_NAMES, Mapping, Scene
from app.state.signal import first_axis
from app.ui.shortcuts import Shortcut, ShortcutGroup


def stride_by(scene: Scene, by: int) -> Outcome:
    """A larger or smaller stride on all axes, or on the one that there is."""
    return edits.set_stride(scene, edits.parameters_of(scene).stride[first_axis(scene)] + by)


def dilation_by(scene: Scene, by: int) -> Outcome:
    """A larger or smaller dilation on all axes, or on the one that there is."""
    return edits.set_dilation(scene, edits.parameters_of(scene).dilation[first_axis(scene)] + by)


def next_padding(scene: Scene) -> Outcome:
    """The next of valid, same and full."""
    padding = edits.parameters_of(scene).padding
    at = PADDING_NAMES.index(padding) if isinstance(padding, str) else -1
    return edits.set_padding(scene, PADDING_NAMES[(at + 1) % len(PADDING_NAMES)])


def next_mapping(scene: Scene) -> Outcome:
    """The next display mapping."""
    mappings = list(Mapping)
    at = mappings.index(scene.mapping)
    return edits.set_mapping(scene, mappings[(at + 1) % len(mappings)])


def other_kind(scene: Scene) -> Outcome:
    """True convolution instead of cross-correlation, or back."""
    return edits.set_flip(scene, not edits.parameters_of(scene).flip)


EDIT_KEYS: tuple[tuple[Shortcut, Edit], ...] = (
    (Shortcut("Ctrl+]", "larger stride"), partial(stride_by, by=1)),
    (Shortcut("Ctrl+[", "smaller stride"), partial(stride_by, by=-1)),
    (Shortcut("Alt+]", "larger dilation"), partial(dilation_by, by=1)),
    (Shortcut("Alt+[", "smaller dilation"), partial(dilation_by, by=-1)),
    (Shortcut("Ctrl+Shift+P", "next padding: valid, same, full"), next_padding),
    (Shortcut("Ctrl+T", "turn the kernel: cross-correlation or true convolution"), other_kind),
    (Shortcut("Ctrl+M", "next display mapping"), next_mapping),
)
FOCUS_KEYS: tuple[tuple[Shortcut, tuple[str, ...]], ...] = (
    (Shortcut("Ctrl+K", "type kernel weights"), ("kernel_table", "kernel3_table")),
    (Shortcut("Ctrl+Shift+K", "choose a kernel preset"), ("kernel_preset", "kernel3_preset")),
    (Shortcut("Ctrl+I", "change the input"), ("change_input", "volume_source")),
)
"""Keys that lead to a control, by the object names that it has in different lessons."""

STACK_KEYS = (
    Shortcut("Insert | Delete", "in the table of layers: add or remove a layer"),
    Shortcut("Alt+Up | Alt+Down", "in the table of layers: move the chosen layer"),
)
"""Keys that the table of layers takes by itself."""

BACK = Shortcut("Esc", "back to the stage; gives up what is half typed")
"""The key that Manners takes."""

SHORTCUTS = ShortcutGroup(
    "Inspector", (*(shortcut for shortcut, _ in (*FOCUS_KEYS, *EDIT_KEYS)), *STACK_KEYS, BACK)
)
