"""The worked examples of the lesson of overlap, each with the period that its interior repeats."""

from __future__ import annotations

from collections.abc import Callable

from app.content.kernels.catalogue import kernel_preset
from app.content.presets.convolution import Preset
from app.content.samples.catalogue import sample
from app.state.overlap.choices import Overlap, Span, StampLayer
from app.state.scene import Input, Lesson, Scene


def _stamps(
    key: str,
    *layers: StampLayer,
    size: int = 5,
    span: Span = Span.LINE,
    step: int = 3,
) -> Callable[[], Scene]:
    """Stamps over so many inputs; the image and the kernel wait for other lessons."""

    def build() -> Scene:
        return Scene(
            Lesson.OVERLAP,
            key,
            Input(sample("literature").build()),
            kernel_preset("literature").build(),
            overlap=Overlap(size, layers, len(layers) - 1, span),
            step=step,
        )

    return build


def _row(kernel: int, stride: int, title: str, hint: str) -> Preset:
    key = f"k{kernel}s{stride}"
    layer = StampLayer(kernel, stride)
    size = 7 if stride == 1 else 5
    return Preset(key, f"k{kernel} s{stride} · {title}", hint, _stamps(key, layer, size=size))


K3S2, K4S2 = StampLayer(3, 2), StampLayer(4, 2)

OVERLAP_PRESETS: tuple[Preset, ...] = (
    _row(3, 2, "the checkerboard",
         "Every other cell gets two stamps, the others one: 1, 2, 1, 2."),
    _row(4, 2, "the remedy",
         "The stride divides the kernel: two stamps on every cell inside, one at the edges."),
    _row(2, 1, "stride 1", "Two stamps on every cell inside: stride 1 is always even."),
    _row(3, 1, "stride 1", "Three stamps on every cell inside, and a ramp at the edges."),
    _row(2, 2, "side by side", "Stamps lie side by side, so one reaches every cell."),
    _row(6, 3, "even at stride 3", "6 is a multiple of 3: two stamps on every cell inside."),
    _row(5, 2, "a larger kernel", "2, 3, 2, 3: a larger kernel softens the contrast, no more."),
    _row(4, 3, "one in three", "1, 1, 2: every third cell gets a second stamp."),
    _row(5, 3, "two in three", "1, 2, 2: two of three cells get a second stamp."),
    _row(2, 3, "holes", "The stride is larger than the kernel: every third cell gets nothing."),
    Preset(
        "stack",
        "k3 s2 twice",
        "5 inputs become 11, then 23: uneven on uneven repeats 3, 2, 3, 1.",
        _stamps("stack", K3S2, K3S2, step=10),
    ),
    Preset(
        "stack-smoothed",
        "… and k3 s1 after it",
        "A layer of stride 1 evens 3, 2, 3, 1 out to 6, 8, 6, 7: most over least falls to 1.33.",
        _stamps("stack-smoothed", K3S2, K3S2, StampLayer(3, 1), step=10),
    ),
    Preset(
        "stack-even",
        "k4 s2 twice",
        "Even on even stays even: 4 paths to every cell inside, ramps at the edges.",
        _stamps("stack-even", K4S2, K4S2, step=10),
    ),
    Preset(
        "dilated",
        "k4 s2 d2 · half left empty",
        "2 divides 4, yet dilation and stride share a factor: every other cell gets no stamp.",
        _stamps("dilated", StampLayer(4, 2, dilation=2), step=6),
    ),
    Preset(
        "cropped",
        "k4 s2 p1 · cropped",
        "Padding crops the ends: 5 become 10, and one thin cell is left at each edge.",
        _stamps("cropped", StampLayer(4, 2, padding=1)),
    ),
    Preset(
        "plane",
        "k3 s2 in two dimensions",
        "The counts of both axes multiply: 1, 2 and 4, the checkerboard of many pictures.",
        _stamps("plane", K3S2, span=Span.PLANE, step=24),
    ),
    Preset(
        "plane-even",
        "k4 s2 in two dimensions",
        "Flat inside, dark at the edges and darker in the corners.",
        _stamps("plane-even", K4S2, span=Span.PLANE, step=39),
    ),
    Preset(
        "plane-dilated",
        "k4 s2 d2 in two dimensions",
        "Half of each axis is left empty, and so three quarters of the plane.",
        _stamps("plane-dilated", StampLayer(4, 2, dilation=2), span=Span.PLANE, step=90),
    ),
)  # fmt: skip
