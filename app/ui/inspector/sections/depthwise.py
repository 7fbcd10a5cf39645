"""The kernels of the first step of a depthwise separable convolution: one for each channel."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.content.channels import channel_names
from app.content.kernels.catalogue import KERNELS, kernel_preset, title_of
from app.paint.theme import Theme
from app.picture.elements import Tone
from app.picture.stage.tones import magnitude
from app.services.store import Store
from app.state.depthwise import edits as depthwise_edits
from app.state.outcome import Edit
from app.state.scene import MAX_KERNEL, Lesson, Pair, Scene
from app.state.typed import told
from app.ui.inspector.controls.parts import Choices, labelled, named
from app.ui.inspector.controls.presets import OWN, headed_by
from app.ui.inspector.controls.section import Section
from app.ui.inspector.controls.weights import Sides, show_weights, weight_table
from app.ui.inspector.sections.depthwise_mixes import go_to_plane, present_plane
from app.ui.inspector.tables.grid_model import Grid

EVERY = "every"
"""The choice of all channels at once."""


class DepthwiseSection(Section):
    """Shows and edits the kernels of `scene.depthwise`, one for each channel.

    The table follows a depthwise step to its channel; otherwise it keeps what was chosen.
    """

    lessons = frozenset({Lesson.DEPTHWISE})

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Depthwise", store, theme)
        self._channel = 0
        self._every = False
        self._add_kernels()
        self._add_size()

    def depends(self, scene: Scene) -> Hashable:
        """The weights, the plane of the step and the channels' names."""
        return scene.depthwise, present_plane(scene), channel_names(scene)

    def refresh(self, scene: Scene) -> None:
        """Show the kernel of the present channel."""
        weights = scene.depthwise
        plane = present_plane(scene)
        if plane < weights.channels:
            self._channel = plane
        self._channel = min(self._channel, weights.channels - 1)
        self._show_channels(channel_names(scene))
        self.sides.show_sides(weights.kernel)
        show_weights(self.table, self.model)
        self.kernel.show_name(title_of(self.model.values) or OWN)

    # ---- parts

    def _add_kernels(self) -> None:
        texts = (
            "depthwise_kernel",
            "Kernel preset for this channel",
            "Puts a known kernel into the chosen channel, or into every channel.",
        )
        self.kernel = headed_by(self, KERNELS, texts, self._choose_kernel)
        self.channel: Choices[str] = Choices(())
        named(
            self.channel,
            "depthwise_channel",
            "Channel of the kernel",
            "Every channel has one kernel of its own; this one's is in the table.",
        )
        self.channel.chosen.connect(self._choose_channel)
        self.rows.addLayout(labelled("Channel", self.channel, spacing=6))
        grid = Grid("depthwise", self._weights, self._tone, self._weight_edit, self._block_edit)
        texts = (
            "depthwise_table",
            "Kernel of this channel",
            "Each number is what the cell of this channel under it is multiplied by. Type a "
            "number or a fraction such as 1/9; a table from a spreadsheet can be pasted.",
        )
        self.model, self.table = weight_table(self, grid, texts)
        self.rows.addWidget(self.note_for("depthwise"))

    def _add_size(self) -> None:
        tip = "All kernels have this size; the middle of the weights stays, and zeros fill up."
        sides = [
            (f"depthwise_{side}", f"{side.capitalize()} of every kernel", tip)
            for side in ("height", "width")
        ]
        self.sides = Sides(sides, MAX_KERNEL, 34)
        self.sides.asked.connect(self._resize)
        self.rows.addLayout(self.sides.line())

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
            go_to_plane(self.store, self._channel)
        self.refresh(self.store.scene)

    def _resize(self, sides: Pair) -> None:
        height, width = sides
        self.ask(partial(depthwise_edits.resize_depthwise, height=height, width=width))
