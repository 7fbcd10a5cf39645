"""What is painted, pixel by pixel; no text in these pictures."""

from __future__ import annotations

import gc
import sys
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PySide6.QtGui import QColor, QImage, QPainter
from PySide6.QtWidgets import QApplication

from app.paint.contrast import contrast
from app.paint.painter import Artist
from app.paint.raster import colours, fill
from app.paint.theme import DARK, LIGHT, THEMES, Theme
from app.picture.compose import compose
from app.picture.elements import (
    Border,
    Outline,
    Panel,
    Rect,
    Role,
    Stroke,
    Strong,
    Tone,
    Veil,
    Veils,
)
from tests.paint.painting import Pixels, inside, painted, panel, picture
from tests.picture.showing import example, staged

RANDOM = np.random.default_rng(5).integers(0, 256, (60, 80), np.uint8)
TINT = Tone(0.0, 10.0, absolute=True)

pytestmark = pytest.mark.usefixtures("qapp")


def shown(one: Panel, theme: Theme = LIGHT, **more: Any) -> Pixels:
    return inside(painted(picture(one, **more), Artist(theme)), one)


def rgb(colour: QColor | str) -> list[int]:
    shown = QColor(colour)
    return [shown.red(), shown.green(), shown.blue()]


def grey(levels: Any) -> Any:
    return np.repeat(np.asarray(levels)[..., None], 3, axis=2)


# ---- photos


def test_a_grey_photo_at_its_own_size_is_exact() -> None:
    assert (shown(panel(RANDOM)) == grey(RANDOM)).all()


@given(arrays(np.uint8, st.tuples(st.integers(1, 60), st.integers(1, 60))), st.integers(1, 2))
def test_every_photo_is_exact_close_up(levels: Any, scale: int) -> None:
    assert (shown(panel(levels, scale)) == grey(levels.repeat(scale, 0).repeat(scale, 1))).all()


def test_cells_and_pixels_agree_about_a_photo() -> None:
    """The same photo drawn as an image, and a part of it drawn cell by cell."""
    whole = shown(panel(RANDOM, 2))
    part = shown(panel(RANDOM, 2, visible=Rect(20, 10, 30, 40)))
    assert (part == whole[20:100, 40:100]).all()


def test_a_photo_at_half_its_size_is_averaged() -> None:
    means = (RANDOM.reshape(30, 2, 40, 2).astype(int).sum((1, 3)) + 2) // 4
    assert (shown(panel(RANDOM, 0.5)) == grey(means)).all()


def test_a_zoomed_photo_shows_the_visible_cells() -> None:
    part = shown(panel(RANDOM, 4, visible=Rect(10, 5, 40, 36)))
    assert (part == grey(RANDOM[5:41, 10:50].repeat(4, 0).repeat(4, 1))).all()


def test_a_mapping_clips_and_shifts() -> None:
    values = np.array([[-50.0, 0.0, 50.0, 100.0, 200.0, np.nan]])
    levels = shown(panel(values, 5, tone=Tone(0.0, 100.0, grey=True)))[2, 2::5, 0]
    assert levels.tolist() == [0, 0, 128, 255, 255, 0]
    centred = shown(panel(values, 5, tone=Tone(-100.0, 100.0, grey=True)))[2, 2::5, 0]
    assert centred.tolist() == [64, 128, 191, 255, 255, 0]
    size = shown(panel(values, 5, tone=Tone(0.0, 100.0, grey=True, absolute=True)))[2, 2::5, 0]
    assert size.tolist() == [128, 0, 128, 255, 255, 0]


# ---- grids


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
def test_tints_run_from_a_trace_to_half_of_the_hue(theme: Theme) -> None:
    least, most = (rgb(colours(theme, Role.INPUT, False)[level]) for level in (0, 255))
    pixels = shown(panel([[0.0, 10.0]], 6, tone=TINT), theme)
    assert pixels[2, 2].tolist() == least == rgb(fill(theme, Role.INPUT, 0))
    assert pixels[2, 8].tolist() == most == rgb(fill(theme, Role.INPUT, 1))


