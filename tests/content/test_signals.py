"""The sample signals, the kernels of one row, and the worked examples' promises."""

from __future__ import annotations

import numpy as np
import pytest

from app.content.kernels.catalogue import KERNELS, KernelPreset, resized
from app.content.kernels.signal import LINE_KERNELS, kernel_of, kernels_of
from app.content.lessons import preset
from app.content.samples.catalogue import SAMPLES, SIGNALS, Sample, sample, samples_of
from app.state.derive import derive
from app.state.scene import MAX_KERNEL, Lesson, Scene
from tests.scenes import answered, convolved

OWN = [each for each in SIGNALS if each not in SAMPLES]


def example(key: str) -> Scene:
    return preset(Lesson.LINE, key).build()


def output(key: str) -> list[float]:
    row: list[float] = answered(example(key)).output[0].tolist()
    return row


# ---- the catalogues


@pytest.mark.parametrize("each", OWN, ids=lambda each: each.key)
def test_a_signal_is_one_row_of_whole_numbers(each: Sample) -> None:
    image = each.build()
    pixels = image.pixels.array
    assert pixels.shape[0] == 1
    assert pixels.dtype == np.int64
    assert image.white < 255, "it is tinted"
    assert np.abs(pixels).max() <= image.white * 1.2
    assert (each.build().pixels.array == pixels).all(), "the same at every call"


def test_keys_and_titles_tell_them_apart() -> None:
    everything = (*SAMPLES, *OWN)
    assert len({each.key for each in everything}) == len(everything)
    assert len({each.title for each in everything}) == len(everything)
    assert all(sample(each.key) is each for each in everything)
    assert samples_of(Lesson.LINE) is SIGNALS
    assert samples_of(Lesson.CONVOLUTION) is SAMPLES
    for offered in (KERNELS, LINE_KERNELS):
        assert len({each.key for each in offered}) == len(offered)


@pytest.mark.parametrize("each", LINE_KERNELS, ids=lambda each: each.key)
def test_a_kernel_of_a_line_has_one_row_at_every_width(each: KernelPreset) -> None:
    assert each.size[0] == 1
    for width in range(1, MAX_KERNEL + 1):
        kernel = each.build(1, width)
        assert kernel.shape == (1, width)
        assert np.isfinite(kernel.weights.array).all()
        assert resized(each.build(), 1, width, LINE_KERNELS) == kernel


def test_each_lesson_has_its_own_kernels() -> None:
    assert kernels_of(Lesson.LINE) is LINE_KERNELS
    assert kernels_of(Lesson.MATRIX) is KERNELS
    assert kernel_of(Lesson.LINE, "difference").build().weights.array.tolist() == [[-1, 1]]
    with pytest.raises(KeyError, match="no kernel 'sobel-y': moving-average"):
        kernel_of(Lesson.LINE, "sobel-y")


# ---- what the worked examples promise


def test_the_moving_average_calms_the_noise() -> None:
    scene = example("moving-average")
    sine = 6 * np.sin(2 * np.pi * np.arange(40) / 20)
    before = convolved(scene).plane[0] - sine
    after = np.array(output("moving-average")) - sine
    assert np.std(after[3:-3]) < 0.75 * np.std(before[3:-3])


def test_the_difference_is_zero_but_at_the_edges() -> None:
    steps = {place: value for place, value in enumerate(output("difference")) if value}
    assert steps == {7: 8, 15: -5}


def test_a_causal_output_never_sees_a_later_sample() -> None:
    axis = convolved(example("causal")).axes[1]
    assert axis.output_size == axis.size
    assert all(max(axis.window(at)) == at for at in range(axis.output_size))


def test_an_impulse_brings_out_the_kernel_turned_or_as_it_is() -> None:
    assert [value for value in output("impulse") if value] == [5, 2, 1]
    assert [value for value in output("impulse-response") if value] == [1, 2, 5]


def test_full_padding_multiplies_polynomials_as_numpy_does() -> None:
    assert output("polynomials") == [1, 3, 5, 3] == np.polymul([1, 2, 3], [1, 1]).tolist()
    ramp = convolved(example("np-convolve")).plane[0]
    assert output("np-convolve") == np.convolve(ramp, [1, 0, -2]).tolist()
    assert len(output("np-convolve")) == 14


def test_the_matched_filters_find_what_they_look_like() -> None:
    pulses = np.array(output("matched"))
    assert sorted(np.argsort(pulses)[-2:].tolist()) == [15, 40]
    beats = np.array(output("heartbeat"))
    found = [
        at for at in range(1, 399) if beats[at] > 1500 and beats[at] == beats[at - 4 : at + 5].max()
    ]
    assert found == [46, 121, 203, 276, 352]


def test_an_echo_comes_again_half_as_loud() -> None:
    echoed = output("echo")
    assert [echoed[at] for at in (3, 9, 15, 21)] == [9, 4.5, 9, 4.5]


def test_fast_waves_fall_out_of_a_mean() -> None:
    passed = np.abs(output("low-pass"))
    assert passed[:24].max() > 80
    assert passed[180:].max() < 25


def test_long_signals_are_no_toys_and_short_ones_are() -> None:
    assert derive(example("three-weights")).is_toy
    assert not derive(example("word")).is_toy
    assert not derive(example("heartbeat")).is_photo
    assert derive(example("photo-row")).is_photo
