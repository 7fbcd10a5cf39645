"""Questions about 1×1 kernels and groups: their answers are worked out another way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.content.lessons import lesson_info, preset
from app.content.questions import questions_of
from app.core import conv
from app.state.derive import Mixed, derive
from app.state.scene import Lesson, Scene


def asked(scene: Scene) -> dict[str, str]:
    return {question.text: question.answer for question in questions_of(derive(scene))}


@pytest.mark.parametrize("lesson", [Lesson.POINTWISE, Lesson.GROUPED])
def test_every_example_has_questions_with_answers(lesson: Lesson) -> None:
    for each in lesson_info(lesson).presets:
        questions = asked(each.build())
        assert 4 <= len(questions) <= 5
        assert all(text.rstrip()[-1] in "?." and answer for text, answer in questions.items())


@pytest.mark.parametrize("key", ["mix", "relu"])
def test_the_pixel_to_work_out_is_the_layer_s(key: str) -> None:
    scene = preset(Lesson.POINTWISE, key).build()
    derived = derive(scene)
    assert isinstance(derived, Mixed)
    whole = conv(derived.geometry.stack, scene.filters.applied, np.array(scene.filters.bias))
    if scene.mixing.relu:
        whole = np.maximum(whole, 0)
    text = next(text for text in asked(scene) if text.startswith("Work out"))
    assert text.endswith("(4, 1).")
    answer = ", ".join(map(str, whole[:, 3, 0].tolist())).replace("-", "−")
    assert asked(scene)[text] == answer
    there = replace(scene, step=12)
    assert any(text.endswith("(1, 4).") for text in asked(there)), "the step gives (4, 1) away"


def test_what_two_layers_see_with_and_without_a_shuffle() -> None:
    scene = preset(Lesson.GROUPED, "four-groups").build()
    answers = list(asked(scene).values())
    assert answers[0] == "7, 8"
    assert "2 and 4 of 8" in answers
    assert "256 and 1,024" in answers
