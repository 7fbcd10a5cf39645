"""The lesson of dilation as text: the kernel inflating, its holes, and what it costs."""

from __future__ import annotations

import pytest

from app.content.lessons import preset
from app.picture.dilated.inflation import Spread, spreads, stacked_spans
from app.picture.elements import Outline, Picture, Stroke
from app.picture.readout.text import as_text
from app.state.derive import derive
from app.state.edits import set_dilation, set_flip
from app.state.scene import Lesson, Scene
from tests.picture.showing import block, picture_of
from tests.scenes import changed, convolved

SIZE = (1366, 900)


def dilated(key: str) -> Scene:
    return preset(Lesson.DILATED, key).build()


def kernels(picture: Picture) -> list[tuple[str, tuple[int, int]]]:
    return [
        (panel.key, panel.shape) for panel in picture.panels if panel.key.startswith("inflated")
    ]


def marked(picture: Picture) -> list[str]:
    return [
        mark.panel
        for mark in picture.marks
        if isinstance(mark, Outline) and mark.stroke is Stroke.STEP and "inflated" in mark.panel
    ]


def test_single_layers_span_3_5_9_and_the_stack_3_7_15() -> None:
    assert [spread.span for spread in spreads((3, 3), (1, 1))] == [(3, 3), (5, 5), (9, 9)]
    assert stacked_spans(3) == (3, 7, 15)
    said = picture_of(dilated("holes"), size=SIZE).lines[-1].text
    assert said == (
        "Single layers with d = 1, 2, 4 span 3, 5, 9;  stacked they see 3, 7, 15: "
        "lesson Receptive field"
    )


@pytest.mark.parametrize(
    ("key", "outputs"),
    [("holes", (3, 3)), ("single-1", (9, 9)), ("single-2", (7, 7)), ("single-4", (3, 3)),
     ("same", (7, 7)), ("one-axis", (7, 3)), ("stride", (3, 3))],
)  # fmt: skip
def test_the_examples_have_their_sizes(key: str, outputs: tuple[int, int]) -> None:
    assert derive(dilated(key)).output_shape == outputs


def test_three_kernels_inflate_and_the_present_one_is_framed() -> None:
    picture = picture_of(dilated("holes"), size=SIZE)
    assert kernels(picture) == [
        ("inflated-1-1", (3, 3)), ("inflated-2-2", (5, 5)), ("inflated-4-4", (9, 9)),
    ]  # fmt: skip
    assert marked(picture) == ["inflated-2-2"]
    words = [label.text for label in picture.labels]
    assert [word for word in words if " of " in word] == [
        "9 of 9 cells", "9 of 25 cells", "9 of 81 cells",
    ]  # fmt: skip


def test_another_dilation_stands_among_them() -> None:
    third = changed(set_dilation(dilated("single-1"), 3))
    picture = picture_of(third, size=SIZE)
    assert [key for key, _ in kernels(picture)] == [
        "inflated-1-1", "inflated-2-2", "inflated-3-3", "inflated-4-4",
    ]  # fmt: skip
    assert marked(picture) == ["inflated-3-3"]
    assert marked(picture_of(dilated("one-axis"), size=SIZE)) == ["inflated-1-3"]


def test_the_cost_of_the_dense_kernel_stands_beside_it() -> None:
    assert picture_of(dilated("single-4"), size=SIZE).lines[0].text == (
        "For an output 9 weights, 9 MACs;  a dense 9 × 9 with the same field "
        "81 weights, 81 MACs  (multiplications; bias not counted)"
    )


def test_holes_hold_nothing_which_is_another_thing_than_a_zero() -> None:
    text = as_text(picture_of(dilated("holes"), size=SIZE))
    assert block(text, "Kernel, d = 2") == (
        "Kernel, d = 2\n"
        "0 · 1 · 2\n"
        "· · · · ·\n"
        "2 · 2 · 0\n"
        "· · · · ·\n"
        "0 · 1 · 2\n"
        "step: 5 × 5 at (1, 1)"
    )


def test_true_convolution_turns_the_inflated_kernel_too() -> None:
    turned = changed(set_flip(dilated("holes"), True))
    text = block(as_text(picture_of(turned, size=SIZE)), "Kernel, d = 1")
    assert text == "Kernel, d = 1\n2 1 0\n0 2 2\n2 1 0"


def test_a_spread_agrees_with_the_scene_s_axes() -> None:
    for key in ("holes", "one-axis", "single-4"):
        scene = dilated(key)
        spread = Spread(scene.kernel.shape, scene.parameters.dilation)
        assert spread.span == tuple(axis.effective_kernel for axis in convolved(scene).axes)


def test_where_stride_and_dilation_share_a_factor_the_cells_unread_are_as_many_as_is_said() -> None:
    rows, columns = (set(axis.unused().tolist()) for axis in convolved(dilated("stride")).axes)
    assert rows == columns == {1, 3, 5, 7}
    read = (9 - len(rows)) * (9 - len(columns))
    assert f"{81 - read} of 81 cells" in preset(Lesson.DILATED, "stride").hint
