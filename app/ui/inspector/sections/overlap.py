"""The layers of the lesson of overlap: inputs, the chosen layer, and the table of all kernels."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtCore import QModelIndex
from PySide6.QtWidgets import QHBoxLayout

from app.paint.theme import Theme
from app.services.store import Store
from app.state.overlap import edits as overlap_edits
from app.state.overlap.choices import MAX_STAMP_INPUTS, MAX_STAMP_LAYERS, Span
from app.state.overlap.derived import stamp_stack
from app.state.overlap.settling import STAMP_LIMITS
from app.state.scene import Lesson, Scene
from app.ui.inspector.controls.parts import (
    LABEL_WIDTH,
    Segments,
    dotted,
    link,
    row_label,
    text_label,
)
from app.ui.inspector.controls.section import Section
from app.ui.inspector.controls.slider import SliderRow
from app.ui.inspector.tables.overlap_table import EVEN, HOLES, UNEVEN, OverlapModel, overlap_view

TIPS = {
    "kernel": "Taps of the layer's kernel along each axis: how many cells one stamp reaches.",
    "stride": "Cells of the result from one input's stamp to the next one's.",
    "padding": "Cells that are cropped from the result at each side.",
    "dilation": "Cells from one tap of a stamp to the next.",
}


class OverlapSection(Section):
    """Shows and edits `scene.overlap`."""

    lessons = frozenset({Lesson.OVERLAP})

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Stamps", store, theme)
        self.size_label = text_label("", "value", "stamp_sizes")
        self.header.addStretch(1)
        self.header.addWidget(self.size_label)
        self._add_span()
        self._add_size()
        self._add_layers()
        self.sliders = {name: self._slider(name, tip) for name, tip in TIPS.items()}
        self._add_table()

    def depends(self, scene: Scene) -> Hashable:
        """The lesson's own value alone."""
        return scene.overlap

    def refresh(self, scene: Scene) -> None:
        """Show the layers and the chosen one's numbers."""
        overlap = scene.overlap
        sizes = stamp_stack(overlap.size, overlap.layers).sizes
        self.size_label.setText(" → ".join(map(str, sizes)))
        self.span.show_choice(overlap.span.value)
        self.size_.show_value(overlap.size)
        count = len(overlap.layers)
        self.layers.show_only({str(number) for number in range(count)})
        self.layers.show_choice(str(overlap.chosen))
        self.add.setEnabled(count < MAX_STAMP_LAYERS)
        self.remove.setEnabled(count > 1)
        layer = overlap.layers[overlap.chosen]
        for name, slider in self.sliders.items():
            slider.show_value(getattr(layer, name))
        self.model.show_layer(layer)

    # ---- parts

    def _add_span(self) -> None:
        self.span = Segments(
            (
                (Span.LINE.value, "one axis", "Every stamp drawn, and counts as bars."),
                (Span.PLANE.value, "two axes", "A heatmap: the counts of both axes multiply."),
            ),
            "stamp_span",
        )
        self.span.setObjectName("stamp_span")
        self.span.chosen.connect(self._ask_span)
        self.rows.addWidget(self.span)
        self.rows.addWidget(self.note_for("stamp_span"))

    def _add_size(self) -> None:
        tip = "Inputs along each axis; each lays one stamp."
        self.size_ = SliderRow("Inputs", "stamp_size", tip, (1, 16, MAX_STAMP_INPUTS))
        self.size_.asked.connect(self._ask_size)
        self.rows.addWidget(self.size_)
        self.rows.addWidget(self.note_for("stamp_size"))

    def _add_layers(self) -> None:
        self.layers = Segments(
            tuple(
                (str(number), str(number + 1), f"Set layer {number + 1} below.")
                for number in range(MAX_STAMP_LAYERS)
            ),
            "stamp_layer",
        )
        self.layers.setObjectName("stamp_layer")
        self.layers.chosen.connect(self._ask_layer)
        self.add = link("add a layer", "add_stamp_layer", "One more layer after the last, like it.",
                        self._add_layer)  # fmt: skip
        self.remove = link("remove it", "remove_stamp_layer", "Take the chosen layer out.",
                           self._remove_layer)  # fmt: skip
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(row_label("Layer", self.layers))
        line.addWidget(self.layers, 1)
        self.rows.addLayout(line)
        links, _ = dotted([self.add, self.remove])
        links.setContentsMargins(LABEL_WIDTH + line.spacing(), 0, 0, 0)
        self.rows.addLayout(links)
        self.rows.addWidget(self.note_for("stamp_layer"))

    def _slider(self, name: str, tip: str) -> SliderRow:
        least, most = STAMP_LIMITS[name]
        slider = SliderRow(name.capitalize(), f"stamp_{name}", tip, (least, most, most))
        slider.asked.connect(partial(self._ask_number, name))
        self.rows.addWidget(slider)
        self.rows.addWidget(self.note_for(f"stamp_{name}"))
        return slider

    def _add_table(self) -> None:
        self.model = self.themed(OverlapModel(self.theme, self))
        self.table = overlap_view(self.model)
        self.table.clicked.connect(self._ask_cell)
        self.table.activated.connect(self._ask_cell)
        self.rows.addSpacing(4)
        words = f"Kernel across, stride down: {EVEN} even inside, {UNEVEN} uneven, {HOLES} holes"
        self.rows.addWidget(text_label(words, "quiet", wrap=True))
        self.rows.addWidget(self.table)
        self.rows.addWidget(self.note_for("stamp_table"))

    # ---- asking

    def _ask_span(self, key: str) -> None:
        self.ask(partial(overlap_edits.set_span, span=Span(key)))

    def _ask_size(self, value: int, gesture: str) -> None:
        self.ask(partial(overlap_edits.set_size, size=value), gesture)

    def _ask_layer(self, key: str) -> None:
        self.ask(partial(overlap_edits.choose_layer, chosen=int(key)))

    def _add_layer(self) -> None:
        self.ask(overlap_edits.add_layer)

    def _remove_layer(self) -> None:
        self.ask(overlap_edits.remove_layer)

    def _ask_number(self, name: str, value: int, gesture: str) -> None:
        self.ask(partial(overlap_edits.set_stamp, name=name, value=value), gesture)

    def _ask_cell(self, index: QModelIndex) -> None:
        kernel, stride = index.column() + 1, index.row() + 1
        self.ask(partial(overlap_edits.set_kernel_and_stride, kernel=kernel, stride=stride))
