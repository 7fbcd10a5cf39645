"""The stage of the matrix as text: rows are windows, columns fan-outs, and each lights the rest."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from app.content.lessons import preset
from app.picture.elements import Click, Place, Rect
from app.picture.readout.text import as_text
from app.state import edits
from app.state.scene import Detail, Lesson, Scene
from app.state.turned import edits as turned_edits
from app.state.turned.choices import Product
from app.state.view import Camera, View
from tests.picture.showing import block, equation_of, picture_of, pointing, text_of
from tests.scenes import changed, scene

C = """\
C  4 × 16 · 36 of 64 cells carry a weight
0 1 2 · 2 2 0 · 0 1 2 · · · · ·
· 0 1 2 · 2 2 0 · 0 1 2 · · · ·
· · · · 0 1 2 · 2 2 0 · 0 1 2 ·
· · · · · 0 1 2 · 2 2 0 · 0 1 2"""


def example(key: str) -> Scene:
    return preset(Lesson.MATRIX, key).build()


def lines(text: str, title: str) -> list[str]:
    """The marks under a panel's numbers."""
    return [line for line in block(text, title).split("\n") if ": " in line]


def test_the_classic_matrix_keeps_zero_weights_apart_from_no_weights() -> None:
    text = text_of(example("classic"))
    assert block(text, "C  ").startswith(C)
    assert "C · x equals the convolution: largest difference 0, computed on all 4 cells" in text
    assert text.startswith(
        "Row 1 of C gives row 1, column 1 of the result: 12, the sum of 9 products."
    )
    assert equation_of(text).endswith("=  12\n(output (1, 1), exact)")


def test_a_row_lights_its_window_the_flattened_cells_and_the_result() -> None:
    text = text_of(example("classic"), pointing("column", 3, 0))
    assert text.startswith("Pointed at: row 4 of C gives row 2, column 2 of the result: 17")
    assert lines(text, "Large, x") == ["step: 3 × 3 at (2, 2)"]
    assert lines(text, "x, flattened") == [
        "reach: 1 × 3 at (1, 6), 1 × 3 at (1, 10), 1 × 3 at (1, 14)"
    ]
    assert lines(text, "C  ") == ["step: 1 × 16 at (4, 1)"]
    assert lines(text, "Small") == ["step: (2, 2)"]
    assert text_of(example("classic"), pointing("output", 1, 1)) == text


def test_a_column_lights_its_input_and_every_output_that_it_reaches() -> None:
    text = text_of(example("classic"), pointing("operand", 0, 5))
    assert text.startswith(
        "Column 6 of C: row 2, column 2 of what is multiplied is 0 and reaches 4"
    )
    assert "reach: (2, 2)" in lines(text, "Large, x")
    assert "reach: (1, 6)" in lines(text, "x, flattened")
    assert "reach: 4 × 1 at (1, 6)" in lines(text, "C  ")
    assert "reach: (1, 1), (1, 2), (2, 1), (2, 2)" in lines(text, "Small")
    assert text_of(example("classic"), pointing("input", 1, 1)) == text


def test_a_cell_of_the_matrix_lights_its_row_and_its_column() -> None:
    text = text_of(example("classic"), pointing("matrix", 2, 9))
    assert lines(text, "C  ") == ["step: 1 × 16 at (3, 1)", "reach: 4 × 1 at (1, 10)"]
    assert "step: 3 × 3 at (2, 1)" in lines(text, "Large, x")
    assert "reach: (3, 2)" in lines(text, "Large, x")
    assert "step: (2, 1)" in lines(text, "Small")
    assert equation_of(text).endswith("(output (2, 1), exact)"), "the equation is the row's"


def test_the_cell_that_is_pointed_at_is_named_with_its_weight() -> None:
    text = text_of(example("classic"), pointing("matrix", 2, 9))
    assert text.startswith(
        "Row 3, column 10 of C is 2: the weight of row 3, column 2 of what is multiplied "
        "in row 2, column 1 of the result."
    )
    assert block(text, "C  ").startswith("C  row 3, column 10 · weight 2\n")
    text = text_of(example("classic"), pointing("matrix", 2, 0))
    assert text.startswith("Row 3, column 1 of C carries no weight: row 1, column 1 of what is")
    assert block(text, "C  ").startswith("C  row 3, column 1 · no weight\n")


def test_of_the_transpose_rows_and_columns_change_places() -> None:
    back = changed(turned_edits.set_product(example("classic"), Product.BACK))
    text = text_of(back, pointing("matrix", 9, 2))
    assert text.startswith(
        "Row 10, column 3 of Cᵀ is 2: the weight of row 2, column 1 of what is multiplied "
        "in row 3, column 2 of the result."
    )


