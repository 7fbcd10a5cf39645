"""The lesson of transposed convolution: stamping, zero-insertion and Cᵀ·y in lock-step."""

from __future__ import annotations

from collections.abc import Iterator

from app.picture.elements import (
    Equation,
    Label,
    Panel,
    Picture,
    Place,
    Rect,
    Role,
    Token,
    Weight,
)
from app.picture.lettering.digits import about, all_of, counted, equals, row_and_column, short
from app.picture.lettering.lines import broken
from app.picture.lettering.typography import Sizes, sizes
from app.picture.stage import lens, tones
from app.picture.stage.equation import Page, gather_equation, plain_equation, scatter_equation
from app.picture.stage.focus import Focus
from app.picture.stage.given import StampStage
from app.picture.stage.grids import fitting
from app.picture.stage.titles import titles
from app.picture.transposed.focus import focus_of
from app.picture.transposed.layout import MOST_SIDE, Sheet, sheet
from app.picture.transposed.marks import marks_of
from app.picture.transposed.panels import panels_of, ways_of
from app.state.derive import Stamped
from app.state.turned.geometry import MOST_DRAWN, matrix_shape
from app.state.turned.requests import MOST_COMPARED, StampResult

STILL_READ = 0.8
"""A line is made smaller down to this share of its size before it is broken."""
LEADING = 1.45
"""From a line to the next, in sizes of its letters."""


