"""The stage of 3D convolution as text: piles, slices, views, the contrast, hovering both ways."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.content.presets.solid import SOLID_PRESETS
from app.picture.compose import compose
from app.picture.elements import Click, Outline, Picture, Rect, Stroke, Veil, Veils
from app.picture.moment import Moment
from app.picture.plots import plots_of
from app.picture.readout.text import as_text
from app.state import edits
from app.state.derive import derive
from app.state.player import at_step
from app.state.scene import Detail, Reveal, Scene
from app.state.solid import kernel_edits, volume_edits
from app.state.solid.choices import Arrangement
from app.state.view import Target, View
from tests.picture.showing import (
    USUAL,
    Size,
    block,
    equation_of,
    picture_of,
    pointing,
    staged,
    text_of,
)
from tests.scenes import changed
from tests.solids import arranged, counted, derived, example, result_of, solid, volume

SIZES: tuple[Size, ...] = ((520, 420), (640, 470), USUAL, (1400, 860), (2800, 1900))


def outlines(picture: Picture, panel: str, stroke: Stroke) -> list[Rect]:
    return [
        mark.cells
        for mark in picture.marks
        if isinstance(mark, Outline) and mark.panel == panel and mark.stroke is stroke
    ]


def shown(scene: Scene, plane: int, row: int, column: int) -> Scene:
    return at_step(scene, derive(scene).step_at(plane, row, column))


def far(*shape: int) -> Scene:
    """A large volume under 3 × 3 × 3, in its middle."""
    voxels = np.random.default_rng(2).integers(0, 256, shape, np.uint8)
    return changed(volume_edits.set_volume(example("cube"), volume(voxels, "noise", 255)))


# ---- the step in numbers


def test_the_step_is_told_slice_by_slice() -> None:
    text = text_of(example("cube"))
    assert text.startswith(
        "Step 1 of 27: output slice 1, row 1, column 1 is 71, the sum of 27 products from "
        "slices 1 to 3."
    )
    assert equation_of(text) == (
        "slice 1  0·0 + 1·1 + 4·2 + 2·2 + 3·2 + 1·0 + 4·0 + 0·1 + 3·2 = 25\n"
        "slice 2  3·0 + 0·1 + 4·2 + 0·0 + 2·1 + 1·2 + 2·2 + 4·2 + 3·0 = 24\n"
        "slice 3  1·2 + 4·2 + 4·0 + 3·0 + 1·1 + 1·2 + 0·0 + 3·1 + 3·2 = 22\n"
        "together  25 + 24 + 22  =  71\n"
        "(output (1, 1, 1), exact)"
    )


def test_the_close_up_holds_window_and_products_of_every_slice() -> None:
    text = text_of(example("cube"), None)
    assert block(text, "Window in slice 2") == "Window in slice 2\n3 0 4\n0 2 1\n2 4 3"
    assert block(text, "Products 3") == "Products 3\n2 8 0\n0 1 2\n0 3 6"
    labels = [label.text for label in picture_of(example("cube")).labels]
    assert [text for text in labels if text.startswith("Σ ")] == ["Σ 25", "Σ 24", "Σ 22"]


def test_a_roomy_stage_shows_the_kernel_between_window_and_products() -> None:
    keys = {panel.key for panel in picture_of(example("cube"), size=(1400, 860)).panels}
    assert {"weights-0", "weights-1", "weights-2"} <= keys


def test_a_large_kernel_s_close_up_shows_one_slice_and_all_sums() -> None:
    picture = picture_of(example("vessels"))
    keys = [panel.key for panel in picture.panels]
    assert [key for key in keys if key.startswith("window-")] == ["window-2"]
    sums = picture.panel("sums")
    step = derived(example("vessels")).step
    assert sums.array is not None
    assert sums.array[:, 0] == pytest.approx(step.products[0].sum(axis=(1, 2)))
    other = picture_of(example("vessels"), pointing("sums", 4, 0))
    assert other.panel("window-4").title == "Window in slice 48"


def test_a_sum_with_a_bias_says_so() -> None:
    scene = changed(edits.set_bias(example("cube"), -70))
    assert "25 + 24 + 22 + (−70) bias  =  1" in text_of(scene)


def test_tap_by_tap_products_appear_slice_after_slice() -> None:
    scene = replace(changed(edits.set_detail(example("cube"), Detail.TAP)), tap=10)
    text = text_of(scene)
    assert "is 25 after 11 of 27 products" in text
    assert equation_of(text).splitlines()[:2] == [
        "slice 1  0·0 + 1·1 + 4·2 + 2·2 + 3·2 + 1·0 + 4·0 + 0·1 + 3·2 = 25",
        "slice 2  3·0 + 0·1 = 0",
    ]
    picture = picture_of(scene)
    assert outlines(picture, "kernel-1", Stroke.STEP) == [Rect(1, 0, 1, 1)]
    assert Rect(1, 0, 1, 1) in outlines(picture, "input-1", Stroke.REACH)
    assert not outlines(picture, "kernel-0", Stroke.STEP)


# ---- the box in the volume


def test_the_window_is_outlined_on_every_slice_that_it_meets() -> None:
    scene = shown(example("cube"), 1, 0, 2)
    picture = picture_of(scene)
    box = [Rect(2, 0, 3, 3)]
    assert [outlines(picture, f"input-{at}", Stroke.STEP) for at in range(5)] == [
        [], box, box, box, [],
    ]  # fmt: skip
    assert outlines(picture, "output-1", Stroke.STEP) == [Rect(2, 0, 1, 1)]
    assert len(picture.connectors) >= 4 + 2 * 4, "edges in depth, and what is hidden"


def test_slices_in_front_of_the_window_are_of_glass() -> None:
    picture = picture_of(shown(example("cube"), 2, 1, 1))
    glass = {panel.key for panel in picture.panels if panel.glass}
    assert glass == {"input-0", "input-1", "output-0", "output-1"}
    window = picture.panel("input-2")
    x, y = window.to_pixels(Rect(1, 3, 1, 1)).centre
    assert picture.panel("input-0").cell_at(x, y) is not None
    assert picture.hit(x, y) == Target("input-2", 3, 1)
    alone = picture.panel("input-0").to_pixels(Rect(0, 4, 1, 1)).centre
    assert picture.hit(*alone) == Target("input-0", 4, 0), "where nothing stands behind it"
    there = picture_of(shown(example("cube"), 2, 1, 1), pointing("output-0", 2, 0))
    assert not there.panel("output-0").glass, "what is pointed at can be read"


def test_a_dilated_window_leaves_out_the_slices_between() -> None:
    picture = picture_of(example("dilated"))
    assert outlines(picture, "input-0", Stroke.STEP) == [Rect(0, 0, 3, 3)]
    assert outlines(picture, "input-1", Stroke.THIN) == [Rect(0, 0, 3, 3)]
    held = [mark for mark in picture.marks if isinstance(mark, Veils) and mark.kind is Veil.HOLE]
    assert {mark.panel for mark in held} == {"input-1", "input-3"}
    assert "2 slices unused" in as_text(picture)


def test_padding_adds_slices_in_front_and_behind() -> None:
    text = text_of(example("same"))
    zeros = "\n".join([" ".join(["[0]"] * 6)] * 6)
    assert block(text, "Input, padding slice 0").startswith(f"Input, padding slice 0\n{zeros}")
    assert block(text, "Input, padding slice 5")
    assert "[0]   0   1   4   4 [0]" in block(text, "Input, slice 1")


def test_replicated_padding_slices_show_the_slice_that_they_repeat() -> None:
    scene = changed(edits.set_padding_mode(example("same"), "replicate"))
    panel = picture_of(scene).panel("input--1")
    assert panel.value_at(0, 0) == derived(scene).geometry.block[0, 0, 0]
    assert panel.value_at(-1, 4) == derived(scene).geometry.block[0, 0, 3]


def test_the_output_fills_slice_by_slice() -> None:
    picture = picture_of(shown(example("cube"), 1, 1, 0))
    assert picture.panel("output-0").known is None
    assert picture.panel("output-1").known == 4
    assert picture.panel("output-2").known == 0
    whole = replace(shown(example("cube"), 1, 1, 0), reveal=Reveal.WHOLE)
    assert not picture_of(whole).panel("output-2").hide


def test_slices_side_by_side_all_have_their_numbers() -> None:
    picture = picture_of(example("fanned"))
    slices = [panel for panel in picture.panels if panel.key.startswith("input-")]
    assert len(slices) == 5
    assert all(panel.numbers > 0 and not panel.piled and not panel.glass for panel in slices)
    apart = [(a, b) for a in slices for b in slices if a is not b]
    assert all(not a.rect.intersected(b.rect).width for a, b in apart)


# ---- pointing


def test_an_input_cell_lights_up_all_the_outputs_that_it_reaches() -> None:
    scene = example("cube")
    text = text_of(scene, pointing("input-1", 2, 2))
    assert text.startswith("Input slice 2, row 3, column 3 is 3 and reaches 18 outputs in 2 slices")
    picture = picture_of(scene, pointing("input-1", 2, 2))
    assert len(outlines(picture, "output-0", Stroke.REACH)) == 9
    assert len(outlines(picture, "output-1", Stroke.REACH)) == 9
    assert not outlines(picture, "output-2", Stroke.REACH)
    assert equation_of(text).startswith("input (2, 3, 3) = 3\n→ slice 1: 3·0   3·2")


def test_an_output_cell_shows_its_own_box_and_equation() -> None:
    picture = picture_of(example("cube"), pointing("output-2", 1, 1))
    total = result_of(example("cube")).block[2, 1, 1]
    assert picture.spoken.startswith(
        f"Pointed at: output slice 3, row 2, column 2 is {total}, the sum of 27 products from "
        "slices 3 to 5"
    )
    assert outlines(picture, "input-4", Stroke.STEP) == [Rect(1, 1, 3, 3)]
    assert outlines(picture, "output-0", Stroke.THIN) == [Rect(0, 0, 1, 1)], "the present step"


def test_a_kernel_cell_shows_the_inputs_that_it_meets_in_each_slice() -> None:
    picture = picture_of(example("cube"), pointing("kernel-2", 0, 1))
    assert picture.spoken == (
        "Kernel slice 3, row 1, column 2 is 2 and meets input slice 3, row 1, column 2 in this "
        "step."
    )
    met = [mark for mark in picture.marks if isinstance(mark, Veils) and mark.kind is Veil.MET]
    assert {mark.panel for mark in met} == {"input-2", "input-3", "input-4"}
    assert all(mark.cells == (Rect(1, 0, 3, 3),) for mark in met)


def test_a_window_s_cell_is_a_tap_and_an_input() -> None:
    picture = picture_of(example("cube"), pointing("window-1", 2, 0))
    assert picture.spoken.startswith("Input slice 2, row 3, column 1 is 2")
    assert Rect(0, 2, 1, 1) in outlines(picture, "window-1", Stroke.REACH)


def test_a_padding_cell_is_followed_on_its_own() -> None:
    text = text_of(example("same"), pointing("input--1", 0, 0))
    assert text.startswith("Input slice 0, row 1, column 1 is 0 and reaches")


@pytest.mark.parametrize(
    "target",
    [("input-9", 0, 0), ("output-0", 9, 9), ("window-0", 5, 5), ("kernel-0", 7, 7)],
)
def test_what_is_not_there_leaves_the_step_as_it_is(target: Any) -> None:
    assert picture_of(example("cube"), pointing(*target)).spoken.startswith("Step 1 of 27")


# ---- the same numbers twice


def test_the_lesson_opens_with_the_same_numbers_twice() -> None:
    assert SOLID_PRESETS[0].key == "twice"
    text = text_of(example("twice"))
    roomy = as_text(picture_of(example("twice"), size=(1400, 860)))
    assert "Read as channels, a 2D convolution: the kernel is as deep as the stack" in roomy
    assert "Read as slices, a 3D convolution: the kernel has room to slide in depth" in roomy
    assert "w of a 3D layer is C_out × C_in × kD × kH × kW" in text
    assert equation_of(text).startswith(
        "as channels, 2D:  7 + 4 + 8  =  19\nas slices, 3D:  7 + 4  =  11"
    )
    assert block(text, "One plane").splitlines()[1:4] == ["19  ·  ·", " ·  ·  ·", " ·  ·  ·"]


def test_one_window_goes_through_all_channels_the_other_through_two_slices() -> None:
    picture = picture_of(example("twice"))
    box = [Rect(0, 0, 2, 2)]
    assert [outlines(picture, f"channel-{at}", Stroke.STEP) for at in range(3)] == [box] * 3
    assert [outlines(picture, f"input-{at}", Stroke.STEP) for at in range(3)] == [box, box, []]
    assert len([panel for panel in picture.panels if panel.key.startswith("deep-")]) == 3
    assert len([panel for panel in picture.panels if panel.key.startswith("output-")]) == 2


def test_the_plane_leads_to_the_same_row_and_column_of_the_volume() -> None:
    plane = picture_of(example("twice")).panel("plane")
    assert plane.click is Click.CUT
    assert plane.cut is not None
    assert (plane.cut.down, plane.cut.across) == (1, 2)
    pointed = picture_of(example("twice"), pointing("plane", 2, 1))
    assert pointed.spoken.startswith("Pointed at: output slice 1, row 3, column 2")


# ---- large volumes


def test_a_large_volume_is_seen_in_three_views_through_the_step() -> None:
    scene = far(20, 40, 30)
    picture = picture_of(scene)
    voxels = derived(scene).geometry.block
    depth, row, column = (at + 1 for at in derive(scene).place(scene.step))
    for name, cut in (
        ("axial", voxels[depth]),
        ("coronal", voxels[:, row]),
        ("sagittal", voxels[:, :, column]),
    ):
        panel = picture.panel(f"input-{name}")
        assert panel.array is not None
        assert np.array_equal(panel.array, cut)
        assert panel.click is Click.CUT
    block_ = result_of(scene).block
    assert np.array_equal(picture.panel("output-coronal").array, block_[:, row - 1])  # type: ignore[arg-type]
    assert outlines(picture, "input-axial", Stroke.STEP) == [Rect(column - 1, row - 1, 3, 3)]
    assert outlines(picture, "input-sagittal", Stroke.STEP) == [Rect(row - 1, depth - 1, 3, 3)]


def test_a_click_on_a_view_of_the_input_means_the_nearest_window() -> None:
    scene = far(20, 40, 30)
    cut = picture_of(scene).panel("input-coronal").cut
    assert cut is not None
    assert (cut.down, cut.across) == (0, 2)
    assert cut.rows.tolist() == [0, *range(18), 17]
    assert cut.columns[[0, 1, 2, 29]].tolist() == [0, 0, 1, 27]


def test_views_keep_their_arrays_from_step_to_step_in_the_same_slice() -> None:
    scene = far(20, 40, 30)
    here, there = picture_of(scene), picture_of(replace(scene, step=scene.step + 1))
    assert here.panel("input-coronal").array is there.panel("input-coronal").array
    assert here.panel("input-axial").array is there.panel("input-axial").array


def test_pointing_at_a_view_points_at_the_volume() -> None:
    scene = far(20, 40, 30)
    depth, row, column = (at + 1 for at in derive(scene).place(scene.step))
    picture = picture_of(scene, pointing("input-sagittal", 4, 7))
    assert picture.spoken.startswith(f"Input slice 5, row 8, column {column + 1} is")
    other = picture_of(scene, pointing("output-coronal", 3, 6))
    assert other.spoken.startswith(f"Pointed at: output slice 4, row {row}, column 7 is")
    assert depth


def test_a_toy_can_be_seen_in_three_views_too() -> None:
    scene = arranged(example("cube"), Arrangement.VIEWS)
    assert picture_of(scene).panel("input-axial").numbers > 0
    assert "Input, coronal" in text_of(scene)


def test_while_it_is_computed_the_stage_says_so() -> None:
    text = text_of(far(20, 40, 30), pending=True)
    assert "computing …" in text
    assert "Step " in text


# ---- layout


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("key", [preset.key for preset in SOLID_PRESETS])
def test_nothing_leaves_the_stage_and_no_panel_lies_on_another_volume_s(
    key: str, size: Size
) -> None:
    picture = picture_of(example(key), size=size)
    for panel in picture.panels:
        assert panel.rect.x >= -1, panel.key
        assert panel.rect.right <= size[0] + 1, panel.key
        assert panel.rect.y >= -1, panel.key
        assert picture.equation is not None
        assert panel.rect.bottom <= picture.equation.rect.y + 1, panel.key
    kinds = {panel.key: panel.key.partition("-")[0] for panel in picture.panels}
    for one in picture.panels:
        for other in picture.panels:
            views = any(
                each.key.endswith(("axial", "coronal", "sagittal")) for each in (one, other)
            )
            if one is other or (kinds[one.key] == kinds[other.key] and not views):
                continue
            over = one.rect.intersected(other.rect)
            assert over.width * over.height < 2, (one.key, other.key)


@pytest.mark.parametrize("key", ["twice", "cube", "vessels"])
def test_presenting_keeps_letters_large_enough(key: str) -> None:
    scene, size = example(key), (1920.0, 1000.0)
    picture = compose(staged(scene, size=size, presenting=True))
    assert min(label.size for label in picture.labels) >= 0.02 * size[1]


def test_a_glide_moves_within_a_slice_and_jumps_to_another() -> None:
    scene = example("cube")
    stage = staged(replace(scene, step=1))
    halfway = compose(replace(stage, moment=Moment(0, toward=1, phase=0.5)))
    assert outlines(halfway, "input-0", Stroke.STEP) == [Rect(0.5, 0, 3, 3)]
    turned = compose(replace(staged(replace(scene, step=9)), moment=Moment(8, toward=9, phase=0.5)))
    assert outlines(turned, "input-0", Stroke.STEP) == [Rect(2, 2, 3, 3)], "not before it is there"


def test_plots_show_the_values_and_the_present_line() -> None:
    scene = shown(example("cube"), 1, 1, 2)
    values, profile = plots_of(derive(scene), result_of(scene), "row")
    assert [series.name for series in values.series] == ["input", "output"]
    block_ = derived(scene).geometry.block
    assert list(profile.series[0].y) == block_[2, 2].tolist()
    assert list(profile.series[1].y) == result_of(scene).block[1, 1].tolist()
    assert profile.title == "Profile in slice 2 of the output"


def test_numbers_of_a_slice_never_change_their_size_within_a_volume() -> None:
    picture = picture_of(solid(10.0 ** counted(3, 4, 4).clip(0, 30), np.ones((2, 2, 2), np.int64)))
    sizes = {panel.numbers for panel in picture.panels if panel.key.startswith("input-")}
    assert len(sizes) == 1


def test_an_empty_view_is_the_same_picture_again() -> None:
    scene = example("cube")
    assert as_text(picture_of(scene, View())) == text_of(scene)


def test_the_close_up_of_an_input_cell_shows_what_it_adds_to_each_slice() -> None:
    text = text_of(example("cube"), pointing("input-1", 2, 2))
    assert block(text, "Input cell") == "Input cell\n3"
    assert block(text, "To slice 2") == "To slice 2\n2 1 0\n0 2 2\n2 1 0"
    assert block(text, "Adds to slice 2") == "Adds to slice 2\n6 3 0\n0 6 6\n6 3 0"
    kernel = derived(example("cube")).geometry.weights
    shown_ = picture_of(example("cube"), pointing("input-1", 2, 2)).panel("fan-weights-0").array
    assert shown_ is not None
    assert np.array_equal(shown_, kernel[1, ::-1, ::-1])


def test_where_what_it_adds_does_not_fit_the_step_stays_close_up() -> None:
    picture = picture_of(far(20, 40, 30), pointing("input-axial", 9, 9), (520, 420))
    assert any(panel.key.startswith("window-") for panel in picture.panels)


def test_a_window_within_the_padding_is_told_without_cells() -> None:
    scene = solid(np.zeros((30, 20, 20), np.uint8), np.ones((1, 1, 1), np.int64), padding=2)
    text = text_of(at_step(scene, 0))
    assert text.startswith("Step 1 of")
    assert "cells from row" not in block(text, "Input, axial")


def test_the_window_glides_in_the_views_too() -> None:
    scene = far(20, 40, 30)
    stage = staged(scene)
    halfway = compose(replace(stage, moment=Moment(scene.step - 1, toward=scene.step, phase=0.5)))
    (rect,) = outlines(halfway, "input-axial", Stroke.STEP)
    (there,) = outlines(picture_of(scene), "input-axial", Stroke.STEP)
    assert rect.x == there.x - 0.5


def test_a_deep_kernel_leaves_its_own_grid_out_for_the_digits_of_the_products() -> None:
    scan = example("head")
    wide = changed(kernel_edits.resize_kernel3(scan, (5, 5, 5)))
    picture = compose(staged(wide, size=(561, 514)))
    close = {panel.key: panel for panel in picture.panels if panel.key.endswith("-2")}
    assert close["window-2"].numbers
    assert close["products-2"].numbers
    assert "weights-2" not in close
