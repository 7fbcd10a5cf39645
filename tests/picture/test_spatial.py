"""The stage of two passes as text: each pass close up, the kernel taken apart, what it costs."""

from __future__ import annotations

import doctest
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from app.content.lessons import lesson_info, preset
from app.picture.compose import compose
from app.picture.elements import Click, Outline, Panel, Rect, Stroke
from app.picture.moment import Moment
from app.picture.plots import plots_of
from app.picture.spatial import words as spatial_words
from app.state import edits, input_edits, player
from app.state.derive import Factored, derive
from app.state.scene import Detail, Kernel, Lesson, Mapping, Reveal, Scene
from app.state.spatial import edits as spatial_edits
from app.state.spatial.choices import First
from app.state.tensor import Tensor
from app.state.view import Camera, View
from tests.picture.showing import (
    block,
    equation_of,
    picture_of,
    pointing,
    result_of,
    staged,
    text_of,
)
from tests.scenes import changed, photo

LESSON = Lesson.SPATIALLY_SEPARABLE
KEYS = [each.key for each in lesson_info(LESSON).presets]
SIZES = [(560, 512), (870, 560), (1420, 830)]
DISTINCT = 1e-6


def example(key: str, **changes: object) -> Scene:
    return replace(preset(LESSON, key).build(), **changes)  # type: ignore[arg-type]


def at(shown: Scene, plane: int, row: int, column: int) -> Scene:
    return replace(shown, step=derive(shown).step_at(plane, row, column))


def marks(text: str, title: str) -> list[str]:
    return [line for line in block(text, title).split("\n") if ": " in line]


def test_the_first_pass_runs_down_the_columns() -> None:
    text = text_of(at(example("sobel"), 0, 1, 1))
    assert text.startswith(
        "Step 7 of 24, pass 1: intermediate row 2, column 2 is 2, the sum of 3 products."
    )
    assert marks(text, "Input") == ["step: 3 × 1 at (2, 2)"]
    assert block(text, "Column  3 × 1") == "Column  3 × 1\n1\n2\n1"
    assert block(text, "Intermediate").split("\n")[1:3] == ["6 4 6 9 5", "8 2 · · ·"]
    assert block(text, "Output").split("\n")[1] == "· · ·"
    assert equation_of(text) == "0·1 + 1·2 + 0·1  =  2\n(intermediate (2, 2), exact)"


def test_the_second_pass_runs_along_the_rows_of_the_intermediate() -> None:
    text = text_of(at(example("sobel"), 1, 1, 0))
    assert text.startswith("Step 19 of 24, pass 2: output row 2, column 1 is −3")
    assert marks(text, "Input") == ["thin: 3 × 3 at (2, 1)"], "what it sees through both passes"
    assert marks(text, "Intermediate") == ["step: 1 × 3 at (2, 1)"]
    assert marks(text, "Output") == ["step: (2, 1)"]
    assert equation_of(text) == "8·(−1) + 2·0 + 5·1  =  −3\n(output (2, 1), exact)"


def test_rows_may_come_first() -> None:
    shown = changed(spatial_edits.set_first(example("sobel"), First.ROW))
    text = text_of(shown)
    keys = {panel.key: panel.title for panel in picture_of(shown).panels}
    assert (keys["first"], keys["second"]) == ("Row", "Column")
    assert block(text, "Intermediate").startswith("Intermediate  5 × 3")
    assert marks(text, "Input") == ["step: 1 × 3 at (1, 1)"]


@pytest.mark.parametrize(
    ("key", "product"),
    [
        ("sobel", "Kernel = column × row\n−1  0  1\n−2  0  2\n−1  0  1"),
        ("box", "Kernel = column × row / 9\n1 1 1\n1 1 1\n1 1 1"),
    ],
)
def test_the_kernel_is_an_outer_product_of_whole_numbers(key: str, product: str) -> None:
    assert block(text_of(example(key)), "Kernel =") == product


def test_binomial_weights_are_pascals_triangle() -> None:
    picture = picture_of(example("costs-more"))
    factors = [picture.panel(key).array for key in ("table-column", "table-row")]
    assert [factor.ravel().tolist() for factor in factors if factor is not None] == [
        [1, 4, 6, 4, 1], [1, 4, 6, 4, 1],
    ]  # fmt: skip
    assert picture.panel("table").title == "Kernel = column × row / 256"


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("sobel", "81 with the full kernel, 45 + 27 = 72 in 2 passes: ratio 8/9 ≈ 0.889, cheaper"),
        ("costs-more", "25 with the full kernel, 25 + 5 = 30 in 2 passes: ratio 6/5 = 1.2, costs "
         "more"),
        ("row-first", "126 with the full kernel, 84 + 42 = 126 in 2 passes: ratio 1, the same"),
        ("two-terms", "81 with the full kernel, 90 + 54 = 144 in 4 passes: ratio 16/9 ≈ 1.78, "
         "costs more"),
    ],
)  # fmt: skip
def test_both_counts_with_the_true_ratio(key: str, said: str) -> None:
    assert f"Multiplications: {said}." in text_of(example(key))


