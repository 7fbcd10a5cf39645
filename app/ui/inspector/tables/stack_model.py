"""The layers of a stack as a Qt item model over the store: `setData` asks, the store decides."""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from app.picture.receptive_field.words import (
    layer_details,
    layer_name,
    level_numbers,
    padding_words,
    pair,
)
from app.services.overrides import guarded
from app.services.store import Store
from app.state.outcome import Change, Edit, refusing
from app.state.prepare import plane_shape
from app.state.receptive_field import edits as stack_edits
from app.state.receptive_field.stack import Stack, stack_of
from app.state.scene import Layer, LayerKind, Pair, Sides

Index = QModelIndex | QPersistentModelIndex
ROOT = QModelIndex()
NUMBER, KIND, KERNEL, STRIDE, PADDING, DILATION, FIELD = range(7)
HEADS = (
    ("", "Layer, counted from the input"),
    ("kind", "Convolution, pooling or transposed convolution"),
    ("k", "Kernel: 3, or rows × columns such as 1×3"),
    ("s", "Stride: cells from one window to the next"),
    ("p", "Padding: 1, or before and after such as 0,1, or top, bottom, left and right"),
    ("d", "Dilation: cells from one tap to the next"),
    ("field", "How many input cells wide a unit of this layer sees"),
)
"""What stands above each column, and what it says on hover."""
SHORT = {LayerKind.TRANSPOSED.value: "transp."}
"""Kinds that are too long for their column."""
FIELDS = {KERNEL: "kernel", STRIDE: "stride", DILATION: "dilation"}
CHOSEN = Qt.ItemDataRole.UserRole + 1
"""Whether the row is the chosen layer."""
FAILURE = Qt.ItemDataRole.UserRole + 2
"""Why the layer does not fit; empty where it does."""
BEYOND = Qt.ItemDataRole.UserRole + 3
"""Whether the layer comes after one that does not fit."""
_LIST = re.compile(r"\s*\(?\s*\d{1,9}(?:\s*[,;×x* ]\s*\d{1,9})*\s*\)?\s*", re.ASCII)


