"""The lesson of two passes: columns, then rows, in place of the whole window."""

from __future__ import annotations

from collections.abc import Iterator

from app.picture.elements import (
    Connector,
    Equation,
    Label,
    Line,
    Panel,
    Picture,
    Place,
    Role,
    Token,
    Tone,
)
from app.picture.lettering.digits import about, counted, equals, row_and_column, short
from app.picture.lettering.lines import centred, note_size
from app.picture.lettering.typography import Sizes, sizes
from app.picture.spatial.focus import SOURCES, Sight, sight_of
from app.picture.spatial.layout import LINE, Page, page_of
from app.picture.spatial.marks import marks_of
from app.picture.spatial.panels import (
    figure_panels,
    middle_tone,
    result_of,
    table_labels,
    table_panels,
    value_bars,
)
from app.picture.spatial.words import factor_titles, scale_words
from app.picture.stage import closeup, equation, tones
from app.picture.stage.clearing import crosses
from app.picture.stage.equation import partial_sum
from app.picture.stage.given import SpatialStage
from app.picture.stage.marks import window_cells
from app.picture.stage.statements import statements
from app.picture.stage.titles import titles
from app.state.scene import Mapping
from app.state.spatial.derived import Factored
from app.state.spatial.passes import PASSES


def compose(stage: SpatialStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    sight = sight_of(stage.derived, stage.view, stage.moment)
    page = page_of(stage, type_)
    figure = figure_panels(stage, page, sight, type_)
    table = tuple(table_panels(stage, page, sight, type_))
    whole = tuple(panel for panel in table if panel.key == "kernel")
    bars, values = value_bars(stage, page, type_)
    close = _close(stage, page, sight, type_)
    panels = (*figure, *table, *bars, *close.panels)
    by_key = {panel.key: panel for panel in panels}
    return Picture(
        stage.width,
        stage.height,
        panels,
        (*marks_of(stage, by_key, sight, type_), *close.marks),
        (
            *titles((*figure, *whole, *close.panels), stage.width, stage.measure, type_),
            *_operators(page, type_),
            *_statements(stage, figure, type_),
            *table_labels(stage, page, sight, type_),
            *values,
            *close.labels,
        ),
        _connectors(stage, by_key, sight, type_),
        _equation(stage, page, sight, type_),
        spoken(stage.derived, sight),
        _place(stage),
        bold=stage.presenting,
        lines=tuple(_lines(stage, page, type_)),
    )


def _close(stage: SpatialStage, page: Page, sight: Sight, type_: Sizes) -> closeup.CloseUp:
    """The present pass close up, or the cell that is pointed at in the pass that reads it."""
    passed = sight.spread if sight.focus.scatter is not None else sight.passed
    names = "Window", factor_titles(stage.derived)[passed]
    if passed == 0:
        source = closeup.Source(Role.INPUT, tones.input_tone(stage.derived), "Input cell")
    else:
        tone = middle_tone(stage, sight.term)
        source = closeup.Source(Role.OUTPUT, tone, "Intermediate cell")
    return closeup.compose(stage, page.lens, sight.focus, type_, names, source)


def _operators(page: Page, type_: Sizes) -> Iterator[Label]:
    for text, (x, y) in zip("∗=∗=", page.figure.gaps, strict=False):
        yield Label(text, x, y, 0.8 * type_.operator, Role.SOFT, anchor="centre")


def _statements(stage: SpatialStage, figure: tuple[Panel, ...], type_: Sizes) -> tuple[Label, ...]:
    """What brightness means: in the output, in the error, and in a photo's intermediate."""
    by_key = {panel.key: panel for panel in figure}
    said: list[tuple[Panel, tuple[str, ...]]] = []
    if stage.derived.is_photo:
        said.append((by_key["middle"], (*_grey(by_key["middle"].tone), "")))
    said.append((by_key["output"], _output_words(stage, by_key["output"].tone)))
    if "error" in by_key:
        said.append((by_key["error"], _error_words(stage)))
    return statements(figure, said, stage.width, stage.measure, type_)


def _grey(tone: Tone) -> tuple[str, ...]:
    """What black and white stand for, in words that get shorter."""
    low, high = short(tone.low, 3), short(tone.high, 3)
    ends = f"{low} black, {high} white"
    return (f"0 mid-grey, {ends}", ends, f"{low} to {high}") if tone.low else (ends, f"to {high}")


def _output_words(stage: SpatialStage, tone: Tone) -> tuple[str, ...]:
    if stage.result is None:
        return (stage.waiting,)
    mapping = stage.derived.scene.mapping
    brief = f"{mapping.value}: {short(tone.low, 3)} to {short(tone.high, 3)}"
    if mapping is Mapping.AS_IS and not tone.grey:
        brief = f"full at ±{short(tone.high, 3)}"
    return tones.words(mapping, tone), brief


def _error_words(stage: SpatialStage) -> tuple[str, ...]:
    """How the error is mapped, and its largest size."""
    result = result_of(stage)
    if result is None:
        return (stage.waiting,)
    most = f"±{short(result.furthest)}"
    empty, full = ("black", "white") if stage.derived.is_photo else ("empty", "full")
    return f"by size: 0 {empty}, the largest, {most}, {full}", f"0 {empty}, {most} {full}"


def _lines(stage: SpatialStage, page: Page, type_: Sizes) -> Iterator[Line]:
    size = note_size(type_)
    for number, tokens in enumerate(page.lines):
        y = page.words.y + (number + 0.5) * LINE * size
        yield centred(tokens, page.words, y, size, stage.measure, type_)


def _equation(stage: SpatialStage, page: Page, sight: Sight, type_: Sizes) -> Equation:
    there = equation.Page(page.equation, type_, stage.measure)
    if sight.pair is not None:
        return equation.plain_equation(
            _product(stage.derived, sight), "a weight of the kernel", there
        )
    if sight.focus.scatter is not None:
        return equation.scatter_equation(sight.focus.scatter, there)
    return equation.gather_equation(sight.focus.gather, there)


def _product(derived: Factored, sight: Sight) -> tuple[Token, ...]:
    """A cell of the outer product as the product that it is."""
    assert sight.pair is not None
    row, column = sight.pair
    term = derived.factors.terms[sight.term]
    down, across = term.column[row], term.row[column]
    scale = scale_words(term.scale)
    weight = term.kernel[row, column]
    return (
        Token(short(down), Role.KERNEL),
        Token(" · "),
        Token(f"({short(across)})" if across < 0 else short(across), Role.KERNEL),
        Token(scale),
        Token(f"  {equals(down, across, weight)}  "),
        Token(short(weight), Role.KERNEL, bold=True),
    )


def _place(stage: SpatialStage) -> Place:
    """The window of the present step on what its pass reads."""
    plane, row, column = stage.derived.place(stage.moment.step)
    vertical, horizontal = stage.derived.geometry.traces(plane // PASSES)[plane % PASSES].axes
    return Place(SOURCES[plane % PASSES], window_cells((vertical, horizontal), row, column))


def _connectors(
    stage: SpatialStage, panels: dict[str, Panel], sight: Sight, type_: Sizes
) -> tuple[Connector, ...]:
    """From a window too small to read to its close-up, as from a lens, where nothing is between."""
    if "window" not in panels or not stage.moment.is_still:
        return ()
    source, lens = panels[SOURCES[sight.passed]], panels["window"]
    _, row, column = sight.focus.gather.step.output
    vertical, horizontal = stage.derived.geometry.traces(sight.term)[sight.passed].axes
    window = source.to_pixels(window_cells((vertical, horizontal), row, column))
    lines = closeup.lens_lines(window, source.rect, lens.rect, type_)
    others = [each.rect for each in panels.values() if each not in (source, lens)]
    return () if any(crosses(line, rect) for line in lines for rect in others) else lines


# ---- words


def spoken(derived: Factored, sight: Sight) -> str:
    """The step, or what is pointed at, in one sentence."""
    if sight.focus.scatter is not None:
        scatter = sight.focus.scatter
        reached = scatter.words if scatter.gains else "is used by no window"
        name = scatter.name.capitalize()
        where = f"{name} {row_and_column(scatter.row, scatter.column)}"
        return f"{where} is {about(scatter.value)} and {reached}."
    if sight.pair is not None:
        row, column = sight.pair
        term = derived.factors.terms[sight.term]
        return (
            f"Kernel {row_and_column(row, column)} is column weight "
            f"{about(term.column[row])} times row weight {about(term.row[column])}"
            f"{scale_words(term.scale)}: {about(term.kernel[row, column])}."
        )
    if sight.tap is not None:
        passed, tap = sight.tap
        name = factor_titles(derived)[passed].lower()
        weight = about(derived.geometry.weights_of(sight.term)[passed][tap.row, tap.column])
        return f"Weight {max(tap.row, tap.column) + 1} of the {name} is {weight}."
    return _step_words(derived, sight)


def _step_words(derived: Factored, sight: Sight) -> str:
    gather = sight.focus.gather
    _, row, column = gather.step.output
    count = gather.step.products.size
    where = f"{gather.name} {row_and_column(row, column)}"
    total = about(partial_sum(gather))
    if gather.taps < count:
        sums = f"{where} is {total} after {gather.taps} of {count} products"
    else:
        products = f"the sum of {count} products" if count > 1 else "one product"
        added = f" plus {_added(gather.added, gather.step.bias)}" if gather.step.bias else ""
        sums = f"{where} is {total}, {products}{added}"
    if gather.pointed:
        return f"Pointed at: {sums}."
    number = derived.step_at(sight.plane, row, column)
    return f"{counted(number, derived.steps)}, pass {sight.plane + 1}: {sums}."


def _added(name: str, value: float) -> str:
    return f"the bias {about(value)}" if name == "bias" else f"{about(value)} {name}"
