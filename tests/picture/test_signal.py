"""The stage of the 1D lesson: what stands under what, and every number that it shows."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.content.lessons import lesson_info, preset
from app.core import SpecError
from app.picture.camera import zoomed
from app.picture.compose import compose
from app.picture.elements import Curve, Outline, Panel, Picture, Plot, Rect, Stroke, Veils
from app.picture.moment import Moment
from app.state import player
from app.state.derive import derive
from app.state.image import Image
from app.state.scene import Detail, Input, Kernel, Lesson, Parameters, Reveal, Scene
from app.state.tensor import Tensor
from app.state.view import Camera, View
from tests.measures import FixedMeasure
from tests.picture.showing import block, picture_of, pointing, staged, text_of
from tests.scenes import answered, convolved

PRESETS = [each.key for each in lesson_info(Lesson.LINE).presets]
WHOLE = st.integers(-9, 9)


def example(key: str) -> Scene:
    return preset(Lesson.LINE, key).build()


def signal(samples: Any, weights: Any, **parameters: Any) -> Scene:
    """A scene of the lesson; stride, dilation and padding along its one axis."""
    for name in ("stride", "dilation", "padding"):
        if name in parameters and not isinstance(parameters[name], str):
            usual: Any = (0, 0) if name == "padding" else 1
            parameters[name] = (usual, parameters[name])
    row = np.atleast_2d(np.asarray(samples))
    image = Image("signal", Tensor(row), max(1.0, float(np.abs(row).max())))
    kernel = Kernel("kernel", Tensor(np.atleast_2d(np.asarray(weights))))
    return Scene(Lesson.LINE, "three-weights", Input(image), kernel, Parameters(**parameters))


def middles(panel: Panel) -> NDArray[np.float64]:
    """Where the middles of a panel's cells are, in pixels, padding included."""
    extent = panel.extent
    columns = range(round(extent.x), round(extent.right))
    return np.array([panel.to_pixels(Rect(at, 0, 1, 1)).centre[0] for at in columns])


def plots(picture: Picture, panel: str, *, strong: bool = False) -> list[Plot]:
    curves = (Curve.STEMS, Curve.LINE, Curve.BAND)
    return [
        plot for plot in picture.plots
        if plot.panel == panel and plot.strong is strong and plot.curve in curves
    ]  # fmt: skip


# ---- the numbers


@given(
    st.lists(WHOLE, min_size=1, max_size=24), st.lists(WHOLE, min_size=1, max_size=9),
    st.booleans(),
)  # fmt: skip
@settings(max_examples=60)
def test_the_output_is_numpy_s(samples: list[int], weights: list[int], flip: bool) -> None:
    scene = signal(samples, weights, padding="full", flip=flip)
    numpy = np.convolve if flip else np.correlate
    assert answered(scene).output[0].tolist() == numpy(samples, weights, "full").tolist()


@given(
    st.lists(WHOLE, min_size=1, max_size=20), st.lists(WHOLE, min_size=1, max_size=5),
    st.integers(1, 4), st.integers(1, 3), st.tuples(st.integers(0, 5), st.integers(0, 5)),
)  # fmt: skip
@settings(max_examples=60)
def test_every_output_stands_under_the_middle_of_its_window(
    samples: list[int], weights: list[int], stride: int, dilation: int, padding: tuple[int, int]
) -> None:
    scene = signal(samples, weights, stride=stride, dilation=dilation, padding=padding)
    try:
        axis = convolved(scene).axes[1]
    except SpecError:
        return
    causal = axis.high == 0 and axis.low == axis.effective_kernel - 1 > 0
    picture = picture_of(scene)
    source = picture.panel("input")
    under = middles(picture.panel("output"))
    for output, x in enumerate(under):
        ends = [axis.window(output)[-1]] if causal else axis.window(output)[:: axis.kernel - 1 or 1]
        met = [source.to_pixels(Rect(at, 0, 1, 1)).centre[0] for at in ends]
        assert x == pytest.approx((met[0] + met[-1]) / 2, abs=1.1)


@pytest.mark.parametrize("key", PRESETS)
def test_every_worked_example_says_its_step(key: str) -> None:
    scene = example(key)
    text = text_of(scene)
    derived = convolved(scene)
    place = f"{scene.step + 1:,}"
    assert text.startswith(f"Step {place} of {derived.steps:,}: output sample {place} is ")
    assert f"(output {scene.step + 1}, " in text
    assert "column" not in text.split("\n")[0]


