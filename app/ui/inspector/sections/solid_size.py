"""The output size of a 3D convolution: the formula of each axis with the present numbers."""

from __future__ import annotations

from collections.abc import Hashable

from app.paint.theme import Theme
from app.picture.stage.formula import SYMBOLS, SizeFormula, size_tokens
from app.services.store import Store
from app.state.scene import Scene
from app.state.solid.prepare import volume_shape
from app.state.solid.settling import solid_axes, solid_of
from app.ui.inspector.controls.formula_card import FormulaCard
from app.ui.inspector.controls.parts import text_label
from app.ui.inspector.controls.section import Section
from app.ui.inspector.sections.volume import VOLUME_LESSON


class Size3Section(Section):
    """Shows how the output's size comes about along each axis. There is nothing to edit."""

    lessons = VOLUME_LESSON

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Output size", store, theme)
        self.output = text_label("", "value", "output_size3")
        self.header.addStretch(1)
        self.header.addWidget(self.output)
        self.card = FormulaCard("size_formula3", f"{SYMBOLS}, once for each axis.")
        self.rows.addWidget(self.card)

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
        self.card.show_formulas(formulas, self.theme)
