"""The picture as text: what a person reads on the stage, number by number."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from app.content.lessons import preset
from app.content.presets.convolution import CONVOLUTION_PRESETS, Preset
from app.core import conv
from app.state import edits, player
from app.state.derive import derive
from app.state.input_edits import set_scale
from app.state.scene import Detail, Lesson, Mapping, PaddingMode, Reveal, Scale, Scene
from tests.picture.showing import block, equation_of, example, pointing, text_of
from tests.scenes import EXAMPLE, WEIGHTS, changed, photo, scene

OPENING = """\
Step 1 of 9: output row 1, column 1 is 12, the sum of 9 products.

Input  5 × 5
3 3 2 1 0
0 0 1 3 1
3 1 2 2 3
2 0 0 2 2
2 0 0 0 1
step: 3 × 3 at (1, 1)

Kernel  3 × 3
0 1 2
2 2 0
0 1 2

Output  3 × 3
12  ·  ·
 ·  ·  ·
 ·  ·  ·
step: (1, 1)

Window  3 × 3
3 3 2
0 0 1
3 1 2

Kernel  3 × 3
0 1 2
2 2 0
0 1 2

Products  3 × 3
0 3 4
0 0 0
0 1 4

tinted by size, full at ±19

3·0 + 3·1 + 2·2 + 0·2 + 0·2 + 1·0 + 3·0 + 1·1 + 2·2  =  12
(output (1, 1), exact)"""


def output_rows(scene: Scene) -> list[str]:
    """The output's numbers as they are printed once all steps are done."""
    height, width = derive(scene).output_shape
    text = text_of(replace(scene, step=height * width - 1))
    return [" ".join(line.split()) for line in block(text, "Output").split("\n")[1 : 1 + height]]


def test_the_opening_lesson() -> None:
    assert text_of(example("literature")) == OPENING


@pytest.mark.parametrize(
    ("key", "rows"),
    [
        ("literature", ["12 12 17", "10 17 19", "9 6 14"]),
        ("stride-2", ["6 17 3", "8 17 13", "6 4 4"]),
        ("true-convolution", ["18 20 19", "10 9 17", "11 8 14"]),
        ("bias", ["0 0 5", "−2 5 7", "−3 −6 2"]),
    ],
)
def test_the_literatures_numbers(key: str, rows: list[str]) -> None:
    assert output_rows(example(key)) == rows


SMALL = [preset for preset in CONVOLUTION_PRESETS if preset.build().input.image.white < 255]


@pytest.mark.parametrize("preset", SMALL, ids=lambda preset: preset.key)
def test_every_small_example_shows_what_the_core_computes(preset: Preset) -> None:
    shown = preset.build()
    weights, parameters = shown.kernel.weights.array, shown.parameters
    expected = conv(
        shown.input.image.pixels.array[None],
        (weights[::-1, ::-1] if parameters.flip else weights)[None, None],
        [parameters.bias],
        stride=parameters.stride,
        padding=parameters.padding,
        dilation=parameters.dilation,
    )[0]
    printed = [[int(n.replace("−", "-")) for n in row.split()] for row in output_rows(shown)]
    assert printed == expected.tolist()


# ---- padding


def test_padding_stands_in_brackets_around_the_input() -> None:
    shown = block(text_of(example("stride-2")), "Input")
    assert (
        shown
        == """\
Input  5 × 5
[0] [0] [0] [0] [0] [0] [0]
[0]   3   3   2   1   0 [0]
[0]   0   0   1   3   1 [0]
[0]   3   1   2   2   3 [0]
[0]   2   0   0   2   2 [0]
[0]   2   0   0   0   1 [0]
[0] [0] [0] [0] [0] [0] [0]
step: 3 × 3 at (0, 0)"""
    )


@pytest.mark.parametrize(
    ("mode", "above"),
    [
        ("zeros", "[0] [0] [0] [0] [0] [0] [0]"),
        ("reflect", "[0] [0] [0] [1] [3] [1] [3]"),
        ("replicate", "[3] [3] [3] [2] [1] [0] [0]"),
        ("circular", "[1] [2] [0] [0] [0] [1] [2]"),
    ],
)
def test_padding_shows_the_values_of_its_mode(mode: PaddingMode, above: str) -> None:
    padded = changed(edits.set_padding(scene(), 1))
    text = text_of(changed(edits.set_padding_mode(padded, mode)))
    assert block(text, "Input").split("\n")[1] == above
    window = [[int(n) for n in row.split()] for row in block(text, "Window").split("\n")[1:]]
    numpys: dict[str, Any] = {"zeros": "constant", "replicate": "edge", "circular": "wrap"}
    whole = np.pad(EXAMPLE, 1, mode=numpys.get(mode, mode))
    assert window == whole[:3, :3].tolist()


def test_tensorflows_same_pads_the_high_side_only() -> None:
    shown = block(text_of(example("same-stride-2")), "Input").split("\n")
    assert shown[1] == "  1   1   1   1   1   1 [0]"
    assert shown[7] == "[0] [0] [0] [0] [0] [0] [0]"
    assert shown[-1] == "step: 3 × 3 at (1, 1)"


