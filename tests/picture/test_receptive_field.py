"""The stage of a stack, read as text: fields, paths, recurrences, folds and what does not fit."""

from __future__ import annotations

from dataclasses import replace
from textwrap import dedent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.content.lessons import lesson_info, preset
from app.picture.compose import compose, copied_equation
from app.picture.elements import Counts, Frame, Outline, Picture, Stroke
from app.picture.lettering.typography import sizes
from app.picture.moment import Moment
from app.picture.plots import plots_of
from app.picture.readout.text import as_text
from app.picture.receptive_field.layout import shown_levels
from app.state.derive import derive
from app.state.receptive_field import edits
from app.state.scene import Backdrop, Layer, LayerKind, Lesson, Scene
from app.state.view import View
from tests.picture.showing import Size, block, equation_of, pointing, staged
from tests.picture.test_layout import faults, stage_sizes
from tests.scenes import changed, image, scene

RF = Lesson.RECEPTIVE_FIELD
PRESETS = lesson_info(RF).presets


def example(key: str) -> Scene:
    return preset(RF, key).build()


def on(shown: Scene, *layers: Layer, level: int | None = None) -> Scene:
    """Other layers on a scene's input."""
    chosen = len(layers) if level is None else level
    return edits.at_middle(replace(shown, stack=layers, level=chosen))


def picture(shown: Scene, view: View | None = None, size: Size = (900, 620)) -> Picture:
    return compose(staged(shown, view, size, pending=True))


def text(shown: Scene, view: View | None = None) -> str:
    return as_text(picture(shown, view))


def label_texts(shown: Picture) -> list[str]:
    return [label.text for label in shown.labels]


def test_gridding_as_it_is_read() -> None:
    told = text(example("gridding"))
    assert told.startswith(
        "Unit (2, 2) of conv 3 sees rows 2–14, columns 2–14, 13 × 13 cells, 49 of 169 used."
    )
    assert block(told, "conv 1") == dedent("""\
        conv 1  11 × 11
        thin: 9 × 9 at (2, 2)
        paths on 9 × 9 at (2, 2):
        1 0 2 0 3 0 2 0 1
        0 0 0 0 0 0 0 0 0
        2 0 4 0 6 0 4 0 2
        0 0 0 0 0 0 0 0 0
        3 0 6 0 9 0 6 0 3
        0 0 0 0 0 0 0 0 0
        2 0 4 0 6 0 4 0 2
        0 0 0 0 0 0 0 0 0
        1 0 2 0 3 0 2 0 1""")
    assert "7  0 21  0 42  0 49  0 42  0 21  0  7" in block(told, "Input")


def test_the_recurrences_with_real_numbers() -> None:
    told = equation_of(text(example("doubling")))
    assert "field = 7 + (3 − 1)·4·1 = 15" in told
    assert "jump = 1·1 = 1" in told
    assert "start = 1 − 0·1 = 1" in told
    assert "(unit (2, 2) sees rows 2–16, columns 2–16, 15 × 15 cells)" in told
    vgg = equation_of(text(example("vgg-16")))
    assert "field = 196 + (2 − 1)·1·16 = 212" in vgg
    assert "jump = 16·2 = 32" in vgg
    assert copied_equation(staged(example("doubling"), pending=True)).startswith("field = 7 + ")


def test_transposed_layers_divide_the_jump() -> None:
    told = equation_of(text(example("down-up")))
    assert "jump = 2/2 = 1" in told
    assert "field = 18 + (4 − 1)·1·1 = 21" in told


def test_axes_that_differ_have_a_line_each() -> None:
    told = equation_of(text(on(example("doubling"), Layer(kernel=(3, 5)))))
    assert "rows  field = 1 + (3 − 1)·1·1 = 3" in told
    assert "columns  field = 1 + (5 − 1)·1·1 = 5" in told


def test_numbers_stand_under_each_layer_and_the_single_layers_beside_them() -> None:
    texts = label_texts(picture(example("doubling")))
    at = texts.index("conv 1")
    assert texts[at : at + 8] == ["conv 1", "k3", "15 × 15", "3", "3", "1", "1", "2"]
    assert [texts[texts.index(f"conv {n}") + 3] for n in (1, 2, 3)] == ["3", "5", "9"]
    assert [texts[texts.index(f"conv {n}") + 4] for n in (1, 2, 3)] == ["3", "7", "15"]
    assert "layer alone" in texts


