"""Stride, padding and dilation, and what is set less often: padding mode, bias, flip."""

from __future__ import annotations

from collections.abc import Hashable

from app.paint.theme import Theme
from app.services.store import Store
from app.state import edits
from app.state.edits import padding_sides, set_padding
from app.state.scene import (
    CHANNELLED,
    MAX_DILATION,
    MAX_PADDING,
    MAX_STRIDE,
    PADDING_NAMES,
    Lesson,
    Pair,
    Parameters,
    Scene,
)
from app.state.signal import is_line
from app.ui.inspector.controls.padding import NUMBER, SIDES, Padded, PaddingKind, PaddingWords
from app.ui.inspector.controls.parameter_rows import ParameterEdits, ParameterRows, ParameterWords
from app.ui.inspector.controls.section import WITH_WINDOW

USUAL_MOST = 8
_WORDS = ParameterWords(
    suffix="",
    fold="parameter_details",
    axes=(("vertical", "↓"), ("horizontal", "→")),
    usual_most=USUAL_MOST,
    linked=(
        "both axes alike",
        "Same stride and dilation on both axes",
        "While it is on, stride and dilation are the same for rows and columns.",
    ),
    stride="How many cells the window moves between two outputs; a larger stride makes a smaller "
    "output.",
    dilation="How far apart the kernel's cells are laid on the input: at 2, every other cell is "
    "skipped, and the same weights see further.",
    mode="What the padding cells hold: zeros, the input mirrored at its edge, its edge cell "
    "repeated, or its opposite side.",
    bias="A number added to every sum: it shifts the whole output.",
    flip="Deep learning lays the kernel on as it is, a cross-correlation; a true convolution "
    "turns it by 180° first.",
)
_EDITS = ParameterEdits(
    edits.set_linked,
    edits.set_stride,
    edits.set_dilation,
    edits.set_padding_mode,
    edits.set_bias,
    edits.set_flip,
    MAX_STRIDE,
    MAX_DILATION,
)
_PADDING = PaddingWords(
    name="padding",
    tip="How many cells are added on every side before the kernel slides, so that windows can "
    "reach beyond the edge.",
    limits=(0, USUAL_MOST, MAX_PADDING),
    kinds=(
        ("valid", "valid", "No padding: every window lies within the input."),
        (
            "same",
            "same",
            "Enough padding that at stride 1 the output is as large as the input; an "
            "odd cell goes below and to the right.",
        ),
        ("full", "full", "So much padding that a window meets even a single corner cell."),
        (NUMBER, "number", "The same number of cells on every side, set with the slider."),
        (SIDES, "per side", "A number of its own for each side."),
    ),
    spoken="Padding at the {}",
    sides=(("top", "bottom"), ("left", "right")),
)


def _padded(scene: Scene) -> Padded:
    """The padding of a plane, or of a line, which has no rows to pad."""
    sides, line = padding_sides(scene), is_line(scene)
    # Padding that crops is a number.
    crops = scene.lesson in (Lesson.TRANSPOSED, Lesson.ARTEFACTS)
    kinds = (NUMBER, SIDES) if crops else (*PADDING_NAMES, NUMBER, SIDES)
    words = _in_words(sides, line=line)
    return Padded(scene.parameters.padding, sides, kinds, 1 if line else 0, words)


def _in_words(sides: tuple[Pair, ...], *, line: bool) -> str:
    (top, bottom), (left, right) = sides
    if line:
        return f"{left} left, {right} right"
    return f"{top} above, {bottom} below, {left} left, {right} right"


class ParametersSection(ParameterRows):
    """Shows and edits `scene.parameters`."""

    lessons = WITH_WINDOW - {Lesson.POINTWISE}

    def __init__(self, store: Store, theme: Theme) -> None:
        padding = PaddingKind(_PADDING, set_padding, _padded)
        super().__init__(_WORDS, _EDITS, padding, store, theme)

    def parameters_of(self, scene: Scene) -> Parameters:
        """Those of one planar layer."""
        return scene.parameters

    def depends(self, scene: Scene) -> Hashable:
        """The parameters, and the cells that "same" and "full" come to."""
        return (
            scene.parameters,
            padding_sides(scene),
            scene.lesson in CHANNELLED,
            is_line(scene),
        )

    def refresh(self, scene: Scene) -> None:
        """Show every parameter."""
        line = is_line(scene)
        self.linked.setVisible(not line)
        own_bias = scene.lesson not in CHANNELLED  # else every filter has its own
        self.show_parameters(
            scene,
            linked=scene.parameters.linked or line,
            leading=1 if line else 0,
            own_bias=own_bias,
        )
