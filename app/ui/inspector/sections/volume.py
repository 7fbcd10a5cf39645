"""The volume of the lesson of 3D convolution: where it comes from, how it is laid out on the
stage."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy

from app.content.samples.volumes import VOLUMES, volume_sample
from app.paint.theme import Theme
from app.picture.lettering.digits import short
from app.services.store import Store
from app.state.scene import Lesson, Scene
from app.state.solid import edits as solid_edits
from app.state.solid import volume_edits
from app.state.solid.choices import Arrangement, Triple, VolumeInput
from app.state.solid.prepare import volume_shape, volume_white
from app.state.solid.settling import solid_of
from app.ui.inspector.controls.parts import (
    Choices,
    Note,
    labelled,
    link,
    named,
    show_checked,
    text_label,
)
from app.ui.inspector.controls.presets import headed_by
from app.ui.inspector.controls.section import Section
from app.ui.inspector.sections.volume_details import VolumeDetails

VOLUME_LESSON = frozenset({Lesson.VOLUME})
_ARRANGEMENTS = (
    (Arrangement.AUTO, "as fits: pile or views"),
    (Arrangement.PILE, "a pile of slices"),
    (Arrangement.SLICES, "slices side by side"),
    (Arrangement.VIEWS, "three views"),
)


class VolumeSection(Section):
    """Shows and edits the input of `scene.solid`, and how the volumes are laid out."""

    lessons = VOLUME_LESSON
    open_requested = Signal()

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Volume", store, theme)
        self._add_source()
        self._add_arrangement()
        self.details = VolumeDetails(self)

    def tell(self, words: str) -> None:
        """Say what an edit adjusted."""
        self.said.say(words)

    def depends(self, scene: Scene) -> Hashable:
        """The volume as it is made, and how it is laid out."""
        solid = solid_of(scene)
        return solid.input, solid.arrangement, solid.contrast

    def refresh(self, scene: Scene) -> None:
        """Show the volume's name, size and unit, its part, and how it is laid out."""
        solid = solid_of(scene)
        source = solid.input
        shape = volume_shape(source)
        self.source.show_name(_title_of(source))
        self.extent.setText(f"{_sizes(shape)} · 0–{short(volume_white(source))}")
        self.extent.setToolTip(source.volume.name)
        self.volume_note.say(source.volume.note)
        self.arrangement.show_choice(solid.arrangement)
        show_checked(self.contrast, solid.contrast)
        self.details.refresh(source)

    # ---- parts

    def _add_source(self) -> None:
        texts = (
            "volume_source",
            "Volume",
            "Volumes made for this lesson, each with a line on what it shows. A file of your own "
            "is opened with Open… or dropped on the window.",
        )
        self.source = headed_by(self, VOLUMES, texts, self._choose)
        line = QHBoxLayout()
        self.extent = text_label("", "quiet", "volume_extent")
        self.extent.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        line.addWidget(self.extent, 1)
        line.addWidget(
            link("Open…", "open_volume", "A volume of your own: .npy, a TIFF or GIF of several "
                 "pages, several images or a folder of them, or NIfTI.",
                 self.open_requested.emit, "link")
        )  # fmt: skip
        self.rows.addLayout(line)
        self.volume_note = Note("quiet", "volume_note")
        self.said = Note("quiet", "volume_said")
        for note in (self.volume_note, self.said, self.note_for("volume")):
            self.rows.addWidget(note)

    def _add_arrangement(self) -> None:
        self.arrangement = Choices(_ARRANGEMENTS)
        named(
            self.arrangement,
            "arrangement3",
            "How volumes are shown",
            "A pile shows the window as a box; side by side every number can be read; three views "
            "cut a large volume along each of its axes.",
        )
        self.arrangement.chosen.connect(self._arrange)
        self.rows.addLayout(labelled("Show", self.arrangement))
        self.rows.addWidget(self.note_for("arrangement3"))
        self.contrast = QCheckBox("beside 2D over channels")
        named(
            self.contrast,
            "contrast3",
            "Beside a 2D convolution over channels",
            "Shows the same numbers twice: as channels, which a 2D convolution sums over to one "
            "plane, and as slices, along which a 3D one slides.",
        )
        self.contrast.toggled.connect(self._compare)
        self.rows.addWidget(self.contrast)
        self.rows.addWidget(self.note_for("contrast3"))

    # ---- what is asked for

    def _choose(self, key: str) -> None:
        self.ask(partial(volume_edits.set_volume, volume=volume_sample(key).build()))

    def _arrange(self, arrangement: Arrangement) -> None:
        self.ask(partial(solid_edits.set_arrangement, arrangement=arrangement))

    def _compare(self, contrast: bool) -> None:
        self.ask(partial(solid_edits.set_contrast, contrast=contrast))


def _title_of(source: VolumeInput) -> str:
    """The sample's title where it is one, else the volume's own name."""
    name = source.volume.name
    return next((sample.title for sample in VOLUMES if sample.name == name), name)


def _sizes(shape: Triple) -> str:
    return " × ".join(f"{side:,}" for side in shape)
