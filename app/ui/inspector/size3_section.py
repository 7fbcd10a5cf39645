"""The output size of a 3D convolution: the formula of each axis with the present numbers."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from app.paint.theme import Theme
from app.picture.formula import SYMBOLS, SizeFormula, size_tokens
from app.services.store import Store
from app.state.scene import Scene
from app.state.solid_edits import solid_axes, solid_of
from app.state.solid_prepare import volume_shape
from app.ui.inspector.parts import text_label
from app.ui.inspector.section import Section
from app.ui.inspector.size_section import formula_line
from app.ui.inspector.volume_section import VOLUME_LESSON


class Size3Section(Section):
    """Shows how the output's size comes about along each axis. There is nothing to edit."""

    lessons = VOLUME_LESSON

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Output size", store, theme)
        self.output = text_label("", "value", "output_size3")
        self.header.addStretch(1)
        self.header.addWidget(self.output)
        card = QFrame()
        card.setProperty("kind", "card")
        self.formula = QLabel()
        self.formula.setObjectName("size_formula3")
        self.formula.setTextFormat(Qt.TextFormat.RichText)
        self.formula.setWordWrap(True)
        self.formula.setToolTip(f"<p>{SYMBOLS}, once for each axis.</p>")
        inside = QVBoxLayout(card)
        inside.setContentsMargins(8, 6, 8, 7)
        inside.addWidget(self.formula)
        self.rows.addWidget(card)

    def depends(self, scene: Scene) -> Hashable:
        """Input size, kernel size and parameters."""
        solid = solid_of(scene)
        return volume_shape(solid.input), solid.kernel.shape, solid.parameters

    def refresh(self, scene: Scene) -> None:
        """Put the present numbers in; once where all axes are alike."""
        axes = solid_axes(solid_of(scene))
        self.output.setText(" × ".join(str(axis.output_size) for axis in axes))
        names = ("depth", "height", "width") if len(set(axes)) > 1 else ("",)
        formulas = [
            SizeFormula(name, size_tokens(axis)) for name, axis in zip(names, axes, strict=False)
        ]
        self.formula.setText("".join(formula_line(each, self.theme) for each in formulas))
        self.formula.setAccessibleName(
            "; ".join(f"{each.axis} {each.text}".strip() for each in formulas)
        )
