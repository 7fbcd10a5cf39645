"""3D convolution: numbers against SciPy and against loops, edits, refusals, files."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import ndimage, signal

from app.core import PADDING_MODES, SpecError, shutdown_threads
from app.state import edits, input_edits, player
from app.state.derive import derive
from app.state.outcome import Change, Outcome, Refusal
from app.state.requests import request_of
from app.state.result import SMALL
from app.state.scene import Lesson, Parameters, Scene
from app.state.settling import settled
from app.state.solid import edits as own
from app.state.solid import kernel_edits as of_kernel
from app.state.solid import volume_edits
from app.state.solid.choices import MAX_STRIDE3, Arrangement, Box, Kernel3, VolumeInput, Voxel
from app.state.solid.derived import Filled
from app.state.solid.prepare import prepare_volume
from app.state.solid.volume import MAX_VOXELS
from app.state.tensor import Tensor
from app.state.validity import fault
from tests.scenes import changed, image, told
from tests.scenes import scene as planar
from tests.solids import counted, derived, example, result_of, solid, volume

NOISE = np.random.default_rng(5).integers(-9, 10, (6, 7, 8))
KERNEL = np.random.default_rng(6).integers(-4, 5, (3, 2, 3))
SCIPY_MODES = {"reflect": "mirror", "replicate": "nearest", "circular": "grid-wrap"}


def weights(*sides: int) -> Kernel3:
    return Kernel3("ones", Tensor(np.ones(sides, np.int64)))


# ---- numbers


def test_the_output_is_scipy_s_correlation() -> None:
    output = result_of(solid(NOISE, KERNEL)).block
    assert np.array_equal(output, signal.correlate(NOISE, KERNEL, "valid"))


@pytest.mark.parametrize("mode", SCIPY_MODES)
def test_padding_modes_fill_whole_slices_as_scipy_does(mode: str) -> None:
    scene = solid(NOISE, np.ones((3, 3, 3), np.int64), padding="same", padding_mode=mode)
    expected = ndimage.correlate(NOISE, np.ones((3, 3, 3), np.int64), mode=SCIPY_MODES[mode])
    assert np.array_equal(result_of(scene).block, expected)


@given(
    sizes=st.tuples(*[st.integers(3, 6)] * 3),
    kernel=st.tuples(*[st.integers(1, 3)] * 3),
    stride=st.tuples(*[st.integers(1, 3)] * 3),
    padding=st.integers(0, 2),
    mode=st.sampled_from(PADDING_MODES),
    flip=st.booleans(),
)
@settings(max_examples=40, deadline=None)
def test_every_step_adds_up_to_the_result(
    sizes: Any, kernel: Any, stride: Any, padding: int, mode: Any, flip: bool
) -> None:
    voxels = np.random.default_rng(sum(sizes)).integers(-5, 6, sizes)
    chosen = np.random.default_rng(sum(kernel)).integers(-5, 6, kernel)
    scene = solid(voxels, chosen, padding=padding, padding_mode=mode, flip=flip, bias=7)
    for axis in range(3):
        scene = changed(edits.set_stride(scene, stride[axis], axis))
    block, trace = result_of(scene).block, derived(scene).trace
    assert block.shape == trace.shape[1:]
    assert [step.total for step in trace] == block.ravel().tolist()


@given(at=st.tuples(st.integers(-1, 4), st.integers(-1, 4), st.integers(-1, 4)))
@settings(max_examples=30, deadline=None)
def test_an_input_reaches_the_outputs_whose_windows_hold_it(at: tuple[int, int, int]) -> None:
    trace = derived(solid(counted(4, 4, 4) + 1, WEIGHTS3, padding=1)).trace
    reached = {reach.output[1:] for reach in trace.fan_out(0, *at)}
    holding = {
        step.output[1:]
        for step in trace
        if all(place in window for place, window in zip(at, step.window, strict=True))
    }
    assert reached == holding


WEIGHTS3 = np.arange(1, 13).reshape(3, 2, 2)


def test_true_convolution_turns_the_kernel_round_on_all_axes() -> None:
    output = result_of(solid(NOISE, KERNEL, flip=True)).block
    assert np.array_equal(output, signal.convolve(NOISE, KERNEL, "valid"))


def test_a_dilated_kernel_is_a_kernel_with_holes() -> None:
    holed = np.zeros((5, 3, 5), np.int64)
    holed[::2, ::2, ::2] = KERNEL
    spread = result_of(solid(NOISE, KERNEL, dilation=2)).block
    assert np.array_equal(spread, signal.correlate(NOISE, holed, "valid"))


def flat_by_loops(voxels: NDArray[Any], kernel: NDArray[Any]) -> NDArray[Any]:
    """A 2D convolution over channels, its kernel as deep as the stack, in plain loops."""
    _, high, wide = kernel.shape
    rows, columns = voxels.shape[1] - high + 1, voxels.shape[2] - wide + 1
    plane = np.zeros((rows, columns), np.int64)
    for row, column, channel in product(range(rows), range(columns), range(len(voxels))):
        window = voxels[channel, row : row + high, column : column + wide]
        plane[row, column] += (window * kernel[channel % len(kernel)]).sum()
    return plane


def test_read_as_channels_the_same_numbers_give_one_plane() -> None:
    scene = changed(own.set_contrast(solid(NOISE, KERNEL), True))
    flat = result_of(scene).flat
    assert flat is not None
    assert np.array_equal(flat, flat_by_loops(NOISE, KERNEL))
    assert derived(scene).flat_step(1, 2).total == flat[1, 2]


def test_a_kernel_as_deep_as_the_volume_gives_that_plane_too() -> None:
    deep = np.random.default_rng(8).integers(-4, 5, (6, 2, 3))
    result = result_of(changed(own.set_contrast(solid(NOISE, deep), True)))
    assert result.flat is not None
    assert np.array_equal(result.block[0], result.flat)


def test_a_single_voxel_brings_out_the_kernel_turned_round() -> None:
    scene = example("voxel")
    block = result_of(scene).block
    kernel = derived(scene).geometry.weights
    assert np.array_equal(block[1:4, 1:4, 1:4], kernel[::-1, ::-1, ::-1])
    assert block.sum() == kernel.sum()


def test_large_volumes_stay_float32_and_say_how_far_they_are() -> None:
    voxels = np.random.default_rng(1).random((70, 70, 70), np.float32)
    scene = solid(voxels, np.full((3, 3, 3), 1 / 27))
    request = request_of(scene)
    assert request is not None
    assert not request.is_small
    heard: list[float] = []
    result = request.compute(heard.append)
    assert result.output.dtype == np.float32
    assert heard == sorted(heard)
    assert heard[-1] == pytest.approx(1)
    expected = ndimage.uniform_filter(voxels.astype(np.float64), 3)[1:-1, 1:-1, 1:-1]
    assert np.allclose(result.output.reshape(expected.shape), expected, atol=1e-5)
    shutdown_threads()


def test_work_can_be_stopped() -> None:
    class StopError(Exception):
        pass

    def stop(fraction: float) -> None:
        raise StopError

    request = request_of(solid(np.zeros((80, 80, 80), np.uint8), np.ones((5, 5, 5), np.int64)))
    assert request is not None
    with pytest.raises(StopError):
        request.compute(stop)
    shutdown_threads()


def test_small_work_is_done_at_once() -> None:
    request = request_of(example("cube"))
    assert request is not None
    assert request.is_small
    assert SMALL >= 27 * 27


# ---- the input


def test_crop_then_size_then_unit_then_cells() -> None:
    source = VolumeInput(volume(counted(4, 4, 4), white=63), Box(1, 0, 2, 2, 3, 2))
    assert prepare_volume(source).tolist() == counted(4, 4, 4)[1:3, 0:3, 2:4].tolist()
    assert prepare_volume(replace(source, unit=True)).max() == counted(4, 4, 4)[2, 2, 3] / 63
    typed = replace(source, edited=(Voxel(1, 2, 0, -5),))
    assert prepare_volume(typed)[1, 2, 0] == -5


def test_resampling_takes_the_mean_of_what_a_cell_covers() -> None:
    voxels = counted(4, 4, 4).astype(np.float64)
    block = prepare_volume(VolumeInput(volume(voxels), resample=(2, 2, 2)))
    expected = voxels.reshape(2, 2, 2, 2, 2, 2).mean(axis=(1, 3, 5))
    assert np.allclose(block, expected)


def test_integers_stay_integers_when_resampled() -> None:
    block = prepare_volume(VolumeInput(volume(counted(4, 4, 4)), resample=(3, 2, 2)))
    assert block.dtype.kind == "i"


# ---- steps


def test_the_steps_fill_slice_after_slice() -> None:
    scene = example("cube")
    found = derive(scene)
    assert isinstance(found, Filled)
    assert (found.planes, found.output_shape, found.taps, found.steps) == (3, (3, 3), 27, 27)
    assert [found.place(step) for step in (0, 9, 26)] == [(0, 0, 0), (1, 0, 0), (2, 2, 2)]
    assert player.moved(scene, 0, 0, 1).step == 9
    assert player.moved(scene, 5, 5, 5).step == 26


# ---- edits


def test_titles_and_what_is_adjusted() -> None:
    scene = example("cube")
    assert told(edits.set_stride(scene, 2)) == "stride 2"
    assert told(edits.set_stride(scene, 2, 0)) == "stride 2 × 1 × 1"
    assert told(edits.set_padding(scene, "same")) == "padding same"
    assert told(edits.set_padding(scene, ((1, 0), (0, 0), (0, 2)))) == "padding 1 0 0 0 0 2"
    assert told(volume_edits.set_voxel(scene, (0, 1, 2), 9)) == "cell (1, 2, 3) = 9"
    assert told(volume_edits.set_box(scene, Box(0, 0, 0, 4, 4, 4))) == "crop to 4 × 4 × 4"
    assert told(of_kernel.set_weight3(scene, (0, 0, 1), 5)) == "weight (1, 1, 2) = 5"
    assert told(of_kernel.resize_kernel3(scene, (1, 2, 3))) == "kernel size 1 × 2 × 3"


def test_what_cannot_be_is_refused_with_what_would_fit() -> None:
    scene = example("cube")
    assert told(edits.set_stride(scene, MAX_STRIDE3 + 1)) == "stride3! stride 17: 1 to 16 fits"
    assert told(edits.set_padding(scene, 40)) == "padding3! padding 40: 0 to 32 fits"
    assert told(edits.set_dilation(scene, 3)).startswith("dilation3! kernel 3: spans 7")
    assert told(of_kernel.set_kernel3(scene, weights(8, 1, 1))).startswith(
        "kernel3! kernel 8 × 1 × 1"
    )
    assert told(of_kernel.set_kernel3(scene, weights(6, 1, 1))).startswith(
        "kernel3! kernel 6: spans 6"
    )
    assert told(edits.set_bias(scene, float("nan"))).startswith("bias3! bias nan")
    assert told(volume_edits.set_box(scene, Box(3, 0, 0, 3, 1, 1))).startswith(
        "box! the part must lie"
    )
    assert told(volume_edits.set_size(scene, (0, 1, 1))).startswith("size3! 0 × 1 × 1")
    assert told(volume_edits.set_voxel(scene, (5, 0, 0), 1)).startswith("voxels! cell (6, 1, 1)")
    assert told(of_kernel.set_slice_weights(scene, 0, np.ones((2, 2)))).startswith("kernel3! 2 × 2")


def test_an_output_past_the_bound_is_refused_before_it_is_begun() -> None:
    thin = np.broadcast_to(np.uint8(1), (2, 2000, 2000))
    scene = solid(np.ones((3, 3, 3), np.uint8), np.ones((1, 1, 1)), padding=32)
    refused = volume_edits.set_volume(scene, volume(thin))
    assert isinstance(refused, Change)
    assert refused.said.startswith("padding set to same")
    assert told(edits.set_padding(refused.scene, 32)).startswith("padding3! padding 32: makes")


def test_a_volume_past_the_bound_is_refused() -> None:
    huge = np.zeros((17, 2000, 2000), np.uint8)
    assert huge.size > MAX_VOXELS
    refusal = volume_edits.set_volume(example("cube"), volume(huge))
    assert told(refusal).startswith("volume! 17 × 2,000 × 2,000 voxels: up to 2,000 a side")
    long = volume(np.zeros((2, 1, 2001), np.uint8))
    assert told(volume_edits.set_volume(example("cube"), long)).startswith(
        "volume! 2 × 1 × 2,001 voxels"
    )
    flat = volume(np.zeros((3, 3), np.uint8))
    assert told(volume_edits.set_volume(example("cube"), flat)).startswith(
        "volume! a volume of 3 × 3:"
    )


def test_another_lesson_takes_no_volume() -> None:
    refusal = volume_edits.set_volume(planar(), volume(counted(3, 3, 3)))
    assert told(refusal).startswith("volume! volumes belong to the lesson of 3D")


def test_a_single_image_is_refused_where_volumes_are_due() -> None:
    refusal = input_edits.set_image(example("cube"), image([[1, 2], [3, 4]], "photo"))
    assert told(refusal).startswith("image! photo is a single image")


def test_a_smaller_volume_costs_the_least_that_makes_it_fit() -> None:
    outcome = volume_edits.set_volume(example("dilated"), volume(counted(3, 3, 3)))
    assert told(outcome) == ("open block [dilation set to 1, since the volume is too small for it]")


def test_a_large_volume_begins_in_its_middle_and_lets_go_of_what_has_no_room() -> None:
    outcome = volume_edits.set_volume(example("twice"), volume(np.zeros((40, 20, 30), np.uint8)))
    assert isinstance(outcome, Change)
    found = derive(outcome.scene)
    assert isinstance(found, Filled)
    assert found.place(outcome.scene.step) == (19, 9, 14)
    assert found.arrangement is Arrangement.VIEWS
    assert not found.solid.contrast
    assert outcome.said.startswith("the comparison with 2D is off: 40 slices")


def test_arrangements_that_have_no_room_are_refused() -> None:
    large = solid(np.zeros((40, 20, 30), np.uint8))
    for arrangement in (Arrangement.PILE, Arrangement.SLICES):
        assert told(own.set_arrangement(large, arrangement)).startswith("arrangement3! 40 slices")
    assert told(own.set_contrast(large, True)).startswith("contrast3! 40 slices")
    assert told(own.set_arrangement(large, Arrangement.VIEWS)) == "show three views"


def test_linking_takes_the_value_of_the_depth_for_all() -> None:
    scene = changed(edits.set_linked(example("stride"), True))
    assert scene.solid is not None
    assert scene.solid.parameters.stride == (1, 1, 1)


def test_typed_cells_keep_their_meaning_in_other_units() -> None:
    scene = changed(volume_edits.set_voxel(example("cube"), (0, 0, 0), 2))
    unit = changed(volume_edits.set_unit(scene, True))
    assert unit.solid is not None
    assert unit.solid.input.edited == (Voxel(0, 0, 0, 0.5),)
    assert changed(volume_edits.set_unit(unit, False)).solid == scene.solid


def test_kernels_are_turned_negated_and_normalised() -> None:
    scene = solid(NOISE, KERNEL)

    def after(outcome: Outcome) -> NDArray[Any]:
        scene = changed(outcome)
        assert scene.solid is not None
        return scene.solid.kernel.weights.array

    assert np.array_equal(after(of_kernel.flip_kernel3(scene)), KERNEL[::-1, ::-1, ::-1])
    assert after(of_kernel.swap_axes3(scene)).shape == (2, 3, 3)
    assert np.array_equal(after(of_kernel.negate_kernel3(scene)), -KERNEL)
    normal = after(of_kernel.normalise_kernel3(scene))
    assert abs(normal.sum()) == pytest.approx(1)
    zero = solid(NOISE, np.zeros((1, 1, 1), np.int64))
    assert told(of_kernel.normalise_kernel3(zero)).startswith("kernel3! every weight is 0")


def test_presets_apply_and_reset_as_in_every_lesson() -> None:
    scene = changed(edits.apply_preset(planar(), example("cube"), "cube"))
    assert scene == example("cube")
    moved = changed(edits.set_stride(scene, 2))
    assert changed(edits.reset(moved, example("cube"))) == example("cube")


# ---- scenes from a file


def unfit(scene: Scene, **changes: Any) -> str:
    assert scene.solid is not None
    return fault(replace(scene, solid=replace(scene.solid, **changes)))


def test_a_scene_from_a_file_is_checked_as_any_edit_is() -> None:
    scene = example("cube")
    assert scene.solid is not None
    source, parameters = scene.solid.input, scene.solid.parameters
    assert fault(scene) == ""
    assert "no volume" in fault(replace(scene, solid=None))
    assert "belongs to the lesson of 3D" in fault(replace(planar(), solid=scene.solid))
    assert "stride 0" in unfit(scene, parameters=replace(parameters, stride=(1, 0, 1)))
    assert "padding 99" in unfit(scene, parameters=replace(parameters, padding=((0, 99),) * 3))
    assert "kernel 8 × 1 × 1" in unfit(scene, kernel=weights(8, 1, 1))
    assert "weights of type" in unfit(
        scene, kernel=Kernel3("half", Tensor(np.ones((1, 1, 1), np.float32)))
    )
    assert "voxels of type" in unfit(
        scene, input=VolumeInput(volume(np.ones((2, 2, 2), np.complex64).real.astype(np.float16)))
    )
    assert "white 0" in unfit(scene, input=VolumeInput(volume(counted(5, 5, 5), white=0)))
    assert "the part must lie" in unfit(scene, input=replace(source, crop=Box(9, 0, 0, 1, 1, 1)))
    assert "typed over twice" in unfit(
        scene, input=replace(source, edited=(Voxel(0, 0, 0, 1), Voxel(0, 0, 0, 2)))
    )
    assert "cell (10, 1, 1)" in unfit(scene, input=replace(source, edited=(Voxel(9, 0, 0, 1),)))
    assert fault(replace(scene, step=27))
    assert fault(replace(scene, lesson=Lesson.CONVOLUTION))


def test_a_scene_whose_arrangement_has_no_room_is_not_valid() -> None:
    large = solid(np.zeros((40, 20, 30), np.uint8))
    assert "40 slices" in unfit(large, arrangement=Arrangement.PILE)
    assert "40 slices" in unfit(large, contrast=True)


def test_no_window_fits_is_the_core_s_own_error() -> None:
    scene = example("cube")
    assert scene.solid is not None
    wrong = replace(scene, solid=replace(scene.solid, kernel=weights(7, 1, 1)))
    with pytest.raises(SpecError, match="kernel 7"):
        derive(wrong)
    assert isinstance(settled(scene, wrong, "", "kernel3"), Refusal)


def test_a_file_with_parameters_of_a_plane_beside_those_of_the_volume_is_refused() -> None:
    odd = replace(example("cube"), parameters=Parameters(stride=(2, 2)))
    assert fault(odd).startswith("parameters of a plane: the lesson of 3D convolution has")