@guarded
class StackModel(QAbstractTableModel):
    """A row for each layer. What cannot be is refused by the store and said by the section."""

    def __init__(self, store: Store, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._take()

    def refresh(self) -> None:
        """Take over what the scene holds now."""
        if len(self._store.scene.stack) != len(self.layers):
            self.beginResetModel()
            self._take()
            self.endResetModel()
            return
        self._take()
        if self.layers:
            last = self.index(len(self.layers) - 1, FIELD)
            self.dataChanged.emit(self.index(0, 0), last)

    def _take(self) -> None:
        scene = self._store.scene
        self.layers: tuple[Layer, ...] = scene.stack
        self.stack: Stack = stack_of(plane_shape(scene.input), scene.stack)
        self.level = scene.level

    def rowCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        """A row for each layer."""
        return 0 if parent.isValid() else len(self.layers)

    def columnCount(self, parent: Index = ROOT) -> int:  # noqa: N802
        """Number, kind, kernel, stride, padding, dilation, field."""
        return 0 if parent.isValid() else len(HEADS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """All but the number and the field can be edited."""
        flags = super().flags(index)
        if index.column() in (NUMBER, FIELD):
            return flags
        return flags | Qt.ItemFlag.ItemIsEditable

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        """The letters of the formulas, with their meaning on hover."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        text, hint = HEADS[section]
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"<p>{hint}</p>"
        if role == Qt.ItemDataRole.TextAlignmentRole and section == KIND:
            return Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        return text if role == Qt.ItemDataRole.DisplayRole else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """What a cell shows, edits and says."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                text = self._text(row, column)
                return SHORT.get(text, text)
            case Qt.ItemDataRole.EditRole:
                return self._text(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return f"<p>{self._told(row)}</p>"
            case Qt.ItemDataRole.AccessibleTextRole:
                head = HEADS[column][1].partition(":")[0]
                return f"layer {row + 1}, {head}: {self._text(row, column)}"
            case Qt.ItemDataRole.AccessibleDescriptionRole:
                return self._told(row)
        return self._state(row, role)

    def setData(  # noqa: N802
        self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Ask for an edit; False where it was refused, and the old value stays."""
        if role != Qt.ItemDataRole.EditRole:
            return False
        if str(value) == self.data(index, role):
            return True
        return isinstance(self._store.do(self._edit(index, str(value))), Change)

    def _edit(self, index: Index, text: str) -> Edit:
        layer, flat = self.layers[index.row()], self.stack.is_flat
        change: dict[str, Any]
        try:
            if index.column() == KIND:
                change = {"kind": LayerKind(text)}
            elif index.column() == PADDING:
                change = {"padding": read_padding(text, layer.padding, flat=flat)}
            else:
                name = FIELDS[index.column()]
                change = {name: read_pair(text, getattr(layer, name), flat=flat)}
        except ValueError as error:
            return refusing(stack_edits.CONTROL, f"layer {index.row() + 1}: {error}")
        return partial(stack_edits.change_layer, index=index.row(), **change)

    def _text(self, row: int, column: int) -> str:
        layer, flat = self.layers[row], self.stack.is_flat
        if column == NUMBER:
            return str(row + 1)
        if column == KIND:
            return layer.kind.value
        if column == PADDING:
            return padding_words(layer, flat=flat)
        if column == FIELD:
            fits = row + 1 < self.stack.levels
            return level_numbers(self.stack, row + 1)["field"] if fits else "–"
        return pair(getattr(layer, FIELDS[column]), flat=flat)

    def _told(self, row: int) -> str:
        """A layer in words: what it is, and what its units see or why it does not fit."""
        layer = self.layers[row]
        head = f"{layer_name(layer, row + 1)}, {layer_details(layer, flat=self.stack.is_flat)}"
        if row + 1 < self.stack.levels:
            told = level_numbers(self.stack, row + 1)
            keys = ("units", "field", "jump", "start", "centre")
            return f"{head}: {', '.join(f'{key} {told[key]}' for key in keys)}"
        if row == self.stack.failed:
            return f"{head} does not fit: {self.stack.failure}"
        return f"{head}: after a layer that does not fit"

    def _state(self, row: int, role: int) -> Any:
        if role == CHOSEN:
            return row + 1 == self.level
        if role == FAILURE:
            return self.stack.failure if row == self.stack.failed else ""
        if role == BEYOND:
            return self.stack.failed is not None and row > self.stack.failed
        return None


def read_pair(text: str, old: Pair, *, flat: bool) -> Pair:
    """One number for both axes (along a single row: for the columns), or rows × columns.

    >>> read_pair("3", (1, 1), flat=False), read_pair("2", (1, 1), flat=True)
    ((3, 3), (1, 2))
    """
    numbers = _numbers(text)
    if len(numbers) == 1:
        return (old[0], numbers[0]) if flat else (numbers[0], numbers[0])
    if len(numbers) == 2:
        return numbers[0], numbers[1]
    raise ValueError(f"“{text.strip()[:20]}”: a number, or rows × columns such as 1×3, fits")


def read_padding(text: str, old: Sides, *, flat: bool) -> Sides:
    """One number, before and after, or top, bottom, left and right.

    >>> read_padding("1", ((0, 0), (0, 0)), flat=False)
    ((1, 1), (1, 1))
    >>> read_padding("4,0", ((0, 0), (0, 0)), flat=True)
    ((0, 0), (4, 0))
    """
    numbers = _numbers(text)
    if len(numbers) == 4:
        top, bottom, left, right = numbers
        return (top, bottom), (left, right)
    if len(numbers) in (1, 2):
        sides = numbers[0], numbers[-1]
        return (old[0], sides) if flat else (sides, sides)
    raise ValueError(f"“{text.strip()[:20]}”: 1, or 0,1, or top, bottom, left and right fits")


def _numbers(text: str) -> list[int]:
    """The whole numbers of a list with any of the usual marks between them; else none."""
    if not _LIST.fullmatch(text):
        return []
    return [int(number) for number in re.findall(r"\d+", text)]
