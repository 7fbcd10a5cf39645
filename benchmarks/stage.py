"""What a step costs: edit, derive, compose and paint, beside blitting a window-sized image.

    python benchmarks/stage.py

Prints a Markdown table of medians in milliseconds, and the event loop's longest stall while a
4K result is computed in the background, in several runs.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from time import perf_counter

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import numpy as np
from PySide6.QtCore import QElapsedTimer, QTimer
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from app.application import make_application, make_window
from app.content.kernels.catalogue import kernel_preset
from app.content.kernels.filters import filter_preset
from app.content.lessons import LESSONS, LessonInfo, default_scene, preset
from app.services.settings import Settings
from app.state import edits, input_edits, player
from app.state.channels import edits as channel_edits
from app.state.image import Image
from app.state.requests import request_of
from app.state.scene import Detail, Lesson, Scale, Scene
from app.state.solid.volume import Volume
from app.state.solid.volume_edits import set_volume
from app.state.tensor import Tensor
from app.state.turned.choices import Walk
from app.state.view import Camera, View
from app.ui.window import MainWindow

STEPS = 200
STALLS = 7
WINDOW = (1366, 768)


def photo(height: int, width: int) -> Image:
    """A photo-like image: smooth shapes with noise, 8-bit."""
    rows, columns = np.mgrid[0:height, 0:width]
    waves = 127 + 90 * np.sin(columns / 97) * np.cos(rows / 61)
    noise = np.random.default_rng(1).integers(-9, 10, (height, width))
    return Image("photo", Tensor(np.clip(waves + noise, 0, 255).astype(np.uint8)), 255)


def photo_scene(height: int, width: int, kernel: str, size: int) -> Scene:
    scene = input_edits.set_image(default_scene(), photo(height, width)).scene  # type: ignore[union-attr]
    chosen = kernel_preset(kernel).build(size, size)
    return edits.set_kernel(scene, chosen).scene  # type: ignore[union-attr]


def colour_scene(height: int, width: int) -> Scene:
    """A colour photo under the eight filters of the lesson of many channels."""
    grey = photo(height, width).pixels.array
    pixels = np.stack([grey, grey[::-1], grey[:, ::-1]], axis=-1)
    scene = preset(Lesson.MULTI_CHANNEL, "oriented").build()
    image = Image("colour photo", Tensor(pixels), 255)
    return input_edits.set_image(scene, image).scene  # type: ignore[union-attr]


class Blit(QWidget):
    """Draws one image of its own size, and nothing else."""

    def __init__(self, image: QImage) -> None:
        super().__init__()
        self.image = image
        self.resize(image.size())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        del event
        with QPainter(self) as painter:
            painter.drawImage(0, 0, self.image)


def median_ms(act: Callable[[int], None], times: int = STEPS) -> tuple[float, float]:
    """Median and 95th percentile of `act(n)`, in milliseconds."""
    for number in range(20):
        act(number)
    costs = []
    for number in range(times):
        start = perf_counter()
        act(number)
        costs.append(1000 * (perf_counter() - start))
    return statistics.median(costs), statistics.quantiles(costs, n=20)[-1]


def settle(window: MainWindow) -> None:
    """Until the whole result is there."""
    request = request_of(window.store.scene)
    while request is not None and window.results.current(request) is None:
        QApplication.processEvents()


def step_cost(scene: Scene, view: View | None = None) -> tuple[float, float]:
    """One step to the next position, painted at once."""
    window = opened(scene)
    if view is not None:
        window.stage.set_view(view)
    start = player.position(scene)
    total = player.length(scene)

    def act(number: int) -> None:
        window.store.step_to(player.seek(window.store.scene, (start + number) % total))
        window.stage.repaint()

    measured = median_ms(act)
    window.close()
    return measured


def glide_cost(scene: Scene) -> tuple[float, float]:
    """One frame of a glide."""
    window = opened(scene)
    window.stage.glide_seconds = lambda: 60.0
    window.store.step_to(player.seek(scene, player.position(scene) + 1))

    def act(number: int) -> None:
        del number
        window.stage.refresh()
        window.stage.repaint()

    measured = median_ms(act)
    window.close()
    return measured


def opened(scene: Scene) -> MainWindow:
    settings = Settings(Path(tempfile.mkdtemp()) / "settings.ini")
    settings.motion = False
    settings.theme = "light"
    window = make_window(scene, settings)
    window.resize(*WINDOW)
    window.show()
    settle(window)
    QApplication.processEvents()
    return window


def blit_cost() -> tuple[float, float]:
    widget = Blit(QImage(*WINDOW, QImage.Format.Format_RGB32))
    widget.show()
    QApplication.processEvents()
    return median_ms(lambda _: widget.repaint())


def longest_stall(scene: Scene, change: Callable[[Scene], object]) -> float:
    """The longest gap between two turns of the event loop while a result is computed, in ms."""
    window = opened(scene)
    gaps: list[float] = []
    clock = QElapsedTimer()
    clock.start()

    def beat() -> None:
        gaps.append(clock.nsecsElapsed() / 1e6)
        clock.restart()

    timer = QTimer()
    timer.timeout.connect(beat)
    timer.start(0)
    for _ in range(50):
        QApplication.processEvents()
    gaps.clear()
    clock.restart()
    before = window.store.scene
    window.store.do(change)  # type: ignore[arg-type]
    while window.store.scene is before:
        QApplication.processEvents()
    settle(window)
    for _ in range(50):
        QApplication.processEvents()
    timer.stop()
    window.leave()
    return max(gaps)


def volume_scene(side: int) -> Scene:
    """A cube of noise under a 3 × 3 × 3 kernel, in the middle."""
    voxels = np.random.default_rng(1).integers(0, 256, (side, side, side), np.uint8)
    start = preset(Lesson.VOLUME, "head").build()
    return set_volume(start, Volume("noise", Tensor(voxels), 255)).scene  # type: ignore[union-attr]


def example(info: LessonInfo) -> Scene:
    """The lesson's first worked example, at its first step."""
    return replace(info.presets[0].build(), step=0)


