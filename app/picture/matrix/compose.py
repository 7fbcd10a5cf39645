"""The lesson of the matrix: x flattened, C with a row per window, the product reshaped back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from app.picture.elements import (
    Equation,
    Label,
    Mark,
    Outline,
    Panel,
    Picture,
    Place,
    Rect,
    Role,
    Stroke,
    Token,
)
from app.picture.lettering.digits import about, all_of, row_and_column, short
from app.picture.lettering.typography import Sizes, sizes
from app.picture.matrix.focus import focus_of, operand_shape
from app.picture.matrix.layout import Sheet, operators, sheet
from app.picture.matrix.panels import panels_of
from app.picture.stage import lens, tones
from app.picture.stage.equation import Page, gather_equation, plain_equation, scatter_equation
from app.picture.stage.focus import Focus
from app.picture.stage.given import MatrixStage
from app.picture.stage.glide import between
from app.picture.stage.grids import column_runs, runs, tag
from app.picture.stage.marks import window_cells
from app.picture.stage.titles import titles
from app.state.derive import Multiplied
from app.state.turned.geometry import MOST_DRAWN
from app.state.turned.requests import MatrixResult

MOST_OUTLINED = 120
"""More cells than this are not outlined one by one."""


def compose(stage: MatrixStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    focus = focus_of(stage.derived, stage.view, stage.moment)
    if stage.derived.drawn is None:
        return _as_photo(stage, focus, type_)
    page = sheet(stage, type_)
    panels = panels_of(stage, page, focus, type_)
    return Picture(
        stage.width,
        stage.height,
        panels,
        tuple(_marks(stage, {panel.key: panel for panel in panels}, focus, type_)),
        (*titles(panels, stage.width, stage.measure, type_), *_labels(stage, page, type_)),
        (),
        equation(stage, page.equation, focus, type_),
        _cell_words(stage) or spoken(stage.derived, focus),
        place(stage),
        bold=stage.presenting,
    )


def equation(stage: MatrixStage, rect: Rect, focus: Focus, type_: Sizes) -> Equation:
    """The sum of the row; where only a column is pointed at, what its cell adds."""
    page = Page(rect, type_, stage.measure)
    on_matrix = stage.view.target is not None and stage.view.target.panel == "matrix"
    if focus.scatter is not None and not on_matrix:
        return scatter_equation(focus.scatter, page)
    if not focus.gather.step.products.size:
        return plain_equation((Token("0", Role.OUTPUT, bold=True),), "an empty row", page)
    return gather_equation(focus.gather, page)


def place(stage: MatrixStage) -> Place:
    """The result's cell; where the matrix is zoomed, the weights of the row, to be followed."""
    row, column = divmod(stage.moment.step, stage.derived.output_shape[1])
    if stage.view.camera is not None and stage.derived.drawn is not None:
        return Place("matrix", _weights_of(stage.derived, row, column))
    return Place("output", Rect(column, row, 1, 1))


def _weights_of(derived: Multiplied, row: int, column: int) -> Rect:
    """The row of the matrix from its first weight to its last."""
    rows, columns = (at[at >= 0] for at in derived.gather(row, column).sources)
    number, wide = row * derived.output_shape[1] + column, operand_shape(derived)[1]
    if not rows.size or not columns.size:
        return Rect(0, number, 1, 1)
    first, last = int(rows[0] * wide + columns[0]), int(rows[-1] * wide + columns[-1])
    return Rect(first, number, last - first + 1, 1)


# ---- marks


def _marks(
    stage: MatrixStage, panels: dict[str, Panel], focus: Focus, type_: Sizes
) -> Iterator[Mark]:
    scatter_only = focus.scatter is not None and not _on_matrix(stage)
    yield from _row_marks(stage, panels, focus, Stroke.THIN if scatter_only else Stroke.STEP, type_)
    if focus.scatter is not None:
        yield from _column_marks(stage, focus)
    if focus.tap is not None:
        yield from _tap_marks(stage, focus)


def _on_matrix(stage: MatrixStage) -> bool:
    return stage.view.target is not None and stage.view.target.panel == "matrix"


