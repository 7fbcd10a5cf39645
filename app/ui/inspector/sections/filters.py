"""The filters: preset, number, and the kernels of the present one, channel by channel."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.content.channels import channel_names
from app.content.kernels.catalogue import KERNELS, kernel_preset, title_of
from app.content.kernels.filters import FILTERS, filter_preset
from app.paint.theme import Theme
from app.picture.elements import Tone
from app.picture.stage.tones import magnitude
from app.services.store import Store
from app.state import player
from app.state.channels import edits as channel_edits
from app.state.channels.choices import Arrangement, Summing
from app.state.channels.filters import MAX_FILTERS
from app.state.derive import derive
from app.state.outcome import Edit, refusing
from app.state.scene import MAX_KERNEL, MIXED, Lesson, Pair, Scene
from app.ui.inspector.controls.bias import bias_line, typed_bias
from app.ui.inspector.controls.numbers import AskedNumber
from app.ui.inspector.controls.parts import Choices, Segments, labelled, named
from app.ui.inspector.controls.presets import OWN, PresetList, headed_by
from app.ui.inspector.controls.section import ROW_SPACING, Section
from app.ui.inspector.controls.slider import SliderRow
from app.ui.inspector.controls.weights import Sides, show_weights, weight_table
from app.ui.inspector.tables.grid_model import Grid, editable

USUAL_FILTERS = 8
EVERY = "every"
"""The choice of all channels at once."""


class FiltersSection(Section):
    """Shows and edits `scene.filters`: the kernels of the present filter, one channel at a time.

    The present filter is the step's; which channel's kernel is in the table is the section's own.
    """

    lessons = MIXED - {Lesson.POINTWISE}

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Filters", store, theme)
        self._channel = 0
        self._every = False
        self._add_preset()
        self._add_count()
        self._add_choosers()
        self._add_table()
        self._add_size_and_bias()
        self._add_reading()

    def depends(self, scene: Scene) -> Hashable:
        """The filters, the present one, the channels' names and how the sum is shown."""
        return scene.filters, _present(scene), channel_names(scene), scene.mixing

    def refresh(self, scene: Scene) -> None:
        """Show the filters, and a kernel of the present one."""
        filters, names = scene.filters, channel_names(scene)
        present = _present(scene)
        self.preset.show_name(filters.name)
        self.count.show_value(filters.count)
        self.filter.most = filters.count
        self.filter.show_value(present + 1)
        self.of.setText(f"of {filters.count}")
        seen = filters.sees(present)
        if self._channel not in seen:
            self._channel = seen[0]
        self._show_channels([(channel, names[channel]) for channel in seen])
        self.sides.show_sides(filters.kernel)
        self.bias.setText(editable(filters.bias[present]))
        self.summing.show_choice(scene.mixing.summing.value)
        self.arrangement.show_choice(scene.mixing.arrangement.value)
        self.reading.setVisible(scene.lesson is not Lesson.GROUPED)
        show_weights(self.table, self.model)
        self.kernel.show_name(title_of(self.model.values) or OWN)

    # ---- parts

    def _add_preset(self) -> None:
        texts = (
            "filter_preset",
            "Filters preset",
            "Sets of filters that are worth knowing, each with a line on what it is for.",
        )
        self.preset = headed_by(self, FILTERS, texts, self._choose)
        self.rows.addWidget(self.note_for("filters"))

    def _add_count(self) -> None:
        tip = "How many filters there are, which is how many output channels: each gives one plane."
        self.count = SliderRow("Number", "filter_count", tip, (1, USUAL_FILTERS, MAX_FILTERS))
        self.count.asked.connect(self._ask_count)
        self.rows.addWidget(self.count)
        self.rows.addWidget(self.note_for("filter_count"))

    def _add_choosers(self) -> None:
        self.filter = AskedNumber(1, MAX_FILTERS)
        self.filter.setFixedWidth(40)
        named(self.filter, "filter", "Present filter",
              "The filter whose kernels are shown here, and whose output channel the step is in. "
              "A click on an output plane or on a filter's thumbnail chooses it too.")  # fmt: skip
        self.filter.valueChanged.connect(self._choose_filter)
        self.of = QLabel()
        self.channel: Choices[str] = Choices(())
        named(self.channel, "filter_channel", "Channel of the kernel",
              "The input channel whose kernel is in the table; or every channel, to change the "
              "kernels of all channels at once.")  # fmt: skip
        self.channel.chosen.connect(self._choose_channel)
        self.rows.addLayout(labelled("Filter", self.filter, self.of, self.channel, spacing=6))
        self.rows.addWidget(self.note_for("filter"))

    def _add_table(self) -> None:
        self.kernel = self.themed(PresetList(KERNELS, self.theme))
        named(self.kernel, "filter_kernel", "Kernel preset for this channel",
              "Puts a known kernel into the chosen channel of the present filter.")  # fmt: skip
        self.kernel.chosen.connect(self._choose_kernel)
        self.rows.addLayout(labelled("Kernel", self.kernel, spacing=6))
        grid = Grid("filters", self._weights, self._tone, self._weight_edit, self._block_edit)
        texts = (
            "filter_table",
            "Weights of the filter in this channel",
            "Each number is what the input cell of this channel under it is multiplied by. Type "
            "a number or a fraction such as 1/9; a table from a spreadsheet can be pasted.",
        )
        self.model, self.table = weight_table(self, grid, texts)

    def _add_size_and_bias(self) -> None:
        tip = (
            "All kernels of all filters have this size; the middle of the weights stays, and "
            "zeros fill what is added."
        )
        sides = [
            (f"filter_{side}", f"{side.capitalize()} of every kernel", tip)
            for side in ("height", "width")
        ]
        self.sides = Sides(sides, MAX_KERNEL, 30)
        self.sides.asked.connect(self._resize)
        texts = (
            "filter_bias",
            "Bias of the present filter",
            "A number added to every sum of this filter: one for each filter, not for each kernel.",
        )
        self.bias = bias_line(texts, self._type_bias)
        label = QLabel("Bias")
        label.setBuddy(self.bias)
        self.rows.addLayout(self.sides.line(label, self.bias))
        self.rows.addWidget(self.note_for("filter_bias"))

    def _add_reading(self) -> None:
        self.summing = Segments(
            (
                (Summing.BY_CHANNEL.value, "by channel", "Each kernel is summed on its own "
                 "channel, and the sums are added up."),
                (Summing.WHOLE.value, "as a block", "One 3-d filter: a single sum over all "
                 "products. The number is the same."),
            ),
            "summing",
        )  # fmt: skip
        self.summing.setObjectName("summing")
        self.summing.chosen.connect(self._choose_summing)
        self.arrangement = Segments(
            (
                (Arrangement.PILE.value, "piled", "Planes stand one behind the other."),
                (Arrangement.SIDE_BY_SIDE.value, "side by side", "Planes lie flat, with all "
                 "their numbers."),
            ),
            "arrangement",
        )  # fmt: skip
        self.arrangement.setObjectName("arrangement")
        self.arrangement.chosen.connect(self._choose_arrangement)
        self.reading = QWidget()
        rows = QVBoxLayout(self.reading)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(ROW_SPACING)
        for text, control in (("Sum", self.summing), ("Planes", self.arrangement)):
            rows.addLayout(labelled(text, control, spacing=6))
        self.rows.addWidget(self.reading)

    # ---- showing

    def _show_channels(self, seen: list[tuple[int, str]]) -> None:
        """The channels that the present filter sees, by number and name."""
        several = len(seen) > 1
        items = [(str(number), name) for number, name in seen]
        self.channel.offer(
            [*items, (EVERY, "every")] if several else items,
            EVERY if self._every and several else str(self._channel),
        )

    # ---- the table's numbers

    def _weights(self, scene: Scene) -> NDArray[Any]:
        """The kernel in the table, `(height, width)`."""
        channel = min(self._channel, scene.filters.channels - 1)
        weights: NDArray[Any] = scene.filters.weights.array[_present(scene), channel]
        return weights

    def _tone(self, scene: Scene) -> Tone:
        return magnitude(scene.filters.weights.array[_present(scene)])

    def _weight_edit(self, row: int, column: int, value: float) -> Edit:
        if self._every:
            block = np.array(self.model.values, np.float64)
            block[row, column] = value
            return self._block_edit(0, 0, block)
        return partial(
            channel_edits.set_filter_weight, number=_present(self.store.scene),
            channel=self._channel, row=row, column=column, value=value,
        )  # fmt: skip

    def _block_edit(self, row: int, column: int, block: NDArray[np.float64]) -> Edit:
        del row, column
        return self._kernel_edit(block, "paste kernel")

    def _kernel_edit(self, block: NDArray[Any], title: str) -> Edit:
        name = channel_names(self.store.scene)[self._channel]
        where = "every channel" if self._every else f"channel {name}"
        return partial(
            channel_edits.set_filter_kernel, number=_present(self.store.scene),
            channel=None if self._every else self._channel, block=block,
            title=f"{title} in {where}",
        )  # fmt: skip

    # ---- asking

    def _choose(self, key: str) -> None:
        filters = filter_preset(key).build(self.store.scene.filters.channels)
        self.ask(partial(channel_edits.set_filters, filters=filters))

    def _ask_count(self, value: int, gesture: str) -> None:
        self.ask(partial(channel_edits.set_filter_count, count=value), gesture)

    def _choose_filter(self, number: int) -> None:
        scene = self.store.scene
        if 1 <= number <= scene.filters.count:
            self.store.step_to(player.moved(scene, 0, 0, number - 1 - _present(scene)))
        else:
            fits = f"1 to {scene.filters.count} fits"
            self.ask(refusing("filter", f"filter {number}: {fits}"))

    def _choose_channel(self, key: str) -> None:
        self._every = key == EVERY
        if not self._every:
            self._channel = int(key)
        self.refresh(self.store.scene)

    def _choose_kernel(self, key: str) -> None:
        height, width = self.store.scene.filters.kernel
        kernel = kernel_preset(key).build(height, width)
        self.ask(self._kernel_edit(kernel.weights.array, kernel.name))

    def _resize(self, sides: Pair) -> None:
        height, width = sides
        self.ask(partial(channel_edits.resize_filters, height=height, width=width))

    def _type_bias(self) -> None:
        scene = self.store.scene
        present = _present(scene)
        change = partial(channel_edits.set_filter_bias, number=present)
        if edit := typed_bias(self.bias, scene.filters.bias[present], change):
            self.ask(edit)

    def _choose_summing(self, key: str) -> None:
        self.ask(partial(channel_edits.set_summing, summing=Summing(key)))

    def _choose_arrangement(self, key: str) -> None:
        self.ask(partial(channel_edits.set_arrangement, arrangement=Arrangement(key)))


def _present(scene: Scene) -> int:
    """The filter whose output channel the step is in; of another lesson's scene, the last."""
    return min(derive(scene).place(scene.step)[0], scene.filters.count - 1)
