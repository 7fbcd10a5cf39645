"""What every section of weights has: a table that fits, boxes for a size, a sum, works as links."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from app.paint.theme import Theme
from app.picture.elements import Role
from app.picture.lettering.digits import full, short
from app.state.kernels import weight_sum
from app.state.outcome import Outcome
from app.state.scene import Scene
from app.ui.chrome import TARGET
from app.ui.icons import icon
from app.ui.inspector.controls.numbers import AskedNumber
from app.ui.inspector.controls.parts import dotted, link, named, row_label, text_label
from app.ui.inspector.controls.section import Section
from app.ui.inspector.tables.grid import GridView
from app.ui.inspector.tables.grid_model import Grid, GridModel

TABLE_WIDTH = 234
CELL_WIDTH, CELL_HEIGHT = 40, 30
SMALL = 6
"""Up to this many rows the cells have their full height."""
Texts = tuple[str, str, str]
"""A control's object name, its spoken name and its tip."""
Work = tuple[str, Callable[[Scene], Outcome], str]
"""What is done to weights at a click: its word, the edit, and what it is for."""


def cell_size(height: int, width: int) -> QSize:
    """How large the cells of a table of weights are."""
    across = min(CELL_WIDTH, TABLE_WIDTH // width)
    return QSize(across, CELL_HEIGHT if height <= SMALL else min(TARGET, max(across, 22)))


def fit_cells(table: GridView, height: int, width: int) -> None:
    """Make a table as large as its cells, which fit the inspector."""
    cell = cell_size(height, width)
    table.set_cells(cell.width(), cell.height())
    table.setFixedSize(cell.width() * width, cell.height() * height)


def show_weights(table: GridView, model: GridModel) -> None:
    """Show a table's numbers anew; its current cell stays as long as its shape does."""
    current = table.currentIndex()
    before = model.rowCount(), model.columnCount()
    model.refresh()
    shape = model.rowCount(), model.columnCount()
    fit_cells(table, *shape)
    if before != shape or not current.isValid():
        table.keep_current(max(0, current.row()), max(0, current.column()))


class LinkButton(QToolButton):
    """Whether sides change together; `texts` are its object name, its spoken name and its tip."""

    def __init__(self, texts: tuple[str, str, str], theme: Theme, *, linked: bool) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setChecked(linked)
        self.setProperty("kind", "icon")
        self.setFixedSize(TARGET, TARGET)
        named(self, *texts)
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Draw the icon in the theme's ink."""
        self.setIcon(icon("link", theme.ink))


class Sides(QWidget):
    """The sides of a kernel, a box for each; with a `link` they change together while it is on.

    `asked` tells the sides that the user wants.
    """

    asked = Signal(object)

    def __init__(
        self, texts: Sequence[Texts], most: int, width: int, link: LinkButton | None = None
    ) -> None:
        """`texts` are each box's object name, spoken name and tip; `width` is a box's in pixels."""
        super().__init__()
        self.link = link
        self.boxes = [self._box(each, most, width) for each in texts]
        self.times = [QLabel("×") for _ in self.boxes[1:]]
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.boxes[0])
        for pair in zip(self.times, self.boxes[1:], strict=True):
            for part in pair:
                line.addWidget(part)
        if link is not None:
            line.addWidget(link)

    def show_sides(self, sides: Sequence[int]) -> None:
        """Show a kernel's sides; sides that differ are not linked."""
        for box, side in zip(self.boxes, sides, strict=True):
            box.show_value(side)
        if self.link is not None and len(set(sides)) > 1:
            self.link.setChecked(False)

    def line(self, *beside: QWidget) -> QHBoxLayout:
        """The row of a section, with its label; the last beside it takes what is left."""
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(row_label("Size", self.boxes[0]))
        line.addWidget(self)
        for part in beside:
            line.addWidget(part, 1 if part is beside[-1] else 0)
        if not beside:
            line.addStretch(1)
        return line

    def _box(self, texts: Texts, most: int, width: int) -> AskedNumber:
        box = AskedNumber(1, most)
        box.setFixedWidth(width)
        named(box, *texts)
        box.valueChanged.connect(partial(self._ask, box))
        return box

    def _ask(self, box: AskedNumber, value: int) -> None:
        linked = self.link is not None and self.link.isChecked()
        self.asked.emit(
            tuple(value if linked or each is box else each.value() for each in self.boxes)
        )


def weight_table(section: Section, grid: Grid, texts: Texts) -> tuple[GridModel, GridView]:
    """A table of weights among the rows of a section, in its theme, and the model behind it."""
    model = GridModel(section.store, grid, section)
    table = section.themed(GridView(model, Role.KERNEL, section.theme))
    named(table, *texts)
    section.rows.addWidget(table)
    return model, table


def sum_label(name: str, what: str) -> QLabel:
    """Where the sum of the weights stands; `what` is the even thing whose brightness it tells."""
    label = text_label("", "quiet", name)
    label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    label.setToolTip(
        f"<p>The sum of the weights: 1 keeps the brightness of an even {what}, 0 makes it "
        "black.</p>"
    )
    return label


def show_sum(label: QLabel, weights: NDArray[Any]) -> None:
    """Show the sum of the weights, and say it in full."""
    total = weight_sum(weights)
    label.setText(f"Σ {short(total, 3)}")
    label.setAccessibleName(f"sum of the weights: {full(total)}")


def works_line(
    works: Sequence[Work], ask: Callable[[Callable[[Scene], Outcome]], object]
) -> tuple[QHBoxLayout, list[list[QWidget]]]:
    """A line of links with dots between them, and the parts that belong to each work."""
    return dotted(
        [link(text, edit.__name__, tip, partial(_work, ask, edit)) for text, edit, tip in works]
    )


def _work(
    ask: Callable[[Callable[[Scene], Outcome]], object],
    edit: Callable[[Scene], Outcome],
    *_: object,
) -> None:
    ask(edit)
