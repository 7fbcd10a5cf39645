"""What an opened file does to a scene: an image to its input, a volume to the lesson of volumes."""

from __future__ import annotations

from dataclasses import replace

from app.content.lessons import lesson_info, preset
from app.state.image import Image
from app.state.input_edits import set_image
from app.state.outcome import Outcome, Refusal
from app.state.scene import Lesson, Scene
from app.state.solid import MAX_TOY3
from app.state.solid_edits import set_volume
from app.state.volume import Volume


def arrive(scene: Scene, made: Image | Volume) -> Outcome:
    """The scene with what a file held. A volume brings its lesson with it, as one edit."""
    if isinstance(made, Image):
        return set_image(scene, made)
    if takes_volumes(scene):
        return set_volume(scene, made)
    start = replace(preset(Lesson.VOLUME, example_for(made)).build(), detail=scene.detail)
    outcome = set_volume(start, made)
    if isinstance(outcome, Refusal):
        return outcome
    said = f"a volume, so it is shown in the lesson {lesson_info(Lesson.VOLUME).title}"
    return replace(outcome, said="; ".join(filter(None, (said, outcome.said))))


def example_for(volume: Volume) -> str:
    """The key of the worked example whose kernel shows most of a volume of this size."""
    return "cube" if max(volume.shape) <= MAX_TOY3 else "head"


def takes_volumes(scene: Scene) -> bool:
    """Whether the scene's lesson has a volume for its input."""
    return scene.lesson is Lesson.VOLUME
