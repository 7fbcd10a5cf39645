"""Runs the programs that are made of scenes, and reads what they print."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.content.code.frameworks import Framework
from app.content.code.program import program
from app.state.channels.requests import MixedResult
from app.state.depthwise.requests import SeparatedResult
from app.state.derive import Counted, Factored, Filled, Mixed, Separated, Stacked, derive
from app.state.requests import compute, request_of
from app.state.scene import Lesson, Scene
from app.state.solid.requests import SolidResult
from app.state.spatial.requests import FactoredResult

MODULES = {
    Framework.NUMPY: "numpy",
    Framework.PYTORCH: "torch",
    Framework.KERAS: "keras",
    Framework.JAX: "jax",
}
INSTALLED = [framework for framework, module in MODULES.items() if find_spec(module)]


def ran(scene: Scene, framework: Framework, folder: Path) -> str:
    """What the program prints, run as a user runs it."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program(scene, framework)],
        cwd=folder,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, f"{done.stderr}\n{program(scene, framework)}"
    return done.stdout


def ran_here(scene: Scene, framework: Framework) -> str:
    """What the program prints, run in this process: quicker, for many scenes."""
    heard = io.StringIO()
    with contextlib.redirect_stdout(heard):
        exec(compile(program(scene, framework), "program", "exec"), {})
    return heard.getvalue()


def numbers(printed: str) -> NDArray[np.float64]:
    """The rows that were printed before the step."""
    return np.array([[float(cell) for cell in line.split()] for line in printed.splitlines()[:-1]])


def check(scene: Scene, printed: str) -> None:
    """Every number that was printed is the stage's."""
    derived = derive(scene)
    if isinstance(derived, Stacked):
        assert printed == stack_lines(derived)
        return
    if isinstance(derived, Mixed | Separated):
        check_planes(derived, printed)
        return
    if isinstance(derived, Factored):
        check_passes(derived, printed)
        return
    if isinstance(derived, Filled):
        check_volume(derived, printed)
        return
    output = stage_output(scene)
    *_, last = printed.splitlines()
    row, column = step_place(scene)
    head, _, value = last.partition(": ")
    line = scene.lesson is Lesson.LINE
    assert head == (f"output {column + 1}" if line else f"output ({row + 1}, {column + 1})")
    _same(float(value), output[row, column])
    if derived.is_toy or isinstance(derived, Counted):
        _same(numbers(printed), output)
    else:
        shape, ranged, _ = printed.splitlines()
        rows, columns = output.shape
        assert shape == (f"samples: {columns}" if line else f"shape: {rows} {columns}")
        _same([float(end) for end in ranged.split()[1:]], [output.min(), output.max()])


def check_planes(derived: Mixed | Separated, printed: str) -> None:
    """The numbers of every output channel, and the present step's."""
    request = request_of(derived.scene)
    assert request is not None
    result = compute(request)
    assert isinstance(result, MixedResult | SeparatedResult)
    plane, row, column = derived.place(derived.scene.step)
    planes, name = result.outputs, "output"
    if isinstance(derived, Separated) and derived.is_first(plane):
        assert isinstance(result, SeparatedResult)
        planes, name = result.inner, "between"
    elif isinstance(derived, Separated):
        plane -= derived.weights.channels
    *lines, last = printed.splitlines()
    head, _, value = last.partition(": ")
    assert head == f"{name} ({plane + 1}, {row + 1}, {column + 1})"
    _same(float(value), planes[plane][row, column])
    whole = np.stack(result.outputs)
    if derived.is_toy:
        rows = [line for line in lines if not line.startswith("channel ")]
        assert len(lines) - len(rows) == len(whole)
        cells = np.array([[float(cell) for cell in line.split()] for line in rows])
        _same(cells.reshape(whole.shape), whole)
    else:
        assert lines[0] == "shape: " + " ".join(map(str, whole.shape))
        _same([float(end) for end in lines[1].split()[1:]], [whole.min(), whole.max()])


def check_volume(derived: Filled, printed: str) -> None:
    """The numbers of every slice, and the present step's."""
    request = request_of(derived.scene)
    assert request is not None
    result = compute(request)
    assert isinstance(result, SolidResult)
    *lines, last = printed.splitlines()
    place = derived.place(derived.scene.step)
    head, _, value = last.partition(": ")
    assert head == f"output ({', '.join(str(at + 1) for at in place)})"
    _same(float(value), result.block[place])
    if derived.is_toy:
        assert lines.count("") == len(result.block)
        cells = np.array([[float(cell) for cell in line.split()] for line in lines if line])
        _same(cells.reshape(result.block.shape), result.block)
    else:
        assert lines[0] == "shape: " + " ".join(map(str, result.block.shape))
        ends = result.block.min(), result.block.max()
        _same([float(end) for end in lines[1].split()[1:]], ends)


def check_passes(derived: Factored, printed: str) -> None:
    """The whole output, and the present cell of either pass."""
    request = request_of(derived.scene)
    assert request is not None
    result = compute(request)
    assert isinstance(result, FactoredResult)
    *lines, last = printed.splitlines()
    head, _, value = last.partition(": ")
    plane, row, column = derived.place(derived.scene.step)
    term, passed = divmod(plane, 2)
    name, planes = (("intermediate", result.between), ("output", result.sums))[passed]
    assert head == f"{name} ({row + 1}, {column + 1})"
    _same(float(value), planes[term][row, column])
    if derived.is_toy:
        _same(numbers(printed), result.output)
    else:
        assert lines[0] == f"shape: {result.output.shape[0]} {result.output.shape[1]}"
        ends = result.output.min(), result.output.max()
        _same([float(end) for end in lines[1].split()[1:]], ends)


def _same(printed: Any, shown: Any) -> None:
    """Whole numbers exactly; sums of fractions may be added in another order."""
    if np.asarray(shown).dtype.kind in "iu":
        assert np.array_equal(printed, shown)
    else:
        scale = max(1.0, float(np.abs(shown).max()))
        close = 1e-4 if np.asarray(shown).dtype == np.float32 else 1e-9
        np.testing.assert_allclose(printed, shown, rtol=close, atol=close * scale)


def stage_output(scene: Scene) -> NDArray[Any]:
    derived = derive(scene)
    if isinstance(derived, Counted):
        return derived.stamps.plane if derived.is_plane else derived.stamps.result[None]
    request = request_of(scene)
    assert request is not None
    return compute(request).output


def step_place(scene: Scene) -> tuple[int, int]:
    """The output cell that the program names: the present one."""
    derived = derive(scene)
    assert not isinstance(derived, Stacked)
    if isinstance(derived, Counted):
        row, column = divmod(scene.step, derived.output_shape[1])
        return row, column
    return derived.step.output[1], derived.step.output[2]


def stack_lines(derived: Stacked) -> str:
    """What a stack's program prints: each layer with its size and its field."""
    lines = []
    for level in range(1, derived.stack.levels):
        layer, shape = derived.stack.layers[level - 1], derived.stack.shapes[level]
        fields = derived.stack.fields(level)
        size, jump = (
            " × ".join(str(getattr(field, name)) for field in fields) for name in ("size", "jump")
        )
        start = ", ".join(str(field.start + 1) for field in fields)
        lines.append(
            f"{layer.name or layer.kind.value} ({level}): {shape[0]} × {shape[1]}, "
            f"sees {size} cells, jump {jump}, from ({start}) on"
        )
    return "".join(f"{line}\n" for line in lines)
