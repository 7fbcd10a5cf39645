"""Where the parts of the matrix lesson stand, and the panels in their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.picture.camera import seen
from app.picture.elements import Click, Frame, Label, Panel, Rect, Role, Tone
from app.picture.lettering.digits import short
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import Sizes
from app.picture.matrix.focus import operand_shape
from app.picture.stage import tones
from app.picture.stage.figure import border_of
from app.picture.stage.focus import Focus
from app.picture.stage.given import MatrixStage
from app.picture.stage.grids import as_column, as_row, cell_size, grid, numbered
from app.picture.stage.layout import Slots, bands, shared_row
from app.picture.stage.titles import title_width
from app.state.derive import Multiplied
from app.state.prepare import Plane
from app.state.scene import Pair
from app.state.turned.geometry import Drawn
from app.state.turned.requests import MatrixResult
from app.state.view import View

MATRIX_FRAME = Frame(0, 0, 1, 1)
"""The camera of this lesson lives in the matrix's own cells: nothing else zooms here."""
STRIP = 1.75
"""The flattened grids are at most this thick, in key letters."""
WIDE = 1.8
"""A cell of the matrix is at most so many times as wide as it is high."""
COMPARED = 0.37
"""The share of the height that x, Cᵀ·C·x and their difference take."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The boxes of the stage; `compared` is empty where nothing is multiplied back."""

    operand: Rect
    kernel: Rect
    header: Rect
    matrix: Rect
    product: Rect
    output: Rect
    words: Rect
    equation: Rect
    compared: Slots | None


def sheet(stage: MatrixStage, type_: Sizes) -> Sheet:
    """x and the kernel on the left, the flattened x above C, the result beside it.

    What is compared stands below; where Cᵀ is multiplied, below the result, since the tall
    matrix needs the height.
    """
    rows = bands(stage.width, stage.height, 3, type_)
    margin = rows.figure.x
    wide, body = stage.width - 2 * margin, rows.equation.y
    words = 3.2 * type_.caption
    lines = Rect(margin, body - words + 0.8 * type_.caption, wide, words)
    compare, beside = stage.derived.scene.unrolling.compare, stage.derived.back
    below = COMPARED * body if compare and not beside else 0.0
    top = 0.35 * type_.title_gap
    area = Rect(margin, top, wide, body - words - below - top)
    parts = _parts(stage, area, type_, compare and beside)
    compared = None
    if below:
        free = Rect(margin, area.bottom, wide, below - 0.4 * type_.title_gap)
        compared = _compared(stage, free, type_)
    elif compare:
        half = area.height / 2
        x = parts.output.x
        free = Rect(x, area.y + half, area.right - x, half - 0.3 * type_.title_gap)
        compared = _compared(stage, free, type_)
    return replace(parts, words=lines, equation=rows.equation, compared=compared)


def compared_names(derived: Multiplied) -> tuple[str, ...]:
    """The grids that are compared; where Cᵀ is multiplied, the result itself is the first."""
    return ("x", "Difference") if derived.back else ("Cᵀ · C · x", "x", "Difference")


def _compared(stage: MatrixStage, area: Rect, type_: Sizes) -> Slots:
    names = compared_names(stage.derived)
    shapes = (stage.derived.large_shape,) * len(names)
    least = tuple(title_width(name, stage.measure, type_) for name in names)
    gap = 1.6 * type_.operator
    return shared_row(area, shapes, gap, 0.62 * type_.cell_most, type_, least)


def _operand_extent(derived: Multiplied) -> Pair:
    """Rows and columns of the operand, with its padding."""
    if derived.back:
        return derived.small_shape
    vertical, horizontal = derived.axes
    return vertical.padded_size, horizontal.padded_size


@dataclass(frozen=True, slots=True)
class _Cells:
    """The sizes of cells: operand, kernel, result; wide and high of the matrix."""

    operand: float
    kernel: float
    result: float
    wide: float
    high: float


