"""Questions about the present scene with their answers, for a page that is handed out."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import assert_never

from app.content.questions.asked import Steps
from app.content.questions.blocks import group_questions, pointwise_questions
from app.content.questions.channels import channel_questions
from app.content.questions.convolution import convolution_questions
from app.content.questions.depthwise import depthwise_questions
from app.content.questions.overlap import overlap_questions
from app.content.questions.question import Question
from app.content.questions.receptive_field import stack_questions
from app.content.questions.signal import signal_questions
from app.content.questions.solid import solid_questions
from app.content.questions.spatial import spatial_questions
from app.content.questions.turned import matrix_questions, transposed_questions
from app.state.derive import (
    Convolved,
    Counted,
    Derivation,
    Factored,
    Filled,
    Mixed,
    Multiplied,
    Separated,
    Stacked,
    Stamped,
)
from app.state.scene import Lesson
from app.state.signal import is_line

MOST = 5
"""More questions than these leave no room for the answers."""
OF_MIXED = {Lesson.POINTWISE: pointwise_questions, Lesson.GROUPED: group_questions}
"""The lessons of one layer of many channels that ask questions of their own."""


def questions_of(derived: Derivation, given: Steps = ()) -> tuple[Question, ...]:
    """Up to five questions whose answers follow from the scene, and do not stand beside it.

    `given` are the steps whose equations are written out, from 0.
    """
    return tuple(islice(_asked(derived, given), MOST))


def _asked(derived: Derivation, given: Steps) -> Iterator[Question]:
    match derived:
        case Convolved() if is_line(derived.scene):
            return signal_questions(derived, given)
        case Convolved():
            return convolution_questions(derived, given)
        case Mixed():
            return OF_MIXED.get(derived.scene.lesson, channel_questions)(derived, given)
        case Separated():
            return depthwise_questions(derived, given)
        case Multiplied():
            return matrix_questions(derived, given)
        case Stamped():
            return transposed_questions(derived, given)
        case Stacked():
            return stack_questions(derived)
        case Factored():
            return spatial_questions(derived, given)
        case Filled():
            return solid_questions(derived, given)
        case Counted():
            return overlap_questions(derived)
        case _:
            assert_never(derived)