def test_a_negative_value_is_hatched_and_a_positive_one_is_not() -> None:
    pixels = shown(panel([[-10.0, 10.0]], 6, tone=TINT))
    below, above = pixels[:, :6].reshape(-1, 3), pixels[:, 6:].reshape(-1, 3)
    assert len(np.unique(above, axis=0)) == 1
    assert len(np.unique(below, axis=0)) > 1
    assert above[0].tolist() in below.tolist(), "the tint is that of the value's size"


def test_a_photos_negative_values_are_not_hatched() -> None:
    pixels = shown(panel([[-10.0, 10.0]], 6, tone=Tone(-10.0, 10.0, grey=True)))
    assert np.unique(pixels).tolist() == [0, 255]


def test_cells_have_lines_between_them_close_up_only() -> None:
    assert len(np.unique(shown(panel([[5.0, 5.0]], 6, tone=TINT)).reshape(-1, 3), axis=0)) == 1
    lined = shown(panel([[5.0, 5.0]], 12, tone=TINT))
    assert lined[6, 12].tolist() == rgb(LIGHT.line)


# ---- what is not known yet


def test_cells_to_come_are_dashed_ground() -> None:
    known = panel([[5.0, 5.0], [5.0, 5.0]], 6, tone=TINT, key="output", known=1, hide=True)
    pixels = shown(known)
    tint = rgb(colours(LIGHT, Role.INPUT, False)[128])
    assert pixels[3, 3].tolist() == tint
    assert pixels[3, 9].tolist() == pixels[9, 3].tolist() == pixels[9, 9].tolist()
    assert pixels[9, 9].tolist() == rgb(LIGHT.ground)


def test_a_photos_cells_beyond_the_step_are_dimmed() -> None:
    half = panel(np.zeros((60, 80), np.uint8), 1, key="output", known=30 * 80, hide=False)
    pixels = shown(half)
    assert np.unique(pixels[:30]).tolist() == [0]
    assert pixels[31:].min() > 100
    assert pixels[31:].max() < 255


def test_a_row_that_is_half_done_is_half_dimmed() -> None:
    pixels = shown(panel(np.zeros((60, 80), np.uint8), key="output", known=30 * 80 + 40))
    assert pixels[30, 39].tolist() == [0, 0, 0]
    assert pixels[30, 41].min() > 100


def test_a_result_still_being_computed_is_a_dashed_frame() -> None:
    pending = replace(panel(RANDOM, 2), array=None)
    pixels = shown(pending)
    assert pixels[30, 30].tolist() == rgb(LIGHT.ground)
    assert rgb(LIGHT.line) in pixels[0].tolist()


# ---- padding


def border(cells: int, source: int, rows: int, columns: int) -> Border:
    """Padding that reads `source` everywhere."""
    down = np.r_[[source] * cells, range(rows), [source] * cells]
    across = np.r_[[source] * cells, range(columns), [source] * cells]
    return Border(cells, cells, cells, cells, down, across)


def padded(source: int, theme: Theme = LIGHT) -> Pixels:
    one = panel(
        np.zeros((4, 4), np.uint8), 12, border=border(1, source, 4, 4), visible=Rect(-1, -1, 6, 6)
    )
    return shown(one, theme)


def test_padding_is_hatched_paper_and_the_array_is_not() -> None:
    pixels = padded(-1)
    assert rgb(LIGHT.paper) in pixels[6].tolist()
    assert len(np.unique(pixels[2:10, 14:22].reshape(-1, 3), axis=0)) > 1, "the hatch"
    assert np.unique(pixels[14:22, 14:22]).tolist() == [0]


def test_padding_that_repeats_a_cell_shows_it_paler() -> None:
    assert padded(0)[2:10, 14:22].mean() < padded(-1)[2:10, 14:22].mean() - 100