def test_the_stage_as_text() -> None:
    text = text_of(signal([2, 1, 0, 3], [1, -2], padding=(1, 0), stride=2))
    assert text == "\n\n".join([
        "Step 1 of 2: output sample 1 is −4, the sum of 2 products.",
        "Input  4 samples\n[0]   2   1   0   3\nunused: column 4\nstep: 1 × 2 at (1, 0)\n"
        "plot from 0 to 3",
        "Kernel\n 1 −2",
        "Output  2 samples\n−4  ·\nstep: (1, 1)\nplot from −4 to 1",
        "Window  1 × 2\n0 2",
        "Kernel  1 × 2\n 1 −2",
        "Products  1 × 2\n 0 −4",
        "each output stands under its newest sample: none looks ahead · 1 sample used by no "
        "window · tinted by size, full at ±4",
        "0·1 + 2·(−2)  =  −4\n(output 1, exact)",
    ])  # fmt: skip


# ---- what stands above and below what


@pytest.mark.parametrize("key", ["three-weights", "moving-average", "causal", "echo"])
def test_each_stem_stands_over_the_middle_of_its_cell(key: str) -> None:
    picture = picture_of(example(key))
    source = picture.panel("input")
    (plot,) = plots(picture, "input")
    assert plot.curve is Curve.STEMS
    assert np.abs(plot.x - middles(source)).max() < 0.51
    assert plot.rect.bottom <= source.rect.y
    assert (plot.rect.x, plot.rect.right) == pytest.approx((source.rect.x, source.rect.right))


def test_a_stem_is_as_high_as_its_sample() -> None:
    picture = picture_of(example("moving-average"))
    (plot,) = plots(picture, "input")
    derived = convolved(example("moving-average"))
    padded = np.pad(derived.plane[0], 2)
    heights = plot.base - plot.tips
    assert np.corrcoef(heights, padded)[0, 1] == pytest.approx(1)
    assert (heights[padded == 0] == 0).all()
    assert plot.rect.y <= plot.tips.min()
    assert plot.tips.max() <= plot.rect.bottom


def test_the_kernel_lies_under_the_samples_that_it_meets() -> None:
    for key in ("three-weights", "dilation", "causal", "np-convolve"):
        scene = example(key)
        picture = picture_of(scene)
        source, kernel = picture.panel("input"), picture.panel("kernel")
        step = convolved(scene).step
        met = [source.to_pixels(Rect(at, 0, 1, 1)).centre[0] for at in step.window[1]]
        assert np.abs(middles(kernel) - met).max() < 1
        assert kernel.rect.y == source.rect.bottom
        (bars,) = [plot for plot in picture.plots if plot.curve is Curve.BARS]
        assert np.abs(bars.x - met).max() < 1
        assert ((bars.base - bars.tips) * step.weights[0, 0] >= 0).all()


def test_stride_and_dilation_are_seen_as_gaps() -> None:
    strided = picture_of(example("stride-2")).panel("output")
    first, second = (strided.to_pixels(Rect(at, 0, 1, 1)) for at in (0, 1))
    assert second.x - first.right == pytest.approx(first.width)
    dilated = picture_of(example("dilation")).panel("kernel")
    first, second = (dilated.to_pixels(Rect(at, 0, 1, 1)) for at in (0, 1))
    assert second.x - first.right == pytest.approx(2 * first.width)
    assert "hole: (1, 7), (1, 8), (1, 10), (1, 11)" in block(text_of(example("dilation")), "Input")


def test_the_windows_samples_stand_out_and_lead_to_the_output() -> None:
    scene = example("three-weights")
    picture = picture_of(scene)
    (window,) = plots(picture, "input", strong=True)
    assert np.abs(window.x - middles(picture.panel("input"))[:3]).max() < 0.51
    (sum_,) = plots(picture, "output", strong=True)
    assert sum_.x == pytest.approx(middles(picture.panel("output"))[:1], abs=0.51)
    left, right = picture.connectors
    cell = picture.panel("output").to_pixels(Rect(0, 0, 1, 1))
    outline = picture.panel("input").to_pixels(Rect(0, 0, 3, 1))
    assert (left.x1, right.x1) == pytest.approx((outline.x, outline.right), abs=1)
    assert (left.x2, right.x2) == pytest.approx((cell.x, cell.right), abs=1)


