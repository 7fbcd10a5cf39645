"""What the lesson of the matrix has of its own: which product is stepped, and multiplying back."""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial

from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from app.paint.theme import Theme
from app.services.store import Store
from app.state.scene import Lesson, Scene
from app.state.turned import edits as turned_edits
from app.state.turned.choices import Product
from app.ui.inspector.controls.parts import Segments, named, row_label, show_checked
from app.ui.inspector.controls.section import Section


class MatrixSection(Section):
    """Shows and edits `scene.unrolling`."""

    lessons = frozenset({Lesson.MATRIX})

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Matrix", store, theme)
        self.product = Segments(
            (
                (Product.FORWARD.value, "C · Large", "The convolution: each row of C is a window."),
                (Product.BACK.value, "Cᵀ · Small", "The transpose, applied to the result: the "
                 "shape returns, the values do not."),
            ),
            "product",
        )  # fmt: skip
        self.product.setObjectName("product")
        self.product.chosen.connect(self._choose)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(row_label("Product", self.product))
        line.addWidget(self.product, 1)
        self.rows.addLayout(line)
        self.rows.addWidget(self.note_for("product"))
        self.compare = QCheckBox("multiply back, and compare with x")
        named(
            self.compare,
            "compare",
            "Multiply back, and compare with x",
            "Shows Cᵀ · C · x beside x, and their difference.",
        )
        self.compare.toggled.connect(self._compare)
        self.rows.addWidget(self.compare)

    def depends(self, scene: Scene) -> Hashable:
        return scene.unrolling

    def refresh(self, scene: Scene) -> None:
        """Show both choices."""
        self.product.show_choice(scene.unrolling.product.value)
        show_checked(self.compare, scene.unrolling.compare)

    def _choose(self, key: str) -> None:
        self.ask(partial(turned_edits.set_product, product=Product(key)))

    def _compare(self, compare: bool) -> None:
        self.ask(partial(turned_edits.set_compare, compare=compare))