def test_the_parameters_of_both_ways() -> None:
    assert "Parameters: 9 or 3 + 3 = 6." in text_of(example("sobel"))
    biased = changed(edits.set_bias(example("sobel"), 4))
    assert "Parameters: 9 or 3 + 3 = 6, the bias aside." in text_of(biased)
    there = at(biased, 1, 1, 0)
    assert equation_of(text_of(there)).startswith("8·(−1) + 2·0 + 5·1 + 4 bias  =  1")
    assert "bias" not in equation_of(text_of(biased)), "it is no part of the first pass"


def test_the_formula_is_filled_in_where_it_holds() -> None:
    filled = "(2N − m + 1) / (m·(N − m + 1)) = (2·5 − 5 + 1) / (5·(5 − 5 + 1)) = 6/5 = 1.2"
    assert filled in text_of(example("costs-more"))
    for other in (
        example("row-first"),
        example("two-terms"),
        changed(edits.set_padding(example("sobel"), 1)),
        changed(edits.set_stride(example("sobel"), 2)),
        changed(edits.set_dilation(example("sobel"), 2)),
    ):
        assert "(2N − m + 1)" not in text_of(other)


# ---- rank


def test_rank_1_is_exact_and_compared_on_every_output() -> None:
    text = text_of(example("sobel"))
    assert "✓ Rank 1: exact. The full kernel gives the same on all 9 outputs." in text
    assert "Error" not in text
    rounded = text_of(example("gaussian"))
    assert "✓ Rank 1: exact. The full kernel gives the same on all 614,400 outputs, but" in rounded


def test_rank_2_says_how_far_off_the_nearest_is() -> None:
    text = text_of(at(example("laplacian"), 1, 1, 0))
    weights = example("laplacian").kernel.weights.array
    values = np.linalg.svd(weights.astype(float), compute_uv=False)
    off, norm = values[1], np.linalg.norm(weights)
    said = f"off by {off:.4g} ({100 * off / norm:.3g} % of the kernel’s norm {norm:.4g})"
    assert f"✗ Rank 2: the best rank-1 approximation is {said}" in text
    assert "Its largest error of an output here: 2.5." in text
    assert block(text, "Error").split("\n")[2].split() == ["−1.112", "·", "·"]
    assert "0 empty, ±2.5 full" in text
    assert block(text, "Kernel\n") == "Kernel\n 0  1  0\n 1 −4  1\n 0  1  0"


def test_on_a_photo_the_error_has_its_mapping_and_its_largest_value() -> None:
    text = text_of(example("laplacian-photo"))
    result = result_of(example("laplacian-photo"))
    most = f"{result.furthest:.4g}"  # type: ignore[attr-defined]
    assert f"0 black, ±{most} white" in text
    panel = picture_of(example("laplacian-photo")).panel("error")
    assert panel.tone.absolute
    assert panel.tone.high == pytest.approx(float(most), rel=1e-3)


def test_both_terms_are_exact_and_what_came_before_is_added() -> None:
    shown = at(example("two-terms"), 3, 1, 0)
    text = text_of(shown)
    assert "✓ Rank 2: the 2 terms together are exact." in text
    assert "plus about −0.1124 of term 1" in text.split("\n")[0]
    assert equation_of(text).split("\n")[0].endswith("+ (−0.1124) of term 1  ≈  1")
    assert block(text, "Output").startswith("Output  3 × 3 · terms 1–2\n 5  3 −7\n 1  ·  ·")
    while_first = text_of(at(example("two-terms"), 2, 0, 0))
    assert block(while_first, "Output").startswith("Output  3 × 3 · term 1\n")
    assert "·" not in block(while_first, "Output").split("\n", 1)[1], "the first term is done"


def test_a_kernel_of_zeros_has_rank_0() -> None:
    nothing = Kernel("nothing", Tensor(np.zeros((3, 3), np.int64)))
    text = text_of(changed(edits.set_kernel(example("sobel"), nothing)))
    assert "Rank 0: every weight is 0, and so is every sum." in text


def test_the_bars_are_as_long_as_the_singular_values() -> None:
    picture = picture_of(example("laplacian"))
    bars = [panel.rect.width for panel in picture.panels if panel.key.startswith("value-")]
    values = np.linalg.svd(example("laplacian").kernel.weights.array.astype(float))[1]
    assert bars[1] / bars[0] == pytest.approx(values[1] / values[0], abs=0.02)
    assert len(bars) == 2, "the third is 0"


# ---- pointing