def compose(stage: StampStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    focus = focus_of(stage.derived, stage.view, stage.moment)
    if not fits_cards(stage.derived):
        return _as_photo(stage, focus, type_)
    page = sheet(stage, type_)
    panels = tuple(panels_of(stage, page, focus, type_))
    by_key = {panel.key: panel for panel in panels}
    return Picture(
        stage.width,
        stage.height,
        panels,
        tuple(marks_of(stage, by_key, focus, type_)),
        (*_titles(stage, page, panels, type_),
         *_labels(stage, page, by_key, focus, type_)),
        (),
        equation(stage, page.equation, focus, type_),
        spoken(stage.derived, focus),
        _place(stage),
        bold=stage.presenting,
        cards=page.cards,
    )  # fmt: skip


def fits_cards(derived: Stamped) -> bool:
    """Whether the grids are small enough for three pictures side by side."""
    plain = (axis.zero_inserted.padded_size for axis in derived.axes)
    return max(*plain, *derived.result_shape) <= MOST_SIDE


def equation(stage: StampStage, rect: Rect, focus: Focus, type_: Sizes) -> Equation:
    """The sum of the stamps that reach a cell, or what one stamp adds."""
    page = Page(rect, type_, stage.measure)
    if focus.scatter is not None:
        return scatter_equation(focus.scatter, page)
    step = focus.gather.step
    if step.products.size:
        return gather_equation(focus.gather, page)
    where = f"output ({step.output[1] + 1}, {step.output[2] + 1})"
    bias = "only the bias is here" if step.bias else "nothing is added here"
    note = f"no stamp reaches this cell: {bias}"
    value = Token(short(step.total), Role.OUTPUT, bold=True)
    sign = Token(f"  {equals(step.total)}  ")
    return plain_equation((Token(where, Role.SOFT), sign, value), note, page)


def _place(stage: StampStage) -> Place:
    row, column = divmod(stage.moment.step, stage.derived.output_shape[1])
    return Place("input" if stage.derived.by_input else "output", Rect(column, row, 1, 1))


# ---- words


def _titles(
    stage: StampStage, page: Sheet, panels: tuple[Panel, ...], type_: Sizes
) -> Iterator[Label]:
    """The titles of the grids, each within its own card."""
    for card in page.cards:
        inside = [panel for panel in panels if card.contains(*panel.rect.centre)]
        yield from titles(inside, card.right - type_.caption, stage.measure, type_)


def _labels(
    stage: StampStage, page: Sheet, panels: dict[str, Panel], focus: Focus, type_: Sizes
) -> Iterator[Label]:
    for (name, words), card in zip(_cards(stage.derived), page.cards, strict=False):
        x, y = card.x + type_.caption, card.y + 1.15 * type_.caption
        yield Label(name, x, y, 1.08 * type_.title, Role.INK, Weight.BOLD)
        room = card.width - 2 * type_.caption
        size = max(type_.caption, type_.least)
        said = fitting(words, room, size, stage.measure)
        size *= min(1.0, room / stage.measure.width(said, size))
        yield Label(said, x, y + 1.35 * type_.caption, max(size, type_.least), Role.SOFT)
    yield from _signs(page, panels, type_)
    yield from _total(stage, page, focus, type_)
    if stage.derived.geometry.drawn is None:
        card = page.cards[2]
        middle = card.y + card.height / 2
        for number, text in enumerate(_too_large(stage.derived)):
            at = middle + 1.5 * number * type_.caption
            yield Label(text, card.centre[0], at, type_.caption, Role.SOFT, anchor="centre",
                        statement=True)  # fmt: skip
    yield from _verdict(stage, page, type_)


def _cards(derived: Stamped) -> tuple[tuple[str, tuple[str, str]], ...]:
    """Each card's name, and what it does in more words or fewer."""
    turned = derived.scene.transposed.turned
    return (
        ("Stamp", ("every input adds its copy of the kernel", "copies of the kernel add up")),
        ("Zero-insertion", ("the turned kernel slides with stride 1", "turned kernel, stride 1")
         if turned else ("the kernel slides unturned: another map", "unturned: another map")),
        ("Matrix", ("one column of Cᵀ for each y", "a column of Cᵀ per y")
         if derived.by_input else ("one row of Cᵀ times y", "a row of Cᵀ times y")),
    )  # fmt: skip


def _too_large(derived: Stamped) -> tuple[str, ...]:
    rows, columns = matrix_shape(derived.axes)
    return (
        f"Cᵀ would have {columns:,} × {rows:,} cells;",
        f"up to {MOST_DRAWN:,} are drawn",
    )


def _signs(page: Sheet, panels: dict[str, Panel], type_: Sizes) -> Iterator[Label]:
    if "matrix" not in panels:
        return
    size = 0.7 * type_.operator
    for text, left, right in (
        ("·", page.matrix, page.operand),
        ("=", page.operand, page.product),
    ):
        x = (left.right + right.x) / 2
        yield Label(text, x, page.operand.centre[1], size, Role.SOFT, anchor="centre")


def _total(stage: StampStage, page: Sheet, focus: Focus, type_: Sizes) -> Iterator[Label]:
    """Beside the turned kernel, what its window adds up to; without the turn that may differ."""
    ways, gather = ways_of(stage), focus.gather
    if focus.scatter is not None or ways is None or gather.taps < gather.step.products.size:
        return
    _, row, column = gather.step.output
    x = page.turned.right + 0.8 * type_.operator
    y = page.turned.centre[1]
    yield Label("→", x, y, 0.8 * type_.operator, Role.SOFT, anchor="centre")
    text = short(ways.inserted[row, column])
    at = x + 0.75 * type_.operator
    room = page.cards[1].right - 0.6 * type_.caption - at
    wide = stage.measure.width(text, type_.operator, Weight.BOLD)
    size = max(type_.least, type_.operator * min(1.0, room / wide))
    yield Label(text, at, y, size, Role.OUTPUT, Weight.BOLD)


def _verdict(stage: StampStage, page: Sheet, type_: Sizes) -> Iterator[Label]:
    """Whether the pictures agree, computed, and which forward sizes they stand for.

    The words are broken into lines, and smaller where their card has too little room for them.
    """
    texts, area = tuple(verdict(stage)), page.words
    more = *texts, layout_words(stage.derived)
    lines = _verdict_lines(stage, more, 1.0, area.width, type_)
    if sum(LEADING * size for _, size, _ in lines) <= area.height:
        texts = more
    for percent in range(100, 55, -5):
        lines = _verdict_lines(stage, texts, percent / 100, area.width, type_)
        if sum(LEADING * size for _, size, _ in lines) <= area.height:
            break
    y = area.y + 1.3 * type_.title
    for place, (text, size, weight) in enumerate(lines):
        role = Role.SOFT if weight is Weight.REGULAR else Role.INK
        if role is Role.INK and texts[0].startswith("✓"):
            role = Role.OUTPUT
        y += LEADING * size if place else 0.0
        yield Label(text, area.x, y, size, role, weight, statement=True)


def _verdict_lines(
    stage: StampStage, texts: tuple[str, ...], share: float, width: float, type_: Sizes
) -> list[tuple[str, float, Weight]]:
    """The headline and what follows in lines of a width, each with its size and weight."""
    headline, *more = texts
    kinds = [(headline, 1.15 * share * type_.title, Weight.SEMIBOLD)]
    kinds += [(text, share * type_.caption, Weight.REGULAR) for text in more]
    lines = []
    for text, asked, weight in kinds:
        full = max(type_.least, asked)
        fits = width / stage.measure.width(text, full, weight)
        size = full * min(1.0, fits)
        if fits >= STILL_READ and size >= type_.least:
            lines.append((text, size, weight))
            continue
        parts = broken(text, width, full, stage.measure, weight)
        lines += [(part, full, weight) for part in parts]
    return lines


def verdict(stage: StampStage) -> Iterator[str]:
    """A headline and the lines below it."""
    result, derived = stage.result, stage.derived
    if not isinstance(result, StampResult):
        yield stage.waiting
    elif result.agreement is None:
        yield "not compared"
        yield f"up to {MOST_COMPARED:,} cells are computed three ways; crop or resample"
    else:
        yield from _compared(stage, result)
    yield sizes_words(derived)


def _compared(stage: StampStage, result: StampResult) -> Iterator[str]:
    agreement, ways = result.agreement, ways_of(stage)
    assert agreement is not None
    turned = stage.derived.scene.transposed.turned
    all_three = ways is not None and ways.by_matrix is not None
    who = "the three" if all_three else "both ways"
    apart = f"largest difference {short(agreement.largest, 3)}"
    if agreement.holds:
        yield f"✓ {who} agree on every cell"
        symmetric = "" if turned else "this kernel looks the same turned; "
        rounding = ", from rounding alone" if agreement.largest else ""
        yield f"{symmetric}{apart}{rounding}, computed on {all_of(agreement.cells, 'cell')}"
        return
    count = f"{agreement.count:,} of {agreement.cells:,} cells"
    if turned:
        yield f"✗ {who} differ on {count}"
    else:
        yield f"✗ without the turn it is another map: {count} differ"
    yield f"{apart}, computed on {all_of(agreement.cells, 'cell')}"


def sizes_words(derived: Stamped) -> str:
    """Which forward input sizes come to this input, and which of them is chosen."""
    rows, columns = derived.plane.shape
    vertical, horizontal = derived.axes
    choices = [list(axis.input_sizes()) for axis in derived.axes]
    chosen = f"{vertical.size} × {horizontal.size}"
    if max(map(len, choices)) == 1:
        return f"forward, only {chosen} becomes {rows} × {columns} under this kernel"
    lists = [_either(sizes) for sizes in choices]
    both = lists[0] if choices[0] == choices[1] else f"{lists[0]} high, {lists[1]} wide"
    extra = derived.scene.transposed.output_padding
    padding = str(extra[0]) if extra[0] == extra[1] else f"{extra[0]} × {extra[1]}"
    return (
        f"forward, a side of {both} becomes {rows} × {columns}; "
        f"output padding {padding} picks {chosen}"
    )


def layout_words(derived: Stamped) -> str:
    """How the weights of the layer are laid out, and what turning them round swaps."""
    rows, columns = derived.scene.kernel.shape
    return (
        f"weights C_in × C_out/groups × kH × kW, here 1 × 1 × {rows} × {columns}: "
        "a convolution's have C_out first"
    )


def _either(sizes_: list[int]) -> str:
    """ "5 or 6", or from the first to the last."""
    if len(sizes_) == 1:
        return str(sizes_[0])
    if len(sizes_) == 2:
        return f"{sizes_[0]} or {sizes_[1]}"
    return f"{sizes_[0]} to {sizes_[-1]}"


def spoken(derived: Stamped, focus: Focus) -> str:
    """The step in one sentence."""
    scatter = focus.scatter
    if scatter is not None:
        count = len(scatter.gains)
        cells = "1 output" if count == 1 else f"{count} outputs"
        lead = (
            f"{counted(derived.scene.step, derived.steps)}: input"
            if (derived.by_input and _is_present(derived, scatter.row, scatter.column))
            else "Input"
        )
        return (
            f"{lead} {row_and_column(scatter.row, scatter.column)} is "
            f"{about(scatter.value)}; its stamp reaches {cells}."
        )
    step = focus.gather.step
    count = step.products.size
    stamps = (
        "no stamp reaches it"
        if not count
        else ("1 stamp reaches it" if count == 1 else f"{count} stamps reach it")
    )
    lead = "Pointed at:" if focus.gather.pointed else f"{counted(step.index, derived.steps)}:"
    return f"{lead} output {row_and_column(*step.output[1:])} is {about(step.total)}; {stamps}."


def _is_present(derived: Stamped, row: int, column: int) -> bool:
    return divmod(derived.scene.step, derived.output_shape[1]) == (row, column)


# ---- on a photo


def _as_photo(stage: StampStage, focus: Focus, type_: Sizes) -> Picture:
    """The whole result, and the step through the lens."""
    derived = stage.derived
    rows, columns = derived.plane.shape
    subject = lens.Subject(
        derived.plane, (rows, columns), tones.input_tone(derived), derived.geometry.weights,
        derived.result_shape, ("Input y", "Output"), derived.axes, True, tuple(_in_short(stage)),
        by_operand=derived.by_input,
    )  # fmt: skip
    rect = lens.bands_of(stage, subject, type_).equation
    return lens.compose(
        stage, subject, focus, equation(stage, rect, focus, type_), spoken(derived, focus)
    )


def _in_short(stage: StampStage) -> Iterator[str]:
    """The verdict in one line, the longest first, with the matrix where it is not drawn."""
    result = stage.result
    agreement = result.agreement if isinstance(result, StampResult) else None
    if agreement is None:
        yield next(verdict(stage))
        return
    who = "both ways" if stage.derived.geometry.drawn is None else "the three"
    sign, does = ("✓", "agree") if agreement.holds else ("✗", "do not agree")
    line = f"{sign} {who} {does} on all {agreement.cells:,} cells"
    apart = f"{line}: largest difference {short(agreement.largest, 3)}"
    if stage.derived.geometry.drawn is None:
        rows, columns = matrix_shape(stage.derived.axes)
        yield f"{apart}; Cᵀ, {columns:,} × {rows:,}, is too large to draw"
    yield apart
    yield line
    yield f"{sign} {who} {does}"
