"""Generated programs print the numbers on the stage, in every framework that is installed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from app.content.code.frameworks import Framework
from app.content.code.input import PICTURES
from app.content.code.program import needed_file, program
from app.content.lessons import LESSONS, LessonInfo, lesson_info, preset
from app.core import SpecError
from app.services.export.inputs import file_of
from app.services.opening.images import ENDINGS
from app.state import input_edits
from app.state.channels.choices import Mixing, Source
from app.state.channels.filters import divisors, filters_of, with_channels
from app.state.derive import derive
from app.state.image import Image
from app.state.overlap.choices import Overlap, Span, StampLayer
from app.state.prepare import plane_count
from app.state.scene import (
    PADDING_MODES,
    PADDING_NAMES,
    Channel,
    Crop,
    Input,
    Kernel,
    Layer,
    LayerKind,
    Lesson,
    Parameters,
    Scale,
    Scene,
)
from app.state.spatial.choices import First, Spatial
from app.state.tensor import Tensor
from app.state.turned.choices import Product, Transposed, Unrolling, Walk
from tests.content.programs import INSTALLED, check, numbers, ran, ran_here
from tests.scenes import EXAMPLE, WEIGHTS, changed, scene

EXAMPLES = [(info.lesson, each.key) for info in LESSONS for each in info.presets]
HERE = [each for each in INSTALLED if each in (Framework.NUMPY, Framework.PYTORCH)]


def beside(folder: Path, shown: Scene) -> None:
    """Put the picture or the volume that a program reads beside it."""
    file = needed_file(shown)
    if file:
        (folder / file).write_bytes(file_of(shown))


@pytest.mark.parametrize(("lesson", "key"), EXAMPLES, ids=str)
def test_the_numpy_program_of_every_worked_example(
    lesson: Lesson, key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In this process, since there are many; one of each lesson is run as a user does, below."""
    shown = preset(lesson, key).build()
    beside(tmp_path, shown)
    monkeypatch.chdir(tmp_path)
    check(shown, ran_here(shown, Framework.NUMPY))


@pytest.mark.parametrize("framework", INSTALLED, ids=lambda each: each.value)
@pytest.mark.parametrize("info", LESSONS, ids=lambda info: info.lesson.value)
def test_every_lesson_in_every_framework(
    info: LessonInfo, framework: Framework, tmp_path: Path
) -> None:
    shown = info.presets[0].build()
    beside(tmp_path, shown)
    check(shown, ran(shown, framework, tmp_path))


@pytest.mark.parametrize("framework", INSTALLED, ids=lambda each: each.value)
def test_a_photo_is_read_from_its_file(framework: Framework, tmp_path: Path) -> None:
    shown = preset(Lesson.CONVOLUTION, "edges").build()
    beside(tmp_path, shown)
    assert needed_file(shown) == "landscape.png"
    check(shown, ran(shown, framework, tmp_path))


# ---- any parameters

small = st.integers(1, 3)
pairs = st.tuples(small, small)
sides = st.tuples(*(st.tuples(st.integers(0, 3), st.integers(0, 3)),) * 2)
whole = st.integers(-9, 9)
fractions = st.integers(-27, 27).map(lambda number: number / 9)


@st.composite
def grids(draw: st.DrawFn, most: int, values: st.SearchStrategy[float] = whole) -> NDArray[Any]:
    height, width = draw(st.integers(1, most)), draw(st.integers(1, most))
    flat = draw(st.lists(values, min_size=height * width, max_size=height * width))
    return np.array(flat).reshape(height, width)


@st.composite
def scenes(draw: st.DrawFn) -> Scene:
    """Convolutions of any parameters that fit."""
    parameters = Parameters(
        stride=draw(pairs), dilation=draw(pairs),
        padding=draw(sides | st.sampled_from(PADDING_NAMES)),
        padding_mode=draw(st.sampled_from(PADDING_MODES)),
        bias=draw(st.sampled_from([0, 3, -0.25])), flip=draw(st.booleans()),
    )  # fmt: skip
    values = draw(st.sampled_from([whole, fractions]))
    pixels, weights = draw(grids(8)), draw(grids(3, values))
    return scene(np.abs(pixels) + 1, weights, parameters=parameters)