def test_outputs_that_are_still_to_come_are_not_plotted() -> None:
    scene = player.at_step(example("three-weights"), 4)
    picture = picture_of(scene)
    (plot,) = plots(picture, "output")
    edge = picture.panel("output").to_pixels(Rect(5, 0, 1, 1)).x
    assert plot.shown is not None
    assert plot.shown[1] == pytest.approx(edge)
    (plot,) = plots(picture_of(replace(scene, reveal=Reveal.WHOLE)), "output")
    assert not plot.faint
    dimmed = picture_of(replace(scene, reveal=Reveal.DIMMED))
    seen, beyond = plots(dimmed, "output")
    assert not seen.faint
    assert beyond.faint
    assert seen.shown is not None
    assert beyond.shown is not None
    assert seen.shown[1] == beyond.shown[0]


def _fields(scene: Scene) -> dict[str, Any]:
    return {name: getattr(scene, name) for name in scene.__dataclass_fields__}


def test_tap_by_tap_the_sum_grows() -> None:
    scene = Scene(**{**_fields(example("three-weights")), "detail": Detail.TAP, "tap": 1})
    picture = compose(staged(scene))
    text = text_of(scene)
    assert "output sample 1 is 4 after 2 of 3 products" in text
    (sum_,) = plots(picture, "output", strong=True)
    (three,) = plots(picture_of(example("three-weights")), "output", strong=True)
    assert sum_.tips == pytest.approx(three.tips)  # the third product is 2·0
    assert "2·1 + 1·2  =  4" in text


def test_while_the_window_glides_the_kernel_glides_with_it() -> None:
    stage = staged(player.at_step(example("three-weights"), 3))
    scene = stage.derived.scene
    half = compose(type(stage)(
        stage.derived, stage.result, stage.view, Moment(2, 0, scene.step, 0.5), stage.width,
        stage.height, stage.measure,
    ))  # fmt: skip
    still = compose(stage)
    cell = still.panel("input").scale
    assert still.panel("kernel").rect.x - half.panel("kernel").rect.x == pytest.approx(
        cell / 2, abs=1
    )


# ---- pointing


def test_pointing_at_a_sample_shows_what_it_reaches() -> None:
    scene = example("three-weights")
    view = pointing("input", 0, 4)
    text = text_of(scene, view)
    assert text.startswith("Input sample 5 is 1 and reaches 3 outputs.")
    assert "input 5 = 1   →3 1·1   →4 1·2   →5 1·1" in text
    reached = [
        mark.cells.x for mark in picture_of(scene, view).marks
        if isinstance(mark, Outline) and mark.panel == "output" and mark.stroke is Stroke.REACH
    ]  # fmt: skip
    assert reached == [2, 3, 4]


def test_pointing_at_an_output_moves_the_kernel_there() -> None:
    scene = example("three-weights")
    picture = picture_of(scene, pointing("output", 0, 7))
    assert picture.spoken == "Pointed at: output sample 8 is 5, the sum of 3 products."
    first = picture.panel("input").to_pixels(Rect(7, 0, 1, 1)).x
    assert picture.panel("kernel").rect.x == pytest.approx(first, abs=1)


def test_pointing_at_a_tap_shows_the_samples_that_it_meets() -> None:
    picture = picture_of(example("dilation"), pointing("kernel", 0, 2))
    assert picture.spoken == "Kernel tap 3 is 1 and meets input sample 12 in this step."
    assert any(isinstance(mark, Veils) and mark.kind.value == "met" for mark in picture.marks)


def test_a_sample_is_hit_in_its_plot_too() -> None:
    picture = picture_of(example("three-weights"))
    (plot,) = plots(picture, "input")
    target = picture.hit(float(plot.x[5]), plot.rect.y + 3)
    assert target is not None
    assert (target.panel, target.row, target.column) == ("input", 0, 5)
    gap = picture_of(example("stride-2"))
    output = gap.panel("output")
    beside = output.to_pixels(Rect(1, 0, 1, 1))
    near = gap.hit(beside.right + 3, beside.centre[1])
    assert near is not None
    assert (near.panel, near.column) == ("output", 1)


# ---- far away and close up


def test_far_away_the_plot_is_the_band_between_least_and_greatest() -> None:
    samples = np.zeros(4000, np.int64)
    samples[[1000, 1001, 3003]] = 100, -70, 40
    picture = picture_of(signal(samples, [0, 1, 0], padding="same"))
    (plot,) = plots(picture, "input")
    assert plot.curve is Curve.BAND
    assert plot.ends is not None
    unit = (plot.base - plot.tips.min()) / 100
    assert plot.ends.max() - plot.base == pytest.approx(70 * unit)
    spike = plot.x[plot.tips.argmin()]
    place = picture.panel("input").to_pixels(Rect(1000, 0, 1, 1)).x
    assert abs(spike - place) < 2
    assert np.isclose((plot.base - plot.tips) / unit, 40).any(), "a lone sample is not lost"


