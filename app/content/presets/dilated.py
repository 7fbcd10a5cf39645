"""The worked examples of the lesson on dilation."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from app.content.kernels.catalogue import kernel_preset
from app.content.presets.convolution import Preset, grid, photo, scene_of
from app.content.presets.examples import patchwork
from app.state.scene import Lesson, Scene


def _grid(
    key: str, size: int, vertical: int, horizontal: int = 0, **others: Any
) -> Callable[[], Scene]:
    """The literature's kernel on a patchwork, dilated."""

    def build() -> Scene:
        return scene_of(
            key, grid("patchwork", patchwork(size)), kernel_preset("literature").build(),
            Lesson.DILATED, dilation=(vertical, horizontal or vertical), **others,
        )  # fmt: skip

    return build


def _photo(key: str, kernel: str, image: str, dilation: int) -> Callable[[], Scene]:
    return partial(
        photo, key, kernel_preset(kernel).build(), image, Lesson.DILATED,
        dilation=(dilation, dilation), padding="same",
    )  # fmt: skip


DILATED_PRESETS: tuple[Preset, ...] = (
    Preset(
        "holes",
        "One hole between taps",
        "Nine weights over 5 × 5 cells: from 7 cells to 3, with no weight more.",
        _grid("holes", 7, 2),
    ),
    Preset(
        "single-1",
        "One layer, d = 1",
        "The plain kernel, for comparison: it spans 3 of the 11 cells.",
        _grid("single-1", 11, 1),
    ),
    Preset(
        "single-2",
        "One layer, d = 2",
        "The same kernel on the same cells spans 5: the output shrinks by 4 instead of 2.",
        _grid("single-2", 11, 2),
    ),
    Preset(
        "single-4",
        "One layer, d = 4",
        "A single layer spans 9. Fifteen, often quoted, is the stack of d = 1, 2 and 4.",
        _grid("single-4", 11, 4),
    ),
    Preset(
        "same",
        "Size kept",
        "Same padding of a dilated kernel is d times as wide: count the rings.",
        _grid("same", 7, 2, padding="same"),
    ),
    Preset(
        "one-axis",
        "Wide, not tall",
        "Dilation 3 along the rows alone: the window spans 3 × 7.",
        _grid("one-axis", 9, 1, 3, linked=False),
    ),
    Preset(
        "stride",
        "With stride 2",
        "Stride and dilation 2: taps meet odd rows and columns only; 56 of 81 cells go unread.",
        _grid("stride", 9, 2, stride=(2, 2)),
    ),
    Preset(
        "edges",
        "Edges, seen wider",
        "Sobel x with taps 4 apart on a photo: broad edges answer more, and fine ones double.",
        _photo("edges", "sobel-x", "scene", 4),
    ),
    Preset(
        "rings",
        "Rings slip through",
        "A mean with holes misses what lies between its taps: fine rings come out as coarse ones.",
        _photo("rings", "box", "zone-plate", 4),
    ),
)
