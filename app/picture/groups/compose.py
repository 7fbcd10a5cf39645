"""The lesson on groups: which inputs reach which outputs, as a web and as blocks of weights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app.content.channels import channel_names
from app.picture.channels import by_channel
from app.picture.channels.compose import spoken
from app.picture.channels.equation import equation
from app.picture.channels.focus import MixFocus, channel_at, focus_of
from app.picture.channels.marks import marks_of, window_place
from app.picture.channels.panels import by_key, input_panels, output_panels
from app.picture.channels.planes import Planes
from app.picture.elements import (
    Connector,
    Label,
    Line,
    Mark,
    Outline,
    Panel,
    Picture,
    Place,
    PlacedChart,
    Rect,
    Role,
    Stroke,
    Weight,
)
from app.picture.groups import pattern, web
from app.picture.groups.layout import Sheet, sheet
from app.picture.groups.words import cost_words, kind_words, reach_words, weight_tokens
from app.picture.lettering.lines import centred
from app.picture.lettering.typography import Sizes, sizes
from app.picture.stage import tones
from app.picture.stage.equation import Page
from app.picture.stage.given import MixStage
from app.picture.stage.grids import fitting
from app.picture.stage.titles import titles
from app.state.channels.choices import Following
from app.state.channels.groups import chain_of
from app.state.derive import Mixed

READ = 1.25
"""Planes whose digits would be under so many of the least letters show their tints alone: the
close-up says the numbers."""


def compose(stage: MixStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    derived, page = stage.derived, sheet(stage)
    focus = focus_of(derived, stage.view, stage.moment)
    second = _second(stage, focus)
    planes = _planes(stage, page, focus, type_)
    rows = pattern.panels(stage, page.pattern, type_)
    close = by_channel.compose(stage, page.close, page.grid, focus, type_)
    reach = pattern.reach_panels(stage, page.beside, rows, type_)
    panels = by_key((*planes, *rows, *close.panels))
    name = 2.0 * type_.caption
    following = derived.scene.mixing.following
    return Picture(
        stage.width,
        stage.height,
        (*planes, *web.nodes(page), *rows, *reach, *close.panels),
        (*marks_of(stage, panels, focus, type_), *_node_marks(stage, second), *close.marks),
        (
            *web.numbers(page, channel_names(derived.scene), _order(derived),
                                stage.measure, type_),
            *pattern.labels(rows, derived.filters, channel_names(derived.scene),
                                   page.pattern.right, stage.measure, type_),
            *titles(reach, stage.width, stage.measure, type_),
            *_labels(stage, page, second, type_),
            *close.labels,
        ),
        _lines(stage, page, focus, second, name),
        equation(derived, focus, Page(page.equation, type_, stage.measure)),
        _spoken(stage, focus),
        Place(f"input-{derived.filters.sees(focus.filter)[0]}", window_place(stage, focus)),
        bold=stage.presenting,
        lines=(_formula(stage, page, type_),),
        charts=_chart(derived, page, type_),
        web=web.lines(page, derived.filters, following, name),
        cards=(
            *web.grounds(page, derived.filters, type_),
            *pattern.grounds(rows, derived.filters),
        ),
    )  # fmt: skip


def _planes(stage: MixStage, page: Sheet, focus: MixFocus, type_: Sizes) -> tuple[Panel, ...]:
    """The input planes and the output planes, each at its place in its group."""
    inputs = Planes(tuple(enumerate(page.inputs)), page.cell, 0, apart=True)
    outputs = Planes(tuple(enumerate(page.outputs)), page.cell, 0, apart=True)
    done = focus.gather.pointed or focus.gather.taps >= stage.derived.taps
    read = type_ if stage.presenting else replace(type_, least=READ * type_.least)
    return (
        *input_panels(stage, inputs, read),
        *output_panels(stage, outputs, done, read),
    )


def _order(derived: Mixed) -> tuple[int, ...]:
    """Which channel stands at each place that the second layer reads; none without one."""
    following = derived.scene.mixing.following
    if following is Following.NOTHING:
        return ()
    return chain_of(derived.filters, following).order


def _second(stage: MixStage, focus: MixFocus) -> int | None:
    """The output of the second layer whose sight is shown: the one pointed at, or the step's."""
    if stage.derived.scene.mixing.following is Following.NOTHING:
        return None
    pointed = _pointed_second(stage)
    return focus.filter if pointed is None else pointed