# ---- marks


@pytest.mark.parametrize("theme", THEMES.values(), ids=lambda theme: theme.name)
@pytest.mark.parametrize("bold", [False, True])
def test_outlines_are_as_thick_as_a_class_needs(theme: Theme, bold: bool) -> None:
    cells = panel(np.full((8, 8), 5.0), 15, tone=TINT)
    for stroke, least in ((Stroke.STEP, 4), (Stroke.REACH, 2), (Stroke.THIN, 2)):
        mark = Outline("input", Rect(2, 2, 4, 4), stroke)
        plain, marked = (
            inside(painted(replace(picture(cells, marks=marks), bold=bold), Artist(theme)), cells)
            for marks in ((), (mark,))
        )
        away, ground = (
            np.abs(pixels[60, 10:50].astype(int) - rgb(theme.step)).sum(1)
            for pixels in (marked, plain)
        )
        thick = np.clip(1 - away / ground, 0, 1).sum()
        assert thick >= (0.85 * least if bold or theme.large else 1), stroke


def test_the_steps_outline_stays_visible_on_a_distant_photo() -> None:
    photo = panel(np.full((100, 100), 128, np.uint8), 1)
    mark = Outline("input", Rect(50, 50, 1, 1), Stroke.STEP)
    marked = shown(photo, marks=(mark,))
    step = np.abs(marked.astype(int) - np.array(rgb(LIGHT.step))).sum(2) < 60
    assert step.any(0).sum() >= 9
    assert step.any(1).sum() >= 9


def test_unused_cells_are_crossed_out_and_met_ones_tinted() -> None:
    cells = panel(np.full((2, 2), 5.0), 12, tone=TINT)
    plain = shown(cells)
    for kind in (Veil.UNUSED, Veil.HOLE, Veil.MET):
        veiled = shown(cells, marks=(Veils("input", kind, (Rect(1, 0, 1, 1),)),))
        assert (veiled[:, :11] == plain[:, :11]).all()
        assert (veiled[2:10, 14:22] != plain[2:10, 14:22]).any()


def test_a_veil_covers_the_last_pixel_of_a_photo() -> None:
    rows, columns = 101, 105
    for scale in (0.5, 0.3, 0.9):
        photo = panel(np.full((rows, columns), 20, np.uint8), scale)
        whole = Veils("input", Veil.OUTSIDE, (Rect(0, 0, columns, rows),))
        dark = (painted(picture(photo, marks=(whole,)), Artist(LIGHT)) < 100).all(2)
        assert (painted(picture(photo), Artist(LIGHT)) < 100).all(2).any()
        assert not dark.any()


def test_a_strong_cell_that_holds_nothing_stays_empty() -> None:
    held = np.array([[False, True]])
    one = panel([[10, 10]], 20, tone=TINT, role=Role.OUTPUT, held=held)
    strong = Strong("input", (0,), (0, 1))
    pixels = shown(one, marks=(strong,))
    assert pixels[10, 10].tolist() == rgb(LIGHT.paper)
    assert pixels[10, 30].tolist() != rgb(LIGHT.paper)


def test_a_mark_of_a_panel_that_is_not_there_is_left_out() -> None:
    cells = panel(np.full((2, 2), 5.0), 12, tone=TINT)
    marks = (Outline("gone", Rect(0, 0, 1, 1), Stroke.STEP),)
    assert (shown(cells, marks=marks) == shown(cells)).all()


# ---- repainting


def repainted(*panels: Panel, theme: Theme = LIGHT) -> list[Pixels]:
    """The same artist paints one panel after the other."""
    artist = Artist(theme)
    return [inside(painted(picture(one), artist), one) for one in panels]


