"""The output size: the formula with the present numbers, and what its floor leaves unused."""

from __future__ import annotations

from collections.abc import Hashable

from app.paint.theme import Theme
from app.picture.stage.formula import SYMBOLS, size_formulas, unused_words
from app.services.store import Store
from app.state.arguments import axes_of, kernel_shape
from app.state.prepare import plane_shape
from app.state.scene import MIXED, Lesson, Scene
from app.state.signal import is_line
from app.ui.inspector.controls.formula_card import FormulaCard
from app.ui.inspector.controls.parts import text_label
from app.ui.inspector.controls.section import WITH_WINDOW, Section


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
        self.card = FormulaCard(
            "size_formula",
            f"{SYMBOLS}: input i, padding p before and after, dilation d, kernel k, "
            "stride s. The floor drops what the last stride does not reach.",
        )
        self.words = text_label("", "quiet", "unused_words", wrap=True)
        self.card.inside.setSpacing(1)
        self.card.inside.addWidget(self.words)
        self.rows.addWidget(self.card)

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
        self.card.show_formulas(formulas, self.theme)
        self.words.setText(unused_words(axes, ("row", "sample" if line else "column")))
