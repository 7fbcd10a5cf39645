"""The window's icons: small SVGs of our own, in whatever colour the theme wants."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtGui import QColor, QIcon

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "icons"


@lru_cache(maxsize=256)
def icon(name: str, colour: str) -> QIcon:
    """An icon in one colour (#rrggbb). It is drawn from its SVG at every device ratio.

    Raises FileNotFoundError for a name that has no icon.
    """
    return QIcon(image_file(name, colour))


@lru_cache(maxsize=256)
def image_file(name: str, colour: str) -> str:
    """The path of the icon recoloured, as a stylesheet's `url(...)` takes it."""
    drawing = (FOLDER / f"{name}.svg").read_text(encoding="utf-8")
    hue = QColor(colour).name()
    path = Path(_recoloured().name) / f"{name}-{hue[1:]}.svg"
    path.write_text(drawing.replace("currentColor", hue), encoding="utf-8")
    return path.as_posix()


@lru_cache(maxsize=1)
def _recoloured() -> TemporaryDirectory[str]:
    """Where recoloured drawings live; the folder goes when the application does."""
    return TemporaryDirectory(prefix="convoscope-icons-")
