"""The matrix of a 1×1 layer: mixes to choose from, its numbers, the ReLU and the bottleneck."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.content.channels import channel_names
from app.content.kernels.mixes import MIXES, mix_preset
from app.paint.theme import Theme
from app.picture.elements import Tone
from app.picture.stage.tones import magnitude
from app.services.store import Store
from app.state import edits
from app.state.channels import edits as channel_edits
from app.state.channels import pointwise_edits
from app.state.channels.bottleneck import BOTTLENECK_LIMITS
from app.state.channels.choices import Arrangement
from app.state.channels.filters import MAX_FILTERS
from app.state.channels.principal import MOST_SAMPLED
from app.state.outcome import Edit
from app.state.scene import MAX_STRIDE, Lesson, Scene
from app.ui.inspector.controls.parts import (
    Note,
    Segments,
    labelled,
    link,
    named,
    show_checked,
    text_label,
)
from app.ui.inspector.controls.presets import headed_by
from app.ui.inspector.controls.section import Section
from app.ui.inspector.controls.slider import SliderRow
from app.ui.inspector.controls.weights import fit_cells, weight_table
from app.ui.inspector.tables.grid_model import Grid

USUAL_OUTPUTS, USUAL_STRIDE = 8, 4
MOST_TYPED = 10
"""A matrix of more rows or columns is too large for a table; its numbers are pasted or chosen."""
USUAL_ENDS = {"inner": 192, "channels": 256, "kernel": 7, "filters": 128}
"""Where the sliders of the bottleneck end; more can be typed."""
BOTTLENECK_TIPS = {
    "inner": ("Through", "Channels that the 1 × 1 layer leaves for the larger kernel."),
    "channels": ("From", "Channels that come in."),
    "kernel": ("Kernel", "Height and width of the larger kernel, with “same” padding."),
    "filters": ("To", "Channels that go out."),
}


class PointwiseSection(Section):
    """Shows and edits the filters of the lesson on 1×1 kernels, all of them as one matrix."""

    lessons = frozenset({Lesson.POINTWISE})

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Matrix", store, theme)
        self._add_preset()
        self._add_count()
        self._add_table()
        self._add_choices()
        self._add_bottleneck()

    def depends(self, scene: Scene) -> Hashable:
        """The filters, the channels' names, what follows them, and the stride."""
        return scene.filters, channel_names(scene), scene.mixing, scene.parameters.stride

    def refresh(self, scene: Scene) -> None:
        """Show the matrix and every choice."""
        filters = scene.filters
        self.preset.show_name(filters.name)
        self.count.show_value(filters.count)
        self.stride.show_value(scene.parameters.stride[0])
        self.arrangement.show_choice(scene.mixing.arrangement.value)
        for box, on in (
            (self.relu, scene.mixing.relu),
            (self.shown, scene.mixing.bottleneck.shown),
        ):
            show_checked(box, on)
        self.numbers.setVisible(scene.mixing.bottleneck.shown)
        for name, slider in self.sliders.items():
            slider.show_value(getattr(scene.mixing.bottleneck, name))
        self._show_table(scene)

    # ---- parts

    def _add_preset(self) -> None:
        texts = (
            "pointwise_preset",
            "Mixes of channels",
            "Matrices that are worth knowing, each with a line on what it is for.",
        )
        self.preset = headed_by(self, MIXES, texts, self._choose)
        self.rows.addWidget(self._own_note("filters"))
        self.learn = link(
            "learn from this image", "learn_principal",
            "Principal components of the image's own channels: outputs that are uncorrelated, the "
            "one that varies most first. The largest weight of each is positive. Of a large photo "
            f"some {MOST_SAMPLED:,} numbers are looked at, from all over it.", self._learn,
        )  # fmt: skip
        line = QHBoxLayout()
        line.addWidget(self.learn)
        line.addStretch(1)
        self.rows.addLayout(line)
        self.rows.addWidget(self.note_for("principal"))

    def _add_count(self) -> None:
        tip = "How many filters: rows of the matrix, and channels that come out."
        self.count = SliderRow("Outputs", "pointwise_count", tip, (1, USUAL_OUTPUTS, MAX_FILTERS))
        self.count.asked.connect(self._ask_count)
        tip = "How many pixels from one output to the next; those between are never read."
        self.stride = SliderRow("Stride", "pointwise_stride", tip, (1, USUAL_STRIDE, MAX_STRIDE))
        self.stride.asked.connect(self._ask_stride)
        for row, control in ((self.count, "filter_count"), (self.stride, "stride")):
            self.rows.addWidget(row)
            self.rows.addWidget(self._own_note(control))

    def _add_table(self) -> None:
        self.heads = text_label("", "quiet", "pointwise_heads", wrap=True)
        self.rows.addWidget(self.heads)
        grid = Grid("filters", matrix_with_bias, _tone, self._cell_edit, self._block_edit)
        texts = (
            "pointwise_table",
            "Weights of every filter, its bias last",
            "A row for each output channel: what each input channel is multiplied by, and last "
            "the bias. Type a number or a fraction such as 1/3, or paste a table.",
        )
        self.model, self.table = weight_table(self, grid, texts)
        self.rows.addWidget(self._own_note("filter_bias"))

    def _add_choices(self) -> None:
        self.relu = QCheckBox("ReLU after it: max(0, ·)")
        named(self.relu, "relu", "ReLU after the sum",
              "Puts every sum below zero to 0, as a step of its own. Without something of the "
              "kind, two such layers are one matrix.")  # fmt: skip
        self.relu.toggled.connect(self._rectify)
        self.rows.addWidget(self.relu)
        self.arrangement = Segments(
            (
                (Arrangement.PILE.value, "piled", "Planes stand one behind the other."),
                (Arrangement.SIDE_BY_SIDE.value, "side by side", "Planes lie flat, and the pixel "
                 "is seen on each."),
            ),
            "pointwise_arrangement",
        )  # fmt: skip
        self.arrangement.setObjectName("pointwise_arrangement")
        self.arrangement.chosen.connect(self._arrange)
        self.rows.addLayout(labelled("Planes", self.arrangement))

    def _add_bottleneck(self) -> None:
        self.shown = QCheckBox("compare with a larger kernel")
        named(self.shown, "bottleneck", "Compare the costs of a bottleneck",
              "Counts the multiplications of a larger kernel on all channels, and on the few that "
              "a 1 × 1 layer leaves.")  # fmt: skip
        self.shown.toggled.connect(self._show_bottleneck)
        self.rows.addWidget(self.shown)
        self.numbers = QWidget()
        rows = type(self.rows)(self.numbers)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(self.rows.spacing())
        self.sliders = {}
        for name, (text, tip) in BOTTLENECK_TIPS.items():
            least, most = BOTTLENECK_LIMITS[name]
            slider = SliderRow(text, f"bottleneck_{name}", tip, (least, USUAL_ENDS[name], most))
            slider.asked.connect(partial(self._ask_bottleneck, name))
            self.sliders[name] = slider
            rows.addWidget(slider)
            rows.addWidget(self.note_for(f"bottleneck_{name}"))
        self.rows.addWidget(self.numbers)

    def _own_note(self, control: str) -> Note:
        """A place for refusals of a control that other sections have too."""
        note = self.note_for(control)
        note.setObjectName(f"pointwise_{control}_refusal")
        return note

    # ---- the table

    def _show_table(self, scene: Scene) -> None:
        rows, columns = scene.filters.count, scene.filters.channels + 1
        small = max(rows, columns) <= MOST_TYPED + 1
        names = "  ".join(channel_names(scene))
        self.table.setVisible(small)
        self.model.refresh()
        if not small:
            self.heads.setText(f"{rows} × {columns - 1} weights: too many for a table here")
            return
        self.heads.setText(f"columns: {names}, and last the bias")
        fit_cells(self.table, rows, columns)
        current = self.table.currentIndex()
        self.table.keep_current(max(0, current.row()), max(0, current.column()))

    def _cell_edit(self, row: int, column: int, value: float) -> Edit:
        if column == self.store.scene.filters.channels:
            return partial(channel_edits.set_filter_bias, number=row, bias=value)
        return partial(
            channel_edits.set_filter_weight,
            number=row,
            channel=column,
            row=0,
            column=0,
            value=value,
        )

    def _block_edit(self, row: int, column: int, block: NDArray[np.float64]) -> Edit:
        return partial(pointwise_edits.paste_matrix, row=row, column=column, block=block)

    # ---- asking

    def _choose(self, key: str) -> None:
        filters = mix_preset(key).build(self.store.scene.filters.channels)
        self.ask(partial(channel_edits.set_filters, filters=filters))

    def _learn(self) -> None:
        self.ask(pointwise_edits.learn_principal)

    def _ask_count(self, value: int, gesture: str) -> None:
        self.ask(partial(channel_edits.set_filter_count, count=value), gesture)

    def _ask_stride(self, value: int, gesture: str) -> None:
        self.ask(partial(edits.set_stride, value=value), gesture)

    def _rectify(self, relu: bool) -> None:
        self.ask(partial(channel_edits.set_relu, relu=relu))

    def _arrange(self, key: str) -> None:
        self.ask(partial(channel_edits.set_arrangement, arrangement=Arrangement(key)))

    def _show_bottleneck(self, shown: bool) -> None:
        self.ask(partial(pointwise_edits.show_bottleneck, shown=shown))

    def _ask_bottleneck(self, name: str, value: int, gesture: str) -> None:
        edit = partial(pointwise_edits.set_bottleneck, name=name, value=value)
        self.ask(edit, gesture)


def matrix_with_bias(scene: Scene) -> NDArray[Any]:
    """The weights `(N, D)` with the biases as one column more."""
    filters = scene.filters
    return np.column_stack([filters.weights.array[:, :, 0, 0], np.array(filters.bias)])


def _tone(scene: Scene) -> Tone:
    """Full at the largest weight, so that a bias of hundreds does not blanch the weights."""
    return magnitude(scene.filters.weights.array)
