"""The view of a table of numbers: its cells are tinted, and typed over with the keyboard."""

from __future__ import annotations

from typing import Any

from numpy.typing import NDArray
from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QObject,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.paint.fonts import FontMeasure, font
from app.paint.hatches import negative_hatch
from app.paint.letters import write
from app.paint.raster import colours
from app.paint.theme import Theme
from app.picture.elements import Role, Weight
from app.picture.lettering.digits import as_fraction, short
from app.services.overrides import guarded
from app.ui.inspector.controls.manners import is_own_key
from app.ui.inspector.tables.grid_model import GridModel, Index

SIZES = (13.0, 12.0, 11.0, 10.0, 9.0)
"""Sizes of the cells' digits in pixels."""
LIGHT_ENOUGH = 118
"""The grey from which black digits read better than white ones."""
_MEASURE = FontMeasure()


@guarded
class GridDelegate(QStyledItemDelegate):
    """Paints a cell tinted by its value, with the digits that fit; edits it as text.

    `table_pasted` tells that the clipboard holds more than a cell's line could take.
    """

    table_pasted = Signal()

    def __init__(self, theme: Theme, role: Role, parent: QObject) -> None:
        super().__init__(parent)
        self.theme, self.role = theme, role
        self.size, self.width = SIZES[0], 0.0
        self.accepted = True

    def fit(self, values: NDArray[Any], width: int) -> None:
        """Choose the largest letters in which every cell keeps three digits, else the smallest."""
        self.width = width - 4
        texts = {cell_text(value, 4) for value in values.flat}
        rounded = {cell_text(value, 3) for value in values.flat}
        self.size = next(
            (size for wanted in (texts, rounded) for size in SIZES if self._holds(wanted, size)),
            SIZES[-1],
        )

    def text(self, value: Any) -> str:
        """The value in the most digits that its cell has room for."""
        texts = (cell_text(value, digits) for digits in (4, 3, 2, 1))
        return next((text for text in texts if self._holds({text}, self.size)), "…")

    def _holds(self, texts: set[str], size: float) -> bool:
        return all(_MEASURE.width(text, size, Weight.MEDIUM) <= self.width for text in texts)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Tint, hatch for a negative value, digits, and an outline where the focus is."""
        model = index.model()
        if not isinstance(model, GridModel):
            return
        at = index.row(), index.column()
        value, rect = model.values[at], option.rect
        tint = colours(self.theme, self.role, model.tone.grey)[model.levels[at]]
        painter.save()
        painter.fillRect(rect, tint)
        ink = QColor(self.theme.ink)
        if model.tone.grey:
            ink = QColor("#ffffff" if model.levels[at] < LIGHT_ENOUGH else "#000000")
        elif value < 0:
            painter.fillRect(rect, negative_hatch(self.theme, self.role))
        middle = rect.toRectF().center()
        write(painter, self.text(value), middle.x(), middle.y(), self.size, Weight.MEDIUM,
              "centre", ink)  # fmt: skip
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(QColor(self.theme.input), 2))
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """A line that takes fractions and decimal commas."""
        del option, index
        editor = QLineEdit(parent)
        editor.setObjectName("cell_editor")
        editor.setProperty("kind", "cell")
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        editor.setFont(font(12))
        return editor

    def updateEditorGeometry(  # noqa: N802
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Over the cell, wide enough to type 0.125 even in a small one, within the grid."""
        del index
        rect = option.rect
        room = editor.parentWidget().width()  # type: ignore[union-attr]
        width = min(max(rect.width(), 64), room)
        left = min(max(0, rect.center().x() - width // 2), room - width)
        editor.setGeometry(left, rect.top(), width, rect.height())

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:  # noqa: N802
        """A table that is pasted into a cell's line is for the whole grid."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and isinstance(editor, QWidget)
            and event.matches(QKeySequence.StandardKey.Paste)
            and set("\t;\r\n") & set(QGuiApplication.clipboard().text().strip())
        ):
            self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.RevertModelCache)
            self.table_pasted.emit()
            return True
        return bool(super().eventFilter(editor, event))

    def setModelData(  # noqa: N802
        self, editor: QWidget, model: QAbstractItemModel, index: Index
    ) -> None:
        """Hand the text on, and remember whether it was taken."""
        if isinstance(editor, QLineEdit):
            self.accepted = model.setData(index, editor.text(), Qt.ItemDataRole.EditRole)


def cell_text(value: Any, digits: int) -> str:
    """A value in a cell: a fraction where there is room, else ever fewer digits.

    >>> cell_text(1 / 9, 4), cell_text(1 / 9, 2), cell_text(-0.5, 1)
    ('1/9', '.11', '−.5')
    """
    if digits == 4:
        return as_fraction(value)
    text = short(value, digits)
    return text if digits > 2 else text.replace("0.", ".", 1) if "0." in text[:3] else text


@guarded
class GridView(QTableView):
    """Keys: type to replace, Enter and Tab move on, Esc gives up, copy and paste whole tables."""

    def __init__(self, model: GridModel, role: Role, theme: Theme) -> None:
        super().__init__()
        self._model = model
        self.setModel(model)
        self._delegate = GridDelegate(theme, role, self)
        self._delegate.table_pasted.connect(self._paste)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        for header in (self.horizontalHeader(), self.verticalHeader()):
            header.setMinimumSectionSize(8)
            header.hide()
        self.set_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._delegate.theme = theme
        self.setStyleSheet(
            f"QTableView, QTableView:focus {{ gridline-color: {theme.line}; border: none; "
            "padding: 0; }"
        )
        self.viewport().update()

    def set_cells(self, width: int, height: int) -> None:
        """Give every cell a size in pixels, and the digits that fit."""
        self.horizontalHeader().setDefaultSectionSize(width)
        self.verticalHeader().setDefaultSectionSize(height)
        self.fit_digits()

    def fit_digits(self) -> None:
        """Choose the digits anew, after the numbers changed."""
        self._delegate.fit(self._model.values, self.horizontalHeader().defaultSectionSize())
        self.viewport().update()

    def keep_current(self, row: int, column: int) -> None:
        """Put the focus on a cell, or on the nearest that there is."""
        last_row, last_column = self._model.rowCount() - 1, self._model.columnCount() - 1
        self.setCurrentIndex(self._model.index(min(row, last_row), min(column, last_column)))

    def event(self, event: QEvent) -> bool:
        """Plain keys and copy and paste are the table's own while it has the focus."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and is_own_key(event, clipboard=True)
        ):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Copy, paste, Enter; the rest is Qt's."""
        at = self.currentIndex()
        if self.state() is QAbstractItemView.State.EditingState:
            super().keyPressEvent(event)  # what the editor has left over
        elif event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self._model.copied())
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._move(1)
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and at.isValid():
            self._model.setData(at, "0")
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: N802
        """Tab goes from cell to cell, and leaves at the ends."""
        return self._move(1 if forward else -1) or bool(super().focusNextPrevChild(forward))

    def closeEditor(  # noqa: N802
        self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint
    ) -> None:
        """After Enter or Tab go to the next cell, or stay where the text was refused."""
        moves = {
            QAbstractItemDelegate.EndEditHint.SubmitModelCache: 1,
            QAbstractItemDelegate.EndEditHint.EditNextItem: 1,
            QAbstractItemDelegate.EndEditHint.EditPreviousItem: -1,
        }
        super().closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)
        if hint in moves and self._delegate.accepted:
            self._move(moves[hint])

    def _paste(self) -> None:
        at = self.currentIndex()
        self._model.paste(QGuiApplication.clipboard().text(), at.row(), at.column())

    def _move(self, by: int) -> bool:
        at = self.currentIndex()
        columns = self._model.columnCount()
        place = at.row() * columns + at.column() + by if at.isValid() else 0
        if not 0 <= place < self._model.rowCount() * columns:
            return False
        self.setCurrentIndex(self._model.index(*divmod(place, columns)))
        return True
