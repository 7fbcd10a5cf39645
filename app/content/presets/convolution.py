"""The worked examples of the convolution lesson: each is a Scene at one click."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.content.kernels.catalogue import kernel_preset
from app.content.presets.examples import patchwork, rings
from app.content.samples.catalogue import sample
from app.state.derive import Convolved, derive
from app.state.image import Image
from app.state.scene import Input, Kernel, Lesson, Mapping, Parameters, Reveal, Scene, Sides
from app.state.tensor import Tensor


@dataclass(frozen=True, slots=True)
class Preset:
    """A worked example: a title and a hint of one sentence, and the scene, built when asked for."""

    key: str
    title: str
    hint: str
    build: Callable[[], Scene]


def grid(name: str, cells: NDArray[Any]) -> Image:
    """A toy grid of whole numbers as an image."""
    height, width = cells.shape
    return Image(f"{name} {height}×{width}", Tensor(cells), float(cells.max()))


def scene_of(
    key: str,
    image: Image,
    kernel: Kernel,
    lesson: Lesson = Lesson.CONVOLUTION,
    **parameters: Any,
) -> Scene:
    """An image under a kernel; what is not said of the parameters is as usual."""
    return Scene(lesson, key, Input(image), kernel, Parameters(**parameters))


def _literature(key: str, **parameters: Any) -> Callable[[], Scene]:
    """The literature's input and kernel under other parameters."""

    def build() -> Scene:
        kernel = kernel_preset("literature").build()
        return scene_of(key, sample("literature").build(), kernel, **parameters)

    return build


def _rings(key: str, size: int, **parameters: Any) -> Callable[[], Scene]:
    def build() -> Scene:
        kernel = kernel_preset("literature").build()
        return scene_of(key, grid("rings", rings(size)), kernel, **parameters)

    return build


def _dilated() -> Scene:
    kernel = kernel_preset("literature").build()
    return scene_of("dilated", grid("patchwork", patchwork(7)), kernel, dilation=(2, 2))


def _even_kernel() -> Scene:
    kernel = Kernel("Sum 2 × 2", Tensor(np.ones((2, 2), np.int64)))
    return scene_of("even-kernel", sample("literature").build(), kernel, padding="same")


def photo(
    key: str,
    kernel: Kernel,
    image: str = "scene",
    lesson: Lesson = Lesson.CONVOLUTION,
    **parameters: Any,
) -> Scene:
    """A sample image under a kernel, with the whole result; the step stands at the sharpest edge
    of the middle row."""
    start = scene_of(key, sample(image).build(), kernel, lesson, **parameters)
    derived = derive(start)
    assert isinstance(derived, Convolved)
    vertical, horizontal = derived.axes
    middle = derived.plane[vertical.size // 2].astype(np.float64)
    edge = int(np.abs(np.diff(middle)).argmax())
    row, column = (
        axis.fan_out(at)[len(axis.fan_out(at)) // 2][0]
        for axis, at in ((vertical, vertical.size // 2), (horizontal, edge))
    )
    return replace(start, step=derived.trace.index(0, row, column), reveal=Reveal.WHOLE)


def _photo(key: str, kernel: str, image: str = "scene", **parameters: Any) -> Scene:
    return photo(key, kernel_preset(kernel).build(), image, **parameters)


def _digit() -> Scene:
    return _as_picture(_photo("digit", "vertical", "digit", padding="same"))


def _sharpened() -> Scene:
    return _as_picture(_photo("sharpen", "sharpen", padding="same"))


def _as_picture(scene: Scene) -> Scene:
    """Values cut at black and at the input's white, as a photo's are."""
    return replace(scene, mapping=Mapping.CLIPPED)


def all_sides(cells: int) -> Sides:
    """The same padding on every side."""
    return (cells, cells), (cells, cells)


CONVOLUTION_PRESETS: tuple[Preset, ...] = (
    Preset(
        "literature",
        "Nine windows, nine sums",
        "A 3 × 3 kernel on 5 × 5 numbers: check every product in your head.",
        _literature("literature"),
    ),
    Preset(
        "true-convolution",
        "True convolution",
        "The same numbers with the kernel turned by 180°: watch the output change.",
        _literature("true-convolution", flip=True),
    ),
    Preset(
        "same-padding",
        "Same padding",
        "One ring of zeros keeps 5 × 5 at 5 × 5, and dims the sums at the edge.",
        _literature("same-padding", padding="same"),
    ),
    Preset(
        "stride-2",
        "Stride 2",
        "The window skips every other place: 5 × 5 with padding 1 becomes 3 × 3.",
        _literature("stride-2", stride=(2, 2), padding=all_sides(1)),
    ),
    Preset(
        "dilated",
        "Dilation: holes",
        "Nine weights spread over 5 × 5 cells: the window sees further with no weight more.",
        _dilated,
    ),
    Preset(
        "floor",
        "What the floor drops",
        "6 − 3 is odd, and the stride is 2: the last row and the last column are never read.",
        _rings("floor", 6, stride=(2, 2)),
    ),
    Preset(
        "even-kernel",
        "An even kernel",
        "Same padding of a 2 × 2 kernel needs one zero on one side and none on the other.",
        _even_kernel,
    ),
    Preset(
        "same-stride-2",
        "TensorFlow's “same”",
        "6 cells, kernel 3, stride 2: nothing on the left, one zero on the right.",
        _rings("same-stride-2", 6, stride=(2, 2), padding="same"),
    ),
    Preset(
        "bias",
        "Bias",
        "Every sum is lowered by 12, so that some outputs fall below zero.",
        _literature("bias", bias=-12),
    ),
    Preset(
        "digit",
        "Lines in a digit",
        "Vertical strokes light up, level ones stay dark: one feature of a handwritten digit.",
        _digit,
    ),
    Preset(
        "edges",
        "Edges in a photo",
        "Sobel x as it is: edges that darken to the right are negative, and look black.",
        partial(_photo, "edges", "sobel-x"),
    ),
    Preset(
        "blur",
        "Blur a photo",
        "A 5 × 5 Gaussian with same padding; look at the corners, where zeros mix in.",
        partial(_photo, "blur", "gaussian", padding="same"),
    ),
    Preset(
        "sharpen",
        "Sharpen a photo",
        "The weights add up to 1: flat areas stay as they are, and edges gain.",
        _sharpened,
    ),
)