def _pointed_second(stage: MixStage) -> int | None:
    """The output of the second layer that is pointed at, hovered before pinned."""
    for target in (stage.view.hover, stage.view.pin):
        kind, number = ("", 0) if target is None else channel_at(target.panel)
        if target is not None and kind in ("second", "reach"):
            output = number if kind == "second" else target.row
            return output if 0 <= output < stage.derived.planes else None
    return None


def _spoken(stage: MixStage, focus: MixFocus) -> str:
    """The step; where an output of the second layer is pointed at, what that one sees."""
    pointed = _pointed_second(stage)
    if pointed is None:
        return spoken(stage.derived, focus)
    names = channel_names(stage.derived.scene)
    words = reach_words(stage.derived, pointed, names)[0]
    return f"{words[0].upper()}{words[1:]}."


def _node_marks(stage: MixStage, second: int | None) -> Iterator[Mark]:
    if second is None:
        return
    yield Outline(
        "reach", Rect(0, second, stage.derived.filters.channels, 1), Stroke.REACH, Role.OUTPUT
    )
    yield Outline(f"second-{second}", Rect(0, 0, 1, 1), Stroke.REACH, Role.OUTPUT)
    chain = chain_of(stage.derived.filters, stage.derived.scene.mixing.following)
    for place, seen in enumerate(chain.second[second].tolist()):
        if seen:
            yield Outline(f"place-{place}", Rect(0, 0, 1, 1), Stroke.THIN, Role.OUTPUT)


def _lines(
    stage: MixStage, page: Sheet, focus: MixFocus, second: int | None, name: float
) -> tuple[Connector, ...]:
    """The present filter's lines, and those that lead to an output of the second layer."""
    filters, following = stage.derived.filters, stage.derived.scene.mixing.following
    return web.step_lines(page, filters, following, focus.filter, second, name)


def _chart(derived: Mixed, page: Sheet, type_: Sizes) -> tuple[PlacedChart, ...]:
    chart = pattern.cost_chart(derived.geometry.layer)
    two = derived.scene.mixing.following is not Following.NOTHING
    if two or chart is None or page.beside is None:
        return ()
    return (PlacedChart(page.beside, chart, pattern.chart_letters(type_)),)


# ---- words


def _formula(stage: MixStage, page: Sheet, type_: Sizes) -> Line:
    """The weights of the layer, worked out."""
    y = page.words.y + 0.75 * type_.caption
    tokens = weight_tokens(stage.derived)
    return centred(tokens, page.words, y, 1.15 * type_.caption, stage.measure, type_)


def _labels(stage: MixStage, page: Sheet, second: int | None, type_: Sizes) -> Iterator[Label]:
    """The columns' titles, and below the formula what the layer costs and who sees whom."""
    top = min(page.inputs[0].y, page.outputs[0].y) - 0.6 * type_.title_gap
    for text, role, box in (
        ("Input", Role.INPUT, page.inputs[0]),
        ("Output", Role.OUTPUT, page.outputs[0]),
    ):
        yield Label(text, box.x, top, type_.title, role, Weight.SEMIBOLD)
    yield from _statements(stage, page, second, type_)


def _statements(stage: MixStage, page: Sheet, second: int | None, type_: Sizes) -> Iterator[Label]:
    derived, box = stage.derived, page.words
    size = max(type_.least, 0.95 * type_.caption)
    shown = stage.waiting
    if stage.result is not None:
        tone = tones.output_tone(derived, stage.result)
        shown = tones.words(derived.scene.mapping, tone)
    if second is None:
        kinds, costs = kind_words(derived), cost_words(derived)
        choices = (*(f"{kind}; {cost}" for kind in kinds for cost in costs), kinds[-1])
    else:
        choices = reach_words(derived, second, channel_names(derived.scene))
    right = stage.measure.width(shown, size)
    y = box.y + 2.1 * type_.caption
    words = fitting(choices, box.width - right - type_.title, size, stage.measure)
    yield Label(words, box.x, y, size, Role.SOFT, statement=True)
    yield Label(shown, box.right, y, size, Role.SOFT, anchor="right", statement=True)
