"""Where things stand: nothing leaves the stage, nothing overlaps, cells are square pixels."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from app.core import SpecError
from app.paint.fonts import FontMeasure
from app.picture.compose import compose
from app.picture.elements import Label, Panel, Picture, Rect, Tag, Weight
from app.picture.lettering.measure import Measure
from app.picture.lettering.typography import sizes
from app.state.derive import derive
from app.state.scene import Detail, Parameters, Scene
from app.state.view import Target, View
from tests.measures import FixedMeasure
from tests.picture.showing import Size, example, staged
from tests.scenes import image, scene

FIXED = FixedMeasure()
SCREENS = ((1024, 768), (1366, 768), (1920, 1080), (3840, 2160))

stage_sizes = st.one_of(
    st.sampled_from([(420, 310), (870, 560), (640, 700), (1080, 1700), *SCREENS]),
    st.tuples(st.integers(420, 3840), st.integers(310, 2160)),
)
sides = st.integers(1, 11)
small = st.tuples(st.integers(1, 30), st.integers(1, 30))
large = st.tuples(st.integers(1, 3000), st.integers(1, 4000))


def plane(shape: tuple[int, int], photo: bool) -> Any:
    """A photo of one shade takes no memory."""
    if photo:
        return np.broadcast_to(np.uint8(200), shape)
    return np.arange(shape[0] * shape[1]).reshape(shape) * 7 % 10


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    photo = draw(st.booleans())
    kernel = draw(sides), draw(sides)
    weights = np.arange(kernel[0] * kernel[1]).reshape(kernel) % 5 - 2
    parameters = Parameters(
        stride=(draw(st.integers(1, 4)),) * 2,
        dilation=(draw(st.integers(1, 2)),) * 2,
        padding=draw(st.sampled_from([((0, 0), (0, 0)), ((3, 1), (0, 5)), "same", "full"])),
        bias=draw(st.sampled_from([0, 0, -12, 0.125])),
        flip=draw(st.booleans()),
    )
    cells = plane(draw(large if photo else small), photo)
    shown = scene(
        cells, weights / 7 if draw(st.booleans()) else weights, parameters=parameters,
        detail=draw(st.sampled_from(Detail)),
    )  # fmt: skip
    try:
        derive(shown)
    except SpecError:
        assume(False)
    return shown


views = st.sampled_from(
    [View(), View(hover=Target("input", 0, 0)), View(pin=Target("input", 2, 3))]
)


def box(label: Label, measure: Measure) -> Rect:
    """The pixels of a label's letters."""
    width = measure.width(label.text, label.size, label.weight)
    left = label.x - width * {"left": 0.0, "centre": 0.5, "right": 1.0}[label.anchor]
    high = 0.4 if label.text in "∗=×→Σ" else 1.0  # signs fill less of their line
    return Rect(left, label.y - high * label.size / 2, width, high * label.size)


def meet(one: Rect, other: Rect) -> bool:
    common = one.intersected(other)
    return common.width > 0.5 and common.height > 0.5


def leaves(rect: Rect, area: Rect) -> bool:
    inside = rect.intersected(area)
    return rect.width - inside.width > 1 or rect.height - inside.height > 1


def faults(picture: Picture, measure: Measure = FIXED) -> Iterator[str]:
    """What leaves its place or lies over something else, in words."""
    assert picture.equation is not None
    stage = Rect(0, 0, picture.width, picture.equation.rect.y)
    labels = [(label.text, box(label, measure)) for label in picture.labels]
    panels = [(panel.key, panel.rect) for panel in picture.panels]
    for name, rect in (*panels, *labels):
        if leaves(rect, stage):
            yield f"{name} leaves the stage: {rect}"
    for (one, first), (other, second) in combinations((*panels, *labels), 2):
        result = "result" in (one, other)  # its number is a label in its box
        if meet(first, second) and not result:
            yield f"{one} lies over {other}: {first} {second}"
    yield from equation_faults(picture, measure)


def equation_faults(picture: Picture, measure: Measure) -> Iterator[str]:
    equation = picture.equation
    assert equation is not None
    *_, note = equation.places
    for x, y, token in equation.places:
        size = equation.note_size if token is note[2] else equation.size
        weight = Weight.BOLD if token.bold else Weight.REGULAR
        rect = Rect(x, y - size / 2, measure.width(token.text, size, weight), size)
        if leaves(rect, equation.rect):
            yield f"{token.text!r} leaves the equation's band: {rect}"


@settings(max_examples=150)
@given(shown=scenes(), size=stage_sizes, presenting=st.booleans(), view=views)
def test_nothing_leaves_the_stage_or_lies_over_something_else(
    shown: Scene, size: Size, presenting: bool, view: View
) -> None:
    picture = compose(staged(shown, view, size, pending=True, presenting=presenting))
    assert list(faults(picture)) == []


