"""The lesson of 3D convolution: volumes, the step close up plane by plane, and its equation."""

from __future__ import annotations

from app.picture.elements import Connector, Equation, Panel, Picture, Place, Rect
from app.picture.lettering.typography import Sizes, sizes
from app.picture.solid import closeup, contrast, figure, scatter, views, words
from app.picture.solid.figure import SolidFigure
from app.picture.solid.focus import INPUT, WINDOW, SolidFocus, focus_of, key_of
from app.picture.solid.slices import SolidStage
from app.picture.stage.closeup import CloseUp, lens_lines
from app.picture.stage.equation import MOST_PRODUCTS, Page
from app.picture.stage.layout import LINES_MOST
from app.picture.stage.marks import window_cells
from app.state.solid.choices import Arrangement

MOST_CLOSEUP = {Arrangement.PILE: 0.44, Arrangement.SLICES: 0.40, Arrangement.VIEWS: 0.41}
"""The close-up takes at most this share of the height above the equation."""
NOTHING = CloseUp((), (), ())


def compose(stage: SolidStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    focus = focus_of(stage.derived, stage.view, stage.moment)
    contrasted = stage.derived.solid.contrast
    above, lens, equation = _bands(stage, focus, type_, contrasted)
    row = _figure(stage, above, focus, type_)
    close = NOTHING if contrasted else _close(stage, lens, focus, type_)
    panels = (*row.panels, *close.panels)
    return Picture(
        stage.width,
        stage.height,
        panels,
        (*row.marks, *close.marks),
        (*row.labels, *close.labels),
        (*row.lines, *_lens_lines(stage, panels, type_)),
        _equation(stage, equation, focus, type_, contrasted),
        words.spoken(stage.derived, focus),
        _place(stage, panels),
        bold=stage.presenting,
    )


def _figure(stage: SolidStage, area: Rect, focus: SolidFocus, type_: Sizes) -> SolidFigure:
    """The volumes: beside channels, as three views where they are large, else slice by slice."""
    if stage.derived.solid.contrast:
        return contrast.compose(stage, area, focus, type_)
    if stage.derived.arrangement is Arrangement.VIEWS:
        return views.compose(stage, area, focus, type_)
    return figure.compose(stage, area, focus, type_)


def _close(stage: SolidStage, area: Rect, focus: SolidFocus, type_: Sizes) -> CloseUp:
    """The step close up; of an input cell that is pointed at, what it adds where that fits."""
    if focus.scatter is not None and focus.tap is None:
        added = scatter.compose(stage, area, focus.scatter, type_)
        if added is not None:
            return added
    return closeup.compose(stage, area, focus, type_)


def _bands(
    stage: SolidStage, focus: SolidFocus, type_: Sizes, contrasted: bool
) -> tuple[Rect, Rect, Rect]:
    """Figure, close-up and equation, from the top; the figure takes what the others leave."""
    width, height = stage.width, stage.height
    margin = max(16.0, 0.032 * width)
    inner = width - 2 * margin
    slices = stage.derived.geometry.weights.shape[0]
    written = not contrasted and stage.derived.taps <= MOST_PRODUCTS
    lines = min(slices + 1, LINES_MOST) if written else 2
    equation = max(3.4 * type_.equation, 0.135 * height, lines * 1.55 * type_.key)
    body = height - equation
    top, gap = 0.6 * type_.title_gap, 0.7 * type_.title_gap
    wanted = closeup.height_wanted(stage, inner, focus, type_)
    lens = 0.0 if contrasted else min(MOST_CLOSEUP[stage.derived.arrangement] * body, wanted)
    foot = 0.3 * type_.title_gap
    return (
        Rect(margin, top, inner, body - lens - top - gap - foot),
        Rect(margin, body - lens - foot, inner, lens),
        Rect(0, height - equation, width, equation),
    )


def _equation(
    stage: SolidStage, rect: Rect, focus: SolidFocus, type_: Sizes, contrasted: bool
) -> Equation:
    page = Page(rect, type_, stage.measure)
    if contrasted and focus.scatter is None and focus.tap is None:
        return words.contrast_equation(stage.derived, focus, page)
    return words.equation(focus, page)


def _place(stage: SolidStage, panels: tuple[Panel, ...]) -> Place:
    """The window of the present step on the first slice that it meets and that is shown."""
    step = stage.derived.trace[stage.moment.step]
    keys = {panel.key for panel in panels}
    axes = stage.derived.axes[1], stage.derived.axes[2]
    cells = window_cells(axes, *step.output[2:])
    names = (*step.window[0], "axial")
    key = next(key_of(INPUT, name) for name in names if key_of(INPUT, name) in keys)
    return Place(key, cells)


def _lens_lines(
    stage: SolidStage, panels: tuple[Panel, ...], type_: Sizes
) -> tuple[Connector, ...]:
    """From a window too small to read to its close-up, as from a lens."""
    by_key = {panel.key: panel for panel in panels}
    source = by_key.get(key_of(INPUT, "axial"))
    lens = next((panel for panel in panels if panel.key.startswith(f"{WINDOW}-")), None)
    if source is None or lens is None or not stage.moment.is_still:
        return ()
    if by_key[key_of(INPUT, "coronal")].rect.y > source.rect.bottom:
        return ()  # they would run across the view below
    step = stage.derived.trace[stage.moment.step]
    axes = stage.derived.axes[1], stage.derived.axes[2]
    window = source.to_pixels(window_cells(axes, *step.output[2:]))
    return lens_lines(window, source.rect, lens.rect, type_)