def _row_marks(
    stage: MatrixStage, panels: dict[str, Panel], focus: Focus, stroke: Stroke, type_: Sizes
) -> Iterator[Mark]:
    """The row, its window on the operand, and the cell that it gives."""
    derived, step = stage.derived, focus.gather.step
    _, row, column = step.output
    number = row * derived.output_shape[1] + column
    columns = panels["matrix"].shape[1]
    source = panels["small" if derived.back else "input"]
    cells = [
        (at_row, at_column)
        for at_row in step.sources[0].tolist()
        for at_column in step.sources[1].tolist()
    ]
    inside = [cell for cell in cells if min(cell) >= 0]
    if derived.back:
        if inside and len(inside) <= MOST_OUTLINED:
            for at_row in sorted({cell[0] for cell in inside}):
                found = [cell[1] for cell in inside if cell[0] == at_row]
                yield from runs(source.key, at_row, found)
    else:
        place = _glided(stage, focus, partial(window_cells, derived.axes), row, column)
        yield Outline(source.key, place, stroke)
    if stroke is Stroke.STEP:
        wide = operand_shape(derived)[1]
        if len(inside) <= MOST_OUTLINED:
            yield from runs("operand", 0, (r * wide + c for r, c in inside))
        shown = focus.gather.taps
        weights = step.weights[0].ravel().tolist()
        for (at_row, at_column), weight in list(zip(cells, weights, strict=True))[:shown]:
            if min(at_row, at_column) >= 0:
                yield from tag(source, at_row, at_column, weight, stage.measure, type_)
    yield Outline("matrix", Rect(0, number, columns, 1), stroke)
    yield Outline("column", Rect(0, number, 1, 1), stroke)
    yield Outline("output", _glided(stage, focus, _cell, row, column), stroke)


def _cell(row: int, column: int) -> Rect:
    return Rect(column, row, 1, 1)


def _glided(
    stage: MatrixStage, focus: Focus, cells: Callable[[int, int], Rect], row: int, column: int
) -> Rect:
    """Where the cells of a step are on the way to the next step."""
    moment, now = stage.moment, cells(row, column)
    if moment.toward is None or focus.gather.pointed:
        return now
    after = divmod(moment.toward, stage.derived.output_shape[1])
    return between(now, cells(*after), moment.phase)


def _column_marks(stage: MatrixStage, focus: Focus) -> Iterator[Mark]:
    """The column, its cell of the operand, and every cell that it reaches."""
    derived, scatter = stage.derived, focus.scatter
    assert scatter is not None
    drawn = derived.drawn
    assert drawn is not None
    rows = drawn.values.shape[1] if derived.back else drawn.values.shape[0]
    number = scatter.row * operand_shape(derived)[1] + scatter.column
    cell = Rect(scatter.column, scatter.row, 1, 1)
    yield Outline("small" if derived.back else "input", cell, Stroke.REACH, Role.INPUT)
    yield Outline("operand", Rect(number, 0, 1, 1), Stroke.REACH, Role.INPUT)
    yield Outline("matrix", Rect(number, 0, 1, rows), Stroke.REACH, Role.INPUT)
    if len(scatter.gains) > MOST_OUTLINED:
        return
    wide = derived.output_shape[1]
    reached = [gain.row * wide + gain.column for gain in scatter.gains]
    yield from column_runs("column", 0, reached, Role.INPUT)
    for gain in scatter.gains:
        yield Outline("output", Rect(gain.column, gain.row, 1, 1), Stroke.REACH, Role.INPUT)
        for reach in gain.taps:
            tap = Rect(reach.tap[1], reach.tap[0], 1, 1)
            yield Outline("kernel", tap, Stroke.REACH, Role.INPUT)


def _tap_marks(stage: MatrixStage, focus: Focus) -> Iterator[Mark]:
    """Where a weight of the kernel stands in the present row."""
    assert focus.tap is not None
    step, derived = focus.gather.step, stage.derived
    yield Outline("kernel", Rect(focus.tap.column, focus.tap.row, 1, 1), Stroke.REACH, Role.KERNEL)
    row, column = step.sources[0][focus.tap.row], step.sources[1][focus.tap.column]
    if row < 0 or column < 0:
        return
    number = int(row) * operand_shape(derived)[1] + int(column)
    at = step.output[1] * derived.output_shape[1] + step.output[2]
    yield Outline("matrix", Rect(number, at, 1, 1), Stroke.REACH, Role.KERNEL)
    yield Outline("operand", Rect(number, 0, 1, 1), Stroke.REACH, Role.KERNEL)
    yield Outline("input", Rect(int(column), int(row), 1, 1), Stroke.REACH, Role.KERNEL)


# ---- words


def _labels(stage: MatrixStage, page: Sheet, type_: Sizes) -> Iterator[Label]:
    yield from operators(page, type_)
    x = max(8.0, page.words.x)
    y = page.words.y
    for text in _statements(stage):
        yield Label(text, x, y, _fitting_size(stage, text, page, type_), Role.SOFT, statement=True)
        y += 1.5 * type_.caption


