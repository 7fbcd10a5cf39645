"""The stage of overlap, read as text: counts, interiors, and what hangs together with a cell."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest

from app.content.lessons import lesson_info, preset
from app.core import overlap_counts
from app.picture.compose import compose, copied_equation
from app.picture.elements import Picture, Role
from app.picture.moment import Moment
from app.picture.plots import plots_of
from app.picture.readout.text import as_text
from app.picture.stage.given import StageInput
from app.state.derive import Counted, Derivation, derive
from app.state.overlap.choices import Overlap, Span, StampLayer
from app.state.scene import Lesson, Scene
from app.state.view import View
from tests.measures import FixedMeasure
from tests.picture.showing import USUAL, block, equation_of, pointing

SIZES = [(420, 320), (520, 620), (870, 560), (1010, 560), (1480, 860), (1024, 768)]
KEYS = [each.key for each in lesson_info(Lesson.OVERLAP).presets]


def example(key: str) -> Scene:
    return preset(Lesson.OVERLAP, key).build()


def staged(
    scene: Scene, view: View | None = None, size: tuple[float, float] = USUAL,
    presenting: bool = False,
) -> StageInput[Derivation]:  # fmt: skip
    moment = Moment(scene.step, scene.tap)
    return StageInput(
        derive(scene), None, view or View(), moment, *size, FixedMeasure(), presenting
    )


def shown(scene: Scene, view: View | None = None) -> Picture:
    return compose(staged(scene, view))


def text(scene: Scene, view: View | None = None) -> str:
    return as_text(shown(scene, view))


def test_a_line_of_stamps_in_words_and_numbers() -> None:
    said = text(example("k3s2"))
    assert said.startswith("Step 4 of 11: output 4, in the interior: 1 stamp reaches it.")
    assert block(said, "Output").splitlines()[1] == "1 1 2 1 2 1 2 1 2 1 1"
    assert block(said, "Stamps").splitlines()[1:3] == [
        "1 1 1 2 2 3 3 4 4 5 5",
        "· · 2 · 3 · 4 · 5 · ·",
    ]
    assert "Inside the dashed line 1, 2 repeat, every 2 cells." in said
    assert "The most, 2, is twice the least, 1." in said
    assert "✗ uneven inside: a checkerboard" in said


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("k4s2", "✓ even inside"),
        ("k2s3", "✗ holes"),
        ("stack", "The most, 3, is 3 times the least, 1."),
        ("stack-smoothed", "The most, 8, is 1.33 times the least, 6."),
        ("stack-even", "✓ even inside"),
        ("dilated", "2 divides 4, but dilation 2 shares a factor with stride 2"),
        ("plane", "a tile of 2 × 2 repeats, with 1, 2, 4"),
        ("cropped", "Edges: 1 cell at each side"),
    ],
)
def test_the_verdict_of_an_example(key: str, words: str) -> None:
    said = text(example(key))
    assert words in said
    assert "promises neither even edges nor even weights" in said


@pytest.mark.parametrize(
    ("key", "period"),
    [
        ("k2s1", [2]), ("k3s1", [3]), ("k2s2", [1]), ("k4s2", [2]), ("k6s3", [2]),
        ("k3s2", [1, 2]), ("k5s2", [2, 3]), ("k4s3", [1, 1, 2]), ("k5s3", [1, 2, 2]),
        ("k2s3", [1, 1, 0]), ("dilated", [4, 0]), ("stack", [3, 2, 3, 1]),
        ("stack-smoothed", [6, 8, 6, 7]), ("stack-even", [4]),
    ],
)  # fmt: skip
def test_the_interior_of_an_example_repeats_as_in_the_literature(
    key: str, period: list[int]
) -> None:
    words = r"Inside the dashed line ([\d, ]+) repeat(?:, every (\d+) cells|s)\."
    found = re.search(words, text(example(key)))
    assert found is not None
    told = [int(count) for count in found[1].split(", ")]
    turns = [period[turn:] + period[:turn] for turn in range(len(period))]
    assert told in turns, "read from another cell on it is the same period"
    assert int(found[2] or 1) == len(period)


def test_dilation_that_shares_a_factor_leaves_three_quarters_of_a_plane_empty() -> None:
    derived = derive(example("plane-dilated"))
    assert isinstance(derived, Counted)
    counts = derived.stamps.plane[:-1, :-1]
    assert counts.shape == (14, 14), "whole tiles of 2 × 2"
    assert np.count_nonzero(counts == 0) * 4 == 3 * counts.size


def test_a_step_names_its_stamps_and_a_stack_adds_paths() -> None:
    scene = replace(example("k3s2"), step=4)
    assert equation_of(text(scene)).startswith("input 2, tap 3 + input 3, tap 1  =  2 stamps")
    assert equation_of(text(example("stack-smoothed"))).startswith("3 + 2 + 3  =  8 paths")
    assert equation_of(text(example("dilated"))).startswith("1 + 1 + 1 + 1  =  4 stamps")
    hole = replace(example("k2s3"), step=2)
    assert equation_of(text(hole)) == "0\n(output 3: no stamp)"
    assert copied_equation(staged(scene)).startswith("input 2, tap 3")


def test_pointing_works_both_ways() -> None:
    up = text(example("k3s2"), pointing("input", 0, 1))
    assert up.startswith("Pointed at: input 2 reaches 3 outputs.")
    assert equation_of(up).startswith("input 2  →  outputs 3, 4, 5")
    assert "reach: 1 × 3 at (1, 3)" in block(up, "Output")
    down = text(example("k3s2"), pointing("output", 0, 4))
    assert down.startswith("Pointed at: output 5, in the interior: 2 stamps reach it.")
    assert "reach: 1 × 2 at (1, 2)" in block(down, "Inputs")
    assert text(example("k3s2"), pointing("output-stamps", 0, 4)) == down


def test_pointing_through_a_stack_and_over_a_plane() -> None:
    middle = text(example("stack"), pointing("output-1", 0, 2))
    assert middle.startswith("Pointed at: layer 1, cell 3 reaches 3 outputs.")
    assert "reach: 1 × 2 at (1, 1)" in block(middle, "Inputs")
    corner = text(example("plane"), pointing("input", 0, 0))
    assert corner.startswith("Pointed at: input (1, 1) reaches 9 outputs.")
    assert equation_of(corner).startswith("input (1, 1)  →  outputs rows 1, 2, 3, columns 1, 2, 3")
    assert text(example("plane"), pointing("output", 4, 2)).startswith(
        "Pointed at: output (5, 3), in the interior: 4 stamps reach it."
    )


def test_every_connection_is_drawn_and_the_step_s_are_coloured() -> None:
    scene = replace(example("k3s2"), step=4)
    picture = shown(scene)
    assert len(picture.web) == 15
    assert [line.role for line in picture.connectors] == [Role.STEP] * 2
    assert shown(replace(scene, step=5)).web is picture.web, "kept from step to step"


def test_of_too_many_connections_the_step_s_remain() -> None:
    dense = replace(example("k3s2"), overlap=Overlap(32, (StampLayer(11, 2),) * 2), step=60)
    assert not shown(dense).web
    assert {line.role for line in shown(dense).connectors} == {Role.STEP}


def test_the_heatmap_is_the_core_s() -> None:
    derived = derive(example("plane"))
    assert isinstance(derived, Counted)
    axis = derived.stamps.axes[0]
    panel = shown(example("plane")).panel("output")
    assert panel.array is not None
    assert np.array_equal(panel.array, overlap_counts(axis, axis))


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("key", KEYS)
def test_everything_lies_on_the_stage(key: str, size: tuple[int, int]) -> None:
    for presenting in (False, True):
        picture = compose(staged(example(key), size=size, presenting=presenting))
        assert picture.equation is not None
        for panel in picture.panels:
            assert panel.rect.x >= -0.5
            assert panel.rect.right <= size[0] + 0.5
            assert panel.rect.y >= -0.5
            assert panel.rect.bottom <= picture.equation.rect.y + 0.5
        for one, other in zip(picture.lines, picture.lines[1:], strict=False):
            assert other.y - one.y >= one.size


@pytest.mark.parametrize("span", Span)
def test_the_largest_results_are_composed(span: Span) -> None:
    for layers in ((StampLayer(11, 6), StampLayer(3, 3)), (StampLayer(11, 1),) * 3):
        scene = replace(example("k3s2"), overlap=Overlap(32, layers, 0, span))
        assert "Output" in text(scene)


@pytest.mark.parametrize("key", ["k3s2", "plane"])
def test_the_charts_hold_every_cell(key: str) -> None:
    derived = derive(example(key))
    counts, shares = plots_of(derived, None, "row")
    assert counts.series[0].y == (1, 1, 2, 1, 2, 1, 2, 1, 2, 1, 1)
    assert sum(shares.series[0].y) == pytest.approx(100)


@pytest.mark.parametrize("size", [(561, 514), (903, 546), (1446, 858)])
def test_stamps_are_numbered_as_large_as_the_counts_above_them(size: tuple[int, int]) -> None:
    picture = compose(staged(example("k5s3"), None, size))
    above = picture.panel("output").numbers
    assert 0.9 * above <= picture.panel("output-stamps").numbers <= above
