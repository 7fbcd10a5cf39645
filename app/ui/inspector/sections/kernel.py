"""The kernel: preset, size, an editable table of weights, and what can be done to it."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtWidgets import QSizePolicy

from app.content.kernels.catalogue import KERNELS
from app.content.kernels.catalogue import resized as resized_kernel
from app.content.kernels.signal import kernel_of, kernels_of
from app.paint.theme import Theme
from app.picture.elements import Tone
from app.picture.stage.tones import magnitude
from app.services.store import Store
from app.state import edits
from app.state.outcome import Edit, Outcome
from app.state.scene import MAX_KERNEL, Pair, Scene
from app.state.signal import is_line
from app.ui.inspector.controls.presets import headed_by
from app.ui.inspector.controls.section import WITH_KERNEL, Section
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
from app.ui.inspector.tables.grid_model import Grid

_SIZE_TIP = (
    "How many rows and columns of input cells one window covers. "
    "The centre of the weights stays, and zeros fill what is added."
)


class KernelSection(Section):
    """Shows and edits `scene.kernel`."""

    lessons = WITH_KERNEL

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Kernel", store, theme)
        self._add_preset()
        self._add_size()
        texts = (
            "kernel_table",
            "Kernel weights",
            "Each number is what the input cell under it is multiplied by. Type a number or a "
            "fraction such as 1/9; Enter and Tab move on; a table from a spreadsheet can be "
            "pasted.",
        )
        self.model, self.table = weight_table(self, kernel_grid(), texts)
        self.rows.addWidget(self.note_for("kernel"))
        self._add_links()

    def depends(self, scene: Scene) -> Hashable:
        """The kernel, and whether it has one axis."""
        return scene.kernel, is_line(scene)

    def refresh(self, scene: Scene) -> None:
        """Show the kernel's name, size, weights and sum."""
        self._fit_axes(is_line(scene))
        self.preset.offer(kernels_of(scene.lesson))
        self.preset.show_name(scene.kernel.name)
        self.sides.show_sides(scene.kernel.shape)
        if is_line(scene):
            self.linked.setChecked(False)
        show_sum(self.sum, scene.kernel.weights.array)
        show_weights(self.table, self.model)

    def _fit_axes(self, line: bool) -> None:
        """What is of the second axis is not there on a line."""
        for part in (self.sides.boxes[0], *self.sides.times, self.linked, *self._turning):
            part.setVisible(not line)

    def _add_preset(self) -> None:
        texts = (
            "kernel_preset",
            "Kernel preset",
            "Kernels that are worth knowing, each with a line on what it is for.",
        )
        self.preset = headed_by(self, KERNELS, texts, self._choose)

    def _add_size(self) -> None:
        texts = (
            "kernel_linked",
            "Keep the kernel square",
            "While it is on, height and width change together.",
        )
        height, width = self.store.scene.kernel.shape
        self.linked = self.themed(LinkButton(texts, self.theme, linked=height == width))
        sides = [(f"kernel_{side}", f"Kernel {side}", _SIZE_TIP) for side in ("height", "width")]
        self.sides = Sides(sides, MAX_KERNEL, 34, self.linked)
        self.sides.asked.connect(self._resize)
        self.sum = sum_label("kernel_sum", "area")
        self.sum.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.rows.addLayout(self.sides.line(self.sum))

    def _add_links(self) -> None:
        line, parts = works_line(_WORKS, self.ask)
        self._turning = parts[[edit for _, edit, _ in _WORKS].index(edits.rotate_kernel)]
        self.rows.addLayout(line)

    def _choose(self, key: str) -> None:
        kernel = kernel_of(self.store.scene.lesson, key).build()
        self.ask(partial(edits.set_kernel, kernel=kernel))

    def _resize(self, sides: Pair) -> None:
        self.ask(partial(resized, height=sides[0], width=sides[1]))


_WORKS: tuple[Work, ...] = (
    (
        "flip",
        edits.flip_kernel,
        "Turns the kernel by 180°, which is what makes a cross-correlation a true convolution.",
    ),
    (
        "rotate",
        edits.rotate_kernel,
        "Turns the kernel by 90°, so that an edge filter looks in the next direction.",
    ),
    (
        "negate",
        edits.negate_kernel,
        "Changes the sign of every weight: bright answers become dark ones.",
    ),
    (
        "normalise",
        edits.normalise_kernel,
        "Divides by the sum of the weights, so that an even area keeps its brightness; "
        "where the sum is 0, by the sum of their sizes.",
    ),
)


def resized(scene: Scene, height: int, width: int) -> Outcome:
    """The kernel at another size: a preset is made anew, other weights keep their centre."""
    if not (1 <= height <= MAX_KERNEL and 1 <= width <= MAX_KERNEL):
        return edits.resize_kernel(scene, height, width)
    title = f"kernel size {width}" if is_line(scene) else f"kernel size {height} × {width}"
    kernel = resized_kernel(scene.kernel, height, width, kernels_of(scene.lesson))
    return edits.set_kernel(scene, kernel, title)


def kernel_grid() -> Grid:
    """The kernel's weights as a table."""
    return Grid("kernel", _weights, _weight_tone, _weight_edit, _weights_edit)


def _weights(scene: Scene) -> NDArray[Any]:
    return scene.kernel.weights.array


def _weight_tone(scene: Scene) -> Tone:
    return magnitude(scene.kernel.weights.array)


def _weight_edit(row: int, column: int, value: float) -> Edit:
    return partial(edits.set_weight, row=row, column=column, value=value)


def _weights_edit(row: int, column: int, block: NDArray[np.float64]) -> Edit:
    del row, column
    return partial(edits.set_weights, weights=block)
