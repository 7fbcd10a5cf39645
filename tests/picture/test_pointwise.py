"""The stage of 1×1 kernels as text: a pixel's channels times a matrix, its costs and its words."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from app.content.lessons import preset
from app.picture.compose import compose
from app.picture.elements import Click
from app.picture.pointwise.words import about_filters
from app.state import edits
from app.state.channels import edits as channel_edits
from app.state.channels.choices import Arrangement
from app.state.channels.filters import filters_of
from app.state.channels.pixel import pixel_product
from app.state.channels.pointwise_edits import paste_matrix, set_bottleneck
from app.state.channels.requests import MixedResult
from app.state.derive import Mixed, derive
from app.state.image import Image
from app.state.scene import Detail, Lesson, Scene
from app.state.tensor import Tensor
from tests.picture.showing import (
    block,
    equation_of,
    picture_of,
    pointing,
    result_of,
    staged,
    text_of,
)
from tests.scenes import changed, told


def example(key: str) -> Scene:
    return preset(Lesson.POINTWISE, key).build()


def rows(text: str, title: str) -> list[list[str]]:
    """The numbers under a panel's title."""
    return [line.split() for line in block(text, title).split("\n")[1:] if ":" not in line]


def test_one_step_shows_the_whole_vector_product() -> None:
    text = text_of(replace(example("mix"), step=5))
    assert rows(text, "Weights  2 × 3") == [["1", "0", "−1"], ["0", "1", "2"]]
    assert rows(text, "Pixel") == [["3"], ["1"], ["2"]]
    assert rows(text, "Products") == [["3", "0", "−2"], ["0", "1", "4"]]
    assert rows(text, "Bias") == [["1"], ["−3"]]
    assert rows(text, "Output\n") == [["2"], ["2"]]
    assert equation_of(text) == "3·1 + 1·0 + 2·(−1) + 1 bias  =  2\n(output 1 (2, 2), exact)"
    assert "step: 1 × 3 at (1, 1)" in block(text, "Weights")
    assert "step: (2, 2)" in block(text, "Input G")
    assert "thin: (2, 2)" in block(text, "Output 2")


def test_the_second_filter_s_row_is_lit_in_its_steps() -> None:
    text = text_of(replace(example("mix"), step=16 + 5))
    assert text.startswith("Step 22 of 32: output channel 2, row 2, column 2 is 2")
    assert "step: 1 × 3 at (2, 1)" in block(text, "Weights")
    assert "step: (2, 2)" in block(text, "Output 2")
    assert equation_of(text).startswith("3·0 + 1·1 + 2·2 + (−3) bias  =  2")


def test_the_relu_is_a_step_of_its_own() -> None:
    text = text_of(example("relu"))
    assert rows(text, "Sum") == [["−1"], ["2"]]
    assert rows(text, "max(0, ·)") == [["0"], ["2"]]
    assert equation_of(text).startswith("0·1 + 1·0 + 2·(−1) + 1 bias  =  −1   →   max(0, −1)  =  0")
    assert "is −1, the sum of 3 products plus the bias 1; the ReLU makes it 0." in text
    result = result_of(example("relu"))
    assert isinstance(result, MixedResult)
    assert result.low == 0
    assert result.outputs[0][0, 0] == 0


@pytest.mark.parametrize("key", ["mix", "relu", "reduce", "expand", "stride", "opponents", "pca"])
def test_the_vector_product_is_the_layer_s_own_result(key: str) -> None:
    scene = example(key)
    derived, result = derive(scene), result_of(scene)
    assert isinstance(derived, Mixed)
    assert isinstance(result, MixedResult)
    random = np.random.default_rng(2)
    high, wide = derived.output_shape
    for row, column in zip(random.integers(0, high, 9), random.integers(0, wide, 9), strict=True):
        product = pixel_product(derived, int(row), int(column))
        whole = np.array([plane[row, column] for plane in result.outputs])
        assert np.allclose(product.results, whole, rtol=1e-5, atol=1e-3)
        for number in range(derived.planes):
            assert product.sums[number] == derived.trace.at(number, int(row), int(column)).total


def test_pointing_at_an_input_lights_its_column_and_every_output() -> None:
    text = text_of(example("mix"), pointing("input-1", 2, 3))
    assert text.startswith(
        "Input G, row 3, column 4 is 3 and reaches 2 output channels at the same place."
    )
    assert "reach: 2 × 1 at (1, 2)" in block(text, "Weights")
    assert "reach: (2, 1)" in block(text, "Pixel")
    assert "reach: (3, 4)" in block(text, "Output 1")
    assert "reach: (3, 4)" in block(text, "Output 2")
    assert equation_of(text).startswith("input G (3, 4) = 3   →1 3·0   →2 3·1")


def test_pointing_at_a_weight_lights_its_row_and_its_channel() -> None:
    text = text_of(example("mix"), pointing("weights", 1, 2))
    assert text.startswith("Pointed at: output channel 2, row 1, column 1 is 2")
    assert "step: 1 × 3 at (2, 1)" in block(text, "Weights")
    assert "reach: (2, 3)" in block(text, "Weights")
    assert "reach: (3, 1)" in block(text, "Pixel")
    assert text_of(example("mix"), pointing("results", 1, 0)).startswith("Pointed at: output")
    assert text_of(example("mix"), pointing("pixel", 2, 0)).startswith("Step 1 of 32")
    assert text_of(example("mix"), pointing("output-1", 0, 0)).startswith("Pointed at: output")


def test_a_pin_that_a_smaller_matrix_no_longer_has_points_at_nothing() -> None:
    still = text_of(example("mix"))
    for panel, row, column in (("weights", 9, 9), ("pixel", 7, 0), ("sums", 5, 0)):
        assert text_of(example("mix"), pointing(panel, row, column)) == still


