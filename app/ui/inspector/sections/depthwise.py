"""The weights of both steps of a depthwise separable convolution: kernels, then mixes."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QLabel, QWidget

from app.content.channels import channel_names
from app.content.kernels.catalogue import KERNELS, kernel_preset, title_of
from app.paint.theme import Theme
from app.picture.elements import Role, Tone
from app.picture.stage.tones import magnitude
from app.services.store import Store
from app.state import player
from app.state.channels import edits as channel_edits
from app.state.channels.choices import Arrangement
from app.state.depthwise import edits as depthwise_edits
from app.state.depthwise.choices import MAX_MIXES
from app.state.derive import derive
from app.state.outcome import Edit, refusing
from app.state.scene import MAX_KERNEL, Lesson, Scene
from app.state.typed import told
from app.ui.inspector.controls.bias import bias_line, typed_bias
from app.ui.inspector.controls.numbers import AskedNumber, Number
from app.ui.inspector.controls.parts import Choices, Segments, labelled, named
from app.ui.inspector.controls.presets import OWN, PresetList
from app.ui.inspector.controls.section import Section
from app.ui.inspector.controls.slider import SliderRow
from app.ui.inspector.controls.weights import show_weights, size_box
from app.ui.inspector.tables.grid import GridView
from app.ui.inspector.tables.grid_model import Grid, GridModel, editable

USUAL_OUTPUTS = 8
EVERY = "every"
"""The choice of all channels at once."""


class DepthwiseSection(Section):
    """Shows and edits `scene.depthwise`.

    The table of kernels follows a depthwise step to its channel, that of the pointwise weights
    follows a pointwise step to its output; otherwise both keep what was chosen.
    """

    lessons = frozenset({Lesson.DEPTHWISE})

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Depthwise", store, theme)
        self._channel, self._output = 0, 0
        self._every = False
        self._add_kernels()
        self._add_size()
        self._add_mixes()
        self._add_arrangement()

    def depends(self, scene: Scene) -> Hashable:
        """The weights, the plane of the step, the channels' names and how planes are drawn."""
        return (
            scene.depthwise, _plane(scene), channel_names(scene), scene.mixing.arrangement
        )  # fmt: skip

    def refresh(self, scene: Scene) -> None:
        """Show both steps' weights, at the present channel and output."""
        weights = scene.depthwise
        plane = _plane(scene)
        if plane < weights.channels:
            self._channel = plane
        else:
            self._output = plane - weights.channels
        self._channel = min(self._channel, weights.channels - 1)
        self._output = min(self._output, weights.count - 1)
        self._show_channels(channel_names(scene))
        height, width = weights.kernel
        self.height_box.show_value(height)
        self.width_box.show_value(width)
        show_weights(self.table, self.model)
        self.kernel.show_name(title_of(self.model.values) or OWN)
        self.count.show_value(weights.count)
        self.output.most = weights.count
        self.output.show_value(self._output + 1)
        self.of.setText(f"of {weights.count}")
        self.bias.setText(editable(weights.bias[self._output]))
        show_weights(self.mix_table, self.mix_model)
        self.arrangement.show_choice(scene.mixing.arrangement.value)

    # ---- parts

    def _add_kernels(self) -> None:
        self.kernel = self.themed(PresetList(KERNELS, self.theme))
        named(
            self.kernel,
            "depthwise_kernel",
            "Kernel preset for this channel",
            "Puts a known kernel into the chosen channel, or into every channel.",
        )
        self.kernel.chosen.connect(self._choose_kernel)
        self.title.setBuddy(self.kernel)
        self.header.addWidget(self.kernel, 1)
        self.channel: Choices[str] = Choices(())
        named(
            self.channel,
            "depthwise_channel",
            "Channel of the kernel",
            "Every channel has one kernel of its own; this one's is in the table.",
        )
        self.channel.chosen.connect(self._choose_channel)
        self._line("Channel", self.channel, stretched=True)
        grid = Grid("depthwise", self._weights, self._tone, self._weight_edit, self._block_edit)
        self.model = GridModel(self.store, grid, self)
        self.table = self.themed(GridView(self.model, Role.KERNEL, self.theme))
        named(
            self.table,
            "depthwise_table",
            "Kernel of this channel",
            "Each number is what the cell of this channel under it is multiplied by. Type a "
            "number or a fraction such as 1/9; a table from a spreadsheet can be pasted.",
        )
        self.rows.addWidget(self.table)
        self.rows.addWidget(self.note_for("depthwise"))

    def _add_size(self) -> None:
        self.height_box = self._size_box("depthwise_height", "Height of every kernel")
        self.width_box = self._size_box("depthwise_width", "Width of every kernel")
        self._line("Size", self.height_box, QLabel("×"), self.width_box)

    def _size_box(self, name: str, spoken: str) -> Number:
        tip = "All kernels have this size; the middle of the weights stays, and zeros fill up."
        box = size_box((name, spoken, tip), MAX_KERNEL, 34)
        box.valueChanged.connect(self._resize)
        return box

    def _add_mixes(self) -> None:
        title = QLabel("Pointwise")
        title.setProperty("kind", "section")
        self.rows.addWidget(title)
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
        self._line("Output", self.output, self.of, label, self.bias, stretched=True)
        self.rows.addWidget(self.note_for("mix_output"))
        grid = Grid("mixes", self._mixes, self._mix_tone, self._mix_edit, self._mix_block)
        self.mix_model = GridModel(self.store, grid, self)
        self.mix_table = self.themed(GridView(self.mix_model, Role.KERNEL, self.theme))
        named(
            self.mix_table,
            "mix_table",
            "Pointwise weights of this output channel",
            "One number for each channel: how much of it goes into this output channel.",
        )
        self.rows.addWidget(self.mix_table)
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
        self._line("Planes", self.arrangement, stretched=True)

    def _line(self, text: str, *parts: QWidget, stretched: bool = False) -> None:
        line = labelled(text, *parts, spacing=6, stretched=stretched)
        if not stretched:
            line.addStretch(1)
        self.rows.addLayout(line)

    def _show_channels(self, names: tuple[str, ...]) -> None:
        several = len(names) > 1
        items = [(str(number), f"channel {name}") for number, name in enumerate(names)]
        self.channel.offer(
            [*items, (EVERY, "every channel")] if several else items,
            EVERY if self._every and several else str(self._channel),
        )

    # ---- the tables' numbers

    def _weights(self, scene: Scene) -> NDArray[Any]:
        weights = scene.depthwise
        kernel: NDArray[Any] = weights.kernels.array[min(self._channel, weights.channels - 1)]
        return kernel

    def _tone(self, scene: Scene) -> Tone:
        return magnitude(scene.depthwise.kernels.array)

    def _weight_edit(self, row: int, column: int, value: float) -> Edit:
        block = np.array(self.model.values, np.float64)
        block[row, column] = value
        place = f"({row + 1}, {column + 1}) = {told(value)}"
        return self._kernel_edit(block, f"weight {place}")

    def _block_edit(self, row: int, column: int, block: NDArray[np.float64]) -> Edit:
        del row, column
        return self._kernel_edit(block, "paste kernel")

    def _kernel_edit(self, block: NDArray[np.float64], title: str) -> Edit:
        channel = None if self._every else self._channel
        where = self.channel.currentText()
        return partial(
            depthwise_edits.set_depthwise_weights, channel=channel, block=block,
            title=f"{title} in {where}",
        )  # fmt: skip

    def _mixes(self, scene: Scene) -> NDArray[Any]:
        """The present output's weights, in rows that fit the table."""
        weights = scene.depthwise
        row = weights.mixes.array[min(self._output, weights.count - 1)]
        columns = next(n for n in range(8, 0, -1) if len(row) % n == 0)
        laid: NDArray[Any] = row.reshape(-1, columns)
        return laid

    def _mix_tone(self, scene: Scene) -> Tone:
        return magnitude(scene.depthwise.mixes.array)

    def _mix_edit(self, row: int, column: int, value: float) -> Edit:
        block = np.array(self.mix_model.values, np.float64)
        block[row, column] = value
        channel = row * block.shape[1] + column + 1
        title = f"weight {told(value)} of channel {channel} in output {self._output + 1}"
        return self._mixes_edit(block, title)

    def _mix_block(self, row: int, column: int, block: NDArray[np.float64]) -> Edit:
        del row, column
        return self._mixes_edit(block, f"paste weights of output {self._output + 1}")

    def _mixes_edit(self, block: NDArray[np.float64], title: str) -> Edit:
        return partial(
            depthwise_edits.set_mix_weights, number=self._output, weights=block, title=title
        )

    # ---- asking

    def _choose_kernel(self, key: str) -> None:
        kernel = kernel_preset(key).build()
        channel = None if self._every else self._channel
        edit = partial(depthwise_edits.set_depthwise_kernel, channel=channel, kernel=kernel)
        self.ask(edit)

    def _choose_channel(self, key: str) -> None:
        self._every = key == EVERY
        if not self._every:
            self._channel = int(key)
            self._go(self._channel)
        self.refresh(self.store.scene)

    def _choose_output(self, number: int) -> None:
        count = self.store.scene.depthwise.count
        if not 1 <= number <= count:
            self.ask(refusing("mix_output", f"output {number}: 1 to {count} fits"))
            return
        self._output = number - 1
        self._go(self.store.scene.depthwise.channels + number - 1)
        self.refresh(self.store.scene)

    def _go(self, plane: int) -> None:
        """Let the step go to a plane, row and column kept."""
        scene = self.store.scene
        self.store.step_to(player.moved(scene, 0, 0, plane - _plane(scene)))

    def _resize(self) -> None:
        height, width = self.height_box.value(), self.width_box.value()
        self.ask(partial(depthwise_edits.resize_depthwise, height=height, width=width))

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


def _plane(scene: Scene) -> int:
    """The plane of the present step; of another lesson's scene, the last that there is here."""
    weights = scene.depthwise
    return min(derive(scene).place(scene.step)[0], weights.channels + weights.count - 1)