@given(st.lists(st.integers(-99, 99), min_size=900, max_size=3000), st.integers(0, 2**32 - 1))
@settings(max_examples=10)
def test_no_sample_lies_outside_its_pixels_band(samples: list[int], seed: int) -> None:
    rows = np.random.default_rng(seed).permutation(samples)
    picture = picture_of(signal(rows, [1]))
    (plot,) = plots(picture, "input")
    assert plot.ends is not None
    assert plot.curve is Curve.BAND
    span = plot.ends.max() - plot.tips.min()
    unit = span / max(1, rows.max() - rows.min())
    heights = plot.base - rows * unit
    places = (np.arange(len(rows)) + 0.5) * picture.panel("input").scale
    for pixel in range(1, len(plot.x) - 1):
        here = heights[(places >= pixel) & (places < pixel + 1)]
        beside = slice(pixel - 1, pixel + 2)  # an edge of a pixel may part a sample from it
        assert (here >= plot.tips[beside].min() - 1e-6).all()
        assert (here <= plot.ends[beside].max() + 1e-6).all()


def test_close_up_the_cells_of_a_long_signal_are_numbered() -> None:
    scene = example("word")
    far = picture_of(scene)
    assert not far.panel("input").numbers
    assert all(panel.key != "kernel" for panel in far.panels), "the close-up is its lens"
    near = picture_of(scene, View(camera=Camera(1803, 0.5, 30)))
    source, output = near.panel("input"), near.panel("output")
    assert source.numbers
    assert near.panel("kernel").numbers
    assert source.scale == 30
    assert "1,791 to 1,816 of 4,000 samples" in source.caption
    there = [panel.to_pixels(Rect(1800, 0, 1, 1)).centre[0] for panel in (source, output)]
    assert there[0] == pytest.approx(there[1])
    assert plots(near, "input")[0].curve is Curve.STEMS


def test_zooming_keeps_the_sample_under_the_pointer() -> None:
    scene = example("word")
    view, at = View(), 300.0
    picture = picture_of(scene)
    panel = picture.panel("input")
    before = panel.visible.x + (at - panel.rect.x) / panel.scale
    for _ in range(12):
        panel = picture_of(scene, view).panel("input")
        view = zoomed(view, panel, at, panel.rect.centre[1], 1.25)
    panel = picture_of(scene, view).panel("input")
    after = panel.visible.x + (at - panel.rect.x) / panel.scale
    assert after == pytest.approx(before, abs=3)


@pytest.mark.parametrize("size", [(562, 515), (904, 547), (1460, 820), (420, 310)])
@pytest.mark.parametrize("key", PRESETS)
def test_nothing_overlaps_or_leaves_the_stage(key: str, size: tuple[float, float]) -> None:
    picture = picture_of(example(key), size=size)
    for panel in picture.panels:
        assert panel.rect.x >= -1, panel.key
        assert panel.rect.right <= size[0] + 1, panel.key
    keys = ["input", *(["kernel"] if len(picture.panels) > 4 else []), "output", "products"]
    rects = [picture.panel(key).rect for key in keys if any(p.key == key for p in picture.panels)]
    for upper, lower in itertools.pairwise(rects):
        assert upper.bottom <= lower.y + 1
    for plot in picture.plots:
        assert plot.rect.y >= 0
        assert plot.rect.bottom <= size[1]


@pytest.mark.parametrize(
    "samples", [[0.5, np.nan, 2, np.inf, -1], [np.nan] * 4, [0, 0, 0], [5e-324, 0]]
)
def test_what_is_not_a_number_is_left_out_of_the_plot(samples: list[float]) -> None:
    scene = signal(samples, [1, 1])
    picture = compose(staged(scene))
    (plot,) = plots(picture, "input")
    assert len(plot.x) == np.isfinite(samples).sum()
    assert np.isfinite(plot.tips).all()
    assert derive(scene).steps == len(samples) - 1


@pytest.mark.parametrize("key", ["three-weights", "causal", "stride-2"])
def test_the_output_s_caption_stands_beside_the_lines_to_the_present_output(key: str) -> None:
    scene = preset(Lesson.LINE, key).build()
    for step in range(player.length(scene)):
        picture = compose(staged(player.seek(scene, step), None, (903, 546), pending=True))
        caption = [label for label in picture.labels if label.text.endswith("samples")][-1]
        wide = FixedMeasure().width(caption.text, caption.size)
        left = caption.x - (wide if caption.anchor == "right" else 0)
        ends = [end for line in picture.connectors for end in (line.x1, line.x2)]
        assert left + wide < min(ends) or max(ends) < left