def test_a_pixel_between_the_windows_of_a_stride_reaches_nothing() -> None:
    text = text_of(example("stride"), pointing("input-0", 1, 1))
    assert text.startswith("Input R, row 2, column 2 is ")
    assert "is stepped over." in text
    assert "the stride steps over this pixel" in equation_of(text)
    assert "4 × 4 × 3 to 2 × 2 × 2" in text


def test_tap_by_tap_the_row_adds_up() -> None:
    text = text_of(replace(example("mix"), step=5, detail=Detail.TAP, tap=1))
    assert rows(text, "Products") == [["3", "0", "·"], ["0", "1", "4"]]
    assert rows(text, "Output\n") == [["·"], ["2"]]
    assert equation_of(text) == "3·1 + 1·0  =  3\n(output 1 (2, 2), 2 of 3 products)"


def test_the_bottleneck_is_counted_and_moves() -> None:
    text = text_of(example("bottleneck"))
    assert "direct: 120,422,400" in text
    assert "12,443,648" in text
    assert "10.3%" in text
    fewer = changed(set_bottleneck(example("bottleneck"), "inner", 8))
    assert "6,221,824" in text_of(fewer)
    wide = compose(staged(fewer, size=(1500, 900)))
    chart = wide.charts[0].chart
    assert chart.series[2].x == (8.0,)
    assert chart.series[0].y[0] == pytest.approx(120.4224)
    assert not compose(staged(example("mix"))).charts


def test_more_inner_channels_than_pay_make_the_longer_bar() -> None:
    many = changed(set_bottleneck(example("bottleneck"), "inner", 512))
    picture = picture_of(many)
    bars = {panel.key: panel.rect for panel in picture.panels if panel.key.startswith("cost-")}
    assert bars["cost-through-1"].right > bars["cost-direct-0"].right
    assert all(rect.right <= picture.width for rect in bars.values())


def test_the_photo_s_variance_is_shared_out() -> None:
    text = text_of(example("pca"))
    line = next(line for line in text.split("\n") if "variance" in line)
    shares = [float(share) for share in re.findall(r"([\d.]+)%", line)]
    assert line.startswith("Output 1 keeps ")
    assert len(shares) == 3
    assert sum(shares) == pytest.approx(100, abs=0.2)
    assert shares == sorted(shares, reverse=True)


def test_of_a_large_photo_it_is_said_how_many_pixels_tell_of_its_variance() -> None:
    cells = np.random.default_rng(3).integers(0, 256, (800, 1000, 3), np.uint8)
    scene = example("pca")
    large = replace(scene.input, image=Image("large", Tensor(cells), 255))
    derived = derive(replace(scene, input=large))
    assert isinstance(derived, Mixed)
    longest, *_, shortest = about_filters(derived)
    assert longest.endswith(", measured from 89,178 of 800,000 pixels")
    assert shortest.startswith("Output 1 keeps 33.")


def test_many_filters_are_paged_and_the_present_one_is_on_its_page() -> None:
    cells = np.arange(2 * 2 * 40).reshape(2, 2, 40) % 7
    filters = filters_of("many", np.arange(30 * 40).reshape(30, 40, 1, 1) % 5)
    scene = replace(example("mix"), filters=filters, step=4 * 25)
    scene = replace(scene, input=replace(scene.input, image=Image("many", Tensor(cells), 6)))
    picture = picture_of(scene)
    shown = picture.panel("weights").visible
    assert shown.y <= 25 < shown.bottom < 31
    assert shown.x == 0
    assert shown.right < 40
    assert "of 30, channels 1–" in "".join(label.text for label in picture.labels)
    assert picture.panel("weights").value_at(25, 3) == (25 * 40 + 3) % 5


def test_clicks_choose_filters_and_places() -> None:
    clicks = {panel.key: panel.click for panel in picture_of(example("mix")).panels}
    assert clicks["input-0"] is clicks["pixel"] is Click.PIN
    assert clicks["output-1"] is Click.STEP
    assert clicks["weights"] is clicks["sums"] is Click.ROW_PLANE


def test_a_pile_hides_nothing_of_the_product() -> None:
    piled = changed(channel_edits.set_arrangement(example("mix"), Arrangement.PILE))
    assert rows(text_of(piled), "Pixel") == rows(text_of(example("mix")), "Pixel")


def test_what_is_no_1_by_1_layer_is_refused_in_words() -> None:
    start = example("mix")
    assert told(channel_edits.resize_filters(start, 3, 3)) == (
        "filters! kernels 3 × 3: here a filter has one weight for each channel, 1 × 1; "
        "larger ones are in the lesson on many channels"
    )
    assert told(edits.set_padding(start, 1)).startswith("padding! padding 0 fits: a window")
    assert told(edits.set_dilation(start, 2)).startswith("dilation! dilation 1 fits: a single")
    six = changed(channel_edits.set_filter_count(example("expand"), 6))
    assert told(channel_edits.set_groups(six, 2)).startswith("groups! 2 groups: here every filter")
    assert changed(edits.set_padding(start, "same")).parameters.padding == "same"


def test_a_table_is_pasted_from_a_corner_on_biases_last() -> None:
    block_ = np.array([[7.0, 8.0], [9.0, 0.5]])
    pasted = changed(paste_matrix(example("mix"), 0, 2, block_))
    assert pasted.filters.weights.array[:, 2, 0, 0].tolist() == [7, 9]
    assert pasted.filters.bias == (8, 0.5)
    assert told(paste_matrix(example("mix"), 1, 2, block_)) == (
        "filters! 2 × 2 numbers: 1 × 2 fits from here on"
    )
