"""Renders the pictures of README and docs, through the application itself.

Run from the project's folder: `python -m scripts.pictures`. The same sources give the same
bytes, so that a picture changes only where the application does.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QImage

from app.application import make_application, make_window
from app.content.lessons import default_scene, preset
from app.paint.theme import LIGHT
from app.services.export.clip import Clip, fitting
from app.services.export.stage import export_gif, write_png
from app.services.settings import Settings, ThemeName
from app.state.player import at_step
from app.state.requests import compute, convolution_request
from app.state.scene import Lesson, Scene

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
WINDOW = 1366, 768
ANIMATION = 760, 520
SPEED = 1.0


def main() -> int:
    """Render every picture into `docs/pictures`, and say which."""
    application = make_application()
    FOLDER.mkdir(parents=True, exist_ok=True)
    windows: tuple[tuple[str, Scene, ThemeName], ...] = (
        ("convolution-light", at_step(default_scene(), 4), "light"),
        ("convolution-dark", _padded(), "dark"),
        ("photo", _photo(), "light"),
        ("channels", _example(Lesson.MULTI_CHANNEL, "toy"), "light"),
        ("volume", _example(Lesson.VOLUME, "vessels"), "dark"),
        ("transposed", _example(Lesson.TRANSPOSED, "stride-2"), "light"),
    )
    for name, scene, theme in windows:
        write_png(FOLDER / f"{name}.png", _window(scene, theme))
        print(f"docs/pictures/{name}.png")
    _animate(FOLDER / "convolution.gif")
    print("docs/pictures/convolution.gif")
    del application
    return 0


def _window(scene: Scene, theme: ThemeName) -> QImage:
    """The whole window with a scene, its result there."""
    with TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "settings.ini")
        settings.theme = theme
        window = make_window(scene, settings)
        window.resize(*WINDOW)
        window.show()
        QCoreApplication.processEvents()
        while window.results.is_busy:
            QCoreApplication.processEvents()
        QCoreApplication.processEvents()
        image = window.grab().toImage()
        window.close()
        window.deleteLater()
    return image


def _animate(path: Path) -> None:
    scene = default_scene()
    first, last = fitting(scene, SPEED)
    result = compute(convolution_request(scene))
    export_gif(path, Clip(scene, result, ANIMATION, SPEED, first, last), LIGHT)


def _example(lesson: Lesson, key: str) -> Scene:
    """A worked example, where it begins."""
    return preset(lesson, key).build()


def _padded() -> Scene:
    return at_step(preset(Lesson.CONVOLUTION, "stride-2").build(), 2)


def _photo() -> Scene:
    """The landscape under an edge kernel, at the strongest edge of its lower third."""
    scene = preset(Lesson.CONVOLUTION, "edges").build()
    output = np.abs(compute(convolution_request(scene)).output)
    rows, columns = output.shape
    first = rows * 2 // 3
    return at_step(scene, first * columns + int(output[first:].argmax()))


if __name__ == "__main__":
    sys.exit(main())
