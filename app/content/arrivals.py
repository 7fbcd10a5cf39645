"""What an opened file does to a scene: an image to its input, a volume to the lesson of volumes."""

from __future__ import annotations

from dataclasses import replace

from app.content.kernels.solid import kernel_preset3
from app.content.lessons import lesson_info, preset
from app.state.edits import apply_preset
from app.state.image import Image
from app.state.input_edits import set_image
from app.state.outcome import Change, Outcome, Refusal
from app.state.scene import Lesson, Scene
from app.state.solid.choices import MAX_TOY3
from app.state.solid.kernel_edits import set_kernel3
from app.state.solid.volume import Volume
from app.state.solid.volume_edits import set_volume


def arrive(scene: Scene, made: Image | Volume) -> Outcome:
    """The scene with what a file held. A volume brings its lesson with it, as one edit."""
    if isinstance(made, Image):
        return set_image(scene, made)
    if takes_volumes(scene):
        return set_volume(scene, made)
    outcome = apply_preset(scene, start_for(made), made.name)
    if isinstance(outcome, Change):
        outcome = set_volume(outcome.scene, made)
    if isinstance(outcome, Refusal):
        return outcome
    said = f"a volume, so it is shown in the lesson {lesson_info(Lesson.VOLUME).title}"
    return replace(outcome, said="; ".join(filter(None, (said, outcome.said))))


def start_for(volume: Volume) -> Scene:
    """The worked example in whose place a volume of this size comes.

    A scan is laid under a kernel that draws its outlines whichever slice is in front.
    """
    if max(volume.shape) <= MAX_TOY3:
        return preset(Lesson.VOLUME, "cube").build()
    outcome = set_kernel3(
        preset(Lesson.VOLUME, "head").build(), kernel_preset3("sobel-rows").build()
    )
    assert isinstance(outcome, Change)
    return outcome.scene


def takes_volumes(scene: Scene) -> bool:
    """Whether the scene's lesson has a volume for its input."""
    return scene.lesson is Lesson.VOLUME
