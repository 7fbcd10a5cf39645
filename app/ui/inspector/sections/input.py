"""The input: what it is, where another can come from, and how the plane is made of the image."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import replace
from functools import partial

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.content.samples.catalogue import samples_of
from app.paint.theme import Theme
from app.picture.lettering.digits import short
from app.picture.stage.tones import input_tone
from app.services.recent import RecentFiles
from app.services.store import Store
from app.state import input_edits
from app.state.channels.choices import Source
from app.state.derive import derive
from app.state.prepare import plane_count, plane_shape, prepare, prepare_planes, white
from app.state.scene import (
    CHANNELLED,
    MAX_TOY,
    Channel,
    Crop,
    Input,
    Lesson,
    Pair,
    Scale,
    Scene,
)
from app.state.signal import is_line, present_row
from app.ui.crop import CropDialog
from app.ui.inspector.controls.numbers import AskedNumber
from app.ui.inspector.controls.parts import (
    Choices,
    Note,
    Segments,
    link,
    named,
    row_label,
    text_label,
)
from app.ui.inspector.controls.section import Section
from app.ui.inspector.controls.slider import SliderRow
from app.ui.inspector.controls.source_menu import SourceMenu
from app.ui.inspector.controls.thumbnail import colour_thumbnail, thumbnail
from app.ui.inspector.tables.cells_dialog import CellsDialog, can_edit_cells

THUMBNAIL = 56
NAME_WIDTH = 164
EDITED = ", edited"
TOY_SIDE = 16
ROW_WIDTH = 46
"""Rows of a photo have four digits."""
_ROW_TIP = (
    "Which row of the image is the signal, counted from the top. Drag to scan through the image."
)
FULL, RESAMPLED = "full size", "resampled"
_RESAMPLE_TIP = (
    "Full size keeps every pixel; resampled makes a small grid whose numbers can all be read."
)


class InputSection(Section):
    """Shows and edits `scene.input`."""

    lessons = frozenset(Lesson) - {Lesson.OVERLAP, Lesson.VOLUME}

    def __init__(self, store: Store, theme: Theme, recent: RecentFiles) -> None:
        super().__init__("Input", store, theme)
        self.menu = self.themed(SourceMenu(recent, theme, self))
        self._add_card()
        self.image_note = Note("quiet", "input_note")
        self.said = Note("quiet", "said")
        for note in (self.image_note, self.said, self.note_for("image")):
            self.rows.addWidget(note)
        self.fold, self._body = self.folded("input_details", "crop, size, channel and values")
        self._add_row()
        self._add_crop()
        self._add_size()
        self._add_channel()
        self._add_values()
        self._add_cells()

    def tell(self, words: str) -> None:
        """Say what an edit adjusted."""
        self.said.say(words)

    def depends(self, scene: Scene) -> Hashable:
        """The input, whether it is a signal, and which channels filters see."""
        return scene.input, is_line(scene), scene.lesson in CHANNELLED and scene.mixing.source

    def refresh(self, scene: Scene) -> None:
        """Show the input, and how it is made."""
        source = scene.input
        height, width = plane_shape(source)
        self._show_name(scene)
        line = is_line(scene)
        size = f"{width:,} samples" if line else f"{height} × {width} · values"
        self.extent.setText(f"{size}{', ' if line else ' '}{_range(scene)}")
        self.menu.offer(samples_of(scene.lesson))
        self.image_note.say(source.image.note)
        self._draw(scene)
        self._show_row(scene)
        self._show_crop(source)
        self._show_size(source, line=is_line(scene))
        self._show_channel(scene)
        self._show_values(source)
        self._show_cells(scene)
        self.fold.say(
            " · ".join((_extent_words(scene), _channel_words(scene), f"values {_range(scene)}"))
        )

    def crop(self) -> None:
        """Choose a part of the image in a dialog."""
        source = self.store.scene.input
        dialog = CropDialog(source.image, source.crop, self.theme, self)
        dialog.cropped.connect(self._crop)
        dialog.open()

    def edit_cells(self) -> None:
        """Type over cells in a table; where there are too many, say so."""
        if can_edit_cells(self.store.scene):
            CellsDialog(self.store, self.theme, self).show()
        else:
            self.fold.open()

    def _add_card(self) -> None:
        self.picture = QLabel()
        self.picture.setObjectName("thumbnail")
        self.picture.setAccessibleName("The input, small")
        self.picture.setFixedSize(THUMBNAIL, THUMBNAIL)
        self.name = text_label("", "", "input_name")
        self.extent = text_label("", "quiet", "input_size")
        self.change = QPushButton("Change…")
        self.change.setProperty("kind", "link")
        self.change.setMenu(self.menu)
        self.change.setCursor(Qt.CursorShape.PointingHandCursor)
        named(
            self.change,
            "change_input",
            "Change the input",
            "Another image: a file, a paste, one of the generated samples, or one opened before.",
        )
        words = QVBoxLayout()
        words.setSpacing(0)
        words.setContentsMargins(0, 0, 0, 0)
        words.addWidget(self.name)
        words.addWidget(self.extent)
        words.addWidget(self.change, 0, Qt.AlignmentFlag.AlignLeft)
        line = QHBoxLayout()
        line.setSpacing(10)
        line.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        line.addLayout(words, 1)
        self.rows.addLayout(line)

    def _row(self, text: str, control: QWidget, *parts: QWidget) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(row_label(text, control))
        for part in parts or (control,):
            line.addWidget(part, 0 if isinstance(part, QPushButton) else 1)
        self._body.addWidget(row)
        return row

    def _add_row(self) -> None:
        """Which row of an image the signal is; it is wanted at once, so it is never folded."""
        self.row_of_image = SliderRow("Row", "image_row", _ROW_TIP, (1, 1, 1))
        self.row_of_image.value.setFixedWidth(ROW_WIDTH)
        self.row_of_image.asked.connect(self._choose_row)
        self.rows.insertWidget(self.rows.indexOf(self.fold), self.row_of_image)
        self.rows.insertWidget(self.rows.indexOf(self.fold), self.note_for("row"))

    def _add_crop(self) -> None:
        self.crop_words = text_label("", "quiet", "crop_words", wrap=True)
        self.crop_button = link(
            "Crop…", "crop", "Takes a part of the image, at full size.", self.crop, "link"
        )
        self.part = self._row("Part", self.crop_button, self.crop_words, self.crop_button)
        self._body.addWidget(self.note_for("crop", self.fold))

    def _add_size(self) -> None:
        self.sizing = Choices(((FULL, FULL), (RESAMPLED, "resampled to")))
        named(self.sizing, "resample", "Size of the input", _RESAMPLE_TIP)
        self.sizing.chosen.connect(self._choose_size)
        self._row("Size", self.sizing)
        self.rows_box = self._size_box("resample_rows", "Rows")
        self.columns_box = self._size_box("resample_columns", "Columns")
        self.times = self._times()
        self.size_boxes = self._row(
            "Grid", self.rows_box, self.rows_box, self.times, self.columns_box
        )
        self._body.addWidget(self.note_for("resample", self.fold))

    def _size_box(self, name: str, spoken: str) -> AskedNumber:
        box = AskedNumber(1, input_edits.LARGEST_SIDE)
        named(box, name, spoken, "How many cells the resampled input has this way.")
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        box.valueChanged.connect(self._resize)
        return box

    def _times(self) -> QLabel:
        times = QLabel("×")
        times.setAlignment(Qt.AlignmentFlag.AlignCenter)
        times.setFixedWidth(12)
        return times

    def _add_channel(self) -> None:
        self.channel = Choices((channel, channel.value) for channel in Channel)
        named(
            self.channel,
            "channel",
            "Channel",
            "Which plane of a colour image is convolved: its brightness, or one colour.",
        )
        self.channel.chosen.connect(self._choose_channel)
        self.channel_row = self._row("Channel", self.channel)
        self.source = Choices((source, source.value) for source in Source)
        named(
            self.source,
            "source",
            "Channels of the input",
            "The channels that the filters see: the image's own, or its brightness once, or three "
            "times, so that filters for three channels fit a grey image.",
        )
        self.source.chosen.connect(self._choose_source)
        self.source_row = self._row("Channels", self.source)
        self._body.addWidget(self.note_for("source", self.fold))
        self.channel_note = Note("quiet", "channel_words")
        self._body.addWidget(self.channel_note)
        self._body.addWidget(self.note_for("channel", self.fold))

    def _add_values(self) -> None:
        self.scale = Segments(
            (
                (Scale.STORED.value, "as stored", "The numbers as the image holds them."),
                (Scale.UNIT.value, "0–1", "The numbers divided by the image's white."),
            ),
            "scale",
        )
        self.scale.setObjectName("scale")
        self.scale.chosen.connect(self._choose_scale)
        self._row("Values", self.scale)
        self._body.addWidget(self.note_for("scale", self.fold))

    def _add_cells(self) -> None:
        self.cells_words = text_label("", "quiet", "cells_words", wrap=True)
        self.cells_button: QPushButton = link(
            "Edit cells…",
            "edit_cells",
            "Types over the numbers of a small input.",
            self.edit_cells,
            "link",
        )
        self._row("Cells", self.cells_button, self.cells_words, self.cells_button)
        self._body.addWidget(self.note_for("cells", self.fold))

    def _draw(self, scene: Scene) -> None:
        derived = derive(scene)
        ratio = self.devicePixelRatioF()
        own = scene.lesson in CHANNELLED and scene.mixing.source is Source.OWN
        if own and scene.input.image.is_colour and derived.is_photo:
            planes = prepare_planes(scene.input, scene.mixing.source)
            self.picture.setPixmap(colour_thumbnail(planes, derived.white, THUMBNAIL, ratio))
            return
        self.picture.setPixmap(
            thumbnail(derived.plane, input_tone(derived), self.theme, THUMBNAIL, ratio)
        )

    def _show_name(self, scene: Scene) -> None:
        """What it is; numbers typed over it make it another, which is never left out."""
        letters, edited = self.name.fontMetrics(), EDITED if _is_edited(scene) else ""
        room = NAME_WIDTH - letters.horizontalAdvance(edited)
        full = scene.input.image.name
        name = letters.elidedText(full, Qt.TextElideMode.ElideMiddle, room)
        self.name.setText(name + edited)
        self.name.setToolTip(full + edited)

    def _show_row(self, scene: Scene) -> None:
        """The row of a signal that was taken from an image of several."""
        rows = scene.input.image.height
        self.part.setVisible(not is_line(scene))
        self.row_of_image.setVisible(is_line(scene) and rows > 1)
        self.row_of_image.set_most(rows)
        self.row_of_image.show_value(present_row(scene.input) + 1)

    def _show_crop(self, source: Input) -> None:
        self.crop_words.setText(_crop_words(source))

    def _show_size(self, source: Input, *, line: bool) -> None:
        resampled = source.resample is not None
        self.sizing.show_choice(RESAMPLED if resampled else FULL)
        self.size_boxes.setVisible(resampled)
        for part in (self.rows_box, self.times):
            part.setVisible(not line)
        rows, columns = plane_shape(source)
        self.rows_box.show_value(rows)
        self.columns_box.show_value(columns)

    def _show_channel(self, scene: Scene) -> None:
        """One channel that is convolved, or those that filters see."""
        source = scene.input
        several = scene.lesson in CHANNELLED
        self.channel_row.setVisible(not several)
        self.source_row.setVisible(several)
        self.source.show_choice(scene.mixing.source)
        colour = source.image.is_colour
        self.channel.show_choice(source.channel)
        self.channel.setEnabled(colour)
        grey = "" if colour or several else "A grey image has one channel only."
        self.channel_note.say(grey)

    def _show_values(self, source: Input) -> None:
        self.scale.set_text(Scale.STORED.value, f"stored, 0–{short(source.image.white)}")
        self.scale.show_choice(source.scale.value)

    def _show_cells(self, scene: Scene) -> None:
        can = can_edit_cells(scene)
        self.cells_button.setEnabled(can)
        typed = len(scene.input.edited)
        most = f"{MAX_TOY} samples" if is_line(scene) else f"{MAX_TOY} × {MAX_TOY}"
        small = f"up to {most}: resample first"
        self.cells_words.setText((f"{typed} typed over" if typed else "") if can else small)

    def _choose_row(self, row: int, gesture: str) -> None:
        self.ask(partial(input_edits.set_row, row=row - 1), gesture)

    def _crop(self, crop: Crop | None) -> None:
        self.ask(partial(input_edits.set_crop, crop=crop))

    def _choose_size(self, choice: str) -> None:
        size = None if choice == FULL else toy_size(plane_shape(self.store.scene.input))
        self.ask(partial(input_edits.set_resample, size=size))

    def _resize(self) -> None:
        size = self.rows_box.value(), self.columns_box.value()
        self.ask(partial(input_edits.set_resample, size=size))

    def _choose_channel(self, channel: Channel) -> None:
        self.ask(partial(input_edits.set_channel, channel=channel))

    def _choose_source(self, source: Source) -> None:
        self.ask(partial(input_edits.set_source, source=source))

    def _choose_scale(self, scale: str) -> None:
        self.ask(partial(input_edits.set_scale, scale=Scale(scale)))


def toy_size(shape: Pair) -> Pair:
    """A small grid of nearly the same proportions: at most TOY_SIDE cells on the longer side."""
    factor = min(1.0, TOY_SIDE / max(shape))
    height, width = (max(1, round(side * factor)) for side in shape)
    return height, width


def _is_edited(scene: Scene) -> bool:
    """Whether a typed number is another than the one that stood there."""
    source = scene.input
    if not source.edited:
        return False
    own = replace(source, edited=())
    if scene.lesson in CHANNELLED:
        taken = scene.mixing.source
        return not np.array_equal(prepare_planes(source, taken), prepare_planes(own, taken))
    return not np.array_equal(prepare(source), prepare(own))


def _scale(source: Input) -> str:
    return f"0–{short(white(source))}"


def _range(scene: Scene) -> str:
    """The unit's range, or what the numbers reach where cells were typed beyond it.

    Of a signal always what they reach: it goes below 0 more often than not.
    """
    if not scene.input.edited and not is_line(scene):
        return _scale(scene.input)
    plane = derive(scene).plane
    if is_line(scene):
        return f"{short(plane.min(), 3)} to {short(plane.max(), 3)}"
    low, high = min(0, plane.min()), max(white(scene.input), plane.max())
    return f"{short(low)}–{short(high)}" if low >= 0 else f"{short(low)} to {short(high)}"


def _channel_words(scene: Scene) -> str:
    if scene.lesson not in CHANNELLED:
        return scene.input.channel.value
    count = plane_count(scene.input, scene.mixing.source)
    return "1 channel" if count == 1 else f"{count} channels"


def _extent_words(scene: Scene) -> str:
    source = scene.input
    if source.resample is not None:
        return "resampled"
    return "full size" if source.crop is None or is_line(scene) else "cropped"


def _crop_words(source: Input) -> str:
    crop = source.crop
    if crop is None:
        return "whole image"
    return f"{crop.height} × {crop.width} from row {crop.top + 1}, column {crop.left + 1}"
