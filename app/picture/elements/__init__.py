"""What a Picture is made of, as plain data: panels, marks, labels, charts, the equation."""

from app.picture.elements.basics import (
    Anchor,
    Connector,
    Equation,
    Label,
    Line,
    Rect,
    Role,
    Token,
    Weight,
)
from app.picture.elements.overlays import (
    Counts,
    Dots,
    Mark,
    Outline,
    Stroke,
    Strong,
    Tag,
    Veil,
    Veils,
    Written,
)
from app.picture.elements.panel import Answer, Border, Click, Cut, Frame, Panel, Tone
from app.picture.elements.picture import Picture, Place
from app.picture.elements.series import Chart, Curve, PlacedChart, Plot, Series

__all__ = [
    "Anchor",
    "Answer",
    "Border",
    "Chart",
    "Click",
    "Connector",
    "Counts",
    "Curve",
    "Cut",
    "Dots",
    "Equation",
    "Frame",
    "Label",
    "Line",
    "Mark",
    "Outline",
    "Panel",
    "Picture",
    "Place",
    "PlacedChart",
    "Plot",
    "Rect",
    "Role",
    "Series",
    "Stroke",
    "Strong",
    "Tag",
    "Token",
    "Tone",
    "Veil",
    "Veils",
    "Weight",
    "Written",
]
