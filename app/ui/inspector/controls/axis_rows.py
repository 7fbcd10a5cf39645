"""The rows of a parameter that has one value for each axis."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.state.outcome import Outcome
from app.ui.inspector.controls.section import ROW_SPACING, Section
from app.ui.inspector.controls.slider import SliderRow


class AxisRows(QWidget):
    """One row while the axes are linked, else one for each axis.

    `edit` takes a scene, a value and an axis by its number, or None for all axes.
    """

    def __init__(
        self, title: str, name: str, tip: str, limits: tuple[int, int, int],
        axes: Sequence[tuple[str, str]], edit: Callable[..., Outcome], section: Section,
    ) -> None:  # fmt: skip
        """`limits` are those of a `SliderRow`; `axes` are spoken names and signs."""
        super().__init__()
        self._edit, self._section = edit, section
        self.together = SliderRow(title, name, tip, limits)
        self.each = [SliderRow(f"{title} {sign}", f"{name}_{axis}", tip, limits)
                     for axis, sign in axes]  # fmt: skip
        for row, (axis, _) in zip(self.each, axes, strict=True):
            row.slider.setAccessibleName(f"{title}, {axis}")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(ROW_SPACING)
        for which, row in ((None, self.together), *enumerate(self.each)):
            layout.addWidget(row)
            row.asked.connect(partial(self._ask, which))

    def show_values(self, values: Sequence[int], *, linked: bool, leading: int = 0) -> None:
        """Show one value per axis; while linked, that of the leading axis stands for all."""
        self.together.setVisible(linked)
        self.together.show_value(values[leading])
        for row, value in zip(self.each, values, strict=True):
            row.setVisible(not linked)
            row.show_value(value)

    def _ask(self, axis: int | None, value: int, gesture: str) -> None:
        self._section.ask(partial(self._edit, value=value, axis=axis), gesture)
