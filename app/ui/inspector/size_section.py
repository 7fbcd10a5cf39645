"""The output size: the formula with the present numbers, and what its floor leaves unused."""

from __future__ import annotations

from collections.abc import Hashable
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from app.paint.theme import Theme
from app.picture.elements import Role, Token
from app.picture.formula import SYMBOLS, SizeFormula, size_formulas, unused_words
from app.services.store import Store
from app.state.arguments import axes_of, kernel_shape
from app.state.line_edits import is_line
from app.state.prepare import plane_shape
from app.state.scene import MIXED, Lesson, Scene
from app.ui.inspector.parts import text_label
from app.ui.inspector.section import WITH_WINDOW, Section

NO_BREAK = "\u00a0"


class SizeSection(Section):
    """Shows how the output size comes about. There is nothing to edit.

    The stage of the arithmetic lesson says it itself.
    """

    lessons = WITH_WINDOW - {
        Lesson.ARITHMETIC, Lesson.TRANSPOSED, Lesson.ARTEFACTS, Lesson.POINTWISE,
    }  # fmt: skip

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Output size", store, theme)
        self.output = text_label("", "value", "output_size")
        self.header.addStretch(1)
        self.header.addWidget(self.output)
        card = QFrame()
        card.setProperty("kind", "card")
        self.formula = QLabel()
        self.formula.setObjectName("size_formula")
        self.formula.setTextFormat(Qt.TextFormat.RichText)
        self.formula.setWordWrap(True)
        self.formula.setToolTip(
            f"<p>{SYMBOLS}: input i, padding p before and after, dilation d, kernel k, "
            "stride s. The floor drops what the last stride does not reach.</p>"
        )
        self.words = text_label("", "quiet", "unused_words", wrap=True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 6, 8, 7)
        inside.setSpacing(1)
        inside.addWidget(self.formula)
        inside.addWidget(self.words)
        self.rows.addWidget(card)

    def depends(self, scene: Scene) -> Hashable:
        """Input size, kernel size and parameters."""
        count = scene.filters.count if scene.lesson in MIXED else 1
        here = plane_shape(scene.input), kernel_shape(scene), scene.parameters
        return *here, is_line(scene), count

    def refresh(self, scene: Scene) -> None:
        """Put the present numbers in."""
        axes = axes_of(plane_shape(scene.input), kernel_shape(scene), scene.parameters)
        line = is_line(scene)
        formulas = size_formulas((axes[1], axes[1]) if line else axes)
        height, width = (axis.output_size for axis in axes)
        planes = f" × {scene.filters.count}" if scene.lesson in MIXED else ""
        self.output.setText(f"{width:,}" if line else f"{height} × {width}{planes}")
        self.formula.setText("".join(formula_line(formula, self.theme) for formula in formulas))
        self.formula.setAccessibleName(
            "; ".join(f"{formula.axis} {formula.text}".strip() for formula in formulas)
        )
        self.words.setText(unused_words(axes, ("row", "sample" if line else "column")))


def formula_line(formula: SizeFormula, theme: Theme) -> str:
    """One formula as rich text; it may break before " / " and " = ", not within a term."""
    title = f'<span style="color:{theme.soft}">{formula.axis}</span><br>' if formula.axis else ""
    body = "".join(_span(token, theme) for token in formula.tokens)
    return f'<div style="line-height:130%">{title}{body}</div>'


def _span(token: Token, theme: Theme) -> str:
    if token.role is Role.INK:
        text = escape(token.text).replace(" ", NO_BREAK)
        for sign in "+−/=":
            text = text.replace(f"{NO_BREAK}{sign}", f" {sign}")
        return text.replace(" − 1)", f"{NO_BREAK}−{NO_BREAK}1)", 1)
    weight = 700 if token.bold else 400
    style = f"color:{theme.letters(token.role).name()};font-weight:{weight}"
    return f'<span style="{style}">{token.text}</span>'
