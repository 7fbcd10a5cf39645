"""The weights of the second step of a depthwise separable convolution: how channels mix."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QLabel

from app.paint.theme import Theme
from app.picture.elements import Tone
from app.picture.stage.tones import magnitude
from app.services.store import Store
from app.state import player
from app.state.channels import edits as channel_edits
from app.state.channels.choices import Arrangement
from app.state.depthwise import edits as depthwise_edits
from app.state.depthwise.choices import MAX_MIXES
from app.state.derive import derive
from app.state.outcome import Edit, refusing
from app.state.scene import Lesson, Scene
from app.state.typed import told
from app.ui.inspector.controls.bias import bias_line, typed_bias
from app.ui.inspector.controls.numbers import AskedNumber
from app.ui.inspector.controls.parts import Segments, labelled, named
from app.ui.inspector.controls.section import Section
from app.ui.inspector.controls.slider import SliderRow
from app.ui.inspector.controls.weights import show_weights, weight_table
from app.ui.inspector.tables.grid_model import Grid, editable

USUAL_OUTPUTS = 8


class MixesSection(Section):
    """Shows and edits the pointwise weights of `scene.depthwise`, and how planes are laid out.

    The table follows a pointwise step to its output; otherwise it keeps what was chosen.
    """

    lessons = frozenset({Lesson.DEPTHWISE})

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Pointwise", store, theme)
        self._output = 0
        self._add_outputs()
        self._add_table()
        self._add_arrangement()

    def depends(self, scene: Scene) -> Hashable:
        """The weights, the plane of the step and how planes are drawn."""
        return scene.depthwise, present_plane(scene), scene.mixing.arrangement

    def refresh(self, scene: Scene) -> None:
        """Show the weights of the present output."""
        weights = scene.depthwise
        plane = present_plane(scene)
        if plane >= weights.channels:
            self._output = plane - weights.channels
        self._output = min(self._output, weights.count - 1)
        self.count.show_value(weights.count)
        self.output.most = weights.count
        self.output.show_value(self._output + 1)
        self.of.setText(f"of {weights.count}")
        self.bias.setText(editable(weights.bias[self._output]))
        show_weights(self.table, self.model)
        self.arrangement.show_choice(scene.mixing.arrangement.value)

    # ---- parts

    def _add_outputs(self) -> None:
        tip = "Output channels: each is a weighted sum of what the depthwise step gives."
        self.count = SliderRow("Outputs", "mix_count", tip, (1, USUAL_OUTPUTS, MAX_MIXES))
        self.count.asked.connect(self._ask_count)
        self.rows.addWidget(self.count)
        self.rows.addWidget(self.note_for("mix_count"))
        self.output = AskedNumber(1, MAX_MIXES)
        self.output.setFixedWidth(40)
        named(
            self.output,
            "mix_output",
            "Present output channel",
            "The output channel whose weights are in the table. A click on its row of weights or "
            "on its plane chooses it too.",
        )
        self.output.valueChanged.connect(self._choose_output)
        self.of = QLabel()
        texts = (
            "mix_bias",
            "Bias of this output channel",
            "A number added to every sum of this output channel.",
        )
        self.bias = bias_line(texts, self._type_bias)
        label = QLabel("Bias")
        label.setBuddy(self.bias)
        parts = self.output, self.of, label, self.bias
        self.rows.addLayout(labelled("Output", *parts, spacing=6))
        self.rows.addWidget(self.note_for("mix_output"))

    def _add_table(self) -> None:
        grid = Grid("mixes", self._weights, self._tone, self._weight_edit, self._block_edit)
        texts = (
            "mix_table",
            "Pointwise weights of this output channel",
            "One number for each channel: how much of it goes into this output channel.",
        )
        self.model, self.table = weight_table(self, grid, texts)
        self.rows.addWidget(self.note_for("mixes"))
        self.rows.addWidget(self.note_for("mix_bias"))

    def _add_arrangement(self) -> None:
        self.arrangement = Segments(
            (
                (Arrangement.PILE.value, "piled", "Planes stand one behind the other."),
                (
                    Arrangement.SIDE_BY_SIDE.value,
                    "side by side",
                    "Planes of small grids lie flat, with all their numbers.",
                ),
            ),
            "arrangement",
        )
        self.arrangement.setObjectName("depthwise_arrangement")
        self.arrangement.chosen.connect(self._choose_arrangement)
        self.rows.addLayout(labelled("Planes", self.arrangement, spacing=6))

    # ---- the table's numbers

    def _weights(self, scene: Scene) -> NDArray[Any]:
        """The present output's weights, in rows that fit the table."""
        weights = scene.depthwise
        row = weights.mixes.array[min(self._output, weights.count - 1)]
        columns = next(n for n in range(8, 0, -1) if len(row) % n == 0)
        laid: NDArray[Any] = row.reshape(-1, columns)
        return laid

    def _tone(self, scene: Scene) -> Tone:
        return magnitude(scene.depthwise.mixes.array)

    def _weight_edit(self, row: int, column: int, value: float) -> Edit:
        block = np.array(self.model.values, np.float64)
        block[row, column] = value
        channel = row * block.shape[1] + column + 1
        title = f"weight {told(value)} of channel {channel} in output {self._output + 1}"
        return self._mixes_edit(block, title)

    def _block_edit(self, row: int, column: int, block: NDArray[np.float64]) -> Edit:
        del row, column
        return self._mixes_edit(block, f"paste weights of output {self._output + 1}")

    def _mixes_edit(self, block: NDArray[np.float64], title: str) -> Edit:
        return partial(
            depthwise_edits.set_mix_weights, number=self._output, weights=block, title=title
        )

    # ---- asking

    def _choose_output(self, number: int) -> None:
        count = self.store.scene.depthwise.count
        if not 1 <= number <= count:
            self.ask(refusing("mix_output", f"output {number}: 1 to {count} fits"))
            return
        self._output = number - 1
        go_to_plane(self.store, self.store.scene.depthwise.channels + number - 1)
        self.refresh(self.store.scene)

    def _ask_count(self, value: int, gesture: str) -> None:
        self.ask(partial(depthwise_edits.set_mix_count, count=value), gesture)

    def _type_bias(self) -> None:
        biases = self.store.scene.depthwise.bias
        number = min(self._output, len(biases) - 1)
        change = partial(depthwise_edits.set_mix_bias, number=number)
        if edit := typed_bias(self.bias, biases[number], change):
            self.ask(edit)

    def _choose_arrangement(self, key: str) -> None:
        self.ask(partial(channel_edits.set_arrangement, arrangement=Arrangement(key)))


def present_plane(scene: Scene) -> int:
    """The plane of the present step; of another lesson's scene, the last that there is here."""
    weights = scene.depthwise
    return min(derive(scene).place(scene.step)[0], weights.channels + weights.count - 1)


def go_to_plane(store: Store, plane: int) -> None:
    """Let the step go to a plane, row and column kept."""
    scene = store.scene
    store.step_to(player.moved(scene, 0, 0, plane - present_plane(scene)))
