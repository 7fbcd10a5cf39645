"""The stage of transposed convolution as text: one step in three pictures, and whether they
agree."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.content.lessons import preset
from app.content.presets.convolution import Preset
from app.content.presets.transposed import TRANSPOSED_PRESETS
from app.picture.compose import compose
from app.picture.elements import Click, Outline, Stroke, Tag, Veil, Veils, Weight
from app.state import edits, player
from app.state.derive import derive
from app.state.scene import Detail, Lesson, Parameters, Scene
from app.state.settling import settled
from app.state.turned import edits as turned_edits
from app.state.turned.choices import Walk
from tests.measures import FixedMeasure
from tests.picture.showing import block, equation_of, picture_of, pointing, staged, text_of
from tests.scenes import changed, scene


def example(key: str, step: int = 0) -> Scene:
    return replace(preset(Lesson.TRANSPOSED, key).build(), step=step)


def lines(text: str, title: str) -> list[str]:
    return [line for line in block(text, title).split("\n") if ": " in line]


def test_one_step_drives_all_three_pictures() -> None:
    text = text_of(example("literature", 5))
    assert text.startswith("Step 6 of 16: output row 2, column 2 is 9; 4 stamps reach it.")
    assert lines(text, "Input y") == ["reach: (1, 1), (1, 2), (2, 1), (2, 2)"]
    assert lines(text, "Stamps") == [
        "thin: 3 × 3 at (1, 1), 3 × 3 at (1, 2), 3 × 3 at (2, 1), 3 × 3 at (2, 2)",
        "step: (2, 2)",
    ]
    assert lines(text, "Stretched y") == ["step: 3 × 3 at (0, 0)"]
    assert lines(text, "Cᵀ") == ["step: 1 × 4 at (6, 1)"]
    assert lines(text, "y\n") == ["reach: 4 × 1 at (1, 1)"]
    assert equation_of(text) == "1·2 + 2·2 + 3·1 + 4·0  =  9\n(output (2, 2), exact)"


def test_the_three_agree_computed_on_all_cells() -> None:
    text = text_of(example("literature"))
    assert "✓ the three agree on every cell" in text
    assert "largest difference 0, computed on all 16 cells" in text
    assert "computing …" in text_of(example("literature"), pending=True)


def test_without_the_turn_the_disagreement_is_shown_cell_by_cell() -> None:
    shown = example("no-turn", 5)
    text = text_of(shown)
    assert "✗ without the turn it is another map: 16 of 16 cells differ" in text
    assert block(text, "Without the turn").split("\n")[1].split() == ["2", "5", "2", "0"]
    veils = [mark for mark in picture_of(shown).marks if isinstance(mark, Veils)]
    differs = next(mark for mark in veils if mark.kind is Veil.DIFFERS)
    assert len(differs.cells) == 6, "only as far as the steps have come"
    assert "Kernel, not turned" in text


def test_a_kernel_that_looks_the_same_turned_is_named() -> None:
    text = text_of(example("symmetric"))
    assert "✓ the three agree on every cell" in text
    assert "this kernel looks the same turned; largest difference 0" in text


def test_by_input_a_step_is_a_stamp_a_place_and_a_column() -> None:
    text = text_of(example("by-input", 1))
    assert text.startswith("Step 2 of 4: input row 1, column 2 is 2; its stamp reaches 9 outputs.")
    assert lines(text, "Input y") == ["step: (1, 2)"]
    assert lines(text, "Stamps") == ["step: 3 × 3 at (1, 2)"]
    assert block(text, "Stamps").split("\n")[1:5] == ["0 1 4 4", "2 6 4 0", "0 1 4 4", "0 0 0 0"]
    assert lines(text, "Stretched y") == ["step: (1, 2)"]
    assert "step: 16 × 1 at (1, 2)" in lines(text, "Cᵀ")
    assert equation_of(text).startswith("input (1, 2) = 2   →(1, 2) 2·0")


def test_stamps_add_up_to_the_result() -> None:
    last = text_of(example("by-input", 3))
    assert block(last, "Stamps").split("\n")[1:5] == [
        " 0  1  4  4", " 2  9 14  8", " 6 15 12  4", " 0  3 10  8",
    ]  # fmt: skip


def test_inserted_zeros_are_hatched_and_padding_stands_in_brackets() -> None:
    shown = example("figure-4-7")
    text = text_of(shown)
    assert block(text, "Stretched y").startswith("Stretched y  5 × 5, padded by 1")
    veils = [mark for mark in picture_of(shown).marks if isinstance(mark, Veils)]
    hatched = next(mark for mark in veils if mark.kind is Veil.INSERTED)
    assert sum(round(cells.width * cells.height) for cells in hatched.cells) == 25 - 9
    assert "forward, a side of 5 or 6 becomes 3 × 3; output padding 1 picks 6 × 6" in text


def test_where_padding_crops_more_than_the_kernel_reaches_the_input_is_cropped() -> None:
    y = np.arange(1, 26).reshape(5, 5)
    shown = replace(scene(y, weights=[[2]]), lesson=Lesson.TRANSPOSED)
    text = text_of(changed(edits.set_padding(shown, 1)))
    assert block(text, "Stretched y").split("\n")[0] == "Stretched y  3 × 3, cropped by 1"
    assert "✓ the three agree" in text


def test_a_cell_that_no_stamp_reaches_says_so() -> None:
    shown = example("uncovered")
    last = replace(shown, step=derive(shown).steps - 1)
    text = text_of(last)
    assert "no stamp reaches it" in text
    assert equation_of(text) == (
        "output (8, 8)  =  0\n(no stamp reaches this cell: nothing is added here)"
    )
    with_bias = replace(last, parameters=replace(last.parameters, bias=4))
    assert equation_of(text_of(with_bias)).endswith("only the bias is here)")


@pytest.mark.parametrize(
    ("panel", "row", "column"),
    [("input", 1, 0), ("operand", 2, 0), ("stretched", 1, 0)],
)
def test_pointing_at_an_input_shows_its_stamp_in_all_three(
    panel: str, row: int, column: int
) -> None:
    text = text_of(example("literature"), pointing(panel, row, column))
    assert text.startswith("Input row 2, column 1 is 3; its stamp reaches 9 outputs.")
    assert "reach: 3 × 3 at (2, 1)" in lines(text, "Stamps")
    assert "reach: 16 × 1 at (1, 3)" in lines(text, "Cᵀ")


@pytest.mark.parametrize(
    ("panel", "row", "column"),
    [("output", 1, 2), ("stamps", 1, 2), ("column", 6, 0), ("matrix", 6, 1)],
)
def test_pointing_at_a_result_shows_its_row_in_all_three(panel: str, row: int, column: int) -> None:
    text = text_of(example("literature"), pointing(panel, row, column))
    assert text.startswith("Pointed at: output row 2, column 3 is 14; 4 stamps reach it.")
    assert lines(text, "Cᵀ")[-1] == "step: 1 × 4 at (7, 1)"


def test_an_inserted_zero_points_at_nothing() -> None:
    shown = example("stride-2")
    assert text_of(shown, pointing("stretched", 0, 1)) == text_of(shown)


def test_tap_by_tap_the_stamps_come_one_after_another() -> None:
    begun = replace(example("literature", 5), detail=Detail.TAP, tap=1)
    text = text_of(begun)
    assert equation_of(text) == "1·2 + 2·2  =  6\n(output (2, 2), 2 of 4 products)"
    outlines = [
        mark for mark in picture_of(begun).marks
        if isinstance(mark, Outline) and mark.panel == "stamps" and mark.stroke is Stroke.THIN
    ]  # fmt: skip
    assert len(outlines) == 2


def test_clicks_follow_what_a_step_is() -> None:
    by_output = {panel.key: panel.click for panel in picture_of(example("literature")).panels}
    by_input = {panel.key: panel.click for panel in picture_of(example("by-input")).panels}
    assert (by_output["matrix"], by_output["stamps"], by_output["input"]) == (
        Click.ROW, Click.STEP, Click.PIN,
    )  # fmt: skip
    assert (by_input["matrix"], by_input["stamps"], by_input["input"]) == (
        Click.COLUMN, Click.PIN, Click.STEP,
    )  # fmt: skip


def test_on_a_photo_the_lens_shows_the_inputs_that_meet() -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (120, 150), np.uint8)
    photo = scene(pixels, parameters=Parameters(stride=(2, 2)))
    shown = replace(photo, lesson=Lesson.TRANSPOSED, step=40 * 301 + 60)
    text = text_of(shown)
    assert "Inputs  2 × 2" in text
    assert "✓ both ways agree" in text
    picture = picture_of(shown)
    assert "matrix" not in [panel.key for panel in picture.panels]
    assert picture.panel("output").shape == (241, 301)
    by_input = changed(turned_edits.set_walk(shown, Walk.INPUT))
    assert text_of(by_input).startswith("Step 1 of 18,000: input row 1, column 1")


@pytest.mark.parametrize("preset", TRANSPOSED_PRESETS, ids=lambda preset: preset.key)
@pytest.mark.parametrize("size", [(420, 320), (870, 560), (1380, 860)])
def test_every_example_stands_on_every_stage(preset: Preset, size: tuple[int, int]) -> None:
    shown = preset.build()
    picture = picture_of(shown, size=size)
    for panel in picture.panels:
        assert panel.rect.width > 0
        assert panel.rect.x >= -1
        assert panel.rect.right <= size[0] + 1, panel.key
        assert panel.rect.bottom <= size[1] + 1, panel.key


@given(
    st.integers(1, 4), st.integers(1, 4), st.integers(1, 3), st.integers(1, 2), st.integers(0, 3)
)
def test_any_layer_can_be_shown(
    size: int, kernel: int, stride: int, dilation: int, padding: int
) -> None:
    parameters = Parameters(
        (stride, stride), (dilation, dilation), ((padding, padding), (padding, padding))
    )
    y, weights = np.ones((size, size), np.int64), np.ones((kernel, kernel), np.int64)
    shown = replace(scene(y, weights=weights, parameters=parameters), lesson=Lesson.TRANSPOSED)
    if not hasattr(settled(shown, shown, "", ""), "scene"):
        return
    for walk in Walk:
        walked = changed(turned_edits.set_walk(shown, walk))
        stage = staged(walked)
        assert picture_of(walked).spoken
        assert stage.result is not None
    tags = [mark for mark in picture_of(shown).marks if isinstance(mark, Tag)]
    assert all(tag.panel == "stretched" for tag in tags)


def test_on_a_narrow_stage_the_verdict_keeps_its_size_and_its_card() -> None:
    picture = compose(staged(example("no-turn", 5), size=(561, 514)))
    said = [label for label in picture.labels if label.statement]
    headline = [label for label in said if label.weight is Weight.SEMIBOLD]
    assert " ".join(label.text for label in headline).endswith("16 of 16 cells differ")
    assert min(label.size for label in headline) >= 11
    card = picture.cards[3]
    assert all(card.y < label.y - label.size / 2 for label in said)
    assert all(label.y + label.size / 2 < card.bottom for label in said)


def test_every_weight_of_every_row_is_in_view_while_presenting() -> None:
    for key in ("stride-2", "figure-4-6"):
        shown = example(key)
        for step in range(derive(shown).steps):
            picture = compose(
                staged(player.at_step(shown, step), size=(1366, 768), presenting=True)
            )
            matrix = picture.panel("matrix")
            assert matrix.held is not None
            for column in range(matrix.shape[1]):
                if matrix.held[step, column]:
                    assert matrix.visible.contains(column + 0.5, step + 0.5), (key, step)


def test_titles_and_captions_stay_within_their_cards() -> None:
    for size in ((561, 514), (870, 560)):
        picture = compose(staged(example("stride-2"), size=size))
        for label in picture.labels:
            wide = FixedMeasure().width(label.text, label.size, label.weight)
            cards = [card for card in picture.cards if card.contains(label.x, label.y)]
            if label.anchor == "left" and label.text.startswith(("Kernel", "3 ×", "Stretched")):
                assert label.x + wide <= cards[0].right, label.text


def test_the_layout_of_the_weights_is_said_with_their_sizes() -> None:
    text = text_of(example("figure-4-2"))
    assert "C_in × C_out/groups × kH × kW, here 1 × 1 × 4 × 4" in text