def test_pointing_at_an_input_cell_tells_all_units_that_see_it() -> None:
    shown = picture(example("gridding"), pointing("input", 7, 7))
    assert shown.spoken == (
        "Cell (8, 8) of the input is seen by 9 units of conv 1, 9 units of conv 2, 1 unit of "
        "conv 3."
    )
    reached = [
        mark.panel
        for mark in shown.marks
        if isinstance(mark, Outline) and mark.stroke is Stroke.REACH
    ]
    assert sorted(reached) == ["input", "level-1", "level-2", "level-3"]
    hole = picture(example("gridding"), pointing("input", 0, 0))
    assert (
        hole.spoken == "Cell (1, 1) of the input is seen by 1 unit of conv 1, 1 unit of "
        "conv 2, 1 unit of conv 3."
    )


def test_pointing_at_another_unit_shows_its_field() -> None:
    shown = picture(example("doubling"), pointing("level-2", 0, 0))
    assert shown.spoken == (
        "Pointing at unit (1, 1) of conv 2: it sees rows 1–7, columns 1–7, 7 × 7 cells."
    )
    assert not [
        mark for mark in shown.marks if isinstance(mark, Counts) and mark.panel == "level-3"
    ]


def test_the_photo_is_dimmed_around_what_the_unit_sees() -> None:
    told = text(example("photo"))
    assert "Unit (14, 6) of pool5 sees rows 327–538, columns 71–282, 212 × 212 cells." in told
    assert "outside: 326 × 960 at (1, 1), 102 × 960 at (539, 1)" in block(told, "Input")
    assert "values 0 to 255" not in block(told, "pool5")


def test_holes_of_gridding_are_veiled_on_the_input_itself() -> None:
    shown = replace(example("gridding"), backdrop=Backdrop.INPUT)
    assert "hole: 1 × 13 at (3, 2), 1 × 13 at (5, 2)" in block(text(shown), "Input")


def test_a_layer_that_does_not_fit_is_named_and_the_part_before_stays() -> None:
    failing = changed(edits.change_layer(example("doubling"), 1, dilation=(9, 9)))
    shown = picture(failing)
    assert [panel.title for panel in shown.panels] == ["Input", "conv 1"]
    told = as_text(shown)
    assert "conv 2\n\ndoes not fit" in told
    words = " ".join(label.text for label in reversed(shown.labels[-2:]))
    assert words == (
        "conv 2 does not fit: kernel 3: spans 19 with dilation 9, more than the padded input's "
        "15; 1 to 2 fits (the layer below has 15 units)"
    )
    assert shown.spoken.startswith("Unit (8, 8) of conv 1 sees")
    first = changed(edits.change_layer(example("doubling"), 0, kernel=(63, 63)))
    assert [panel.title for panel in picture(first).panels] == ["Input"]


@pytest.mark.parametrize(
    ("count", "chosen", "items"),
    [
        (9, 3, tuple(range(9))),
        (12, 11, (0, range(1, 10), 10, 11)),
        (12, 6, (0, range(1, 5), 5, 6, 7, range(8, 12))),
        (12, 1, (0, 1, 2, range(3, 12))),
        (12, 0, (0, 1, range(2, 12))),
        (1, 0, (0,)),
    ],
)
def test_a_longer_stack_is_folded_around_the_chosen_layer(
    count: int, chosen: int, items: tuple[object, ...]
) -> None:
    assert shown_levels(count, chosen) == items


def test_what_is_folded_is_said() -> None:
    told = text(replace(example("vgg-16"), level=8))
    assert "… 6 layers\n\nfolded" in told
    assert "… 9 layers" in told
    shown = picture(replace(example("vgg-16"), level=8))
    assert [panel.title for panel in shown.panels] == ["Input", "conv3_1", "conv3_2", "conv3_3"]


def test_a_stack_along_one_axis_is_drawn_as_strips_joined_by_every_path() -> None:
    shown = picture(example("wavenet"))
    assert shown.spoken == "Unit 32 of conv 4 sees cells 17–32, 16 cells."
    tops = [panel.rect.y for panel in shown.panels]
    assert tops == sorted(tops, reverse=True)
    assert len(shown.connectors) == 2 + 4 + 8 + 16
    block_of_ten = picture(example("wavenet-block"))
    assert block_of_ten.spoken == "Unit 1024 of conv 10 sees cells 1–1024, 1024 cells."
    assert len(block_of_ten.connectors) == 2 + 2


