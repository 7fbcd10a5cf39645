"""The themes: few colours with fixed meanings, for the stage and for the window around it.

Blue, sky blue and vermilion are of the palette that Okabe and Ito (2008) chose for every common
colour vision; the other hues were chosen beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache

from PySide6.QtGui import QColor

from app.paint.contrast import contrast
from app.picture.elements import Role


@dataclass(frozen=True)
class Theme:
    """Colours as #rrggbb. Text on tinted cells is always ink: fills stop at `fill_most`."""

    name: str
    paper: str
    ground: str
    line: str
    ink: str
    soft: str
    input: str
    kernel: str
    output: str
    step: str
    red: str = "#d0342c"  # these mark the channels of a colour image
    green: str = "#2e9e3f"
    blue: str = "#2f6fde"
    fill_least: float = 0.08
    fill_most: float = 0.50
    outline: float = 1.0  # factor on outline widths
    contrast: float = 4.5  # of letters with what lies under them
    is_dark: bool = False
    large: bool = False  # letters for the back of a room

    def hue(self, role: Role) -> str:
        match role:
            case Role.INPUT:
                return self.input
            case Role.KERNEL:
                return self.kernel
            case Role.OUTPUT:
                return self.output
            case Role.STEP:
                return self.step
            case Role.INK:
                return self.ink
            case Role.SOFT:
                return self.soft
            case Role.RED:
                return self.red
            case Role.GREEN:
                return self.green
            case Role.BLUE:
                return self.blue

    def colour(self, role: Role) -> QColor:
        return QColor(self.hue(role))

    def letters(self, role: Role, faded: bool = False) -> QColor:
        """The hue for letters on paper and ground, with as much ink as `contrast` asks for.

        `faded` letters step back without a hue, as far as they can still be read. The colour is
        everybody's: take a copy to change it.
        """
        return _faded(self) if faded else _letters(self, role)


def mixed(one: str, other: str, share: float) -> QColor:
    """The colour between two, `share` of the way from `one` to `other`."""
    a, b = QColor(one), QColor(other)
    return QColor(
        round(a.red() + (b.red() - a.red()) * share),
        round(a.green() + (b.green() - a.green()) * share),
        round(a.blue() + (b.blue() - a.blue()) * share),
    )


@lru_cache(maxsize=64)
def _letters(theme: Theme, role: Role) -> QColor:
    inked = (mixed(theme.hue(role), theme.ink, percent / 100) for percent in range(100))
    return next((colour for colour in inked if _stands_out(colour, theme)), QColor(theme.ink))


@lru_cache(maxsize=8)
def _faded(theme: Theme) -> QColor:
    pale = (mixed(theme.paper, theme.soft, percent / 100) for percent in range(40, 100))
    return next((colour for colour in pale if _stands_out(colour, theme)), QColor(theme.soft))


def _stands_out(colour: QColor, theme: Theme) -> bool:
    grounds = (QColor(theme.paper), QColor(theme.ground))
    return all(contrast(colour, ground) >= theme.contrast for ground in grounds)


LIGHT = Theme(
    name="light",
    paper="#ffffff",
    ground="#f5f6f8",
    line="#dfe3e8",
    ink="#17202e",
    soft="#566172",
    input="#0072b2",
    kernel="#aa4499",
    output="#00795a",
    step="#d55e00",
)
DARK = Theme(
    name="dark",
    paper="#171b22",
    ground="#0f1217",
    line="#2c333e",
    ink="#eef2f7",
    soft="#a3afbf",
    input="#56b4e9",
    kernel="#e08fcf",
    output="#3fd0a4",
    step="#ff8a3d",
    fill_most=0.35,
    is_dark=True,
)
PROJECTOR = replace(
    LIGHT,
    name="projector",
    ground="#ffffff",
    line="#b9c0ca",
    ink="#000000",
    soft="#3c4552",
    outline=1.5,
    contrast=7.0,
    large=True,
)
THEMES = {theme.name: theme for theme in (LIGHT, DARK, PROJECTOR)}
