"""Stacks of layers that are known by name: what each is called, what it shows, how it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from app.state.scene import Layer, LayerKind, Sides

Layers = tuple[Layer, ...]
RESNET_18, RESNET_50 = (2, 2, 2, 2), (3, 4, 6, 3)
"""Blocks in each of the four stages."""


@dataclass(frozen=True, slots=True)
class KnownStack:
    """`key` names the stack; `build` makes its layers, from the input upwards."""

    key: str
    title: str
    purpose: str
    build: Callable[[], Layers]


def square(kernel: int, stride: int = 1, padding: int = 0, name: str = "") -> Layer:
    """A convolution alike on both axes."""
    return Layer(LayerKind.CONV, (kernel, kernel), (stride, stride), _sides(padding), name=name)


def pooling(kernel: int, stride: int, padding: int = 0, name: str = "") -> Layer:
    """A pooling alike on both axes."""
    return Layer(LayerKind.POOL, (kernel, kernel), (stride, stride), _sides(padding), name=name)


def dilated(*dilations: int) -> Layers:
    """3 × 3 layers without padding, each with its own dilation."""
    return tuple(Layer(dilation=(each, each)) for each in dilations)


def vgg16() -> Layers:
    """The 13 convolutions and 5 poolings of VGG-16 (Simonyan and Zisserman, 2015)."""
    layers: list[Layer] = []
    for block, convolutions in enumerate((2, 2, 3, 3, 3), 1):
        names = (f"conv{block}_{number}" for number in range(1, convolutions + 1))
        layers += [square(3, padding=1, name=name) for name in names]
        layers.append(pooling(2, 2, name=f"pool{block}"))
    return tuple(layers)


def resnet18() -> Layers:
    """The longest way through ResNet-18's trunk: two 3 × 3 in each block (He et al., 2016)."""
    layers = _stem()
    for stage, place, stride in _blocks(RESNET_18):
        layers.append(square(3, stride, 1, f"{stage}.{place} a"))
        layers.append(square(3, 1, 1, f"{stage}.{place} b"))
    return tuple(layers)


def resnet50(stride_in_1x1: bool = False) -> Layers:
    """The longest way through ResNet-50's trunk: 1 × 1, 3 × 3, 1 × 1 in each block.

    The first paper strides in the 1 × 1; most libraries stride in the 3 × 3 today.
    """
    layers = _stem()
    for stage, place, stride in _blocks(RESNET_50):
        first, second = (stride, 1) if stride_in_1x1 else (1, stride)
        layers.append(square(1, first, name=f"{stage}.{place} a"))
        layers.append(square(3, second, 1, f"{stage}.{place} b"))
        layers.append(square(1, name=f"{stage}.{place} c"))
    return tuple(layers)


def wavenet(count: int) -> Layers:
    """Causal layers of two taps along one axis; the dilation doubles (van den Oord et al., 2016).

    All padding is before the first sample, so that no unit sees what comes after it.
    """
    return tuple(
        Layer(kernel=(1, 2), dilation=(1, reach), padding=((0, 0), (reach, 0)))
        for reach in (2**power for power in range(count))
    )


def down_and_up() -> Layers:
    """Two poolings, a convolution, and two transposed layers back to the input's size."""
    up = Layer(LayerKind.TRANSPOSED, (4, 4), (2, 2), _sides(1))
    return (pooling(2, 2), pooling(2, 2), square(3, padding=1), up, up)


def _sides(padding: int) -> Sides:
    return (padding, padding), (padding, padding)


def _stem() -> list[Layer]:
    return [square(7, 2, 3, "conv1"), pooling(3, 2, 1, "pool1")]


def _blocks(stages: tuple[int, ...]) -> Iterator[tuple[int, int, int]]:
    """Stage, place in it and stride of every block; each stage but the first begins with 2."""
    for stage, blocks in enumerate(stages, 1):
        for place in range(1, blocks + 1):
            yield stage, place, 2 if place == 1 and stage > 1 else 1


STACKS: tuple[KnownStack, ...] = (
    KnownStack("doubling", "d = 1, 2, 4", "Three layers see 15 cells, each of them used.",
               partial(dilated, 1, 2, 4)),
    KnownStack("gridding", "d = 2, 2, 2", "Every other cell is used by no path.",
               partial(dilated, 2, 2, 2)),
    KnownStack("cured", "d = 1, 2, 5", "Dilations with no common step leave no hole.",
               partial(dilated, 1, 2, 5)),
    KnownStack("vgg-16", "VGG-16", "18 layers: the last pooling sees 212 cells.", vgg16),
    KnownStack("resnet-18", "ResNet-18", "The trunk's longest way sees 435 cells.", resnet18),
    KnownStack("resnet-50", "ResNet-50", "Stride in the 3 × 3: 427 cells.", resnet50),
    KnownStack("resnet-50-1x1", "ResNet-50, first paper", "Stride in the 1 × 1: 483 cells.",
               partial(resnet50, stride_in_1x1=True)),
    KnownStack("wavenet", "WaveNet, 4 layers", "Two taps each, along one axis: 16 cells.",
               partial(wavenet, 4)),
    KnownStack("wavenet-block", "WaveNet, 10 layers", "One block sees 1024 samples.",
               partial(wavenet, 10)),
    KnownStack("down-up", "Down and up again", "Poolings, then transposed layers.", down_and_up),
)  # fmt: skip


def known_stack(key: str) -> KnownStack:
    """The stack of that key; KeyError with the keys that there are."""
    for each in STACKS:
        if each.key == key:
            return each
    raise KeyError(f"no stack {key!r}: {', '.join(each.key for each in STACKS)}")
