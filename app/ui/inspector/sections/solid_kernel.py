"""The kernel of three sides: preset, size, a table of one of its slices, and what is done to it."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.content.kernels.solid import KERNELS3, kernel_preset3, resized3
from app.paint.theme import Theme
from app.picture.elements import Tone
from app.picture.stage.tones import magnitude
from app.services.store import Store
from app.state.outcome import Edit, Outcome
from app.state.scene import Scene
from app.state.solid import kernel_edits
from app.state.solid.choices import MAX_KERNEL3, Triple
from app.state.solid.settling import solid_of
from app.ui.inspector.controls.parts import Segments, labelled
from app.ui.inspector.controls.presets import headed_by
from app.ui.inspector.controls.section import Section
from app.ui.inspector.controls.weights import (
    LinkButton,
    Sides,
    Work,
    show_sum,
    show_weights,
    sum_label,
    weight_table,
    works_line,
)
from app.ui.inspector.sections.volume import VOLUME_LESSON
from app.ui.inspector.tables.grid_model import Grid

SIDES = ("depth", "height", "width")
_SIZE_TIP = (
    "How many slices, rows and columns of input cells one window covers. The middle of the "
    "weights stays, and zeros fill what is added."
)


class Kernel3Section(Section):
    """Shows and edits the kernel of `scene.solid`, one slice at a time."""

    lessons = VOLUME_LESSON

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Kernel", store, theme)
        self._slice = 0
        self._add_preset()
        self._add_size()
        self._add_slices()
        texts = (
            "kernel3_table",
            "Weights of a slice of the kernel",
            "Each number is what the input cell under it is multiplied by. Type a number or a "
            "fraction such as 1/9; Enter and Tab move on.",
        )
        self.model, self.table = weight_table(self, self._grid(), texts)
        self.rows.addWidget(self.note_for("kernel3"))
        self._add_links()

    def depends(self, scene: Scene) -> Hashable:
        """The kernel alone."""
        return solid_of(scene).kernel

    def refresh(self, scene: Scene) -> None:
        """Show the kernel's name, size, sum, and the chosen slice."""
        kernel = solid_of(scene).kernel
        self.preset.show_name(kernel.name)
        self.sides.show_sides(kernel.shape)
        show_sum(self.sum, kernel.weights.array)
        depth = kernel.shape[0]
        self._slice = min(self._slice, depth - 1)
        self.slices.show_only([str(at) for at in range(depth)])
        self.slices.show_choice(str(self._slice))
        show_weights(self.table, self.model)

    # ---- parts

    def _add_preset(self) -> None:
        texts = (
            "kernel3_preset",
            "Kernel preset",
            "Kernels of three sides that are worth knowing, each with a line on what it is for.",
        )
        self.preset = headed_by(self, KERNELS3, texts, self._choose)

    def _add_size(self) -> None:
        texts = (
            "kernel3_linked",
            "Keep the kernel a cube",
            "While it is on, depth, height and width change together.",
        )
        self.linked = self.themed(LinkButton(texts, self.theme, linked=True))
        sides = [(f"kernel3_{side}", f"Kernel {side}", _SIZE_TIP) for side in SIDES]
        self.sides = Sides(sides, MAX_KERNEL3, 30, self.linked)
        self.sides.asked.connect(self._resize)
        self.sum = sum_label("kernel3_sum", "part")
        self.rows.addLayout(self.sides.line())

    def _add_slices(self) -> None:
        tips = "Shows this slice of the kernel in the table; slice 1 is in front."
        self.slices = Segments(
            ((str(at), str(at + 1), tips) for at in range(MAX_KERNEL3)), "kernel3_slice"
        )
        self.slices.setObjectName("kernel3_slices")
        self.slices.chosen.connect(self._turn_to)
        line = labelled("Slice", self.slices)
        line.addWidget(self.sum)
        self.rows.addLayout(line)

    def _add_links(self) -> None:
        line, _ = works_line(_WORKS, self.ask)
        self.rows.addLayout(line)

    # ---- the table

    def _grid(self) -> Grid:
        """The weights of the chosen slice as a table."""
        return Grid("kernel3", self._weights, _tone, self._weight_edit, self._slice_edit)

    def _weights(self, scene: Scene) -> NDArray[Any]:
        if scene.solid is None:
            return np.zeros((1, 1))
        weights = scene.solid.kernel.weights.array
        plane: NDArray[Any] = weights[min(self._slice, len(weights) - 1)]
        return plane

    def _weight_edit(self, row: int, column: int, value: float) -> Edit:
        return partial(kernel_edits.set_weight3, at=(self._slice, row, column), value=value)

    def _slice_edit(self, row: int, column: int, block: NDArray[np.float64]) -> Edit:
        del row, column
        return partial(kernel_edits.set_slice_weights, slice_=self._slice, weights=block)

    # ---- what is asked for

    def _choose(self, key: str) -> None:
        self.ask(partial(kernel_edits.set_kernel3, kernel=kernel_preset3(key).build()))

    def _resize(self, sides: Triple) -> None:
        self.ask(partial(resized, size=sides))

    def _turn_to(self, key: str) -> None:
        self._slice = int(key)
        show_weights(self.table, self.model)


_WORKS: tuple[Work, ...] = (
    (
        "flip",
        kernel_edits.flip_kernel3,
        "Turns the kernel round on all three axes, which makes a cross-correlation a true "
        "convolution.",
    ),
    (
        "next axis",
        kernel_edits.swap_axes3,
        "Depth becomes rows, rows columns and columns depth: a filter looks in the next direction.",
    ),
    (
        "negate",
        kernel_edits.negate_kernel3,
        "Changes the sign of every weight: bright answers become dark ones.",
    ),
    (
        "normalise",
        kernel_edits.normalise_kernel3,
        "Divides by the sum of the weights, so that an even part keeps its brightness; where the "
        "sum is 0, by the sum of their sizes.",
    ),
)


def resized(scene: Scene, size: Triple) -> Outcome:
    """The kernel at another size: a preset is made anew, other weights keep their middle."""
    if not all(1 <= side <= MAX_KERNEL3 for side in size):
        return kernel_edits.resize_kernel3(scene, size)
    title = f"kernel size {' × '.join(map(str, size))}"
    return kernel_edits.set_kernel3(scene, resized3(solid_of(scene).kernel, size), title)


def _tone(scene: Scene) -> Tone:
    """All slices share their tint."""
    weights = np.zeros((1, 1)) if scene.solid is None else scene.solid.kernel.weights.array
    return magnitude(weights)
