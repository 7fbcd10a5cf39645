"""How the input is made of the image: its part, its size, its channel, its values, its cells."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QWidget,
)

from app.picture.lettering.digits import short
from app.state import input_edits
from app.state.channels.choices import Source
from app.state.prepare import plane_shape
from app.state.scene import (
    CHANNELLED,
    MAX_TOY,
    Channel,
    Crop,
    Input,
    Pair,
    Scale,
    Scene,
)
from app.state.signal import is_line
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
from app.ui.inspector.sections.input_words import (
    channel_words,
    crop_words,
    extent_words,
    range_words,
)
from app.ui.inspector.tables.cells_dialog import CellsDialog, can_edit_cells

TOY_SIDE = 16
FULL, RESAMPLED = "full size", "resampled"
_RESAMPLE_TIP = (
    "Full size keeps every pixel; resampled makes a small grid whose numbers can all be read."
)


class InputDetails:
    """The folded rows of a section that say how the input is made, and ask for another way."""

    def __init__(self, section: Section) -> None:
        self._section = section
        what = "crop, size, channel and values"
        self.fold, self._body = section.folded("input_details", what)
        self._add_crop()
        self._add_size()
        self._add_channel()
        self._add_values()
        self._add_cells()

    def refresh(self, scene: Scene) -> None:
        """Show every row, and on the line of the fold what they come to."""
        source, line = scene.input, is_line(scene)
        self.part.setVisible(not line)
        self.crop_words.setText(crop_words(source))
        self._show_size(source, line=line)
        self._show_channel(scene)
        self._show_values(source)
        self._show_cells(scene)
        values = f"values {range_words(scene)}"
        self.fold.say(" · ".join((extent_words(scene), channel_words(scene), values)))

    def crop(self) -> None:
        """Choose a part of the image in a dialog."""
        source = self._section.store.scene.input
        dialog = CropDialog(source.image, source.crop, self._section.theme, self._section)
        dialog.cropped.connect(self._crop)
        dialog.open()

    def edit_cells(self) -> None:
        """Type over cells in a table; where there are too many, say so."""
        if can_edit_cells(self._section.store.scene):
            CellsDialog(self._section.store, self._section.theme, self._section).show()
        else:
            self.fold.open()

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

    def _add_crop(self) -> None:
        self.crop_words = text_label("", "quiet", "crop_words", wrap=True)
        self.crop_button = link(
            "Crop…", "crop", "Takes a part of the image, at full size.", self.crop, "link"
        )
        self.part = self._row("Part", self.crop_button, self.crop_words, self.crop_button)
        self._body.addWidget(self._section.note_for("crop", self.fold))

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
        self._body.addWidget(self._section.note_for("resample", self.fold))

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
        self._body.addWidget(self._section.note_for("source", self.fold))
        self.channel_note = Note("quiet", "channel_words")
        self._body.addWidget(self.channel_note)
        self._body.addWidget(self._section.note_for("channel", self.fold))

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
        self._body.addWidget(self._section.note_for("scale", self.fold))

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
        self._body.addWidget(self._section.note_for("cells", self.fold))

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

    def _crop(self, crop: Crop | None) -> None:
        self._section.ask(partial(input_edits.set_crop, crop=crop))

    def _choose_size(self, choice: str) -> None:
        size = None if choice == FULL else toy_size(plane_shape(self._section.store.scene.input))
        self._section.ask(partial(input_edits.set_resample, size=size))

    def _resize(self) -> None:
        size = self.rows_box.value(), self.columns_box.value()
        self._section.ask(partial(input_edits.set_resample, size=size))

    def _choose_channel(self, channel: Channel) -> None:
        self._section.ask(partial(input_edits.set_channel, channel=channel))

    def _choose_source(self, source: Source) -> None:
        self._section.ask(partial(input_edits.set_source, source=source))

    def _choose_scale(self, scale: str) -> None:
        self._section.ask(partial(input_edits.set_scale, scale=Scale(scale)))


def toy_size(shape: Pair) -> Pair:
    """A small grid of nearly the same proportions: at most TOY_SIDE cells on the longer side."""
    factor = min(1.0, TOY_SIDE / max(shape))
    height, width = (max(1, round(side * factor)) for side in shape)
    return height, width