@settings(max_examples=60)
@given(shown=scenes(), framework=st.sampled_from(HERE))
def test_convolution_with_any_parameters(shown: Scene, framework: Framework) -> None:
    assume(_fits(shown))
    check(shown, ran_here(shown, framework))


@settings(max_examples=60)
@given(
    shown=scenes(), padding=sides, extra=st.tuples(st.integers(0, 2), st.integers(0, 2)),
    by_input=st.booleans(), framework=st.sampled_from(HERE),
)  # fmt: skip
def test_transposed_convolution_with_any_parameters(
    shown: Scene, padding: tuple[tuple[int, int], tuple[int, int]], extra: tuple[int, int],
    by_input: bool, framework: Framework,
) -> None:  # fmt: skip
    parameters = replace(shown.parameters, padding=padding, padding_mode="zeros")
    walk = Walk.INPUT if by_input else Walk.OUTPUT
    turned = replace(
        shown, lesson=Lesson.TRANSPOSED, parameters=parameters,
        transposed=Transposed(output_padding=extra, walk=walk),
    )  # fmt: skip
    assume(_fits(turned))
    check(turned, ran_here(turned, framework))


@settings(max_examples=40)
@given(
    shown=scenes(), first=st.sampled_from(First), terms=st.integers(1, 3),
    framework=st.sampled_from(HERE), data=st.data(),
)  # fmt: skip
def test_two_passes_with_any_parameters(
    shown: Scene, first: First, terms: int, framework: Framework, data: st.DataObject
) -> None:
    apart = replace(shown, lesson=Lesson.SPATIALLY_SEPARABLE, spatial=Spatial(first, terms))
    assume(_fits(apart))
    step = data.draw(st.integers(0, derive(apart).steps - 1))
    there = replace(apart, step=step)
    check(there, ran_here(there, framework))


@settings(max_examples=40)
@given(shown=scenes(), back=st.booleans(), framework=st.sampled_from(HERE))
def test_the_matrix_with_any_parameters(shown: Scene, back: bool, framework: Framework) -> None:
    parameters = replace(shown.parameters, padding_mode="zeros", bias=0)
    product = Product.BACK if back else Product.FORWARD
    turned = replace(
        shown, lesson=Lesson.MATRIX, parameters=parameters, unrolling=Unrolling(product)
    )
    assume(_fits(turned))
    check(turned, ran_here(turned, framework))


def _fits(shown: Scene) -> bool:
    try:
        derive(shown)
        for axis in getattr(derive(shown), "axes", ()):
            axis.check_mode(shown.parameters.padding_mode)
    except SpecError:
        return False
    return True


# ---- stacks


@pytest.mark.parametrize("framework", INSTALLED, ids=lambda each: each.value)
def test_a_stack_with_a_transposed_layer(framework: Framework, tmp_path: Path) -> None:
    layers = (
        Layer(kernel=(3, 2), stride=(2, 1), padding=((1, 0), (0, 1))),
        Layer(LayerKind.TRANSPOSED, (3, 3), (2, 2), ((1, 0), (1, 1)), output_padding=(1, 0)),
        Layer(LayerKind.POOL, (2, 2), (2, 2)),
    )
    base = lesson_info(Lesson.RECEPTIVE_FIELD).presets[0].build()
    shown = replace(base, stack=layers, level=0, step=0)
    check(shown, ran(shown, framework, tmp_path))


def test_a_layer_that_does_not_fit_is_said() -> None:
    base = lesson_info(Lesson.RECEPTIVE_FIELD).presets[0].build()
    shown = replace(base, stack=(Layer(), Layer(kernel=(11, 11), dilation=(9, 9))), level=0, step=0)
    assert "# Layer 2 does not fit: " in program(shown, Framework.NUMPY)
    check(shown, ran_here(shown, Framework.NUMPY))


@settings(max_examples=60)
@given(
    size=st.integers(1, 6), plane=st.booleans(), framework=st.sampled_from(HERE),
    layers=st.lists(st.builds(StampLayer, st.integers(1, 4), small, st.integers(0, 2), small),
                    min_size=1, max_size=3),
)  # fmt: skip
def test_counts_of_stamps(
    size: int, plane: bool, framework: Framework, layers: list[StampLayer]
) -> None:
    base = lesson_info(Lesson.OVERLAP).presets[0].build()
    span = Span.PLANE if plane else Span.LINE
    shown = replace(base, overlap=Overlap(size, tuple(layers), span=span), step=0)
    assume(_fits(shown))
    assume(max(derive(shown).output_shape) <= 64)
    check(shown, ran_here(shown, framework))


