"""Where the parts of the matrix lesson stand, and the panels in their places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from app.picture.elements import Label, Rect, Role, Weight
from app.picture.lettering.cells import WIDTH
from app.picture.lettering.digits import short
from app.picture.lettering.typography import Sizes
from app.picture.stage.given import MatrixStage
from app.picture.stage.grids import TIGHT, cell_size
from app.picture.stage.layout import Slots, bands, on_whole_pixels, shared_row
from app.picture.stage.titles import title_width
from app.state.derive import Multiplied
from app.state.scene import Pair

STRIP = 1.75
"""The flattened grids are at most this thick, in key letters."""
WIDE = 1.8
"""A cell of the matrix is at most so many times as wide as it is high."""
COMPARED = 0.37
"""The share of the height that x, Cᵀ·C·x and their difference take."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The boxes of the stage; `compared` is empty where nothing is multiplied back. So many of
    the matrix's rows are `shown` at once: while presenting fewer than there are, for their digits.
    """

    operand: Rect
    kernel: Rect
    header: Rect
    matrix: Rect
    product: Rect
    output: Rect
    words: Rect
    equation: Rect
    compared: Slots | None
    shown: int


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
    """The sizes of cells: operand, kernel, result; wide and high of the matrix, and its rows."""

    operand: float
    kernel: float
    result: float
    wide: float
    high: float
    shown: int


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
    thick = _thick(area, type_)
    free = (area.width - used - taken - thick) / columns
    wide = min(1.25 * STRIP * type_.key, free)
    tall = min(1.25 * STRIP * type_.key, (inner - thick) / rows)
    wide, tall = min(wide, WIDE * tall), min(tall, 1.2 * wide)
    if stage.presenting:
        wide, tall = _read_from_afar(stage, (wide, tall), free, type_)
    wide, tall = on_whole_pixels(wide), on_whole_pixels(tall)
    shown = min(rows, max(1, int((inner - thick) / tall)))
    return _Cells(cell, tap, out, wide, tall, shown)


def _thick(area: Rect, type_: Sizes) -> float:
    """How thick the flattened grids are, so that their cells hold digits once they are zoomed."""
    return min(STRIP * type_.key, 0.16 * area.height)


def _read_from_afar(
    stage: MatrixStage, cell: tuple[float, float], free: float, type_: Sizes
) -> tuple[float, float]:
    """Cells of the matrix with digits that a class can read, where its columns leave room.

    `free` is the most that a column may take. Not all of its rows fit then.
    """
    wide, tall = cell
    drawn, operand = stage.derived.drawn, stage.derived.operand
    assert drawn is not None
    assert operand is not None
    values = {*drawn.matrix.weights.ravel().tolist(), *operand.ravel().tolist()}
    long = max(stage.measure.width(short(value), type_.key, Weight.SEMIBOLD) for value in values)
    needed = long / WIDTH
    wide = max(wide, min(needed, free))
    letters = type_.key * min(1.0, wide / needed)
    if letters < type_.least:
        return cell
    return wide, max(tall, letters / TIGHT)


def _parts(stage: MatrixStage, area: Rect, type_: Sizes, halved: bool) -> Sheet:
    """The boxes of the upper part, centred; `halved` leaves room below the result."""
    derived = stage.derived
    gap = max(1.1 * type_.operator, 0.03 * area.width)
    equals = max(1.2 * type_.operator, title_width("Cᵀ", stage.measure, type_))
    right = (0.42 if halved else 0.20) * area.width
    names = [title_width(name, stage.measure, type_) for name in operand_names(derived)]
    cells = _cells(stage, area, type_, right, 2 * gap + equals)
    source, kernel = _operand_extent(derived), derived.scene.kernel.shape
    result, (_, columns) = derived.output_shape, _matrix_shape(derived)
    left = max(source[1] * cells.operand, kernel[1] * cells.kernel, names[0])
    strip, seen_high = _thick(area, type_), cells.shown * cells.high
    room = max(columns * cells.wide, names[2])
    last = right if halved else max(result[1] * cells.result, names[3])
    x = area.x + max(0.0, (area.width - left - 2 * gap - equals - room - strip - last) / 2)
    middle, title = area.y + area.height / 2, type_.title_gap
    y = round(max(area.y, middle - (2 * title + strip + seen_high) / 2) + title)
    at = round(x + left + gap)
    header = Rect(at, y, columns * cells.wide, strip)
    matrix = Rect(at, round(header.bottom + title), header.width, seen_high)
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
    return Sheet(
        operand, below, header, matrix, product, output, nothing, nothing, None, cells.shown
    )


def _matrix_shape(derived: Multiplied) -> Pair:
    rows, columns = derived.matrix_shape
    return (columns, rows) if derived.back else (rows, columns)


def operand_names(derived: Multiplied) -> tuple[str, str, str, str]:
    if derived.back:
        return "Small", "Small, flattened", "Cᵀ", "Large again"
    return "Large, x", "x, flattened", "C", "Small"


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
