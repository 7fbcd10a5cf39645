"""What the lesson of transposed convolution has of its own: steps, turn, output padding, size."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtWidgets import QCheckBox

from app.paint.theme import Theme
from app.picture.stage.formula import STAMP_SYMBOLS, size_formulas, stamp_tokens
from app.services.store import Store
from app.state.prepare import plane_shape
from app.state.scene import Lesson, Scene
from app.state.turned import edits as turned_edits
from app.state.turned.choices import Walk
from app.state.turned.geometry import stamp_axes
from app.state.turned.settling import largest_output_padding
from app.ui.inspector.controls.formula_card import FormulaCard
from app.ui.inspector.controls.parts import (
    Choices,
    Segments,
    labelled,
    named,
    show_checked,
    text_label,
)
from app.ui.inspector.controls.section import ROW_SPACING, Section
from app.ui.inspector.controls.slider import SliderRow

USUAL_MOST = 3
TWO_LINES = 34
"""Pixels of a label that has two lines."""
_PADDING_TIP = (
    "Run forward, this layer rounds down, so inputs of several sizes give the same output. Output "
    "padding says which of these sizes comes back: by so many rows and columns it is larger, below "
    "and on the right. It must be less than the stride, or than the dilation."
)


class TransposedSection(Section):
    """Shows and edits `scene.transposed`, with the size that comes of it."""

    lessons = frozenset({Lesson.TRANSPOSED})

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Transposed", store, theme)
        self.size_label = text_label("", "value", "transposed_size")
        self.header.addStretch(1)
        self.header.addWidget(self.size_label)
        limits = (0, USUAL_MOST, turned_edits.MAX_OUTPUT_PADDING)
        self.extra = SliderRow("Output padding", "output_padding", _PADDING_TIP, limits)
        self.extra.label.setText("Output\npadding")
        self.extra.label.setMinimumHeight(TWO_LINES)
        self.extra.asked.connect(self._ask_extra)
        self.rows.addWidget(self.extra)
        self.rows.addWidget(self.note_for("output_padding"))
        self._add_sizes()
        self._add_formula()
        self._add_ways()

    def _add_sizes(self) -> None:
        self.sizes: Choices[str] = Choices(())
        named(
            self.sizes,
            "forward_sizes",
            "Size that comes back",
            "All sizes of an input that this layer, run forward, takes to the size of y. Choose "
            "which of them comes back: it sets the output padding.",
        )
        self.sizes.chosen.connect(self._choose_size)
        self.rows.addLayout(labelled("Result", self.sizes))

    def _add_formula(self) -> None:
        self.card = FormulaCard(
            "transposed_formula",
            f"{STAMP_SYMBOLS}: input i′, stride s, dilation d, kernel k, "
            "padding p at both sides, output padding a.",
        )
        self.rows.addWidget(self.card)

    def _add_ways(self) -> None:
        self.walk = Segments(
            (
                (Walk.OUTPUT.value, "output cell", "Each step is one cell of the result, and the "
                 "stamps that reach it: one row of the matrix Cᵀ."),
                (Walk.INPUT.value, "input cell", "Each step is one cell of y, and the stamp it "
                 "lays: one column of the matrix Cᵀ."),
            ),
            "walk",
        )  # fmt: skip
        self.walk.setObjectName("walk")
        self.walk.chosen.connect(self._choose_walk)
        self.rows.addSpacing(ROW_SPACING)
        self.rows.addLayout(labelled("Steps by", self.walk))
        self.leave_out = QCheckBox("leave out the turn by 180°")
        named(
            self.leave_out,
            "leave_out_turn",
            "Leave out the turn by 180°",
            "Slides the kernel as it is over the stretched input. That gives other numbers, "
            "unless the kernel looks the same when it is turned.",
        )
        self.leave_out.toggled.connect(self._leave_out)
        self.rows.addWidget(self.leave_out)

    def depends(self, scene: Scene) -> Hashable:
        """Sizes, parameters and the lesson's own choices."""
        return plane_shape(scene.input), scene.kernel.shape, scene.parameters, scene.transposed

    def refresh(self, scene: Scene) -> None:
        """Show the choices and put the present numbers in."""
        axes, chosen = stamp_axes(scene), scene.transposed
        vertical, horizontal = axes
        self.size_label.setText(f"{vertical.size} × {horizontal.size}")
        self.extra.show_value(max(chosen.output_padding))
        self._show_sizes(scene)
        formulas = size_formulas(axes, stamp_tokens)
        self.card.show_formulas(formulas, self.theme)
        self.walk.show_choice(chosen.walk.value)
        show_checked(self.leave_out, not chosen.turned)

    def _show_sizes(self, scene: Scene) -> None:
        """One entry for each output padding that is allowed on both axes."""
        most = min(largest_output_padding(scene))
        extra = scene.transposed.output_padding
        plain = [axis.size - own for axis, own in zip(stamp_axes(scene), extra, strict=True)]
        height, width = plain
        items = (
            (str(number), f"{height + number} × {width + number}{_extra_words(number)}")
            for number in range(most + 1)
        )
        self.sizes.offer(items, str(extra[0]))
        self.sizes.setEnabled(most > 0)

    def _ask_extra(self, value: int, gesture: str) -> None:
        self.ask(partial(turned_edits.set_output_padding, value=value), gesture)

    def _choose_size(self, number: str) -> None:
        self.ask(partial(turned_edits.set_output_padding, value=int(number)))

    def _choose_walk(self, key: str) -> None:
        self.ask(partial(turned_edits.set_walk, walk=Walk(key)))

    def _leave_out(self, left_out: bool) -> None:
        self.ask(partial(turned_edits.set_turned, turned=not left_out))


def _extra_words(extra: int) -> str:
    """What output padding adds to both sides, short enough for the list."""
    return f", {extra} more" if extra else ""
