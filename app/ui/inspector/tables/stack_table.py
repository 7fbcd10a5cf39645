"""The table of layers: rows to choose, cells to type over, and words where a layer does not fit."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QFrame,
    QHeaderView,
    QLineEdit,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.paint.fonts import font, metrics
from app.paint.theme import Theme, mixed
from app.picture.elements import Weight
from app.services.overrides import guarded
from app.state.scene import LayerKind
from app.ui.chrome import TARGET
from app.ui.inspector.controls.manners import is_own_key
from app.ui.inspector.tables.stack_model import (
    BEYOND,
    CHOSEN,
    FAILURE,
    FIELD,
    KIND,
    NUMBER,
    StackModel,
)

Index = QModelIndex | QPersistentModelIndex
WIDTHS = (22, 50, 34, 28, 34, 32, 34)
"""Of the columns, in pixels; together they are as wide as the inspector's other tables."""
HEAD = 20
MOST_ROWS = 9
"""Of more layers the table scrolls."""
LETTERS, SMALLEST = 12, 9
BAR = 3
SCROLL_BAR = 9
EDITOR = 62


@guarded
class StackDelegate(QStyledItemDelegate):
    """Paints a layer's cell in the upper part of its row; below it the view writes why it fails."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self.theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A chip under the chosen layer, its text, an outline where the focus is."""
        rect = QRect(option.rect)
        rect.setHeight(TARGET)
        chosen = bool(index.data(CHOSEN))
        painter.save()
        if chosen:
            painter.fillRect(rect, mixed(self.theme.paper, self.theme.ink, 0.07))
        if chosen and index.column() == NUMBER:
            painter.fillRect(rect.x(), rect.y(), BAR, rect.height(), QColor(self.theme.step))
        painter.setPen(self._ink(index))
        painter.setFont(self._font(index, chosen, rect.width() - 2))
        centre = Qt.AlignmentFlag.AlignVCenter | (
            Qt.AlignmentFlag.AlignLeft if index.column() == KIND else Qt.AlignmentFlag.AlignHCenter
        )
        words = painter.fontMetrics().elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, rect.width() - 2
        )
        painter.drawText(rect, centre, words)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(self.theme.input))
            painter.drawRoundedRect(rect.adjusted(0, 0, -1, -1), 4, 4)
        painter.restore()

    def _ink(self, index: Index) -> QColor:
        if index.data(FAILURE):
            return QColor(self.theme.step)
        if index.data(BEYOND):
            return mixed(self.theme.paper, self.theme.ink, 0.40)
        soft = index.column() == NUMBER and not index.data(CHOSEN)
        return QColor(self.theme.soft if soft else self.theme.ink)

    def _font(self, index: Index, chosen: bool, room: int) -> QFont:
        """As large as its text has room for."""
        strong = chosen and index.column() in (NUMBER, FIELD)
        weight = Weight.SEMIBOLD if strong else Weight.REGULAR
        text = str(index.data())
        sizes = range(LETTERS, SMALLEST - 1, -1)
        fits = (s for s in sizes if metrics(s, weight).horizontalAdvance(text) <= room)
        return font(next(fits, SMALLEST), weight)

    def createEditor(  # noqa: N802
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """A list of the kinds, or a line for numbers."""
        del option
        if index.column() == KIND:
            return self._kinds(parent)
        editor = QLineEdit(parent)
        editor.setObjectName("layer_editor")
        editor.setProperty("kind", "cell")
        editor.setAlignment(Qt.AlignmentFlag.AlignCenter)
        editor.setFont(font(LETTERS))
        return editor

    def _kinds(self, parent: QWidget) -> QComboBox:
        box = QComboBox(parent)
        box.setObjectName("layer_kind")
        for kind in LayerKind:
            box.addItem(kind.value, kind.value)
        box.activated.connect(self._finish)
        return box

    def _finish(self) -> None:
        box = self.sender()
        if isinstance(box, QWidget):
            self.commitData.emit(box)
            self.closeEditor.emit(box)

    def setEditorData(self, editor: QWidget, index: Index) -> None:  # noqa: N802
        """What the cell shows."""
        if isinstance(editor, QComboBox):
            editor.setCurrentText(str(index.data(Qt.ItemDataRole.EditRole)))
        else:
            super().setEditorData(editor, index)

    def setModelData(self, editor: QWidget, model: object, index: Index) -> None:  # noqa: N802
        """Hand the text on; the store decides."""
        assert isinstance(model, StackModel)
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(  # noqa: N802
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Over the cell, wide enough for what is typed there, within the table."""
        room = editor.parentWidget().width()  # type: ignore[union-attr]
        width = max(option.rect.width(), 108 if index.column() == KIND else EDITOR)
        left = min(max(0, option.rect.center().x() - width // 2), room - width)
        editor.setGeometry(left, option.rect.top(), width, TARGET)


@guarded
class StackView(QTableView):
    """Rows of layers. `layer_chosen` tells a row; the keys' orders are told by `ordered`."""

    layer_chosen = Signal(int)
    ordered = Signal(str)

    def __init__(self, model: StackModel, theme: Theme) -> None:
        super().__init__()
        self._stack = model
        self.setModel(model)
        self._delegate = StackDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.AnyKeyPressed
            | QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
        )
        self._lay_out()
        self.clicked.connect(self._choose)
        self.set_theme(theme)

    def _lay_out(self) -> None:
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(TARGET)
        self.verticalHeader().setDefaultSectionSize(TARGET)
        head = self.horizontalHeader()
        head.setMinimumSectionSize(16)
        head.setFixedHeight(HEAD)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setHighlightSections(False)
        for column, width in enumerate(WIDTHS):
            self.setColumnWidth(column, width)

    def set_theme(self, theme: Theme) -> None:
        """Paint in another theme."""
        self._delegate.theme = theme
        self.viewport().update()

    def fit(self) -> None:
        """As high as the layers need, with room for the words under one that does not fit."""
        heights = []
        for row in range(self._stack.rowCount()):
            words = self._stack.index(row, 0).data(FAILURE)
            high = TARGET + (self._words_rect(words).height() + 6 if words else 0)
            self.setRowHeight(row, high)
            heights.append(high)
        shown = sum(sorted(heights, reverse=True)[:MOST_ROWS])
        beside = SCROLL_BAR if len(heights) > MOST_ROWS else 0
        self.setColumnWidth(KIND, WIDTHS[KIND] - beside)
        self.setFixedSize(sum(WIDTHS), HEAD + shown)
        self.viewport().update()

    def show_layer(self, row: int) -> None:
        """Put the focus on a layer, in the column where it was."""
        column = max(0, self.currentIndex().column())
        if 0 <= row < self._stack.rowCount() and self.currentIndex().row() != row:
            index = self._stack.index(row, column)
            self.setCurrentIndex(index)
            self.scrollTo(index)

    def _choose(self, index: QModelIndex) -> None:
        self.layer_chosen.emit(index.row())

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        """The arrow keys choose as a click does."""
        super().currentChanged(current, previous)
        if current.isValid() and self.hasFocus() and current.row() != previous.row():
            self.layer_chosen.emit(current.row())

    # ---- the words under a layer that does not fit

    def _words_rect(self, words: str) -> QRect:
        room = QRect(0, 0, sum(WIDTHS) - WIDTHS[0] - 4, 1000)
        return QFontMetrics(font(LETTERS, Weight.MEDIUM)).boundingRect(
            room, Qt.TextFlag.TextWordWrap.value, words
        )

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The cells, and under the layer that does not fit the reason."""
        super().paintEvent(event)
        row = self._stack.stack.failed
        if row is None:
            return
        words = str(self._stack.index(row, 0).data(FAILURE))
        rect = self._words_rect(words)
        rect.moveTo(WIDTHS[0], self.rowViewportPosition(row) + TARGET + 1)
        with QPainter(self.viewport()) as painter:
            painter.setFont(font(LETTERS, Weight.MEDIUM))
            painter.setPen(QColor(self._delegate.theme.step))
            painter.drawText(rect.adjusted(0, 0, 4, 0), Qt.TextFlag.TextWordWrap.value, words)

    # ---- keys

    def event(self, event: QEvent) -> bool:
        """Plain keys are the table's own while it has the focus."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (is_own_key(event) or _order(event))
        ):
            event.accept()
            return True
        return bool(super().event(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Insert, Delete and Alt with an arrow change the stack; the rest is Qt's."""
        order = _order(event)
        if order and self.state() is not QAbstractItemView.State.EditingState:
            self.ordered.emit(order)
        else:
            super().keyPressEvent(event)


def _order(event: QKeyEvent) -> str:
    """What a key asks of the stack, empty where it asks nothing."""
    if event.modifiers() == Qt.KeyboardModifier.AltModifier:
        return {Qt.Key.Key_Up: "up", Qt.Key.Key_Down: "down"}.get(Qt.Key(event.key()), "")
    return {Qt.Key.Key_Insert: "add", Qt.Key.Key_Delete: "remove"}.get(Qt.Key(event.key()), "")