# ---- unused cells and holes


def test_what_the_floor_drops_is_named() -> None:
    text = text_of(example("floor"))
    assert "unused: row 6, column 6" in block(text, "Input")
    assert "1 row and 1 column unused: the floor drops them" in text.split("\n\n")


def test_what_the_windows_step_over_is_named() -> None:
    shown = scene(np.ones((7, 1), int), [[1]])
    text = text_of(changed(edits.set_stride(shown, 3)))
    assert "unused: row 2, row 3, row 5, row 6" in block(text, "Input")
    assert "4 rows unused: the windows step over them" in text.split("\n\n")


def test_columns_of_a_single_row_are_columns() -> None:
    text = text_of(changed(edits.set_stride(scene(np.ones((1, 6), int), [[1, 1]]), 3)))
    assert "unused: column 3, column 6" in block(text, "Input")


def test_a_dilated_window_has_holes() -> None:
    text = text_of(example("dilated"))
    assert block(text, "Input").split("\n")[-2:] == [
        "hole: (1, 2), (1, 4), (2, 1), (2, 2), (2, 3), (2, 4), (2, 5), (3, 2), (3, 4), "
        "(4, 1), (4, 2), (4, 3), (4, 4), (4, 5), (5, 2), (5, 4)",
        "step: 5 × 5 at (1, 1)",
    ]
    assert block(text, "Window") == "Window  3 × 3\n0 4 1\n4 3 0\n3 2 4"


# ---- tap by tap


def test_products_appear_one_after_another() -> None:
    fifth = replace(example("literature"), detail=Detail.TAP, step=4, tap=4)
    text = text_of(fifth)
    assert text.startswith("Step 5 of 9: output row 2, column 2 is 13 after 5 of 9 products.")
    assert block(text, "Products") == "Products  3 × 3\n0 1 6\n2 4 ·\n· · ·\nreach: (2, 2)"
    assert block(text, "Input").split("\n")[-2:] == ["step: 3 × 3 at (2, 2)", "reach: (3, 3)"]
    assert block(text, "Output") == "Output  3 × 3\n12 12 17\n10  ·  ·\n ·  ·  ·\nstep: (2, 2)"
    assert equation_of(text) == (
        "0·0 + 1·1 + 3·2 + 1·2 + 2·2  =  13\n(output (2, 2), 5 of 9 products)"
    )


def test_the_last_product_brings_the_bias_and_the_output() -> None:
    begun = replace(example("bias"), detail=Detail.TAP, step=3)
    eighth, ninth = (text_of(replace(begun, tap=tap)) for tap in (7, 8))
    assert "bias" not in equation_of(eighth)
    assert equation_of(eighth).endswith("=  10\n(output (2, 1), 8 of 9 products)")
    assert equation_of(ninth).endswith("+ (−12) bias  =  −2\n(output (2, 1), exact)")
    assert " ·" in block(eighth, "Output").split("\n")[2][:3]
    assert block(ninth, "Output").split("\n")[2].startswith("−2")
    assert ninth.startswith(
        "Step 4 of 9: output row 2, column 1 is −2, the sum of 9 products plus the bias −12."
    )


def test_every_tap_adds_up_to_the_step() -> None:
    shown = replace(example("literature"), detail=Detail.TAP, step=5)
    sums = [text_of(replace(shown, tap=tap)).split("column 3 is ")[1].split()[0].rstrip(",")
            for tap in range(9)]  # fmt: skip
    products = np.array(EXAMPLE)[1:4, 2:5] * np.array(WEIGHTS)
    assert sums == [str(total) for total in products.cumsum()]


# ---- the equation


def test_a_line_for_each_kernel_row_where_one_line_is_too_narrow() -> None:
    assert (
        equation_of(text_of(example("bias")))
        == """\
3·0 + 3·1 + 2·2
+ 0·2 + 0·2 + 1·0
+ 3·0 + 1·1 + 2·2 + (−12) bias  =  0
(output (1, 1), exact)"""
    )


def test_a_large_kernel_is_summed_row_by_row() -> None:
    weights = np.arange(121).reshape(11, 11) - 60
    shown = scene(np.arange(400).reshape(20, 20) % 9, weights)
    window = np.arange(400).reshape(20, 20)[:11, :11] % 9
    sums = [str(total).replace("-", "−") for total in (window * weights).sum(1)]
    terms = [f"({total})" if total.startswith("−") else total for total in sums]
    assert equation_of(text_of(shown)) == (
        f"{' + '.join(terms)}\n=  {(window * weights).sum()}\n"
        "(output (1, 1), exact; sums of the kernel's rows)"
    )


def test_rounded_numbers_are_said_to_be_about_right() -> None:
    text = text_of(scene(EXAMPLE, np.full((3, 3), 1 / 9)))
    assert equation_of(text).split("\n")[-2].endswith("≈  1.667")
    assert equation_of(text).endswith("(output (1, 1), rounded)")
    assert text.startswith("Step 1 of 9: output row 1, column 1 is about 1.667, the sum of")


