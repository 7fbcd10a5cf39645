"""The lessons that there are, and the worked examples of each."""

from __future__ import annotations

from dataclasses import dataclass

from app.content.presets.arithmetic import ARITHMETIC_PRESETS
from app.content.presets.artefacts import ARTEFACT_PRESETS
from app.content.presets.channels import CHANNEL_PRESETS
from app.content.presets.convolution import CONVOLUTION_PRESETS, Preset
from app.content.presets.depthwise import DEPTHWISE_PRESETS
from app.content.presets.dilated import DILATED_PRESETS
from app.content.presets.groups import GROUPS_PRESETS
from app.content.presets.matrix import MATRIX_PRESETS
from app.content.presets.overlap import OVERLAP_PRESETS
from app.content.presets.pointwise import POINTWISE_PRESETS
from app.content.presets.receptive_field import RECEPTIVE_FIELD_PRESETS
from app.content.presets.signal import LINE_PRESETS
from app.content.presets.solid import SOLID_PRESETS
from app.content.presets.spatial import SPATIAL_PRESETS
from app.content.presets.transposed import TRANSPOSED_PRESETS
from app.state.scene import Lesson, Scene

SEE, MANY = "See it", "Many channels"
WORK_OUT, CHEAPER, TURN = "Work it out", "Cheaper maps", "Turn it round"
"""The groups, in the order of the list."""


@dataclass(frozen=True, slots=True)
class LessonInfo:
    """How a lesson stands in the list. `text` is the name of its Markdown file.

    The first preset is what the lesson opens with.
    """

    lesson: Lesson
    title: str
    subtitle: str
    group: str
    text: str
    presets: tuple[Preset, ...]


LESSONS: tuple[LessonInfo, ...] = (
    LessonInfo(
        Lesson.CONVOLUTION, "Convolution", "one channel", SEE, "convolution", CONVOLUTION_PRESETS
    ),
    LessonInfo(
        Lesson.LINE, "One dimension", "a signal above its cells", SEE, "1d", LINE_PRESETS
    ),
    LessonInfo(
        Lesson.VOLUME, "3D convolution", "a window that moves in depth", SEE, "volume",
        SOLID_PRESETS,
    ),
    LessonInfo(
        Lesson.MULTI_CHANNEL, "Multi-channel", "planes and filters", MANY, "multi-channel",
        CHANNEL_PRESETS,
    ),
    LessonInfo(
        Lesson.POINTWISE, "1 × 1", "a matrix at each pixel", MANY, "1x1", POINTWISE_PRESETS
    ),
    LessonInfo(
        Lesson.GROUPED, "Groups", "who sees whom", MANY, "grouped", GROUPS_PRESETS
    ),
    LessonInfo(
        Lesson.DEPTHWISE, "Depthwise separable", "around, then across", MANY,
        "depthwise-separable", DEPTHWISE_PRESETS,
    ),
    LessonInfo(
        Lesson.ARITHMETIC, "Arithmetic", "sizes, both ways", WORK_OUT, "arithmetic",
        ARITHMETIC_PRESETS,
    ),
    LessonInfo(
        Lesson.DILATED, "Dilated convolution", "a kernel with holes", WORK_OUT, "dilated",
        DILATED_PRESETS,
    ),
    LessonInfo(
        Lesson.RECEPTIVE_FIELD, "Receptive field", "of a stack of layers", WORK_OUT,
        "receptive-field", RECEPTIVE_FIELD_PRESETS,
    ),
    LessonInfo(
        Lesson.SPATIALLY_SEPARABLE, "Spatially separable", "columns, then rows", CHEAPER,
        "spatially-separable", SPATIAL_PRESETS,
    ),
    LessonInfo(
        Lesson.MATRIX, "As a matrix", "convolution, row by row", TURN, "matrix",
        MATRIX_PRESETS,
    ),
    LessonInfo(
        Lesson.TRANSPOSED, "Transposed", "convolution, three ways at once", TURN, "transposed",
        TRANSPOSED_PRESETS,
    ),
    LessonInfo(
        Lesson.OVERLAP, "Overlap", "where checkerboards come from", TURN, "overlap", OVERLAP_PRESETS
    ),
    LessonInfo(
        Lesson.ARTEFACTS, "Artefacts", "seen on a picture", TURN, "artefacts", ARTEFACT_PRESETS
    ),
)  # fmt: skip


def lesson_info(lesson: Lesson) -> LessonInfo:
    """The catalogue's entry of a lesson."""
    return next(info for info in LESSONS if info.lesson is lesson)


def preset(lesson: Lesson, key: str) -> Preset:
    """A worked example by its key; KeyError with the keys that there are."""
    presets = lesson_info(lesson).presets
    for candidate in presets:
        if candidate.key == key:
            return candidate
    known = ", ".join(candidate.key for candidate in presets)
    raise KeyError(f"no example {key!r} in {lesson.value}: {known}")


def default_scene() -> Scene:
    """What the application opens with: the first example of the first lesson."""
    return LESSONS[0].presets[0].build()
