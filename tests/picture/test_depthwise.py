"""The stage of depthwise separable convolution as text."""

from __future__ import annotations

import pytest

from app.content.lessons import lesson_info, preset
from app.picture.compose import compose
from app.picture.readout.text import as_text
from app.state import edits, player
from app.state.channels import edits as channel_edits
from app.state.channels.choices import Arrangement
from app.state.depthwise import edits as depthwise_edits
from app.state.derive import derive
from app.state.scene import Detail, Lesson, Scene
from tests.measures import FixedMeasure
from tests.picture.showing import block, equation_of, picture_of, pointing, staged, text_of
from tests.scenes import changed

KEYS = [each.key for each in lesson_info(Lesson.DEPTHWISE).presets]


def example(key: str = "two-steps") -> Scene:
    return preset(Lesson.DEPTHWISE, key).build()


def at(scene: Scene, plane: int, row: int, column: int) -> Scene:
    """The scene at a plane, a row and a column, counted from 0."""
    return player.at_step(scene, derive(scene).step_at(plane, row, column))


def marks(text: str, title: str) -> list[str]:
    return [line for line in block(text, title).split("\n") if ": " in line]


def test_it_begins_with_the_first_channel_and_its_own_kernel() -> None:
    text = text_of(example())
    assert text.startswith(
        "Step 1 of 63: depthwise, channel R, row 1, column 1 is 12, the sum of 9 products."
    )
    assert block(text, "Window of R").split("\n")[1:] == ["3 3 2", "0 0 1", "3 1 2"]
    assert block(text, "Kernel of R").split("\n")[1:] == ["0 1 2", "2 2 0", "0 1 2"]
    assert "step: 3 × 3 at (1, 1)" in marks(text, "Input R")
    assert marks(text, "Input G") == []
    assert equation_of(text).endswith("=  12\n(channel 1 (1, 1), exact)")


def test_a_pointwise_step_looks_at_one_cell_of_every_channel() -> None:
    text = text_of(at(example(), 3 + 1, 0, 0))
    assert "pointwise, output 2, row 1, column 1 is" in text
    for name in "RGB":
        assert marks(text, f"Between {name}") == ["step: (1, 1)"]
        assert marks(text, f"Input {name}") == ["thin: 3 × 3 at (1, 1)"]
    assert marks(text, "Pointwise weights") == ["step: 1 × 3 at (2, 1)"]
    assert block(text, "Weights 2").split("\n")[1:] == [" 1  0 -1".replace("-", "−")]
    values = block(text, "Channels").split("\n")[1].split()
    first, third = int(values[0]), int(values[2])
    assert equation_of(text).startswith(f"{first}·1 + ")
    assert f"=  {first - third}".replace("-", "−") in equation_of(text)


def test_planes_fill_one_after_another() -> None:
    text = text_of(at(example(), 1, 1, 0))
    assert "·" not in block(text, "Between R")
    assert block(text, "Between G").count("·") == 5
    assert block(text, "Between B").count("·") == 9
    assert block(text, "Output 1").count("·") == 9


def test_the_counts_stand_beside_with_the_formula_filled_in() -> None:
    text = text_of(example("literature"))
    for words in ("ordinary: 86,400", "10,275", "1/128 + 1/3² ≈ 0.119"):
        assert words in text
    assert "(more!)" not in text
    assert "(more!)" in text_of(example("one-output"))


def test_an_ordinary_convolution_is_compared_and_not_assumed() -> None:
    wide = as_text(picture_of(example(), size=(1400, 820)))
    assert "agrees: largest difference 0, computed on all 36 cells" in wide


def test_an_input_cell_reaches_cells_of_its_own_channel_only() -> None:
    text = text_of(example(), pointing("input-1", 2, 2))
    assert text.startswith(
        "Input channel G, row 3, column 3 is 3 and reaches 9 outputs of its own channel."
    )
    assert len([line for line in marks(text, "Between G") if line.startswith("reach")]) == 1
    assert not any(line.startswith("reach") for line in marks(text, "Between R"))


