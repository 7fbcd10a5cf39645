"""The one way from a scene to its Picture, whichever the lesson."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import assert_never, cast

from app.picture.arithmetic import compose as arithmetic
from app.picture.artefacts import compose as artefacts
from app.picture.channels import compose as channels
from app.picture.channels import equation as channel_equation
from app.picture.channels import focus as channel_focus
from app.picture.concealed import Told, conceal, reads_results
from app.picture.convolution import compose as convolution
from app.picture.depthwise import compose as depthwise
from app.picture.dilated import compose as dilated
from app.picture.elements import Picture
from app.picture.groups import compose as groups
from app.picture.matrix import compose as matrix
from app.picture.overlap import compose as overlap
from app.picture.pointwise import compose as pointwise
from app.picture.readout.text import exact_text
from app.picture.receptive_field import compose as receptive_field
from app.picture.signal import compose as signal
from app.picture.solid import compose as solid
from app.picture.solid.slices import SolidStage
from app.picture.spatial import compose as spatial
from app.picture.stage.clearing import parted
from app.picture.stage.equation import copied
from app.picture.stage.focus import focus_of
from app.picture.stage.given import (
    AnyStage,
    ConvolutionStage,
    MatrixStage,
    MixStage,
    OverlapStage,
    SeparableStage,
    SpatialStage,
    StackStage,
    StampStage,
)
from app.picture.transposed import compose as transposed
from app.state.derive import (
    Convolved,
    Counted,
    Factored,
    Filled,
    Mixed,
    Multiplied,
    Separated,
    Stacked,
    Stamped,
)
from app.state.prediction import asked, in_whole_steps, obstacle
from app.state.scene import Lesson

CONVOLVED: dict[Lesson, Callable[[ConvolutionStage], Picture]] = {
    Lesson.CONVOLUTION: convolution.compose,
    Lesson.LINE: signal.compose,
    Lesson.ARITHMETIC: arithmetic.compose,
    Lesson.DILATED: dilated.compose,
}
"""The lessons that convolve one channel, each with its own stage around the same figure."""
STAMPED: dict[Lesson, Callable[[StampStage], Picture]] = {
    Lesson.TRANSPOSED: transposed.compose,
    Lesson.ARTEFACTS: artefacts.compose,
}
"""The lessons of transposed convolution."""

MIXED_STAGES: dict[Lesson, Callable[[MixStage], Picture]] = {
    Lesson.MULTI_CHANNEL: channels.compose,
    Lesson.POINTWISE: pointwise.compose,
    Lesson.GROUPED: groups.compose,
}
"""The lessons of one layer of many channels."""


def compose(stage: AnyStage) -> Picture:
    """The Picture of a moment of the scene. Pure: equal inputs give equal pictures."""
    prediction = stage.prediction
    if prediction is None or obstacle(stage.derived):
        return _of_lesson(stage)
    whole = replace(stage, derived=in_whole_steps(stage.derived), prediction=None)
    plain, target = _of_lesson(replace(whole, view=whole.view.unpointed())), whole.view.target
    picture, reads = plain, reads_results(plain)
    if target is not None:
        pointed = _of_lesson(whole)
        picture = pointed if reads or not reads_results(pointed) else plain
    sentence = picture.spoken == plain.spoken
    here = sentence or _note(picture) == _note(plain)
    told = Told(here, sentence, target, whole.measure)
    return conceal(picture, asked(whole.derived), prediction, told)


def _note(picture: Picture) -> str:
    """What says which cell the equation is of."""
    return "" if picture.equation is None else picture.equation.note


def _of_lesson(stage: AnyStage) -> Picture:
    """The lesson's picture, its thin lines parted where they would run through words."""
    picture = _drawn(stage)
    lines = parted(picture.connectors, picture.labels, stage.measure)
    return picture if lines == picture.connectors else replace(picture, connectors=lines)


def _drawn(stage: AnyStage) -> Picture:
    match stage.derived:
        case Convolved():
            return CONVOLVED[stage.derived.scene.lesson](cast(ConvolutionStage, stage))
        case Stacked():
            return receptive_field.compose(cast(StackStage, stage))
        case Mixed():
            return MIXED_STAGES[stage.derived.scene.lesson](cast(MixStage, stage))
        case Multiplied():
            return matrix.compose(cast(MatrixStage, stage))
        case Stamped():
            return STAMPED[stage.derived.scene.lesson](cast(StampStage, stage))
        case Factored():
            return spatial.compose(cast(SpatialStage, stage))
        case Separated():
            return depthwise.compose(cast(SeparableStage, stage))
        case Filled():
            return solid.compose(cast(SolidStage, stage))
        case Counted():
            return overlap.compose(cast(OverlapStage, stage))
        case _:
            assert_never(stage.derived)


def copied_equation(stage: AnyStage) -> str:
    """The equation of a moment for the clipboard, with all its digits where these are rounded.

    While answers are hidden it is the one that is shown.
    """
    derived = stage.derived
    if stage.prediction is not None:
        return _read_off(stage)
    if isinstance(derived, Convolved):
        return copied(focus_of(derived, stage.view, stage.moment))
    if isinstance(derived, Mixed) and derived.scene.lesson is Lesson.MULTI_CHANNEL:
        here = channel_focus.focus_of(derived, stage.view, stage.moment)
        return channel_equation.copied(derived, here)
    return _read_off(stage)


def _read_off(stage: AnyStage) -> str:
    equation = compose(stage).equation
    return "" if equation is None else exact_text(equation)