@settings(max_examples=60)
@given(shown=scenes(), size=stage_sizes, presenting=st.booleans())
def test_no_digits_are_smaller_than_the_least(shown: Scene, size: Size, presenting: bool) -> None:
    picture = compose(staged(shown, None, size, pending=True, presenting=presenting))
    least = 0.9 * sizes(*size, presenting).least
    assert all(panel.numbers == 0 or panel.numbers >= least for panel in picture.panels)
    assert all(label.size >= least for label in picture.labels)
    tags = [mark for mark in picture.marks if isinstance(mark, Tag)]
    assert all(tag.size >= least for tag in tags)


@settings(max_examples=60)
@given(shape=small, kernel=st.tuples(sides, sides), size=stage_sizes)
def test_cells_of_a_grid_are_square_whole_and_alike(
    shape: tuple[int, int], kernel: tuple[int, int], size: Size
) -> None:
    shown = scene(plane(shape, photo=False), np.ones(kernel, int), parameters=Parameters(
        padding="same"))  # fmt: skip
    figure = compose(staged(shown, None, size, pending=True)).panels[:3]
    scales = {panel.scale for panel in figure}
    if len(scales) > 1:
        return  # too many cells for the stage: shown as photos are
    assert all(is_whole(panel) for panel in figure)


def is_whole(panel: Panel) -> bool:
    rect, visible = panel.rect, panel.visible
    square = rect.width / visible.width == rect.height / visible.height
    return square and all(float(side).is_integer() for side in (rect.x, rect.y, panel.scale))


@pytest.mark.parametrize("size", [(540, 400), (870, 560), *SCREENS])
def test_the_opening_grids_are_grids_on_every_stage(size: Size) -> None:
    figure = compose(staged(example("literature"), None, size)).panels[:3]
    assert len({panel.scale for panel in figure}) == 1
    assert all(is_whole(panel) and panel.numbers for panel in figure)


@settings(max_examples=60)
@given(shape=large, kernel=st.tuples(sides, sides), size=stage_sizes)
def test_a_photo_keeps_its_form(
    shape: tuple[int, int], kernel: tuple[int, int], size: Size
) -> None:
    shown = scene(plane(shape, photo=True), np.ones(kernel, int),
                  parameters=Parameters(padding="same"))  # fmt: skip
    source = compose(staged(shown, None, size, pending=True)).panel("input")
    extent = source.extent
    assert source.visible == extent
    assert source.rect.width * extent.height == pytest.approx(source.rect.height * extent.width)


# ---- in a classroom


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("key", ["literature", "bias", "edges", "sharpen", "digit"])
def test_key_numbers_are_3_percent_of_the_height(qapp: QApplication, key: str, size: Size) -> None:
    picture = compose(staged(example(key), None, size, presenting=True, measure=FontMeasure()))
    key_size = 0.03 * size[1]
    numbers = {name: picture.panel(name).numbers for name in ("window", "weights", "products")}
    assert all(number >= key_size for number in numbers.values()), numbers
    assert all(label.size >= key_size for label in picture.labels if label.weight is Weight.BOLD)
    assert picture.equation is not None
    assert picture.equation.size >= key_size


@pytest.mark.parametrize("size", SCREENS)
@pytest.mark.parametrize("key", ["literature", "same-padding", "floor", "bias", "edges", "blur"])
@pytest.mark.parametrize("pinned", [None, Target("input", 2, 2)])
def test_no_text_is_under_2_percent_of_the_height(
    qapp: QApplication, key: str, size: Size, pinned: Target | None
) -> None:
    view = View(pin=pinned)
    picture = compose(staged(example(key), view, size, presenting=True, measure=FontMeasure()))
    least = 0.02 * size[1]
    assert all(panel.numbers == 0 or panel.numbers >= least for panel in picture.panels)
    assert all(label.size >= least for label in picture.labels)
    assert all(mark.size >= least for mark in picture.marks if isinstance(mark, Tag))
    assert picture.equation is not None
    assert min(picture.equation.size, picture.equation.note_size) >= least


@pytest.mark.parametrize("presenting", [False, True])
@pytest.mark.parametrize("size", [(870, 560), *SCREENS])
@pytest.mark.parametrize(
    "key", ["literature", "true-convolution", "floor", "bias", "dilated", "digit", "edges", "blur"]
)
def test_real_letters_fit_too(qapp: QApplication, key: str, size: Size, presenting: bool) -> None:
    measure = FontMeasure()
    shown = staged(example(key), None, size, presenting=presenting, measure=measure)
    assert list(faults(compose(shown), measure)) == []


def test_a_wide_result_is_shown_whole() -> None:
    shown = scene(np.full((3, 3), 10**12), np.ones((3, 3), int))
    picture = compose(staged(shown))
    total = next(label for label in picture.labels if label.text == "9000000000000")
    assert box(total, FIXED).width <= picture.panel("result").rect.width


def test_an_image_of_one_pixel_has_its_place() -> None:
    shown = scene(image([[7]]).pixels.array, [[3]])
    assert list(faults(compose(staged(shown)))) == []