def test_an_input_cell_reaches_intermediate_cells() -> None:
    text = text_of(example("sobel"), pointing("input", 2, 2))
    assert text.startswith("Input row 3, column 3 is 2 and reaches 3 intermediate cells.")
    assert "reach: (1, 3), (2, 3), (3, 3)" in marks(text, "Intermediate")
    assert "reach: (1, 1), (2, 1), (3, 1)" in marks(text, "Column  3 × 1")
    assert block(text, "Adds to the intermediate cells").split("\n")[1:] == ["2", "4", "2"]


def test_an_intermediate_cell_is_an_output_and_an_input() -> None:
    shown = at(example("sobel"), 1, 2, 2)
    text = text_of(shown, pointing("middle", 1, 2))
    assert text.startswith("Pointed at: intermediate row 2, column 3 is 5")
    assert marks(text, "Input") == ["step: 3 × 1 at (2, 3)"]
    assert "reach: (2, 1), (2, 2), (2, 3)" in marks(text, "Output")
    assert "thin: (3, 3)" in marks(text, "Output"), "the present step stays marked"
    assert equation_of(text).startswith("1·1 + 2·2 + 0·1  =  5")


def test_an_output_cell_shows_its_window_on_both() -> None:
    text = text_of(example("sobel"), pointing("output", 2, 2))
    assert text.startswith("Pointed at: output row 3, column 3 is 6")
    assert marks(text, "Intermediate")[0] == "step: 1 × 3 at (3, 3)"
    assert marks(text, "Input") == ["thin: 3 × 3 at (3, 3)"]


def test_the_padding_of_the_intermediate_can_be_pointed_at() -> None:
    padded = at(changed(edits.set_padding(example("sobel"), 1)), 1, 0, 0)
    assert "[0]" in block(text_of(padded), "Intermediate")
    text = text_of(padded, pointing("middle", 0, -1))
    assert text.startswith("Intermediate row 1, column 0 is 0 and reaches")
    rows = block(text, "Input").split("\n")
    assert rows[1].split() == ["[0]"] * 5, "the first pass pads above and below alone"


def test_a_cell_of_the_table_is_the_product_of_two_weights() -> None:
    text = text_of(example("sobel"), pointing("table", 1, 0))
    assert text.startswith("Kernel row 2, column 1 is column weight 2 times row weight −1: −2.")
    assert equation_of(text) == "2 · (−1)  =  −2\n(a weight of the kernel)"
    shared = text_of(example("box"), pointing("table", 0, 0))
    assert equation_of(shared).startswith("1 · 1 / 9  ≈  0.1111")


@pytest.mark.parametrize(
    ("panel", "cell", "met"),
    [
        ("first", (1, 0), ("Input", "met: 3 × 5 at (2, 1)")),
        ("table-column", (1, 0), ("Input", "met: 3 × 5 at (2, 1)")),
        ("second", (0, 2), ("Intermediate", "met: 3 × 3 at (1, 3)")),
        ("table-row", (0, 2), ("Intermediate", "met: 3 × 3 at (1, 3)")),
    ],
)
def test_a_weight_meets_cells_of_its_pass(
    panel: str, cell: tuple[int, int], met: tuple[str, str]
) -> None:
    text = text_of(at(example("sobel"), 1, 0, 0), pointing(panel, *cell))
    assert met[1] in marks(text, met[0])
    assert text.startswith("Weight ")


def test_a_cell_of_the_close_up_is_found_on_what_it_reads() -> None:
    shown = at(example("sobel"), 1, 1, 1)
    text = text_of(shown, pointing("window", 0, 2))
    assert text.startswith("Intermediate row 2, column 4 is 9 and reaches 2 outputs.")
    assert "reach: (1, 2), (1, 3)" in marks(text, "Row  1 × 3"), "two outputs, two weights"


def test_clicks_choose_steps_of_either_pass() -> None:
    panels = {panel.key: panel for panel in picture_of(example("sobel")).panels}
    chosen = {key: panel.plane for key, panel in panels.items() if panel.click is Click.STEP}
    assert chosen == {"middle": 0, "output": 1}


# ---- tap by tap, motion, photos, pending


def test_tap_by_tap_in_either_pass() -> None:
    begun = replace(at(example("sobel"), 1, 0, 0), detail=Detail.TAP, tap=1)
    text = text_of(begun)
    assert equation_of(text).endswith("(output (1, 1), 2 of 3 products)")
    assert marks(text, "Row  1 × 3") == ["step: (1, 2)"]
    assert block(text, "Output").split("\n")[1] == "· · ·"


