"""How the volume of the lesson of 3D convolution is made: its part, its size, its values."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from app.picture.lettering.digits import short
from app.state.outcome import Outcome
from app.state.scene import Scene
from app.state.solid import volume_edits
from app.state.solid.choices import MAX_TOY3, Box, Triple, VolumeInput
from app.state.solid.prepare import volume_shape, volume_white
from app.state.solid.settling import solid_of
from app.state.solid.volume import MAX_VOLUME_SIDE
from app.ui.inspector.controls.numbers import AskedNumber
from app.ui.inspector.controls.parts import (
    Choices,
    Segments,
    labelled,
    link,
    named,
    row_label,
    text_label,
)
from app.ui.inspector.controls.section import ROW_SPACING, Section

FULL, RESAMPLED = "full size", "resampled"
STORED, UNIT = "stored", "unit"
TOY_SIDE = 6
"""The longer side of a volume that is resampled to a toy."""
NAMES = ("slices", "rows", "columns")


class VolumeDetails:
    """The folded rows of a section that say how the volume is made, and ask for another way."""

    def __init__(self, section: Section) -> None:
        self._section = section
        what = "crop, size and values of the volume"
        self.fold, self._body = section.folded("volume_details", what)
        self._add_crop()
        self._add_size()
        self._add_values()

    def refresh(self, source: VolumeInput) -> None:
        """Show the volume's part, size, unit and typed cells."""
        shape = volume_shape(source)
        self._show_crop(source)
        self._show_size(source, shape)
        self.scale.set_text(STORED, f"stored, 0–{short(source.volume.white)}")
        self.scale.show_choice(UNIT if source.unit else STORED)
        typed = f"{len(source.edited)} typed over" if source.edited else ""
        small = max(shape) <= MAX_TOY3
        self.cells.setText(
            (typed or "pin a cell, then press Enter") if small else f"up to {MAX_TOY3} a side"
        )
        self.fold.say(f"{_extent(source)} · values 0–{short(volume_white(source))}")

    def _add_crop(self) -> None:
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(ROW_SPACING)
        self.starts, self.counts = [], []
        for at, name in enumerate(NAMES):
            start = self._number(f"crop_{name}_from", f"First of the {name} that are kept")
            count = self._number(f"crop_{name}", f"How many {name} are kept")
            grid.addWidget(row_label(name.capitalize(), start), at, 0)
            for column, widget in enumerate((text_label("from"), start, text_label("take"), count)):
                grid.addWidget(widget, at, column + 1)
            self.starts.append(start)
            self.counts.append(count)
        self._body.addLayout(grid)
        self._body.addWidget(
            link("whole volume", "whole_volume", "Takes every slice, row and column again.",
                 partial(self._crop, None))
        )  # fmt: skip
        self._body.addWidget(self._section.note_for("box", self.fold))
        for box in (*self.starts, *self.counts):
            box.valueChanged.connect(self._crop_typed)

    def _number(self, name: str, spoken: str) -> AskedNumber:
        box = AskedNumber(1, MAX_VOLUME_SIDE)
        box.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        named(box, name, spoken, f"{spoken}; slices, rows and columns count from 1.")
        return box

    def _add_size(self) -> None:
        self.sizing = Choices(((FULL, "full size"), (RESAMPLED, "resampled to")))
        named(
            self.sizing,
            "size3",
            "Size of the volume",
            "Full size keeps every voxel; resampled makes a small block whose numbers can all be "
            "read.",
        )
        self.sizing.chosen.connect(self._choose_size)
        self._body.addLayout(labelled("Size", self.sizing))
        self.sides = [self._number(f"resample3_{name}", f"Resampled {name}") for name in NAMES]
        self.size_boxes = QWidget()
        line = QHBoxLayout(self.size_boxes)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(row_label("Block", self.sides[0]))
        for at, box in enumerate(self.sides):
            if at:
                line.addWidget(text_label("×"))
            line.addWidget(box, 1)
            box.valueChanged.connect(self._resize)
        self._body.addWidget(self.size_boxes)
        self._body.addWidget(self._section.note_for("size3", self.fold))

    def _add_values(self) -> None:
        self.scale = Segments(
            (
                (STORED, "as stored", "The numbers as the volume holds them."),
                (UNIT, "0–1", "The numbers divided by the volume's white."),
            ),
            "scale3",
        )
        self.scale.setObjectName("scale3")
        self.scale.chosen.connect(self._choose_unit)
        self._body.addLayout(labelled("Values", self.scale))
        self._body.addWidget(self._section.note_for("unit", self.fold))
        self.cells = text_label("", "quiet", "voxels_words", wrap=True)
        self._body.addLayout(labelled("Cells", self.cells))
        self._body.addWidget(self._section.note_for("voxels", self.fold))

    def _show_crop(self, source: VolumeInput) -> None:
        whole = source.volume.shape
        box = source.crop or Box(0, 0, 0, *whole)
        starts = (box.front, box.top, box.left)
        for at, (start, count) in enumerate(zip(self.starts, self.counts, strict=True)):
            start.show_value(starts[at] + 1)
            count.show_value(box.shape[at])

    def _show_size(self, source: VolumeInput, shape: Triple) -> None:
        resampled = source.resample is not None
        self.sizing.show_choice(RESAMPLED if resampled else FULL)
        self.size_boxes.setVisible(resampled)
        for box, side in zip(self.sides, shape, strict=True):
            box.show_value(side)

    def _crop_typed(self) -> None:
        starts = [box.value() - 1 for box in self.starts]
        box = Box(*starts, *(box.value() for box in self.counts))
        self._section.ask(partial(_cropped, box=box))

    def _crop(self, crop: Box | None) -> None:
        self._section.ask(partial(volume_edits.set_box, crop=crop))

    def _choose_size(self, choice: str) -> None:
        size = None if choice == FULL else toy_size3(volume_shape(self._input))
        self._section.ask(partial(volume_edits.set_size, size=size))

    def _resize(self) -> None:
        depth, height, width = (box.value() for box in self.sides)
        self._section.ask(partial(volume_edits.set_size, size=(depth, height, width)))

    def _choose_unit(self, key: str) -> None:
        self._section.ask(partial(volume_edits.set_unit, unit=key == UNIT))

    @property
    def _input(self) -> VolumeInput:
        return solid_of(self._section.store.scene).input


def _cropped(scene: Scene, box: Box) -> Outcome:
    """Cropped to a box; not cropped where that is the whole volume."""
    whole = box == Box(0, 0, 0, *solid_of(scene).input.volume.shape)
    return volume_edits.set_box(scene, None if whole else box)


def toy_size3(shape: Triple) -> Triple:
    """A small block of nearly the same proportions."""
    factor = min(1.0, TOY_SIDE / max(shape))
    depth, height, width = (max(1, round(side * factor)) for side in shape)
    return depth, height, width


def _extent(source: VolumeInput) -> str:
    if source.resample is not None:
        return "resampled"
    return "full size" if source.crop is None else "cropped"
