"""What the lesson of two passes has of its own: which comes first, and how many terms there are."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from app.paint.theme import Theme
from app.services.store import Store
from app.state.scene import MAX_KERNEL, Lesson, Scene
from app.state.spatial import edits as spatial_edits
from app.state.spatial.choices import First
from app.state.spatial.derived import factors_of
from app.ui.inspector.controls.parts import Segments, labelled, named, text_label
from app.ui.inspector.controls.section import Section
from app.ui.inspector.controls.slider import SliderRow


class SpatialSection(Section):
    """Shows and edits `scene.spatial`."""

    lessons = frozenset({Lesson.SPATIALLY_SEPARABLE})

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Two passes", store, theme)
        self.rank_label = text_label("", "value", "kernel_rank")
        self.header.addStretch(1)
        self.header.addWidget(self.rank_label)
        self.first = Segments(
            (
                (First.COLUMN.value, "columns", "First down every column, then along every row."),
                (First.ROW.value, "rows", "First along every row, then down every column. The "
                 "output is the same; the intermediate and the count may not be."),
            ),
            "first_pass",
        )  # fmt: skip
        named(self.first, "first_pass", "First pass", "Which of the two passes comes first.")
        self.first.chosen.connect(self._choose)
        self.rows.addLayout(labelled("First", self.first))
        self.rows.addWidget(self.note_for("first_pass"))
        tip = (
            "How many products of a column and a row are added up. A kernel of rank r needs r of "
            "them to come out exactly; fewer give the closest kernel that so few can make."
        )
        self.terms = SliderRow("Terms", "terms", tip, (1, 1, MAX_KERNEL))
        self.terms.asked.connect(self._ask_terms)
        self.rows.addWidget(self.terms)
        self.rows.addWidget(self.note_for("terms"))

    def depends(self, scene: Scene) -> Hashable:
        """The rank is the kernel's."""
        return scene.spatial, scene.kernel, scene.parameters.flip

    def refresh(self, scene: Scene) -> None:
        """Show both choices, and how many terms there are."""
        found = factors_of(scene.kernel, scene.parameters.flip)
        self.rank_label.setText(f"rank {found.rank}")
        self.first.show_choice(scene.spatial.first.value)
        self.terms.set_usual(len(found.terms))
        self.terms.show_value(scene.spatial.terms)

    def _choose(self, key: str) -> None:
        self.ask(partial(spatial_edits.set_first, first=First(key)))

    def _ask_terms(self, terms: int, gesture: str) -> None:
        self.ask(partial(spatial_edits.set_terms, terms=terms), gesture)
