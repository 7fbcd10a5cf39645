"""A size formula with its numbers in their colours, on a card."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from app.paint.theme import Theme
from app.picture.elements import Role, Token
from app.picture.stage.formula import SizeFormula

NO_BREAK = "\u00a0"


class FormulaCard(QFrame):
    """One formula, or one for each axis below one another."""

    def __init__(self, name: str, tip: str) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self.formula = QLabel()
        self.formula.setObjectName(name)
        self.formula.setTextFormat(Qt.TextFormat.RichText)
        self.formula.setWordWrap(True)
        self.formula.setToolTip(f"<p>{tip}</p>")
        self.inside = QVBoxLayout(self)
        self.inside.setContentsMargins(8, 6, 8, 7)
        self.inside.addWidget(self.formula)

    def show_formulas(self, formulas: Sequence[SizeFormula], theme: Theme) -> None:
        """Put the present numbers in."""
        self.formula.setText("".join(formula_line(each, theme) for each in formulas))
        self.formula.setAccessibleName(
            "; ".join(f"{each.axis} {each.text}".strip() for each in formulas)
        )


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
