"""The worked examples of the lesson on receptive fields."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import numpy as np

from app.content.kernels.catalogue import kernel_preset
from app.content.presets.convolution import Preset, grid
from app.content.presets.examples import patchwork
from app.content.samples.catalogue import sample
from app.content.stacks import Layers, dilated, known_stack
from app.state.image import Image
from app.state.receptive_field.edits import at_middle, at_unit
from app.state.scene import Backdrop, Input, Lesson, Pair, Scene


def _stacked(
    key: str, image: Image, layers: Layers, backdrop: Backdrop, unit: int | None = None
) -> Scene:
    """A stack with its last level chosen; the unit in its middle, or the one that is given."""
    scene = Scene(
        Lesson.RECEPTIVE_FIELD, key, Input(image), kernel_preset("identity").build(1, 1),
        stack=layers, level=len(layers), backdrop=backdrop,
    )  # fmt: skip
    return at_middle(scene) if unit is None else at_unit(scene, len(layers), unit)


def _toy(key: str, stack: str, side: int) -> Callable[[], Scene]:
    def build() -> Scene:
        image = grid("patchwork", patchwork(side))
        return _stacked(key, image, known_stack(stack).build(), Backdrop.PATHS)

    return build


def _single() -> Scene:
    image = grid("patchwork", patchwork(17))
    return _stacked("single", image, dilated(4), Backdrop.PATHS)


def _signal(key: str, length: int) -> Callable[[], Scene]:
    """A WaveNet on one row; the unit is the newest sample."""

    def build() -> Scene:
        image = grid("signal", np.resize(patchwork(5), (1, length)))
        return _stacked(key, image, known_stack(key).build(), Backdrop.PATHS, length - 1)

    return build


def _photo(key: str, stack: str, backdrop: Backdrop, unit: Pair | None = None) -> Scene:
    shown = _stacked(key, sample("scene").build(), known_stack(stack).build(), backdrop)
    if unit is None:
        return shown
    row, column = unit
    columns = shown.input.image.width // 32  # both nets halve the sides five times
    return replace(shown, step=row * columns + column)


RECEPTIVE_FIELD_PRESETS: tuple[Preset, ...] = (
    Preset(
        "doubling",
        "3, 7, 15: d = 1, 2, 4",
        "The stack sees 3, 7, 15 cells; the row “layer alone” says 3, 5, 9 beside it.",
        _toy("doubling", "doubling", 17),
    ),
    Preset(
        "single",
        "One layer alone, d = 4",
        "9 cells wide, and only 3 × 3 of them used: the 15 belong to the stack.",
        _single,
    ),
    Preset(
        "gridding",
        "2, 2, 2: gridding",
        "13 cells wide, but 7 of them are used per axis, by 1 3 6 7 6 3 1 paths.",
        _toy("gridding", "gridding", 15),
    ),
    Preset(
        "cured",
        "1, 2, 5: cured",
        "As many weights, 17 cells wide, and no cell is left out.",
        _toy("cured", "cured", 19),
    ),
    Preset(
        "photo",
        "What a unit sees",
        "VGG-16's last pooling on a picture: one unit judges by this part alone.",
        partial(_photo, "photo", "vgg-16", Backdrop.INPUT, (13, 5)),
    ),
    Preset(
        "vgg-16",
        "VGG-16: 212",
        "Thirteen convolutions and five poolings; most paths lead to the middle of the field.",
        partial(_photo, "vgg-16", "vgg-16", Backdrop.PATHS),
    ),
    Preset(
        "resnet-18",
        "ResNet-18: 435",
        "Stride 4 in the first two layers makes every later kernel reach far.",
        partial(_photo, "resnet-18", "resnet-18", Backdrop.INPUT),
    ),
    Preset(
        "resnet-50",
        "ResNet-50: 427",
        "The stride stands in the 3 × 3, as most libraries have it today.",
        partial(_photo, "resnet-50", "resnet-50", Backdrop.INPUT),
    ),
    Preset(
        "resnet-50-1x1",
        "ResNet-50, first paper: 483",
        "The stride stands in the 1 × 1 before it: the same layers, and 56 cells more.",
        partial(_photo, "resnet-50-1x1", "resnet-50-1x1", Backdrop.INPUT),
    ),
    Preset(
        "wavenet",
        "WaveNet: 16 samples",
        "Four layers of two taps, along one axis, looking back only: each path is counted once.",
        _signal("wavenet", 32),
    ),
    Preset(
        "wavenet-block",
        "WaveNet's block: 1024",
        "Ten layers of two taps; the field doubles with each of them.",
        _signal("wavenet-block", 1024),
    ),
    Preset(
        "down-up",
        "Down and up again",
        "Above transposed layers the jump shrinks again, and neighbours share their field.",
        _toy("down-up", "down-up", 16),
    ),
)
