"""Stride, padding and dilation along three axes, and what is set less often."""

from __future__ import annotations

from collections.abc import Hashable

from app.paint.theme import Theme
from app.services.store import Store
from app.state import edits
from app.state.scene import PADDING_NAMES, Scene
from app.state.solid.choices import (
    MAX_DILATION3,
    MAX_PADDING3,
    MAX_STRIDE3,
    Parameters3,
)
from app.state.solid.settling import solid_of
from app.ui.inspector.controls.padding import NUMBER, SIDES, Padded, PaddingKind, PaddingWords
from app.ui.inspector.controls.parameter_rows import ParameterEdits, ParameterRows, ParameterWords
from app.ui.inspector.sections.volume import VOLUME_LESSON

USUAL_MOST = 4
_WORDS = ParameterWords(
    suffix="3",
    fold="parameter3_details",
    axes=(("depth", "in"), ("vertical", "↓"), ("horizontal", "→")),
    usual_most=USUAL_MOST,
    linked=(
        "all axes alike",
        "Same stride and dilation on all axes",
        "While it is on, stride and dilation are the same in depth, for rows and for columns.",
    ),
    stride="How many cells the window moves between two outputs; along depth it counts slices. A "
    "larger stride makes a smaller output.",
    dilation="How far apart the kernel's cells are laid on the volume: at 2 in depth, every other "
    "slice is skipped.",
    mode="What the padding cells hold: zeros, the volume mirrored at its faces, its outermost "
    "cells repeated, or its opposite side.",
    bias="A number added to every sum: it shifts the output.",
    flip="Deep learning lays the kernel on as it is, a cross-correlation; a true convolution "
    "turns it round on all three axes first.",
)
_EDITS = ParameterEdits(
    edits.set_linked,
    edits.set_stride,
    edits.set_dilation,
    edits.set_padding_mode,
    edits.set_bias,
    edits.set_flip,
    MAX_STRIDE3,
    MAX_DILATION3,
)
_PADDING = PaddingWords(
    name="padding3",
    tip="How many cells are added on every side before the kernel slides; in depth these are "
    "whole slices, in front and behind.",
    limits=(0, USUAL_MOST, MAX_PADDING3),
    kinds=(
        ("valid", "valid", "No padding: every window lies within the volume."),
        (
            "same",
            "same",
            "At stride 1 the output is as large as the input; an odd cell goes behind, "
            "below and to the right.",
        ),
        ("full", "full", "So much padding that a window meets even a single corner cell."),
        (NUMBER, "number", "The same number of cells on every side, set with the slider."),
        (SIDES, "per side", "A number of its own for each of the six sides."),
    ),
    spoken="Padding, {}",
    sides=(("front", "back"), ("top", "bottom"), ("left", "right")),
)


def _padded(scene: Scene) -> Padded:
    """The padding of a volume: uneven sides are always shown, for words would be too long."""
    solid = solid_of(scene)
    kinds = (*PADDING_NAMES, NUMBER, SIDES)
    return Padded(solid.parameters.padding, edits.padding_sides(scene), kinds)


class Parameters3Section(ParameterRows):
    """Shows and edits the parameters of `scene.solid`."""

    lessons = VOLUME_LESSON

    def __init__(self, store: Store, theme: Theme) -> None:
        padding = PaddingKind(_PADDING, edits.set_padding, _padded)
        super().__init__(_WORDS, _EDITS, padding, store, theme)

    def parameters_of(self, scene: Scene) -> Parameters3:
        """Those of the convolution in three dimensions."""
        return solid_of(scene).parameters

    def depends(self, scene: Scene) -> Hashable:
        """The parameters, and the cells that "same" and "full" come to."""
        return solid_of(scene).parameters, edits.padding_sides(scene)

    def refresh(self, scene: Scene) -> None:
        """Show every parameter."""
        self.show_parameters(scene, linked=solid_of(scene).parameters.linked)
