"""Programs of 3D convolution print the numbers on the stage, whatever the parameters."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.content.code.frameworks import Framework
from app.content.code.program import needed_file, program
from app.core import PADDING_MODES
from app.services.export.inputs import file_of
from app.state import edits
from app.state.outcome import Change
from app.state.scene import Scene
from app.state.solid import kernel_edits, volume_edits
from app.state.solid.choices import Box
from tests.content.programs import INSTALLED, check, ran, ran_here
from tests.scenes import changed
from tests.solids import counted, example, solid, volume

HERE = [each for each in INSTALLED if each in (Framework.NUMPY, Framework.PYTORCH)]


@pytest.mark.parametrize("framework", HERE, ids=lambda each: each.value)
@given(
    sizes=st.tuples(*[st.integers(3, 5)] * 3),
    kernel=st.tuples(*[st.integers(1, 3)] * 3),
    stride=st.tuples(*[st.integers(1, 2)] * 3),
    dilation=st.tuples(*[st.integers(1, 2)] * 3),
    padding=st.sampled_from(
        ["valid", "same", "full", 1, ((1, 0), (0, 2), (1, 1)), ((0, 0), (2, 0), (0, 1))]
    ),
    mode=st.sampled_from(PADDING_MODES),
    bias=st.sampled_from([0, 3, -0.5]),
    flip=st.booleans(),
)
@settings(max_examples=30, deadline=None)
def test_any_parameters(
    sizes: Any, kernel: Any, stride: Any, dilation: Any, padding: Any, mode: Any, bias: float,
    flip: bool, framework: Framework,
) -> None:  # fmt: skip
    weights = np.random.default_rng(3).integers(-3, 4, kernel)
    scene = solid(np.random.default_rng(4).integers(-9, 10, sizes), np.ones((1, 1, 1), np.int64))
    for edit, *arguments in (
        (edits.set_bias, bias),
        (edits.set_flip, flip),
        (edits.set_padding, padding),
        (edits.set_padding_mode, mode),
        *((edits.set_stride, stride[axis], axis) for axis in range(3)),
        *((edits.set_dilation, dilation[axis], axis) for axis in range(3)),
        (kernel_edits.set_slice_weights, 0, np.ones((1, 1))),
    ):
        scene = _tried(scene, edit, *arguments)
    scene = _tried(scene, kernel_edits.resize_kernel3, kernel)
    for at in range(len(weights)):
        scene = _tried(scene, kernel_edits.set_slice_weights, at, weights[at])
    check(scene, ran_here(scene, framework))


def _tried(scene: Scene, edit: Any, *arguments: Any) -> Scene:
    """The scene after an edit; a case that cannot be is left out."""
    outcome = edit(scene, *arguments)
    assume(isinstance(outcome, Change))
    assert isinstance(outcome, Change)
    return outcome.scene


@pytest.mark.parametrize("framework", HERE, ids=lambda each: each.value)
def test_a_large_volume_is_read_from_its_file_cut_resampled_and_scaled(
    framework: Framework, tmp_path: Path
) -> None:
    voxels = np.random.default_rng(5).integers(0, 256, (20, 22, 24), np.uint8)
    scene = changed(volume_edits.set_volume(example("cube"), volume(voxels, "a scan.nii", 255)))
    scene = changed(volume_edits.set_box(scene, Box(2, 1, 0, 17, 20, 21)))
    scene = changed(volume_edits.set_size(scene, (16, 15, 30)))
    scene = changed(volume_edits.set_unit(scene, True))
    assert needed_file(scene) == "a scan.npy"
    (tmp_path / "a scan.npy").write_bytes(file_of(scene))
    check(scene, ran(scene, framework, tmp_path))


def test_typed_cells_stand_in_the_program() -> None:
    scene = changed(volume_edits.set_voxel(solid(counted(3, 3, 3)), (1, 1, 1), -7))
    assert needed_file(scene) == ""
    assert "[12, -7, 14]," in program(scene, Framework.NUMPY).replace("12,  -7", "12, -7")
    check(scene, ran_here(scene, Framework.NUMPY))


@pytest.mark.parametrize("framework", list(Framework))
def test_every_framework_s_program_can_be_read_by_python(framework: Framework) -> None:
    for key in ("twice", "stride", "dilated", "same", "vessels"):
        compile(program(example(key), framework), key, "exec")
        assert framework.value in program(example(key), framework).splitlines()[0]