def test_pointing_at_an_output_shows_its_sum_and_keeps_the_step() -> None:
    text = text_of(example(), pointing("output-2", 1, 2))
    assert text.startswith("Pointed at: pointwise, output 3, row 2, column 3 is ")
    assert "thin: (1, 1)" in marks(text, "Between R")


def test_pointing_at_a_weight_lights_what_it_meets() -> None:
    kernel = text_of(example(), pointing("kernel-0", 0, 1))
    assert "met: 3 × 3 at (1, 2)" in marks(kernel, "Input R")
    mixes = text_of(at(example(), 3, 0, 0), pointing("mixes", 0, 2))
    assert "reach: (1, 1)" in marks(mixes, "Between B")


def test_tap_by_tap_both_steps_have_their_own_number_of_products() -> None:
    scene = changed(edits.set_detail(example(), Detail.TAP))
    assert "after 1 of 9 products" in text_of(scene)
    assert "after 1 of 3 products" in text_of(at(scene, 3, 0, 0))
    assert player.length(scene) == 3 * 9 * 9 + 4 * 9 * 3


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("size", [(560.0, 480.0), (870.0, 560.0), (1400.0, 820.0)])
def test_nothing_leaves_the_stage(key: str, size: tuple[float, float]) -> None:
    scene = example(key)
    picture = compose(staged(scene, size=size))
    for panel in picture.panels:
        assert panel.rect.x >= 0, panel.key
        assert panel.rect.y >= 0, panel.key
        assert panel.rect.right <= size[0] + 0.5, panel.key
        assert panel.rect.bottom <= size[1] + 0.5, panel.key


def test_many_outputs_are_counted_behind_the_pile() -> None:
    picture = picture_of(example("literature"))
    outputs = [panel.key for panel in picture.panels if panel.key.startswith("output-")]
    assert len(outputs) == 5
    assert any(label.text == "and 123 more" for label in picture.labels)
    late = picture_of(at(example("literature"), 3 + 99, 0, 0))
    mixes = late.panel("mixes")
    assert mixes.visible.y <= 99 < mixes.visible.bottom
    assert late.panels[[p.key for p in late.panels].index("output-99")].piled


def test_planes_can_lie_side_by_side() -> None:
    scene = changed(channel_edits.set_arrangement(example(), Arrangement.SIDE_BY_SIDE))
    panels = [p for p in picture_of(scene).panels if p.key.startswith("input-")]
    first, second = panels[0].rect, panels[1].rect
    assert not first.intersected(second).width or not first.intersected(second).height


def test_the_stage_says_that_it_computes_until_the_result_is_there() -> None:
    assert "computing …" in text_of(example(), pending=True)


def test_as_many_outputs_as_there_may_be() -> None:
    more = changed(depthwise_edits.set_mix_count(example(), 128))
    assert derive(more).planes == 131
    assert "Output 128" in text_of(at(more, 130, 2, 2))


def test_the_five_titles_are_of_one_size_and_stand_apart() -> None:
    for size in ((561, 514), (870, 560), (1366, 768)):
        picture = compose(staged(example("two-steps"), size=size))
        names = ("Input", "Depthwise", "Between", "Pointwise", "Output")
        heads = [label for label in picture.labels if label.text in names][:5]
        assert len({label.size for label in heads}) == 1
        ends = [label.x + FixedMeasure().width(label.text, label.size, label.weight) / 2
                for label in heads]  # fmt: skip
        starts = [2 * label.x - end for label, end in zip(heads, ends, strict=True)]
        assert all(end < start for end, start in zip(ends, starts[1:], strict=False))


@pytest.mark.parametrize("size", [(562, 515), (870, 560), (1366, 768)])
def test_names_stand_clear_of_one_another_and_of_the_plane_behind(size: tuple[int, int]) -> None:
    measure = FixedMeasure()
    picture = compose(staged(example("literature"), size=size, measure=measure))
    marks = [label for label in picture.labels if label.text == "■"]
    assert len(marks) >= 6
    kernels = [panel for panel in picture.panels if panel.key.startswith("kernel-")]
    for mark in marks:
        end = mark.x + measure.width(mark.text, mark.size)
        assert not any(panel.rect.contains(x, mark.y) for panel in kernels for x in (mark.x, end))