def _cells(stage: MatrixStage, area: Rect, type_: Sizes, right: float, taken: float) -> _Cells:
    """As large as fits, where `right` pixels are the result's and `taken` nobody's."""
    derived = stage.derived
    source, kernel, result = (
        _operand_extent(derived), derived.scene.kernel.shape, derived.output_shape,
    )  # fmt: skip
    inner, most = area.height - 2 * type_.title_gap, 0.72 * type_.cell_most
    side = 0.24 * area.width
    cell = cell_size(side, 0.60 * inner, source[1], source[0], most)
    tap = cell_size(side, 0.38 * inner, kernel[1], kernel[0], max(cell, 0.6 * most))
    high = inner if right < 0.3 * area.width else area.height / 2 - type_.title_gap
    out = cell_size(right, 0.8 * high, result[1], result[0], max(cell, tap))
    rows, columns = _matrix_shape(derived)
    used = max(source[1] * cell, kernel[1] * tap) + max(result[1] * out, right * (right > side))
    thick = min(STRIP * type_.key, 0.16 * area.height)
    wide = min(1.25 * STRIP * type_.key, (area.width - used - taken - thick) / columns)
    tall = min(1.25 * STRIP * type_.key, (inner - thick) / rows)
    wide, tall = min(wide, WIDE * tall), min(tall, 1.2 * wide)
    return _Cells(cell, tap, out, _whole(wide), _whole(tall))


def _whole(size: float) -> float:
    return float(int(size)) if size >= 2 else size


def _parts(stage: MatrixStage, area: Rect, type_: Sizes, halved: bool) -> Sheet:
    """The boxes of the upper part, centred; `halved` leaves room below the result."""
    derived = stage.derived
    gap = max(1.1 * type_.operator, 0.03 * area.width)
    equals = max(1.2 * type_.operator, title_width("Cᵀ", stage.measure, type_))
    right = (0.42 if halved else 0.20) * area.width
    names = [title_width(name, stage.measure, type_) for name in _names(derived)]
    cells = _cells(stage, area, type_, right, 2 * gap + equals)
    source, kernel = _operand_extent(derived), derived.scene.kernel.shape
    result, (rows, columns) = derived.output_shape, _matrix_shape(derived)
    left = max(source[1] * cells.operand, kernel[1] * cells.kernel, names[0])
    strip = min(STRIP * type_.key, max(cells.high, cells.wide, 0.8 * type_.caption))
    room = max(columns * cells.wide, names[2])
    last = right if halved else max(result[1] * cells.result, names[3])
    x = area.x + max(0.0, (area.width - left - 2 * gap - equals - room - strip - last) / 2)
    middle, title = area.y + area.height / 2, type_.title_gap
    y = round(max(area.y, middle - (2 * title + strip + rows * cells.high) / 2) + title)
    at = round(x + left + gap)
    header = Rect(at, y, columns * cells.wide, strip)
    matrix = Rect(at, round(header.bottom + title), header.width, rows * cells.high)
    product = Rect(round(at + room + equals), matrix.y, strip, matrix.height)
    stacked = source[0] * cells.operand + kernel[0] * cells.kernel + 2 * title
    top = round(max(area.y, middle - stacked / 2) + title)
    operand = Rect(round(x), top, source[1] * cells.operand, source[0] * cells.operand)
    below = Rect(
        operand.x, round(operand.bottom + title), kernel[1] * cells.kernel,
        kernel[0] * cells.kernel,
    )  # fmt: skip
    high = result[0] * cells.result
    centre = area.y + title / 2 + area.height / 4 if halved else matrix.centre[1]
    output = Rect(
        round(product.right + gap), round(max(area.y + title, centre - high / 2)),
        result[1] * cells.result, high,
    )  # fmt: skip
    nothing = Rect(0, 0, 0, 0)
    return Sheet(operand, below, header, matrix, product, output, nothing, nothing, None)


