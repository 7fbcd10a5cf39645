"""Choosing a part of an image: a rectangle dragged on it, or typed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QRegion
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from app.paint.theme import Theme
from app.services.overrides import guarded
from app.state.image import Image
from app.state.scene import Crop
from app.ui.inspector.controls.numbers import Number
from app.ui.inspector.controls.parts import named, row_label, text_label
from app.ui.inspector.controls.thumbnail import image_picture

VIEW = QSize(560, 420)
PICTURE_MOST = 1120
GRIP_REACH = 9
"""How near to an edge, in logical pixels, a press takes hold of it."""
LEAP = 10
"""Pixels that an arrow key moves with Ctrl."""

Grip = tuple[int, int]
"""Which edges are held: (−1 top, 1 bottom), (−1 left, 1 right); (0, 0) is the whole rectangle."""
WHOLE: Grip = (0, 0)
LOW_RIGHT: Grip = (1, 1)


def whole_of(image: Image) -> Crop:
    """The rectangle that is the whole image."""
    return Crop(0, 0, image.height, image.width)


def dragged(crop: Crop, grip: Grip, down: int, right: int, image: Image) -> Crop:
    """A rectangle with the held edges moved by whole pixels, kept within the image.

    It keeps its size where it is moved as a whole, and at least one pixel where it is resized.
    """
    top, height = _along(crop.top, crop.height, grip, 0, down, image.height)
    left, width = _along(crop.left, crop.width, grip, 1, right, image.width)
    return Crop(top, left, height, width)


def _along(start: int, length: int, grip: Grip, axis: int, by: int, most: int) -> tuple[int, int]:
    stop = start + length
    if grip == WHOLE:
        start = min(max(start + by, 0), most - length)
        return start, length
    if grip[axis] < 0:
        start = min(max(start + by, 0), stop - 1)
    elif grip[axis] > 0:
        stop = min(max(stop + by, start + 1), most)
    return start, stop - start


def spanned(row: int, column: int, to_row: int, to_column: int) -> Crop:
    """The rectangle between two pixels, both of them in it."""
    top, left = min(row, to_row), min(column, to_column)
    return Crop(top, left, abs(to_row - row) + 1, abs(to_column - column) + 1)


@guarded
class CropView(QWidget):
    """The whole image with the rectangle on it; `changed` tells the rectangle as it is dragged."""

    changed = Signal(object)

    def __init__(self, image: Image, crop: Crop, theme: Theme) -> None:
        super().__init__()
        self._image, self._theme = image, theme
        self._picture = image_picture(image, theme, PICTURE_MOST)
        self.crop = crop
        self._grip: Grip | None = None
        self._before = crop
        self._from = (0, 0)
        self.setFixedSize(VIEW)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        named(
            self,
            "crop_view",
            "Part of the image",
            "Drag the rectangle, its edges or its corners, or draw a new one. Arrow keys move it, "
            "with Shift they change its size, with Ctrl ten pixels at a time.",
        )

    def show_crop(self, crop: Crop) -> None:
        """Show another rectangle, without telling."""
        self.crop = crop
        self.update()

    def place_of(self, row: float, column: float) -> QPointF:
        """Where a corner of a pixel lies in the widget."""
        box, scale = self._box(), self._scale()
        return QPointF(box.x() + column * scale, box.y() + row * scale)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The image, a veil over what is left out, the outline and its grips."""
        del event
        box, chosen = self._box(), self._rect(self.crop)
        with QPainter(self) as painter:
            smooth = self._scale() < 1
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
            painter.drawImage(box, self._picture)
            outside = QRegion(box.toAlignedRect()).subtracted(QRegion(chosen.toAlignedRect()))
            painter.setClipRegion(outside)
            painter.fillRect(box, QColor(10, 14, 20, 150))
            painter.setClipping(False)
            painter.setPen(QPen(QColor("#ffffff"), 4))
            painter.drawRect(chosen)
            painter.setPen(QPen(QColor(self._theme.step), 2))
            painter.drawRect(chosen)
            painter.setBrush(QColor("#ffffff"))
            for x in (chosen.left(), chosen.center().x(), chosen.right()):
                for y in (chosen.top(), chosen.center().y(), chosen.bottom()):
                    if (x, y) != (chosen.center().x(), chosen.center().y()):
                        painter.drawRect(QRectF(x - 3, y - 3, 6, 6))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take hold of an edge or of the rectangle, or begin a new one."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        self._from = self._pixel(event.position())
        self._before = self.crop
        self._grip = self._grip_at(event.position())
        if self._grip is None:
            self._tell(spanned(*self._from, *self._from))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Follow the pointer while a button is held, else show what a press would take."""
        if not event.buttons() & Qt.MouseButton.LeftButton:
            self.setCursor(_cursor(self._grip_at(event.position())))
            return
        row, column = self._pixel(event.position())
        if self._grip is None:
            self._tell(spanned(*self._from, row, column))
        else:
            down, right = row - self._from[0], column - self._from[1]
            self._tell(dragged(self._before, self._grip, down, right, self._image))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrow keys move the rectangle, with Shift its low right corner."""
        moves = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }
        move = moves.get(Qt.Key(event.key()))
        if move is None:
            super().keyPressEvent(event)
            return
        by = LEAP if event.modifiers() & Qt.KeyboardModifier.ControlModifier else 1
        grip = LOW_RIGHT if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else WHOLE
        self._tell(dragged(self.crop, grip, move[0] * by, move[1] * by, self._image))

    def _tell(self, crop: Crop) -> None:
        self.show_crop(crop)
        self.changed.emit(crop)

    def _scale(self) -> float:
        """Logical pixels per pixel of the image."""
        return min(
            (self.width() - 12) / self._image.width, (self.height() - 12) / self._image.height
        )

    def _box(self) -> QRectF:
        width, height = self._image.width * self._scale(), self._image.height * self._scale()
        return QRectF((self.width() - width) / 2, (self.height() - height) / 2, width, height)

    def _rect(self, crop: Crop) -> QRectF:
        low_right = self.place_of(crop.top + crop.height, crop.left + crop.width)
        return QRectF(self.place_of(crop.top, crop.left), low_right)

    def _pixel(self, at: QPointF) -> tuple[int, int]:
        box, scale = self._box(), self._scale()
        row, column = int((at.y() - box.y()) // scale), int((at.x() - box.x()) // scale)
        return (
            min(max(row, 0), self._image.height - 1),
            min(max(column, 0), self._image.width - 1),
        )

    def _grip_at(self, at: QPointF) -> Grip | None:
        rect = self._rect(self.crop)
        reach = min(GRIP_REACH, rect.width() / 3, rect.height() / 3)
        if not rect.adjusted(-reach, -reach, reach, reach).contains(at):
            return None
        vertical = _edge(at.y(), rect.top(), rect.bottom(), reach)
        horizontal = _edge(at.x(), rect.left(), rect.right(), reach)
        return vertical, horizontal


def _edge(at: float, low: float, high: float, reach: float) -> int:
    if abs(at - low) <= reach:
        return -1
    return 1 if abs(at - high) <= reach else 0


def _cursor(grip: Grip | None) -> Qt.CursorShape:
    if grip is None:
        return Qt.CursorShape.CrossCursor
    if grip == WHOLE:
        return Qt.CursorShape.SizeAllCursor
    if 0 in grip:
        return Qt.CursorShape.SizeVerCursor if grip[0] else Qt.CursorShape.SizeHorCursor
    same = grip[0] == grip[1]
    return Qt.CursorShape.SizeFDiagCursor if same else Qt.CursorShape.SizeBDiagCursor


class CropDialog(QDialog):
    """The view with four numbers beside it. `cropped` tells a Crop, or None for the whole image."""

    cropped = Signal(object)

    def __init__(self, image: Image, crop: Crop | None, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("crop_dialog")
        self.setWindowTitle("Crop")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._image = image
        self.view = CropView(image, crop or whole_of(image), theme)
        self.boxes = {
            name: self._box(name, spoken, least, most)
            for name, spoken, least, most in (
                ("top", "First row", 1, image.height),
                ("height", "Rows", 1, image.height),
                ("left", "First column", 1, image.width),
                ("width", "Columns", 1, image.width),
            )
        }
        self.size_words = text_label("", "value", "crop_size")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 14, 16, 14)
        layout.setSpacing(12)
        layout.addWidget(self.view)
        layout.addLayout(self._numbers())
        layout.addWidget(self._buttons())
        self.view.changed.connect(self._show)
        self._show(self.view.crop)
        self.view.setFocus()

    def _box(self, name: str, spoken: str, least: int, most: int) -> Number:
        box = Number(least, most)
        box.setFixedWidth(76)
        named(box, f"crop_{name}", spoken, f"{spoken} of the part, counted from 1.")
        box.valueChanged.connect(partial(self._typed, name))
        return box

    def _numbers(self) -> QHBoxLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        places = ((0, 0, "First row"), (0, 2, "Rows"), (1, 0, "First column"), (1, 2, "Columns"))
        for (row, column, text), box in zip(places, self.boxes.values(), strict=True):
            label = row_label(text, box)
            label.setFixedWidth(84)
            grid.addWidget(label, row, column)
            grid.addWidget(box, row, column + 1)
        line = QHBoxLayout()
        line.addLayout(grid)
        line.addStretch(1)
        line.addWidget(self.size_words)
        return line

    def _buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox()
        apply = buttons.addButton("Apply", QDialogButtonBox.ButtonRole.AcceptRole)
        apply.setProperty("kind", "primary")
        apply.setDefault(True)
        whole = buttons.addButton("Whole image", QDialogButtonBox.ButtonRole.ResetRole)
        cancel = buttons.addButton("Cancel", QDialogButtonBox.ButtonRole.RejectRole)
        for button, name in ((apply, "crop_apply"), (whole, "crop_whole"), (cancel, "crop_cancel")):
            button.setObjectName(name)
        buttons.accepted.connect(self._apply)
        buttons.rejected.connect(self.reject)
        whole.clicked.connect(self._take_whole)
        return buttons

    def _show(self, crop: Crop) -> None:
        for name, box in self.boxes.items():
            box.show_value(getattr(crop, name) + (1 if name in ("top", "left") else 0))
        self.size_words.setText(
            f"{crop.height} × {crop.width} of {self._image.height} × {self._image.width}"
        )

    def _typed(self, name: str, _: int) -> None:
        """Take a typed number: a first row or column cuts the size, a size moves the part back."""
        top, height, left, width = (box.value() for box in self.boxes.values())
        top, left = top - 1, left - 1
        if name in ("top", "left"):
            height = min(height, self._image.height - top)
            width = min(width, self._image.width - left)
        else:
            top = min(top, self._image.height - height)
            left = min(left, self._image.width - width)
        self.view.show_crop(Crop(top, left, height, width))
        self._show(self.view.crop)

    def _take_whole(self) -> None:
        self.view.show_crop(whole_of(self._image))
        self._show(self.view.crop)

    def _apply(self) -> None:
        crop = self.view.crop
        self.cropped.emit(None if crop == whole_of(self._image) else crop)
        self.accept()