def _fitting_size(stage: MatrixStage, text: str, page: Sheet, type_: Sizes) -> float:
    wide = stage.measure.width(text, type_.caption)
    return max(type_.least, type_.caption * min(1.0, page.words.width / wide))


def _statements(stage: MatrixStage) -> Iterator[str]:
    """Whether the matrix agrees with the convolution, and what multiplying back gives."""
    result, derived = stage.result, stage.derived
    if not isinstance(result, MatrixResult):
        yield stage.waiting
        return
    if result.agreement is not None:
        apart = short(result.agreement.largest, 3)
        same = "equals" if result.agreement.holds else "differs from"
        yield (
            f"C · x {same} the convolution: largest difference {apart}, "
            f"computed on {all_of(result.agreement.cells, 'cell')}"
        )
    if derived.back or derived.scene.unrolling.compare:
        yield difference_words(result)


def difference_words(result: MatrixResult) -> str:
    """What Cᵀ·C·x has in common with x."""
    rows, columns = result.difference.shape
    if not result.changed:
        return f"Cᵀ · C · x is {rows} × {columns} again, and here every value is x's"
    most = short(result.furthest)
    return (
        f"Cᵀ · C · x is {rows} × {columns} again, but not x: "
        f"{result.changed:,} of {result.difference.size:,} values differ, by up to {most}"
    )


def _cell_words(stage: MatrixStage) -> str:
    """The cell of the matrix that is pointed at; nothing where none is."""
    target, drawn, derived = stage.view.target, stage.derived.drawn, stage.derived
    if target is None or drawn is None or not _on_matrix(stage):
        return ""
    from_row, from_column = divmod(target.column, operand_shape(derived)[1])
    to_row, to_column = divmod(target.row, derived.output_shape[1])
    ends = (
        f"{row_and_column(from_row, from_column)} of what is multiplied",
        f"{row_and_column(to_row, to_column)} of the result",
    )
    name = "Cᵀ" if derived.back else "C"
    lead = f"Row {target.row + 1}, column {target.column + 1} of {name}"
    value = drawn.weight(*target.cell, back=derived.back)
    if value is None:
        return f"{lead} carries no weight: {ends[0]} has no part in {ends[1]}."
    return f"{lead} is {about(value)}: the weight of {ends[0]} in {ends[1]}."


def spoken(derived: Multiplied, focus: Focus) -> str:
    """The row, the column or both in one sentence."""
    name = "Cᵀ" if derived.back else "C"
    _, row, column = focus.gather.step.output
    number = row * derived.output_shape[1] + column + 1
    total = about(focus.gather.step.total)
    if focus.scatter is not None:
        scatter = focus.scatter
        at = scatter.row * operand_shape(derived)[1] + scatter.column + 1
        return (
            f"Column {at} of {name}: {row_and_column(scatter.row, scatter.column)} of what "
            f"is multiplied is {about(scatter.value)} and {scatter.words}."
        )
    where = f"{row_and_column(row, column)} of the result"
    count = focus.gather.step.products.size
    lead = "Pointed at: row" if focus.gather.pointed else "Row"
    made = f"the sum of {count} products" if count != 1 else "one product"
    return f"{lead} {number} of {name} gives {where}: {total}, {made}."


# ---- past the bound


def _as_photo(stage: MatrixStage, focus: Focus, type_: Sizes) -> Picture:
    """The same step on images and through the lens, with how large the matrix would be."""
    derived, result = stage.derived, stage.result
    rows, columns = derived.matrix_shape
    size = f"{rows:,} × {columns:,}"
    said = (
        f"C would have {size} cells, and up to {MOST_DRAWN:,} are drawn: "
        "crop or resample to see it",
        f"C would have {size} cells: too many to draw",
        f"C would be {size}",
    )
    small = result.small if isinstance(result, MatrixResult) else None
    operand = small if derived.back else derived.plane
    tone = tones.output_tone(derived, result) if derived.back else tones.input_tone(derived)
    names = ("Small = C · x", "Cᵀ · Small") if derived.back else ("Large, x", "Small = C · x")
    changed = ""
    if derived.back and isinstance(result, MatrixResult):
        changed = f"{result.changed:,} of {result.difference.size:,} values are not x's"
    subject = lens.Subject(
        operand, operand_shape(derived), tone, derived.geometry.weights, derived.output_shape,
        names, derived.axes, derived.back, said, changed,
    )  # fmt: skip
    rect = lens.bands_of(stage, subject, type_).equation
    return lens.compose(
        stage, subject, focus, equation(stage, rect, focus, type_), spoken(derived, focus)
    )