def _matrix_shape(derived: Multiplied) -> Pair:
    rows, columns = derived.matrix_shape
    return (columns, rows) if derived.back else (rows, columns)


def _names(derived: Multiplied) -> tuple[str, str, str, str]:
    if derived.back:
        return "Small", "Small, flattened", "Cᵀ", "Large again"
    return "Large, x", "x, flattened", "C", "Small"


def panels_of(stage: MatrixStage, page: Sheet, focus: Focus, type_: Sizes) -> tuple[Panel, ...]:
    drawn = stage.derived.drawn
    assert drawn is not None
    matrix = _matrix(stage, drawn, page.matrix, type_)
    return (
        _operand(stage, page.operand, type_),
        _kernel(stage, page.kernel, type_),
        _header(stage, page.header, matrix, type_),
        matrix,
        *_results(stage, page, matrix, focus, type_),
        *(_beside(stage, page.compared, type_) if page.compared else ()),
    )


def _operand(stage: MatrixStage, box: Rect, type_: Sizes) -> Panel:
    derived = stage.derived
    rows, columns = operand_shape(derived)
    caption = f"{rows} × {columns}"
    name = _names(derived)[0]
    if derived.back:
        return grid(
            "small", Role.INPUT, name, derived.small, _small_tone(stage), box, (rows, columns),
            stage.measure, type_, caption=caption, click=Click.PIN,
        )  # fmt: skip
    border = border_of(derived.axes, derived.scene.parameters.padding_mode)
    return grid(
        "input", Role.INPUT, name, derived.plane, tones.input_tone(derived), box, (rows, columns),
        stage.measure, type_, caption=caption, click=Click.PIN, border=border,
    )  # fmt: skip


def _small_tone(stage: MatrixStage) -> Tone:
    small = stage.derived.small
    assert small is not None
    return tones.magnitude(small)


def _kernel(stage: MatrixStage, box: Rect, type_: Sizes) -> Panel:
    weights, shape = stage.derived.geometry.weights, stage.derived.scene.kernel.shape
    return grid(
        "kernel", Role.KERNEL, "Kernel", weights, tones.magnitude(weights), box, shape,
        stage.measure, type_, caption=f"{shape[0]} × {shape[1]}", click=Click.PIN,
    )  # fmt: skip


def _header(stage: MatrixStage, box: Rect, matrix: Panel, type_: Sizes) -> Panel:
    """The operand laid down above the columns of the matrix, the same ones in view."""
    derived = stage.derived
    assert derived.operand is not None
    tone = _small_tone(stage) if derived.back else tones.input_tone(derived)
    flat = as_row(derived.operand)
    laid = grid(
        "operand", Role.INPUT, _names(derived)[1], flat, tone, box, (1, flat.shape[1]),
        stage.measure, type_, caption=f"{flat.shape[1]} cells", click=Click.PIN,
    )  # fmt: skip
    columns = Rect(matrix.visible.x, 0, matrix.visible.width, 1)
    return _scrolled(laid, columns, stage.view, stage.measure, type_)


def _matrix(stage: MatrixStage, drawn: Drawn, box: Rect, type_: Sizes) -> Panel:
    back = stage.derived.back
    values = drawn.turned_values if back else drawn.values
    held = drawn.turned_held if back else drawn.held
    rows, columns = values.shape
    caption = f"{rows} × {columns} · {drawn.count:,} of {values.size:,} cells carry a weight"
    target = stage.view.target
    if target is not None and target.panel == "matrix":
        value = drawn.weight(*target.cell, back=back)
        said = "no weight" if value is None else f"weight {short(value)}"
        caption = f"row {target.row + 1}, column {target.column + 1} · {said}"
    fitted = grid(
        "matrix", Role.KERNEL, _names(stage.derived)[2], values, _weight_tone(drawn), box,
        (rows, columns), stage.measure, type_, caption=caption, click=Click.PIN, held=held,
        frame=MATRIX_FRAME,
    )  # fmt: skip
    camera, extent = stage.view.camera, fitted.extent
    _, visible = seen(box, extent, camera, MATRIX_FRAME, fitted.aspect)
    return _scrolled(fitted, visible, stage.view, stage.measure, type_)


