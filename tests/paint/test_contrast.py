"""Text can be read: 4.5 to 1 on everything, 7 to 1 on the projector (WCAG 2)."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from app.paint.contrast import contrast, luminance, readable
from app.paint.inks import Ink, cell_inks, padding_inks, zero_ink
from app.paint.theme import LIGHT, PROJECTOR, THEMES, Theme
from app.picture.elements import Role

themes = pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
roles = pytest.mark.parametrize("role", Role, ids=lambda role: role.value)


def needed(theme: Theme) -> float:
    return 7.0 if theme is PROJECTOR else 4.5


def reached(ink: Ink) -> float:
    return contrast(ink.letters, ink.plate or ink.ground)


def test_the_ratio_is_the_standards() -> None:
    white, black, grey = QColor("#ffffff"), QColor("#000000"), QColor("#767676")
    assert contrast(white, black) == pytest.approx(21)
    assert contrast(white, white) == 1
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.01)
    assert contrast(black, grey) == contrast(grey, black)
    assert luminance(QColor("#ff0000")) == pytest.approx(0.2126)


def test_the_first_colour_that_reads_is_taken_or_else_the_best() -> None:
    white, soft, ink = QColor("#ffffff"), QColor("#777777"), QColor("#000000")
    assert readable(white, 4, soft, ink) == soft
    assert readable(white, 7, soft, ink) == ink
    assert readable(white, 22, soft, ink) == ink


@themes
@roles
def test_letters_on_paper_and_ground(theme: Theme, role: Role) -> None:
    for ground in (theme.paper, theme.ground):
        assert contrast(theme.letters(role), QColor(ground)) >= needed(theme)
        assert contrast(theme.letters(role, faded=True), QColor(ground)) >= needed(theme)


@themes
def test_letters_keep_their_hue_where_it_reads(theme: Theme) -> None:
    for role in Role:
        hue, letters = theme.colour(role), theme.letters(role)
        grounds = (QColor(theme.paper), QColor(theme.ground))
        reads = all(contrast(hue, ground) >= needed(theme) for ground in grounds)
        assert (letters == hue) is reads
        turned = abs((letters.hueF() - hue.hueF() + 0.5) % 1 - 0.5)
        assert turned < 0.06 or hue.saturationF() < 0.4


def test_faded_letters_step_back() -> None:
    paper = QColor(LIGHT.paper)
    faded = LIGHT.letters(Role.INPUT, faded=True)
    assert contrast(faded, paper) < contrast(LIGHT.letters(Role.SOFT), paper)


@themes
@roles
@pytest.mark.parametrize("grey", [False, True])
def test_digits_on_every_fill(theme: Theme, role: Role, grey: bool) -> None:
    if role in (Role.INK, Role.SOFT) and not grey:
        return  # no grid has these hues
    assert min(map(reached, cell_inks(theme, role, grey))) >= needed(theme)


@themes
def test_digits_on_tints_need_no_plate(theme: Theme) -> None:
    for role in (Role.INPUT, Role.KERNEL, Role.OUTPUT, Role.STEP):
        inks = cell_inks(theme, role, False)
        assert all(ink.plate is None and ink.letters == QColor(theme.ink) for ink in inks)
        assert min(map(reached, inks)) >= 7


def test_only_the_projector_needs_plates_on_grey() -> None:
    plates = {
        theme.name: sum(ink.plate is not None for ink in cell_inks(theme, Role.INPUT, True))
        for theme in THEMES.values()
    }
    assert plates["light"] == plates["dark"] == 0
    assert 0 < plates["projector"] < 100


@themes
@pytest.mark.parametrize("grey", [False, True])
def test_digits_on_padding(theme: Theme, grey: bool) -> None:
    inks = (*padding_inks(theme, Role.INPUT, grey), zero_ink(theme))
    assert min(map(reached, inks)) >= needed(theme)