# ---- the input


def photo(pixels: NDArray[Any], **changes: Any) -> Scene:
    source = Input(Image("shot.png", Tensor(pixels), 255), **changes)
    weights = Kernel("edges", Tensor(np.array([[1, 0, -1]])))
    return Scene(Lesson.CONVOLUTION, "example", source, weights, step=700)


COLOUR = np.random.default_rng(3).integers(0, 256, (120, 160, 3), np.uint8)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"channel": Channel.GREEN},
        {"crop": Crop(10, 20, 100, 90)},
        {"resample": (80, 80)},
        {"resample": (150, 240)},
        {"crop": Crop(0, 0, 100, 100), "scale": Scale.UNIT},
    ],
    ids=str,
)
def test_a_photo_is_prepared_as_the_stage_prepares_it(
    changes: dict[str, Any], tmp_path: Path
) -> None:
    shown = photo(COLOUR, **changes)
    beside(tmp_path, shown)
    check(shown, ran(shown, Framework.NUMPY, tmp_path))


def test_typed_cells_and_shares_of_white_are_written_out(tmp_path: Path) -> None:
    small_photo = photo(COLOUR[:6, :7, 0], scale=Scale.UNIT)
    shown = replace(changed(input_edits.set_cell(small_photo, 1, 2, 0.123)), step=3)
    check(shown, ran_here(shown, Framework.NUMPY))
    assert "]) / 255" in program(replace(small_photo, step=0), Framework.NUMPY)


def test_values_that_are_no_numbers_are_written_out() -> None:
    shown = scene(np.array([[1.5, np.nan, 2.0], [np.inf, 0.0, -np.inf]]), [[1]])
    printed = numbers(ran_here(shown, Framework.NUMPY))
    assert np.array_equal(printed, shown.input.image.pixels.array, equal_nan=True)


def test_a_name_cannot_become_code() -> None:
    hostile = Image("a\nraise SystemExit", Tensor(np.array(EXAMPLE)), 3)
    kernel = Kernel("b\r\nraise SystemExit", Tensor(np.array(WEIGHTS)))
    shown = replace(scene(), input=Input(hostile), kernel=kernel)
    check(shown, ran_here(shown, Framework.NUMPY))


def test_a_program_says_what_a_layer_lacks() -> None:
    same = scene(EXAMPLE, WEIGHTS, parameters=Parameters(stride=(2, 2), padding="same"))
    assert "TensorFlow's" in program(same, Framework.PYTORCH)
    uneven = scene(EXAMPLE, WEIGHTS, parameters=Parameters(padding=((0, 1), (2, 0))))
    assert 'F.pad(x, (2, 0, 0, 1), mode="constant")' in program(uneven, Framework.PYTORCH)
    flipped = scene(EXAMPLE, WEIGHTS, parameters=Parameters(flip=True))
    assert "np.rot90(w, 2)" in program(flipped, Framework.KERAS)


# ---- many channels


@st.composite
def layers(draw: st.DrawFn) -> Scene:
    """Layers of many channels with any parameters that fit."""
    channels, count = draw(st.integers(1, 4)), draw(st.integers(1, 4))
    lot = np.random.default_rng(draw(st.integers(0, 2**32)))
    weights = lot.integers(-27, 28, (count, channels, draw(small), draw(small)))
    chosen = draw(st.sampled_from([weights, weights / 9, weights / 7]))
    bias = tuple(draw(st.lists(st.sampled_from([0, 3, -0.25]), min_size=count, max_size=count)))
    made = filters_of("filters", chosen, bias)
    parameters = Parameters(
        stride=draw(pairs), dilation=draw(pairs), padding=draw(sides),
        padding_mode=draw(st.sampled_from(PADDING_MODES)), flip=draw(st.booleans()),
    )  # fmt: skip
    cells = lot.integers(0, 9, (draw(st.integers(1, 7)), draw(st.integers(1, 7)), channels))
    pixels = cells[..., 0] if channels == 1 else cells
    return Scene(
        Lesson.MULTI_CHANNEL, "example", Input(Image("cells", Tensor(pixels), 9)),
        Kernel("none", Tensor(np.ones((1, 1), np.int64))), parameters,
        filters=replace(made, groups=draw(st.sampled_from(divisors(made)))),
    )  # fmt: skip


