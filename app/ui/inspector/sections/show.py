"""How the output is shown: what brightness means, and whether cells appear step by step."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtWidgets import QHBoxLayout

from app.paint.theme import Theme
from app.services.store import Store
from app.state import edits
from app.state.derive import derive
from app.state.scene import Lesson, Mapping, Reveal, Scene
from app.ui.inspector.controls.parts import Choices, Segments, named, row_label, text_label
from app.ui.inspector.controls.section import WITH_WINDOW, Section

WORDS = {
    Mapping.AS_IS: "Every value as it is, with its sign.",
    Mapping.CLIPPED: "Below 0 shows as 0, above white as white.",
    Mapping.ABSOLUTE: "Only the size counts: −5 looks like 5.",
    Mapping.NORMALISED: "The least shows empty, the greatest full.",
}


class ShowSection(Section):
    """Shows and edits `scene.mapping` and `scene.reveal`; neither changes a number."""

    lessons = (WITH_WINDOW - {Lesson.ARTEFACTS}) | {Lesson.VOLUME}

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Show", store, theme)
        self.mapping = Choices((mapping, mapping.value) for mapping in Mapping)
        named(
            self.mapping,
            "mapping",
            "Display mapping",
            "How output values become brightness; it changes what you see, never a number.",
        )
        self.mapping.chosen.connect(self._choose_mapping)
        self.words = text_label("", "quiet", "mapping_words", wrap=True)
        self.reveal = Segments(
            (
                ("by step", "by step", "Output cells appear as the window reaches them."),
                (
                    "dimmed ahead",
                    "dimmed",
                    "The output is there; what lies ahead of the step is dimmed.",
                ),
                (
                    "whole",
                    "whole",
                    "The whole output is there, and an outline says which cell the step is.",
                ),
            ),
            "reveal",
        )
        self.reveal.setObjectName("reveal")
        self.reveal.chosen.connect(self._choose_reveal)
        for text, control in (("Values", self.mapping), ("Output", self.reveal)):
            line = QHBoxLayout()
            line.setSpacing(8)
            line.addWidget(row_label(text, control))
            line.addWidget(control, 1)
            self.rows.addLayout(line)
            if control is self.mapping:
                self.rows.addWidget(self.words)

    def depends(self, scene: Scene) -> Hashable:
        """The mapping, and how cells appear."""
        return scene.mapping, derive(scene).reveal

    def refresh(self, scene: Scene) -> None:
        """Show both choices and say what the mapping does."""
        self.mapping.show_choice(scene.mapping)
        self.words.setText(WORDS[scene.mapping])
        self.reveal.show_choice(derive(scene).reveal.value)

    def _choose_mapping(self, mapping: Mapping) -> None:
        self.ask(partial(edits.set_mapping, mapping=mapping))

    def _choose_reveal(self, key: str) -> None:
        self.ask(partial(edits.set_reveal, reveal=Reveal(key)))
