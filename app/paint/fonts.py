"""The bundled typeface, with figures of equal width, and text measured in it."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from app.picture.elements import Weight

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "font"
FAMILY = "Inter"


@lru_cache(maxsize=1)
def load_fonts() -> str:
    """Register the bundled faces once, and return the family's name.

    Raises FileNotFoundError where a face is missing, since text would then be blank.
    """
    for face in ("Regular", "Medium", "SemiBold", "Bold"):
        path = FOLDER / f"Inter-{face}.otf"
        if QFontDatabase.addApplicationFont(str(path)) < 0:
            raise FileNotFoundError(f"the bundled font {path.name} cannot be loaded")
    return FAMILY


@lru_cache(maxsize=512)
def font(size: float, weight: Weight = Weight.REGULAR) -> QFont:
    """The typeface at a size in pixels, with tabular figures."""
    made = QFont(load_fonts())
    made.setPixelSize(max(1, round(size)))
    made.setWeight(QFont.Weight(weight.value))
    made.setFeature(QFont.Tag("tnum"), 1)
    made.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return made


@lru_cache(maxsize=512)
def plain_font(size: float, weight: Weight = Weight.REGULAR) -> QFont:
    """The typeface with its usual figures and signs: in a PDF, other forms of a letter, such as
    figures of equal width or signs that suit their neighbours, lose their text."""
    made = QFont(font(size, weight))
    made.unsetFeature(QFont.Tag("tnum"))
    made.setFeature(QFont.Tag("calt"), 0)
    return made


@lru_cache(maxsize=512)
def metrics(size: float, weight: Weight = Weight.REGULAR) -> QFontMetricsF:
    return QFontMetricsF(font(size, weight))


class FontMeasure:
    """Real font metrics for layout (the Measure of picture)."""

    def width(self, text: str, size: float, weight: Weight = Weight.REGULAR) -> float:
        return _width(text, round(size), weight)


@lru_cache(maxsize=8192)
def _width(text: str, size: int, weight: Weight) -> float:
    return metrics(size, weight).horizontalAdvance(text)
