"""An animated GIF of 120 steps, beside matplotlib's FuncAnimation with Pillow, in one run.

    python -m benchmarks.export

Both show the same steps of the opening lesson at 600 × 400: three numbered grids with the window,
the close-up and the equation. Prints a Markdown table of frames a second.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import matplotlib as mpl
import numpy as np

mpl.use("Agg")
from matplotlib import pyplot
from matplotlib.animation import FuncAnimation, PillowWriter
from matplotlib.patches import Rectangle
from PySide6.QtGui import QGuiApplication

from app.content.lessons import default_scene
from app.paint.theme import LIGHT
from app.services.export.clip import Clip
from app.services.export.formats import steps_in_pieces
from app.state import player
from app.state.derive import Convolved, derive
from app.state.input_edits import set_resample
from app.state.outcome import Change
from app.state.requests import request_of
from app.state.scene import Scene

STEPS = 120
SIZE = (600, 400)
SPEED = 10.0
ROUNDS = 3


def lesson() -> Scene:
    """The opening lesson on a grid of 14 × 12 cells, which has 120 steps."""
    outcome = set_resample(default_scene(), (14, 12))
    assert isinstance(outcome, Change)
    return replace(outcome.scene, step=0)


def ours(path: Path, scene: Scene) -> None:
    request = request_of(scene)
    result = None if request is None else request.compute()
    clip = Clip(scene, result, SIZE, SPEED, 0, STEPS - 1, motion=False)
    for _ in steps_in_pieces(path, clip, LIGHT):
        pass


def theirs(path: Path, scene: Scene) -> None:
    figure = pyplot.figure(figsize=(SIZE[0] / 100, SIZE[1] / 100), dpi=100)
    animation = FuncAnimation(
        figure, lambda number: draw(figure, player.seek(scene, number)), frames=STEPS
    )
    animation.save(path, writer=PillowWriter(fps=int(SPEED)))
    pyplot.close(figure)


def draw(figure: pyplot.Figure, scene: Scene) -> None:
    """One step: the three grids above, the close-up and the equation below."""
    figure.clear()
    derived = derive(scene)
    assert isinstance(derived, Convolved)
    step = derived.step
    output = np.full(derived.output_shape, np.nan)
    for number in range(scene.step + 1):
        output.flat[number] = derived.trace[number].total
    grids = (derived.plane, derived.geometry.weights, output)
    parts = (step.values[0], step.weights[0], step.products[0])
    row, column = step.window
    for place, grid in enumerate((*grids, *parts)):
        axes = figure.add_subplot(2, 3, place + 1)
        axes.imshow(np.nan_to_num(grid), cmap="Blues")
        axes.set_axis_off()
        for (down, right), value in np.ndenumerate(grid):
            if not np.isnan(value):
                axes.text(right, down, f"{value:g}", ha="center", va="center", fontsize=6)
        if place == 0:
            corner = (column[0] - 0.5, row[0] - 0.5)
            axes.add_patch(Rectangle(corner, 3, 3, fill=False, edgecolor="orangered", lw=2))
    pairs = zip(step.values.ravel(), step.weights.ravel(), strict=True)
    terms = " + ".join(f"{value}·{weight}" for value, weight in pairs)
    figure.text(0.02, 0.03, f"{terms} = {step.total}", fontsize=9)


def frames_a_second(write: Callable[[Path, Scene], None], ending: str) -> float:
    scene = lesson()
    with tempfile.TemporaryDirectory() as folder:
        start = perf_counter()
        write(Path(folder) / f"steps{ending}", scene)
        return STEPS / (perf_counter() - start)


def main() -> None:
    application = QGuiApplication.instance() or QGuiApplication([])
    rates: dict[str, list[float]] = {"ours": [], "theirs": []}
    for _ in range(ROUNDS):
        rates["ours"].append(frames_a_second(ours, ".gif"))
        rates["theirs"].append(frames_a_second(theirs, ".gif"))
    mine, other = statistics.median(rates["ours"]), statistics.median(rates["theirs"])
    print("| 120 steps, 600 × 400, GIF | frames a second | ratio |")
    print("|---|---:|---:|")
    print(f"| matplotlib, FuncAnimation and Pillow | {other:.1f} | 1.0 |")
    print(f"| Convoscope | {mine:.1f} | {mine / other:.1f} |")
    for ending in (".apng", ".webp", ".mp4"):
        rate = frames_a_second(ours, ending)
        print(f"| Convoscope, {ending[1:]} | {rate:.1f} | {rate / other:.1f} |")
    del application


if __name__ == "__main__":
    main()