def test_rounded_row_sums_are_not_said_to_be_equal() -> None:
    halves = np.full((8, 8), 0.25)
    halves[0, 0] = 0.125
    pixels = np.full((9, 9), 255)
    pixels[0, 0] = 2
    text = equation_of(text_of(scene(pixels, halves)))
    assert "sums of the kernel's rows" in text
    assert "≈" in text


def test_exact_decimals_are_equal() -> None:
    text = equation_of(text_of(scene(EXAMPLE, [[0.5, 0.25]])))
    assert text == "3·0.5 + 3·0.25  =  2.25\n(output (1, 1), exact)"


def test_one_product_is_not_a_sum_of_products() -> None:
    text = text_of(scene([[7]], [[3]]))
    assert text.startswith("Step 1 of 1: output row 1, column 1 is 21, one product.")
    assert equation_of(text) == "7·3  =  21\n(output (1, 1), exact)"


def test_what_is_not_a_number_stays_so() -> None:
    text = text_of(scene([[np.nan, 1.5], [1.0, 2.0], [3.0, np.inf]], [[1, 2]]))
    assert block(text, "Output").split("\n")[1] == "NaN"
    assert equation_of(text) == "NaN·1 + 1.5·2  =  NaN\n(output (1, 1), not a finite number)"


# ---- a photo


def test_a_photo_is_told_by_its_size_its_range_and_the_window() -> None:
    pixels = photo(70, 90).pixels.array
    shown = scene(pixels, [[-1, 0, 1]] * 3, step=88 + 2)
    text = text_of(shown)
    cells = "\n".join(
        " ".join(str(value).rjust(3) for value in row) for row in pixels[1:4, 2:5].tolist()
    )
    low, high = pixels.min(), pixels.max()
    assert block(text, "Input") == (
        f"Input  70 × 90 · 0–255\nvalues {low} to {high}\n"
        f"cells from row 2, column 3:\n{cells}\nstep: 3 × 3 at (2, 3)"
    )
    total = int((pixels[1:4, 4].astype(int) - pixels[1:4, 2]).sum())
    assert f"cells from row 2, column 3:\n{total}".replace("-", "−") in block(text, "Output")


def test_values_from_0_to_1_say_so() -> None:
    shown = changed(set_scale(scene(photo(30, 30).pixels.array), Scale.UNIT))
    assert block(text_of(shown), "Input").startswith("Input  30 × 30 · 0–1\n")


def test_a_photo_that_is_nowhere_a_number() -> None:
    text = text_of(scene(np.full((40, 40), np.nan), [[1]]))
    assert block(text, "Input").split("\n")[1].startswith("cells from row 1")


# ---- what the output shows


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (Mapping.AS_IS, "as is: −765 black, 0 mid-grey, 765 white"),
        (Mapping.CLIPPED, "clipped: 0 and less black, 255 and more white"),
        (Mapping.ABSOLUTE, "absolute: 0 black, ±255 white"),
        (Mapping.NORMALISED, "normalised: least −765 black, most 765 white"),
    ],
)
def test_what_the_brightness_of_a_photo_means(mapping: Mapping, words: str) -> None:
    pixels = np.zeros((30, 30), np.uint8)
    pixels[:, 10:20] = 255
    shown = scene(pixels, [[-1, 0, 1]] * 3, mapping=mapping)
    assert words in text_of(shown).split("\n\n")
    dimmed = text_of(replace(shown, reveal=Reveal.DIMMED)).split("\n\n")
    assert f"{words}; pale: still ahead" in dimmed


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        (Mapping.AS_IS, "tinted by size, full at ±19"),
        (Mapping.CLIPPED, "clipped: 0 and less empty, 3 and more full"),
        (Mapping.ABSOLUTE, "absolute: 0 empty, ±19 full"),
        (Mapping.NORMALISED, "normalised: least 6 empty, most 19 full"),
    ],
)
def test_what_the_tint_of_a_grid_means(mapping: Mapping, words: str) -> None:
    assert words in text_of(scene(mapping=mapping)).split("\n\n")


def test_the_whole_output_or_as_far_as_the_step() -> None:
    whole = text_of(scene(reveal=Reveal.WHOLE))
    assert block(whole, "Output") == "Output  3 × 3\n12 12 17\n10 17 19\n 9  6 14\nstep: (1, 1)"
    assert "·" in block(text_of(scene()), "Output")


def test_a_result_that_is_still_being_computed() -> None:
    text = text_of(scene(step=4), pending=True)
    assert "computing …" in text
    assert "12" not in block(text, "Output")
    assert equation_of(text).endswith("=  17\n(output (2, 2), exact)"), "the step never waits"


def test_a_window_beyond_a_view_without_padding_cells_is_read_as_far_as_the_view_goes() -> None:
    corner = player.at_step(preset(Lesson.VOLUME, "vessels").build(), 10**9)
    text = text_of(corner, pending=True)
    assert "cells from row" in text


def test_places_in_the_padding_have_a_true_minus() -> None:
    padded = changed(edits.set_padding(scene(), 2))
    text = text_of(padded, pointing("input", -2, -2))
    assert "step: 3 × 3 at (−1, −1)" in text_of(padded)
    assert "input (−1, −1) = 0" in text
    assert "-1" not in text