def test_the_window_glides_within_a_pass_and_jumps_between_them() -> None:
    shown = at(example("sobel"), 0, 0, 3)
    stage = replace(staged(shown), moment=Moment(2, 0, 3, 0.5))
    glides = [
        mark.cells.x for mark in compose(stage).marks
        if isinstance(mark, Outline) and mark.panel == "input" and mark.stroke is Stroke.STEP
    ]  # fmt: skip
    assert glides == [2.5]
    second = at(example("sobel"), 1, 0, 0)
    waiting = replace(staged(second), moment=Moment(second.step - 1, 0, second.step, 0.5))
    outlines = [
        mark.cells for mark in compose(waiting).marks
        if isinstance(mark, Outline) and mark.panel == "middle" and mark.stroke is Stroke.STEP
    ]  # fmt: skip
    assert outlines == [Rect(4, 2, 1, 1)], "the last step of the first pass"


def test_before_the_result_the_step_is_told_already() -> None:
    text = text_of(example("sobel-photo"), pending=True)
    assert "computing …" in text
    assert "Multiplications: 5,500,836 with the full kernel" in text
    assert "(output (" in equation_of(text)


def test_all_pictures_show_the_same_place() -> None:
    view = View(camera=Camera(300.0, 200.0, 24.0))
    picture = picture_of(example("laplacian-photo"), view)
    for key in ("input", "middle", "output", "error"):
        panel = picture.panel(key)
        assert panel.frame is not None
        x, y = panel.visible.centre
        assert panel.frame.x + x * panel.frame.dx == pytest.approx(300.0, abs=DISTINCT)
        assert panel.frame.y + y * panel.frame.dy == pytest.approx(200.0, abs=DISTINCT)


def test_a_large_photo_is_dimmed_beyond_the_step_of_its_pass() -> None:
    opened = changed(input_edits.set_image(example("sobel"), photo(300, 400)))
    picture = picture_of(opened)
    assert picture.panel("middle").known is None
    intermediate = 298 * 400
    assert picture.panel("output").known == opened.step - intermediate + 1
    assert not picture.panel("output").hide


@pytest.mark.parametrize("mapping", list(Mapping))
def test_every_mapping_is_stated_under_the_output(mapping: Mapping) -> None:
    shown = example("sobel-photo", mapping=mapping)
    assert mapping.value in text_of(shown)


def test_the_whole_output_of_a_toy_can_be_shown() -> None:
    text = text_of(example("sobel", reveal=Reveal.WHOLE))
    assert "·" not in block(text, "Output").split("\n", 1)[1]


@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("presenting", [False, True])
def test_everything_lies_on_the_stage_and_nothing_on_another(
    key: str, size: tuple[float, float], presenting: bool
) -> None:
    shown = example(key)
    derived = derive(shown)
    assert isinstance(derived, Factored)
    for plane in (0, 1):
        there = at(shown, plane, 0, 0)
        picture = compose(staged(there, size=size, presenting=presenting))
        assert picture.equation is not None
        for panel in picture.panels:
            assert panel.rect.x >= -0.5, panel.key
            assert panel.rect.right <= size[0] + 0.5, panel.key
            assert panel.rect.bottom <= picture.equation.rect.y + 0.5, panel.key
        for one, other in combinations(picture.panels, 2):
            assert not _overlap(one, other), (one.key, other.key)


def _overlap(one: Panel, other: Panel) -> bool:
    shared = one.rect.intersected(other.rect)
    return shared.width > 1 and shared.height > 1


def test_the_plots_are_the_values_and_the_ratio_by_size() -> None:
    values, ratios = plots_of(derive(example("laplacian")), None, "row")
    assert [series.name for series in values.series] == ["summed", "left out"]
    assert sum(value**2 for series in values.series for value in series.y) == pytest.approx(20)
    by_size = dict(zip(ratios.series[0].x, ratios.series[0].y, strict=True))
    assert by_size[3] == pytest.approx(8 / 9)
    assert by_size[5] == pytest.approx(6 / 5)
    assert ratios.marker == 3
    assert max(by_size) == 5, "a larger kernel does not fit"


def test_examples_in_words_hold() -> None:
    assert doctest.testmod(spatial_words).failed == 0


@pytest.mark.parametrize("size", [(561, 514), (903, 546), (1446, 858)])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.7, 1.0])
def test_lines_to_the_close_up_run_through_no_panel(size: tuple[int, int], share: float) -> None:
    scene = preset(Lesson.SPATIALLY_SEPARABLE, "sobel-photo").build()
    shown = player.seek(scene, round(share * (player.length(scene) - 1)))
    picture = compose(staged(shown, None, size, pending=True))
    if share == 0.7 and size[0] > 700:
        assert picture.connectors
    ends = {picture.place.panel, "window"}
    others = [panel.rect for panel in picture.panels if panel.key not in ends]
    for line in picture.connectors:
        for rect in others:
            for at in np.linspace(0, 1, 200):
                x, y = line.x1 + at * (line.x2 - line.x1), line.y1 + at * (line.y2 - line.y1)
                assert not rect.contains(x, y)
