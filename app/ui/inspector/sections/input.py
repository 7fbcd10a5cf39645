"""The input: what it is, where another can come from, and how the plane is made of the image."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
)

from app.content.samples.catalogue import samples_of
from app.paint.theme import Theme
from app.picture.stage.tones import input_tone
from app.services.recent import RecentFiles
from app.services.store import Store
from app.state import input_edits
from app.state.channels.choices import Source
from app.state.derive import derive
from app.state.prepare import plane_shape, prepare_planes
from app.state.scene import (
    CHANNELLED,
    Lesson,
    Scene,
)
from app.state.signal import is_line, present_row
from app.ui.inspector.controls.parts import (
    Note,
    named,
    text_label,
)
from app.ui.inspector.controls.section import Section
from app.ui.inspector.controls.slider import SliderRow
from app.ui.inspector.controls.source_menu import SourceMenu
from app.ui.inspector.controls.thumbnail import colour_thumbnail, thumbnail
from app.ui.inspector.sections.input_details import InputDetails
from app.ui.inspector.sections.input_words import is_edited, range_words

THUMBNAIL = 56
NAME_WIDTH = 164
EDITED = ", edited"
ROW_WIDTH = 46
"""Rows of a photo have four digits."""
_ROW_TIP = (
    "Which row of the image is the signal, counted from the top. Drag to scan through the image."
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
        self._add_row()
        self.details = InputDetails(self)

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
        self.extent.setText(f"{size}{', ' if line else ' '}{range_words(scene)}")
        self.menu.offer(samples_of(scene.lesson))
        self.image_note.say(source.image.note)
        self._draw(scene)
        self._show_row(scene)
        self.details.refresh(scene)

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

    def _add_row(self) -> None:
        """Which row of an image the signal is; it is wanted at once, so it is never folded."""
        self.row_of_image = SliderRow("Row", "image_row", _ROW_TIP, (1, 1, 1))
        self.row_of_image.value.setFixedWidth(ROW_WIDTH)
        self.row_of_image.asked.connect(self._choose_row)
        self.rows.addWidget(self.row_of_image)
        self.rows.addWidget(self.note_for("row"))

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
        letters, edited = self.name.fontMetrics(), EDITED if is_edited(scene) else ""
        room = NAME_WIDTH - letters.horizontalAdvance(edited)
        full = scene.input.image.name
        name = letters.elidedText(full, Qt.TextElideMode.ElideMiddle, room)
        self.name.setText(name + edited)
        self.name.setToolTip(full + edited)

    def _show_row(self, scene: Scene) -> None:
        """The row of a signal that was taken from an image of several."""
        rows = scene.input.image.height
        self.row_of_image.setVisible(is_line(scene) and rows > 1)
        self.row_of_image.set_most(rows)
        self.row_of_image.show_value(present_row(scene.input) + 1)

    def _choose_row(self, row: int, gesture: str) -> None:
        self.ask(partial(input_edits.set_row, row=row - 1), gesture)
