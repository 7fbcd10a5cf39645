"""The sample volumes, the kernels of three sides and the worked examples of 3D convolution."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import ndimage

from app.content.kernels.catalogue import KERNELS
from app.content.kernels.solid import KERNELS3, kernel_preset3, resized3
from app.content.presets.solid import SOLID_PRESETS
from app.content.samples.phantom import SIDE, shepp_logan
from app.content.samples.vessels import SHAPE
from app.content.samples.volumes import VOLUMES, numbered_cube, volume_sample
from app.core import conv
from app.state.edits import apply_preset
from app.state.solid import kernels
from app.state.solid.choices import MAX_KERNEL3, Arrangement
from app.state.solid.volume_edits import volume_fault
from app.state.validity import fault
from tests.scenes import changed, told
from tests.scenes import scene as planar
from tests.solids import derived, example, result_of

SIDES = st.tuples(*[st.integers(1, MAX_KERNEL3)] * 3)
BY_KEY = {preset.key: preset for preset in KERNELS3}


def shape_of(key: str) -> tuple[int, int, int]:
    return volume_sample(key).build().shape


# ---- volumes


@pytest.mark.parametrize("sample", VOLUMES, ids=lambda sample: sample.key)
def test_samples_are_the_same_at_every_call_and_fit(sample: Any) -> None:
    volume = sample.build()
    assert volume is sample.build(), "drawn once"
    assert np.array_equal(sample.draw(), volume.voxels.array)
    assert volume_fault(volume) == ""
    assert volume.voxels.array.max() <= volume.white
    assert sample.purpose.endswith(".")


def test_keys_and_titles_of_samples_are_told_apart() -> None:
    assert len({sample.key for sample in VOLUMES}) == len(VOLUMES)
    assert len({sample.title for sample in VOLUMES}) == len(VOLUMES)
    assert len({sample.name for sample in VOLUMES}) == len(VOLUMES)
    with pytest.raises(KeyError, match="cube-3"):
        volume_sample("none")


def test_every_window_of_a_numbered_cube_has_its_own_look() -> None:
    cube = numbered_cube(5)
    windows = np.lib.stride_tricks.sliding_window_view(cube, (3, 3, 3)).reshape(-1, 27)
    assert len(np.unique(windows, axis=0)) == 27
    assert set(np.unique(cube)) == {0, 1, 2, 3, 4}


def test_the_phantom_has_the_published_densities() -> None:
    head = shepp_logan()
    middle = SIDE // 2
    assert head[0].max() == 0, "air above the head"
    assert head[middle, middle, middle] == round(255 * 0.2), "the brain: 1 − 0.8"
    ring = head[middle, :, middle]
    assert ring.max() == 255, "the skull"
    lower = head[round((1 + 0.25) / 2 * SIDE)]
    assert lower[middle].min() == 0, "the ventricles at z = −0.25: 1 − 0.8 − 0.2"


def test_the_phantom_is_nearly_as_large_as_its_ellipsoid() -> None:
    volume = np.count_nonzero(shepp_logan()) / SIDE**3 * 8
    outer = 4 / 3 * np.pi * 0.69 * 0.92 * 0.9
    hollow = volume / outer
    assert 0.9 < hollow < 1, "all but the ventricles"


def test_the_vessels_are_one_tree_that_grows_thinner() -> None:
    voxels = volume_sample("vessels").build().voxels.array
    assert voxels.shape == SHAPE
    bright = ndimage.gaussian_filter(voxels.astype(np.float64), 1) > 120
    parts, _ = ndimage.label(bright)
    sizes = np.sort(np.bincount(parts.ravel())[1:])
    assert sizes[-1] > 0.7 * sizes.sum(), "nearly all of it hangs together"
    rows = bright.sum(axis=(0, 2))
    assert rows[-5:].max() > 60, "a trunk below"
    branches = [ndimage.label(bright[:, row])[1] for row in range(SHAPE[1])]
    assert branches[-1] == 1
    assert max(branches[:90]) > 6, "many branches above"


# ---- kernels


@pytest.mark.parametrize("preset", KERNELS3, ids=lambda preset: preset.key)
@given(sides=SIDES)
def test_kernels_have_every_size(preset: Any, sides: tuple[int, int, int]) -> None:
    weights = preset.build(sides).weights.array
    assert weights.shape == sides
    assert weights.dtype.name in ("int64", "float64")
    assert np.isfinite(weights).all()


@pytest.mark.parametrize("key", ["box", "gaussian"])
@given(sides=SIDES)
def test_means_add_up_to_one(key: str, sides: tuple[int, int, int]) -> None:
    assert BY_KEY[key].build(sides).weights.array.sum() == pytest.approx(1)


@pytest.mark.parametrize(
    "key",
    ["laplacian", "laplacian-26", "line-depth", "line-rows", "line-columns", "blob", "sobel-depth",
     "sobel-rows", "sobel-columns"],
)  # fmt: skip
@given(sides=st.tuples(*[st.integers(2, 5)] * 3))
def test_differences_add_up_to_nothing(key: str, sides: tuple[int, int, int]) -> None:
    assert BY_KEY[key].build(sides).weights.array.sum() == pytest.approx(0, abs=1e-9)


@pytest.mark.parametrize(
    ("key", "axis"), [("sobel-depth", 0), ("sobel-rows", 1), ("sobel-columns", 2)]
)
def test_sobel_is_scipy_s_along_its_axis(key: str, axis: int) -> None:
    block = np.random.default_rng(3).integers(0, 50, (6, 7, 8))
    ours = conv(block[None], BY_KEY[key].build().weights.array[None, None])[0]
    theirs = ndimage.correlate1d(block, [-1, 0, 1], axis=axis)
    for other in {0, 1, 2} - {axis}:
        theirs = ndimage.correlate1d(theirs, [1, 2, 1], axis=other)
    assert np.array_equal(ours, theirs[1:-1, 1:-1, 1:-1])


def test_the_laplacian_of_six_neighbours_is_scipy_s() -> None:
    block = np.random.default_rng(4).integers(0, 50, (6, 6, 6))
    ours = conv(block[None], BY_KEY["laplacian"].build().weights.array[None, None])[0]
    assert np.array_equal(ours, ndimage.laplace(block)[1:-1, 1:-1, 1:-1])


@pytest.mark.parametrize("axis", [0, 1, 2])
def test_a_line_filter_answers_to_its_own_direction_most(axis: int) -> None:
    names = ("line-depth", "line-rows", "line-columns")
    block = np.zeros((5, 5, 5), np.int64)
    place: list[Any] = [2, 2, 2]
    place[axis] = slice(None)
    block[tuple(place)] = 1
    answers = [
        int(conv(block[None], BY_KEY[name].build().weights.array[None, None])[0][1, 1, 1])
        for name in names
    ]
    assert answers[axis] == max(answers)
    assert sorted(answers)[1] < answers[axis]


def test_a_blob_is_brightest_on_a_ball_of_its_size() -> None:
    z, y, x = np.mgrid[-4:5, -4:5, -4:5]
    ball = (z**2 + y**2 + x**2 <= 1.5**2).astype(np.float64)
    answer = conv(ball[None], BY_KEY["blob"].build().weights.array[None, None])[0]
    assert np.unravel_index(answer.argmax(), answer.shape) == (2, 2, 2)


@given(sides=SIDES, other=SIDES)
def test_resizing_keeps_the_middle(sides: Any, other: Any) -> None:
    marked = kernels.identity(*sides)
    resized = kernels.resize(marked, *other)
    assert resized.shape == other
    assert np.array_equal(resized, kernels.identity(*other))


def test_a_preset_is_made_anew_at_another_size_and_other_weights_are_kept() -> None:
    gaussian = kernel_preset3("gaussian").build()
    assert resized3(gaussian, (5, 5, 5)) == kernel_preset3("gaussian").build((5, 5, 5))
    assert resized3(gaussian, gaussian.shape) is gaussian
    names = {preset.title for preset in KERNELS3}
    assert len(names) == len(KERNELS3)
    assert {preset.key for preset in KERNELS} & set(BY_KEY), "some names hold in both lessons"


# ---- worked examples


@pytest.mark.parametrize("preset", SOLID_PRESETS, ids=lambda preset: preset.key)
def test_every_example_is_valid_and_names_itself(preset: Any) -> None:
    scene = preset.build()
    assert scene.preset == preset.key
    assert fault(scene) == ""
    assert told(apply_preset(planar(), scene, "example")) == "example"
    assert changed(apply_preset(planar(), scene, "example")) == scene
    assert preset.build() == scene


@pytest.mark.parametrize(
    ("key", "shape"),
    [
        ("twice", (2, 3, 3)),
        ("cube", (3, 3, 3)),
        ("same", (4, 4, 4)),
        ("flat", (4, 2, 2)),
        ("through", (2, 4, 4)),
        ("full-depth", (1, 3, 3)),
        ("stride", (5, 3, 3)),
        ("dilated", (1, 3, 3)),
        ("voxel", (5, 5, 5)),
        ("sheet", (4, 4, 4)),
        ("head", (96, 96, 96)),
        ("vessels", (96, 128, 128)),
    ],
)
def test_examples_come_out_in_the_size_of_the_formula(key: str, shape: Any) -> None:
    assert derived(example(key)).geometry.shape == shape


def test_a_kernel_one_slice_deep_is_a_2d_convolution_slice_by_slice() -> None:
    found = derived(example("flat"))
    block, kernel = found.geometry.block, found.geometry.weights[0]
    planes = [conv(plane[None], kernel[None, None])[0] for plane in block]
    assert np.array_equal(result_of(example("flat")).block, np.stack(planes))


def test_the_tilt_of_the_sheet_shows_along_depth_alone() -> None:
    block = result_of(example("sheet")).block
    assert block.any()
    planes = derived(example("sheet")).geometry.block
    assert all((plane == plane[0]).all() for plane in planes), "each slice: an upright line"


def test_vessels_stand_out_of_the_noise() -> None:
    scene = example("vessels")
    found, block = derived(scene), result_of(scene).block
    place = found.place(scene.step)
    assert block[place] > 300
    flesh = found.geometry.block < 80
    assert block[5:-5, 5:-5, 5:-5][flesh[5:-5, 5:-5, 5:-5]].std() < 30
    assert found.arrangement is Arrangement.VIEWS
