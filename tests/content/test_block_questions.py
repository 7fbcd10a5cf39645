"""Questions about 1×1 kernels and groups: their answers are worked out another way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.content.lessons import lesson_info, preset
from app.content.questions.catalogue import questions_of
from app.core import conv
from app.picture.charts import histogram_chart
from app.picture.readout.handout import handout_of
from app.state.derive import Mixed, derive
from app.state.scene import Lesson, Scene
from tests.measures import FixedMeasure
from tests.scenes import answered


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
    assert answers[0] == "13, 14, 15, 16", "of twice as many channels in four groups"
    assert "1 · 1 · 16 · 16 / 4 = 64; 256" in answers
    assert "1, 2, 4, 8, 16" in answers
    assert "4 and 16" in answers


def test_a_handout_says_what_follows_the_sum_and_the_layer() -> None:
    def rows(lesson: Lesson, key: str) -> dict[str, str]:
        scene = preset(lesson, key).build()
        return dict(handout_of(scene, (0,), answered(scene), FixedMeasure()).parameters)

    assert rows(Lesson.POINTWISE, "relu")["After the sum"] == "ReLU, max(0, ·)"
    assert "After the sum" not in rows(Lesson.POINTWISE, "mix")
    grouped = rows(Lesson.GROUPED, "shuffled")
    assert grouped["Groups"] == "2"
    assert grouped["Followed by"] == "a second layer with as many groups after a channel shuffle"


def test_the_histogram_marks_the_value_after_the_relu() -> None:
    scene = preset(Lesson.POINTWISE, "relu").build()
    derived = derive(scene)
    assert isinstance(derived, Mixed)
    assert derived.step.total == -1
    assert histogram_chart(derived, answered(scene)).marker == 0
    plain = derive(replace(scene, mixing=replace(scene.mixing, relu=False)))
    assert isinstance(plain, Mixed)
    assert histogram_chart(plain, answered(plain.scene)).marker == -1
