"""What an opened file does to a scene: an image to its input, a volume to the lesson of volumes."""

from __future__ import annotations

from dataclasses import replace

from app.content.lessons import lesson_info
from app.state.image import Image
from app.state.input_edits import set_image
from app.state.outcome import Outcome, Refusal
from app.state.scene import Lesson, Scene
from app.state.solid_edits import set_volume
from app.state.volume import Volume


def arrive(scene: Scene, made: Image | Volume) -> Outcome:
    """The scene with what a file held. A volume brings its lesson with it, as one edit."""
    if isinstance(made, Image):
        return set_image(scene, made)
    if takes_volumes(scene):
        return set_volume(scene, made)
    info = lesson_info(Lesson.VOLUME)
    outcome = set_volume(replace(info.presets[0].build(), detail=scene.detail), made)
    if isinstance(outcome, Refusal):
        return outcome
    said = f"a volume, so it is shown in the lesson {info.title}"
    return replace(outcome, said="; ".join(filter(None, (said, outcome.said))))


def takes_volumes(scene: Scene) -> bool:
    """Whether the scene's lesson has a volume for its input."""
    return scene.lesson is Lesson.VOLUME