@pytest.mark.parametrize("product", list(Product))
def test_close_up_a_large_matrix_shows_its_digits_and_nothing_else_moves(product: Product) -> None:
    shown = changed(turned_edits.set_product(example("digit"), product))
    shown = replace(shown, step=100)
    far = picture_of(shown)
    near = picture_of(shown, View(camera=Camera(120, 100, 40)))
    matrix = near.panel("matrix")
    assert matrix.rect == far.panel("matrix").rect
    assert matrix.numbers > 0
    assert matrix.scale == pytest.approx(40)
    assert matrix.visible.contains(120, 100)
    assert near.panel("operand").visible.x == matrix.visible.x
    assert near.panel("operand").visible.width == matrix.visible.width
    assert near.panel("column").visible.y == matrix.visible.y
    assert near.panel("column").visible.height == matrix.visible.height
    for key in ("small" if product is Product.BACK else "input", "kernel", "output"):
        same, other = far.panel(key), near.panel(key)
        assert (same.rect, same.visible) == (other.rect, other.visible)


def test_a_zoomed_matrix_follows_the_row_of_the_step() -> None:
    shown = replace(example("digit"), step=100)
    assert picture_of(shown).place.panel == "output"
    near = picture_of(shown, View(camera=Camera(120, 100, 40)))
    # output (4, 23) of 26 columns reads x from (4, 23) to (6, 25) of 28
    assert near.place == Place("matrix", Rect(3 * 28 + 22, 100, 2 * 28 + 3, 1))


def test_a_kernel_cell_is_found_in_the_present_row() -> None:
    text = text_of(example("classic"), pointing("kernel", 1, 0))
    assert "reach: (1, 5)" in lines(text, "C  ")
    assert "reach: (2, 1)" in lines(text, "Large, x")


def test_multiplying_back_returns_the_shape_and_not_the_values() -> None:
    text = text_of(example("back"))
    assert block(text, "Cᵀ  ").startswith(
        "Cᵀ  16 × 4 · 36 of 64 cells carry a weight\n0 · · ·\n1 0"
    )
    assert "Cᵀ · C · x is 4 × 4 again, but not x: 16 of 16 values differ, by up to 68" in text
    assert block(text, "Difference").split("\n")[1].split() == ["−3", "9", "34", "23"]


def test_comparing_forward_shows_all_three() -> None:
    shown = changed(turned_edits.set_compare(example("classic"), True))
    keys = [panel.key for panel in picture_of(shown).panels]
    assert keys[-3:] == ["back", "x", "difference"]


def test_with_the_identity_the_values_return() -> None:
    assert "and here every value is x's" in text_of(example("identity"))


def test_tap_by_tap_the_row_adds_up() -> None:
    begun = replace(example("classic"), detail=Detail.TAP, tap=2)
    text = text_of(begun)
    assert equation_of(text).endswith("(output (1, 1), 3 of 9 products)")
    assert block(text, "Small").split("\n")[1].split() == ["·", "·"], "the sum is not there yet"


def test_clicks_choose_rows_and_cells() -> None:
    clicks = {panel.key: panel.click for panel in picture_of(example("classic")).panels}
    assert clicks == {
        "input": Click.PIN, "kernel": Click.PIN, "operand": Click.PIN, "matrix": Click.PIN,
        "column": Click.ROW, "output": Click.STEP,
    }  # fmt: skip


def test_a_larger_matrix_is_an_image_of_its_pattern() -> None:
    shown = example("digit")
    panel = picture_of(shown).panel("matrix")
    assert panel.shape == (676, 784)
    assert not panel.numbers
    assert panel.held is not None


@pytest.mark.parametrize("product", list(Product))
def test_past_the_bound_it_says_how_large_c_would_be_and_goes_on(product: Product) -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (200, 300), np.uint8)
    photo = replace(scene(pixels), lesson=Lesson.MATRIX, step=4321)
    photo = replace(changed(turned_edits.set_product(photo, product)), step=4321)
    text = text_of(photo)
    assert "C would have 59,004 × 60,000 cells" in text or "C would be 59,004 × 60,000" in text
    wide = as_text(picture_of(photo, size=(2400, 1100)))
    assert "C would have 59,004 × 60,000 cells" in wide
    assert "matrix" not in [panel.key for panel in picture_of(photo).panels]
    assert "Products" in text
    pointed = text_of(photo, pointing("input", 20, 30))
    assert "column 31 of what is multiplied" in pointed


def test_padding_has_no_column() -> None:
    padded = changed(edits.set_padding(example("classic"), 1))
    text = text_of(padded)
    assert "[0]" in block(text, "Large, x")
    assert block(text, "x, flattened").startswith("x, flattened  16 cells")


def test_the_flattened_numbers_are_read_once_the_matrix_is_zoomed() -> None:
    shown = example("digit")
    far = picture_of(shown)
    near = picture_of(shown, View(camera=Camera(340, 320, 40)))
    for key in ("operand", "column"):
        assert not far.panel(key).numbers
        assert near.panel(key).numbers
        assert near.panel(key).rect == far.panel(key).rect