def test_fields_glide_from_one_unit_to_the_next() -> None:
    stage = staged(example("doubling"), pending=True)
    moving = replace(stage, moment=Moment(3, 0, toward=4, phase=0.5))
    outlines = [mark.cells.x for mark in compose(moving).marks if isinstance(mark, Outline)]
    assert outlines[0] == 0.5, "half a cell before its place"


def test_units_lie_under_the_camera_where_the_middles_of_their_fields_are() -> None:
    shown = picture(example("vgg-16"))
    last = shown.panel("level-18").frame
    assert last == Frame(0.0, 0.0, 32.0, 32.0)
    assert shown.panel("input").frame == Frame(0.0, 0.0, 1.0, 1.0)


def test_tooltips_tell_the_paths() -> None:
    shown = picture(example("gridding"))
    middle = shown.panel("input").to_pixels(replace(shown.place.cells, width=1, height=1)).centre
    target = shown.hit(*middle)
    assert target is not None
    assert shown.paths_at(target) == 1
    assert shown.paths_at(replace(target, row=7, column=7)) == 49
    assert shown.paths_at(replace(target, row=7, column=8)) == 0


def test_charts_hold_the_field_against_a_stack_that_differs_in_one_thing() -> None:
    for key, name, this, other in (
        ("doubling", "without dilation", (1, 3, 7, 15), (1, 3, 5, 7)),
        ("wavenet", "without dilation", (1, 2, 4, 8, 16), (1, 2, 3, 4, 5)),
    ):
        field, _ = plots_of(derive(example(key)), None, "row")
        assert [series.y for series in field.series] == [this, other]
        assert field.series[1].name == name
        assert field.marker == len(this) - 1
    plain = on(example("doubling"), Layer(), Layer(), Layer())
    field, _ = plots_of(derive(plain), None, "row")
    assert (field.series[1].name, field.series[1].y) == ("dilated 1, 2, 4, …", (1, 3, 7, 15))
    strided, _ = plots_of(derive(example("vgg-16")), None, "row")
    assert strided.series[1].name == "with stride 1"


def test_the_chart_of_paths_runs_along_the_row() -> None:
    _, paths = plots_of(derive(example("gridding")), None, "row")
    (series,) = paths.series
    assert [y for y in series.y if y] == [1, 3, 6, 7, 6, 3, 1]
    assert series.x[0] == 1


# ---- where things stand

kinds = st.sampled_from(LayerKind)
pairs = st.one_of(st.integers(1, 3).map(lambda n: (n, n)), st.tuples(*[st.integers(1, 4)] * 2))
layers = st.builds(
    Layer,
    kinds,
    pairs,
    pairs,
    st.just(((1, 1), (1, 1))),
    pairs,
    name=st.sampled_from(["", "conv4_2", "a name of many letters"]),
)


@st.composite
def stacks(draw: st.DrawFn) -> Scene:
    if draw(st.booleans()):
        shown = draw(st.sampled_from(PRESETS)).build()
    else:
        rows, columns = draw(st.tuples(st.sampled_from([1, 5, 24, 300]), st.integers(4, 400)))
        cells = [[0] * columns] * rows
        shown = on(
            replace(
                scene(cells),
                lesson=RF,
                input=replace(scene(cells).input, image=image(cells, "x", 1)),
            ),
            *draw(st.lists(layers, min_size=1, max_size=14)),
        )
    shown = replace(shown, backdrop=draw(st.sampled_from(Backdrop)))
    level = draw(st.integers(0, len(shown.stack)))
    return changed(edits.choose_level(shown, level))


views = st.sampled_from([View(), pointing("input", 2, 3), pointing("level-1", 0, 0)])


@settings(max_examples=200)
@given(shown=stacks(), size=stage_sizes, presenting=st.booleans(), view=views)
def test_nothing_leaves_the_stage_or_lies_over_something_else(
    shown: Scene, size: Size, presenting: bool, view: View
) -> None:
    composed = compose(staged(shown, view, size, pending=True, presenting=presenting))
    assert list(faults(composed)) == []


@settings(max_examples=60)
@given(shown=stacks(), size=stage_sizes, presenting=st.booleans())
def test_no_letters_are_smaller_than_the_least(shown: Scene, size: Size, presenting: bool) -> None:
    composed = compose(staged(shown, None, size, pending=True, presenting=presenting))
    least = 0.9 * sizes(*size, presenting).least
    assert all(label.size >= least for label in composed.labels)
    counts = [mark for mark in composed.marks if isinstance(mark, Counts)]
    assert all(mark.numbers == 0 or mark.numbers >= least for mark in counts)