@pytest.mark.parametrize("scale", [1, 0.5, 12])
@pytest.mark.parametrize("key", ["input", "kernel", "output", "window"])
def test_what_changed_is_painted_anew(scale: float, key: str) -> None:
    cells = RANDOM[:10, :12] if scale == 12 else RANDOM
    first = panel(cells, scale, key=key)
    turned = replace(first, array=cells[::-1].copy())
    darker = replace(first, tone=Tone(0.0, 510.0, grey=True))
    tinted = replace(first, tone=Tone(0.0, 255.0), role=Role.OUTPUT)
    kept = repainted(first, first, turned, darker, tinted, first)
    fresh = [repainted(one)[0] for one in (first, first, turned, darker, tinted, first)]
    for one, other in zip(kept, fresh, strict=True):
        assert (one == other).all()
    assert not any((one == kept[0]).all() for one in kept[2:5])


def test_moved_and_zoomed_panels_are_painted_anew() -> None:
    first = panel(RANDOM, 2)
    moved = panel(RANDOM, 2, at=(31, 23))
    zoomed = panel(RANDOM, 4, visible=Rect(7, 9, 40, 30))
    for one, other in zip(
        repainted(first, moved, zoomed), [repainted(p)[0] for p in (first, moved, zoomed)],
        strict=True,
    ):  # fmt: skip
        assert (one == other).all()


def test_another_padding_is_painted_anew_even_at_the_same_address() -> None:
    artist = Artist(LIGHT)
    cells = np.zeros((4, 4), np.uint8)
    seen: dict[int, Pixels] = {}
    for source in (-1, 0) * 20:
        one = panel(cells, 12, border=border(1, source, 4, 4), visible=Rect(-1, -1, 6, 6))
        pixels = inside(painted(picture(one), artist), one)
        seen.setdefault(source, pixels)
        assert (pixels == seen[source]).all()
        del one
    assert (seen[-1] != seen[0]).any()


def test_another_theme_is_another_picture() -> None:
    cells = panel([[5.0]], 20, tone=TINT)
    assert (shown(cells, LIGHT) != shown(cells, DARK)).any()


def test_repainting_is_the_same_picture_and_leaks_no_reference(qapp: QApplication) -> None:
    stage = staged(example("bias"))
    artist = Artist(LIGHT)
    first = painted(compose(stage), artist)
    image = QImage(870, 560, QImage.Format.Format_RGB32)
    painted(compose(stage), artist)  # what comes again is kept, once
    gc.collect()  # what earlier tests left is not given back meanwhile
    before = sys.getrefcount(None)
    for _ in range(300):
        with QPainter(image) as painter:
            artist.paint(compose(stage), painter)
    assert abs(sys.getrefcount(None) - before) < 100
    assert (painted(compose(stage), artist) == first).all()


def test_an_outline_that_leaves_its_panel_is_cut_at_the_edge() -> None:
    one = panel(np.zeros((4, 4)), 20.0, (60, 40), key="stamps")
    inner = Outline("stamps", Rect(1, 1, 2, 2), Stroke.THIN)
    outer = Outline("stamps", Rect(-1, 1, 3, 2), Stroke.THIN, nested=2)
    without, within = (painted(picture(one, marks=marks), Artist(LIGHT))
                       for marks in ((inner,), (inner, outer)))  # fmt: skip
    assert (without != within).any()
    left = round(one.rect.x)
    assert (without[:, :left] == within[:, :left]).all()


@pytest.mark.parametrize("theme", THEMES.values())
@pytest.mark.parametrize("kind", [Veil.HOLE, Veil.OUTSIDE])
def test_digits_that_step_back_can_still_be_read(theme: Theme, kind: Veil) -> None:
    cells = panel(np.zeros((1, 1)), 60, tone=TINT, numbers=40)
    veils = (Veils("input", kind, (Rect(0, 0, 1, 1),)),)
    pixels = inside(painted(picture(cells, marks=veils), Artist(theme)), cells)[4:-4, 4:-4]
    shades = [QColor(*map(int, shade)) for shade in np.unique(pixels.reshape(-1, 3), axis=0)]
    assert max(contrast(one, other) for one in shades for other in shades) >= 3
