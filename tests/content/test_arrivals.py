"""What an opened file does to the scene of each lesson."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.content.arrivals import arrive
from app.content.lessons import LESSONS, lesson_info
from app.state.image import Image
from app.state.outcome import Change, Refusal
from app.state.scene import Detail, Lesson, Scene
from app.state.solid.volume import Volume
from app.state.tensor import Tensor
from app.state.validity import fault

ELSEWHERE = [info.lesson for info in LESSONS if info.lesson is not Lesson.VOLUME]


def first(lesson: Lesson) -> Scene:
    return lesson_info(lesson).presets[0].build()


def volume(*shape: int) -> Volume:
    return Volume("scan", Tensor(np.arange(np.prod(shape)).reshape(shape)), 1000)


@pytest.mark.parametrize("lesson", ELSEWHERE)
def test_a_volume_brings_its_lesson(lesson: Lesson) -> None:
    outcome = arrive(first(lesson), volume(20, 30, 40))
    assert isinstance(outcome, Change)
    scene = outcome.scene
    assert (scene.lesson, outcome.title) == (Lesson.VOLUME, "open scan")
    assert scene.solid is not None
    assert scene.solid.input.volume == volume(20, 30, 40)
    assert outcome.said == "a volume, so it is shown in the lesson 3D convolution"
    assert fault(scene) == ""


@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 300, 3), (3, 4, 5), (17, 1, 17)])
def test_volumes_of_any_size_fit(shape: tuple[int, int, int]) -> None:
    outcome = arrive(first(Lesson.CONVOLUTION), volume(*shape))
    assert isinstance(outcome, Change)
    assert outcome.scene.solid is not None
    assert outcome.scene.solid.input.volume.shape == shape
    assert fault(outcome.scene) == ""


def test_how_steps_are_shown_stays_as_it_was() -> None:
    scene = replace(first(Lesson.CONVOLUTION), detail=Detail.TAP)
    outcome = arrive(scene, volume(4, 4, 4))
    assert isinstance(outcome, Change)
    assert outcome.scene.detail is Detail.TAP


def test_steps_that_the_lesson_of_volumes_has_not_are_left_behind() -> None:
    scene = replace(first(Lesson.MULTI_CHANNEL), detail=Detail.CHANNEL)
    outcome = arrive(scene, volume(4, 4, 4))
    assert isinstance(outcome, Change)
    assert outcome.scene.detail is Detail.WINDOW
    assert fault(outcome.scene) == ""


def test_in_its_lesson_a_volume_takes_the_place_of_another() -> None:
    scene = lesson_info(Lesson.VOLUME).presets[1].build()
    outcome = arrive(scene, volume(6, 6, 6))
    assert isinstance(outcome, Change)
    assert scene.solid is not None
    assert outcome.scene.solid is not None
    assert outcome.scene.solid.kernel == scene.solid.kernel
    assert (outcome.scene.preset, outcome.said) == (scene.preset, "")


def test_an_image_is_refused_where_a_volume_is_due() -> None:
    image = Image("photo.png", Tensor(np.zeros((4, 5))), 1)
    outcome = arrive(first(Lesson.VOLUME), image)
    assert isinstance(outcome, Refusal)
    assert outcome.reason.startswith("photo.png is a single image; this lesson takes volumes of")