@settings(max_examples=60)
@given(shown=layers(), framework=st.sampled_from(HERE))
def test_many_channels_with_any_parameters(shown: Scene, framework: Framework) -> None:
    assume(_fits(shown))
    check(shown, ran_here(shown, framework))


@pytest.mark.parametrize("source", Source)
@pytest.mark.parametrize("resample", [None, (90, 70)])
def test_a_photo_s_channels_are_read_cut_and_scaled(
    source: Source, resample: tuple[int, int] | None, tmp_path: Path
) -> None:
    pixels = np.random.default_rng(6).integers(0, 256, (130, 120, 3), np.uint8)
    photo = Input(
        Image("photo.png", Tensor(pixels), 255), Crop(3, 4, 110, 100), resample, scale=Scale.UNIT
    )
    base = preset(Lesson.MULTI_CHANNEL, "toy").build()
    filters = with_channels(base.filters, plane_count(photo, source))
    shown = replace(base, input=photo, filters=filters, mixing=Mixing(source=source))
    beside(tmp_path, shown)
    assert needed_file(shown) == "photo.png"
    check(shown, ran(shown, Framework.NUMPY, tmp_path))


# ---- inputs that no picture holds


def by_the_side(pixels: NDArray[Any], name: str = "planes", **how: Any) -> Input:
    """An image of these pixels, resampled beyond what is written out."""
    how = {"resample": (70, 66)} | how
    return Input(Image(name, Tensor(pixels), 255), **how)


DRAWN = np.random.default_rng(8)
UNPICTURED = {
    "two channels": by_the_side(DRAWN.integers(0, 9, (80, 90, 2), np.uint8)),
    "five channels, as shares": by_the_side(
        DRAWN.normal(size=(5, 6, 5)), crop=Crop(1, 0, 4, 5), scale=Scale.UNIT
    ),
    "a table of fractions": by_the_side(DRAWN.normal(size=(9, 7)), "pasted numbers"),
    "a red plane of whole numbers": by_the_side(
        DRAWN.integers(-9, 900, (80, 80, 3)), "scan.npy", channel=Channel.RED
    ),
    "grey of whole colours": by_the_side(DRAWN.integers(0, 9999, (8, 8, 3)), "scan.npy"),
    "grey of fractions": by_the_side(DRAWN.normal(size=(8, 8, 3)), "scan.nii.gz"),
}


@pytest.mark.parametrize("case", UNPICTURED)
def test_what_no_picture_holds_is_an_array_beside_the_program(case: str, tmp_path: Path) -> None:
    shown = replace(scene(), input=UNPICTURED[case])
    beside(tmp_path, shown)
    assert needed_file(shown).endswith(".npy")
    assert "Image.open" not in program(shown, Framework.NUMPY)
    check(shown, ran(shown, Framework.NUMPY, tmp_path))


@pytest.mark.parametrize("source", Source)
def test_many_channels_are_an_array_beside_the_program(source: Source, tmp_path: Path) -> None:
    photo = UNPICTURED["two channels"]
    base = preset(Lesson.MULTI_CHANNEL, "toy").build()
    filters = with_channels(base.filters, plane_count(photo, source))
    shown = replace(base, input=photo, filters=filters, mixing=Mixing(source=source))
    beside(tmp_path, shown)
    assert needed_file(shown) == "planes.npy"
    check(shown, ran(shown, Framework.NUMPY, tmp_path))


def test_an_array_does_not_take_the_name_of_the_one_that_was_opened() -> None:
    assert needed_file(replace(scene(), input=UNPICTURED["grey of whole colours"])) == (
        "scan_pixels.npy"
    )


def test_every_picture_that_can_be_opened_is_read_as_one() -> None:
    assert set(ENDINGS) == set(PICTURES)
