"""The panels of the matrix lesson in their places: operand, kernel, C with its header, results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.picture.camera import seen
from app.picture.elements import Click, Frame, Panel, Rect, Role, Tone
from app.picture.lettering.digits import count_of, row_and_column, short
from app.picture.lettering.typography import Sizes
from app.picture.matrix.focus import operand_shape
from app.picture.matrix.layout import Sheet, compared_names, operand_names
from app.picture.stage import tones
from app.picture.stage.figure import border_of
from app.picture.stage.focus import Focus
from app.picture.stage.given import MatrixStage
from app.picture.stage.grids import as_column, as_row, grid, scrolled
from app.picture.stage.layout import Slots
from app.state.prepare import Plane
from app.state.turned.geometry import Drawn
from app.state.turned.requests import MatrixResult

MATRIX_FRAME = Frame(0, 0, 1, 1)
"""The camera of this lesson lives in the matrix's own cells: nothing else zooms here."""


def panels_of(stage: MatrixStage, page: Sheet, focus: Focus, type_: Sizes) -> tuple[Panel, ...]:
    drawn = stage.derived.drawn
    assert drawn is not None
    matrix = _matrix(stage, drawn, page, type_)
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
    name = operand_names(derived)[0]
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
        "operand", Role.INPUT, operand_names(derived)[1], flat, tone, box, (1, flat.shape[1]),
        stage.measure, type_, caption=count_of(flat.shape[1], "cell"), click=Click.PIN,
    )  # fmt: skip
    columns = Rect(matrix.visible.x, 0, matrix.visible.width, 1)
    return scrolled(laid, columns, stage.measure, type_)


def _matrix(stage: MatrixStage, drawn: Drawn, page: Sheet, type_: Sizes) -> Panel:
    back = stage.derived.back
    values = drawn.turned_values if back else drawn.values
    held = drawn.turned_held if back else drawn.held
    rows, columns = values.shape
    verb = "carries" if drawn.count == 1 else "carry"
    cells = count_of(values.size, "cell")
    caption = f"{rows} × {columns} · {drawn.count:,} of {cells} {verb} a weight"
    first = _first_row(stage, page.shown, rows)
    if page.shown < rows:
        caption = f"{rows} × {columns} · rows {first + 1} to {first + page.shown}"
    target = stage.view.target
    if target is not None and target.panel == "matrix":
        value = drawn.weight(*target.cell, back=back)
        said = "no weight" if value is None else f"weight {short(value)}"
        caption = f"{row_and_column(target.row, target.column)} · {said}"
    whole = grid(
        "matrix", Role.KERNEL, operand_names(stage.derived)[2], values, _weight_tone(drawn),
        page.matrix, (rows, columns), stage.measure, type_, caption=caption, click=Click.PIN,
        held=held, frame=MATRIX_FRAME,
    )  # fmt: skip
    fitted = scrolled(whole, Rect(0, first, columns, page.shown), stage.measure, type_)
    if stage.view.camera is None:
        return fitted
    _, visible = seen(page.matrix, fitted.extent, stage.view.camera, MATRIX_FRAME, fitted.aspect)
    return scrolled(whole, visible, stage.measure, type_)


def _first_row(stage: MatrixStage, shown: int, rows: int) -> int:
    """The first row in view: the rows stand still while the step moves over half of them.

    A cell of the result that is pointed at brings its own row.
    """
    target, row = stage.view.target, stage.moment.step
    if target is not None and target.panel == "output":
        row = target.row * stage.derived.output_shape[1] + target.column
    half = max(1, shown // 2)
    return min(max(0, row // half * half - (shown - half) // 2), rows - shown)


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
    known = derived.so_far(stage.moment.step + 1 if done else stage.moment.step)
    output = result.output if result else None
    flat = None if output is None else as_column(output)
    title = "Cᵀ · Small" if derived.back else "C · x"
    column = grid(
        "column", Role.OUTPUT, "", flat, tone, page.product, (rows * columns, 1),
        stage.measure, type_, known=known, hide=derived.by_step, click=Click.ROW,
    )  # fmt: skip
    in_view = Rect(0, matrix.visible.y, 1, matrix.visible.height)
    return (
        scrolled(column, in_view, stage.measure, type_),
        grid(
            "output", Role.OUTPUT, operand_names(derived)[3], output, tone, page.output,
            (rows, columns), stage.measure, type_, caption=f"{title}, reshaped", known=known,
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