def by_input(lesson: Lesson, key: str) -> Scene:
    """A worked example of transposed convolution, stepping from input to input."""
    scene = preset(lesson, key).build()
    return replace(scene, step=0, transposed=replace(scene.transposed, walk=Walk.INPUT))


def main() -> None:
    make_application()
    toy = default_scene()
    big = replace(photo_scene(2160, 3840, "sobel-x", 3), step=1000 * 3838 + 1900)
    close = View(camera=Camera(1900, 1000, 28))
    rows = (
        ("blit of a 1366 × 768 image", blit_cost()),
        ("5 × 5 grid, window by window", step_cost(toy)),
        ("5 × 5 grid, tap by tap", step_cost(replace(toy, detail=Detail.TAP))),
        ("5 × 5 grid, one frame of a glide", glide_cost(toy)),
        ("3840 × 2160 photo, fitted", step_cost(big)),
        ("3840 × 2160 photo, close up", step_cost(big, close)),
        ("3840 × 2160 photo, 11 × 11 kernel", step_cost(photo_scene(2160, 3840, "log", 11))),
        ("128 × 128 × 128 volume, 3 × 3 × 3 kernel", step_cost(volume_scene(128))),
        ("1920 × 1080 photo, 3 → 8 channels", step_cost(colour_scene(1080, 1920))),
        *((f"lesson {info.title}", step_cost(example(info))) for info in LESSONS[1:]),
        ("lesson Transposed, by input cell", step_cost(by_input(Lesson.TRANSPOSED, "figure-4-2"))),
    )
    base = rows[0][1][0]
    print("| a step of | median ms | 95 % ms | × blit |")
    print("|---|---:|---:|---:|")
    for name, (middle, high) in rows:
        print(f"| {name} | {middle:.2f} | {high:.2f} | {middle / base:.1f} |")
    print()
    print_stalls(big)


def print_stalls(big: Scene) -> None:
    print("| event loop's longest stall while a result is computed | median ms | most |")
    print("|---|---:|---:|")
    sobel, gaussian = kernel_preset("sobel-y").build(3, 3), kernel_preset("gaussian").build(11, 11)
    mixed = colour_scene(1080, 1920)
    apart = channel_edits.set_filters(mixed, filter_preset("edges-apart").build()).scene  # type: ignore[union-attr]
    rows: tuple[tuple[str, Scene, Callable[[Scene], object]], ...] = (
        ("3840 × 2160, Sobel 3 × 3", big, partial(edits.set_kernel, kernel=sobel)),
        ("3840 × 2160, Gaussian 11 × 11", big, partial(edits.set_kernel, kernel=gaussian)),
        ("3840 × 2160, values 0–1", big, partial(input_edits.set_scale, scale=Scale.UNIT)),
        ("1920 × 1080 photo, 3 → 8 channels", apart,
         partial(channel_edits.set_filters, filters=mixed.filters)),
    )  # fmt: skip
    for name, scene, change in rows:
        stalls = [longest_stall(scene, change) for _ in range(STALLS)]
        print(f"| {name} | {statistics.median(stalls):.1f} | {max(stalls):.1f} |")


if __name__ == "__main__":
    main()