def _scrolled(panel: Panel, visible: Rect, view: View, measure: Measure, type_: Sizes) -> Panel:
    """A panel in the same box with only some of its cells, where the matrix is zoomed."""
    if view.camera is None:
        return panel
    return numbered(replace(panel, visible=visible, numbers=0.0), measure, type_)


def _weight_tone(drawn: Drawn) -> Tone:
    return tones.magnitude(drawn.matrix.weights)


def _results(
    stage: MatrixStage, page: Sheet, matrix: Panel, focus: Focus, type_: Sizes
) -> tuple[Panel, ...]:
    """The product as a column, the matrix's rows in view, and reshaped back."""
    derived, result = stage.derived, stage.result
    rows, columns = derived.output_shape
    tone = tones.output_tone(derived, result)
    done = focus.gather.pointed or focus.gather.taps >= focus.gather.step.products.size
    known = stage.moment.step + 1 if done else stage.moment.step
    output = result.output if result else None
    flat = None if output is None else as_column(output)
    title = "Cᵀ · Small" if derived.back else "C · x"
    column = grid(
        "column", Role.OUTPUT, "", flat, tone, page.product, (rows * columns, 1),
        stage.measure, type_, known=known, hide=derived.by_step, click=Click.ROW,
    )  # fmt: skip
    in_view = Rect(0, matrix.visible.y, 1, matrix.visible.height)
    return (
        _scrolled(column, in_view, stage.view, stage.measure, type_),
        grid(
            "output", Role.OUTPUT, _names(derived)[3], output, tone, page.output, (rows, columns),
            stage.measure, type_, caption=f"{title}, reshaped", known=known,
            hide=derived.by_step, click=Click.STEP,
        ),
    )  # fmt: skip


def _beside(stage: MatrixStage, slots: Slots, type_: Sizes) -> Iterator[Panel]:
    """Cᵀ·C·x, x and their difference."""
    derived, result = stage.derived, stage.result
    found = result if isinstance(result, MatrixResult) else None
    back, difference = (found.back, found.difference) if found else (None, None)
    same = derived.is_photo
    tone = tones.input_tone(derived)
    apart = tone if difference is None else tones.magnitude(difference)
    parts = (
        ("back", Role.OUTPUT, back, tone if back is None else _back_tone(back, same)),
        ("x", Role.INPUT, derived.plane, tone),
        ("difference", Role.INK, difference, apart),
    )
    names = compared_names(derived)
    for (key, role, array, shade), name, box in zip(
        parts[-len(names) :], names, slots.boxes, strict=True
    ):
        yield grid(
            key, role, name, array, shade, box, derived.large_shape, stage.measure, type_,
            caption="{} × {}".format(*derived.large_shape),
        )  # fmt: skip


def _back_tone(back: Plane, grey: bool) -> Tone:
    """Full at the largest value: Cᵀ·C·x has another range than x."""
    shade = tones.magnitude(back)
    return replace(shade, grey=grey)


def operators(page: Sheet, type_: Sizes) -> Iterator[Label]:
    """Between matrix and product an equals sign; between the compared grids − and =."""
    x = (page.matrix.right + page.product.x) / 2
    size = 0.8 * type_.operator
    yield Label("=", x, page.matrix.centre[1], size, Role.SOFT, anchor="centre")
    if page.compared is not None:
        first = page.compared.boxes[0]
        if len(page.compared.gaps) == 1:
            x = first.x - 0.6 * type_.operator
            yield Label("−", x, first.centre[1], size, Role.SOFT, anchor="centre")
        for text, (at, y) in zip("−="[-len(page.compared.gaps) :], page.compared.gaps, strict=True):
            yield Label(text, at, y, size, Role.SOFT, anchor="centre")
