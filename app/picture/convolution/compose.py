"""The lesson of convolution: input ⊛ kernel = output, the step close up, and its equation."""

from __future__ import annotations

from app.picture.elements import Picture
from app.picture.lettering.typography import sizes
from app.picture.stage import closeup, figure
from app.picture.stage.focus import focus_of
from app.picture.stage.given import ConvolutionStage
from app.picture.stage.layout import bands
from app.picture.stage.speech import spoken
from app.picture.stage.titles import titles


def compose(stage: ConvolutionStage) -> Picture:
    type_ = sizes(stage.width, stage.height, stage.presenting)
    kernel_rows = stage.derived.scene.kernel.shape[0]
    rows = bands(stage.width, stage.height, kernel_rows, type_)
    focus = focus_of(stage.derived, stage.view, stage.moment)
    row = figure.compose(stage, rows.figure, focus, type_)
    close = closeup.compose(stage, rows.lens, focus, type_)
    panels = (*row.panels, *close.panels)
    return Picture(
        stage.width,
        stage.height,
        panels,
        (*row.marks, *close.marks),
        (*titles(panels, stage.width, stage.measure, type_), *row.labels, *close.labels),
        closeup.connectors(stage, panels, focus, type_),
        figure.equation(stage, rows.equation, focus, type_),
        spoken(stage.derived, focus),
        figure.place(stage),
        bold=stage.presenting,
    )
