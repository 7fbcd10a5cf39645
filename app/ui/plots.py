"""The foldable panel under the stage: how values spread, and how they run along a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.paint.theme import LIGHT, Theme
from app.picture.charts import Along
from app.picture.elements import Chart
from app.picture.plots import follows_line, plot_words, plots_of
from app.services.background.results import Results
from app.services.store import Store
from app.state.derive import derive
from app.state.requests import request_of
from app.state.scene import Scene
from app.ui.icons import icon

if TYPE_CHECKING:
    from app.paint.charts import Canvas

FOLDED_HEIGHT = 30
UNFOLDED_HEIGHT = 196
REFRESH = 40
"""Milliseconds between two redraws at the quickest, so that playing is never held up."""


class Plots(QWidget):
    """Folded, it is a strip with its name; pyqtgraph is loaded when it is first unfolded."""

    unfolded_changed = Signal(bool)

    def __init__(self, store: Store, results: Results, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("plots")
        self._store, self._results = store, results
        self._theme = LIGHT
        self._along: Along = "row"
        self._concealed = False
        self._canvases: tuple[Canvas, Canvas] | None = None
        self.charts: tuple[Chart, Chart] | None = None
        self._timer = QTimer(self, singleShot=True, interval=REFRESH)
        self._timer.timeout.connect(self._refresh)
        self._build()
        self._name(store.scene)
        store.changed.connect(self._name)
        store.changed.connect(self._want_refresh)
        results.arrived.connect(self._want_refresh)
        results.failed.connect(self._want_refresh)
        self._fold(False)

    @property
    def unfolded(self) -> bool:
        return self.toggle.isChecked()

    def set_unfolded(self, unfolded: bool) -> None:
        self.toggle.setChecked(unfolded)

    def set_concealed(self, concealed: bool) -> None:
        """Leave out the output, while its values are to be predicted."""
        self._concealed = concealed
        self._want_refresh()

    def set_theme(self, theme: Theme) -> None:
        self._theme = theme
        self._show_arrow()
        for canvas in self._canvases or ():
            canvas.set_theme(theme)

    def _build(self) -> None:
        self.toggle = QToolButton(self)
        self.toggle.setObjectName("plots-toggle")
        self.toggle.setProperty("kind", "fold")
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setIconSize(QSize(11, 11))
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._fold)
        self._choice = QWidget(self)
        choice = QHBoxLayout(self._choice)
        choice.setContentsMargins(0, 0, 0, 0)
        choice.setSpacing(4)
        words = QLabel("profile along the", self._choice)
        words.setProperty("kind", "quiet")
        choice.addWidget(words)
        self._group = QButtonGroup(self)
        self.along_row = self._along_button("row")
        self.along_column = self._along_button("column")
        for button in (self.along_row, self.along_column):
            choice.addWidget(button)
        self.along_row.setChecked(True)
        self._lay_out()

    def _along_button(self, along: Along) -> QToolButton:
        button = QToolButton(self._choice)
        button.setObjectName(f"along-{along}")
        button.setProperty("kind", "small")
        button.setText(along)
        button.setAccessibleName(f"Profile along the {along}")
        button.setToolTip(f"The values along the present cell's {along}")
        button.setCheckable(True)
        button.toggled.connect(self._choose_along)
        self._group.addButton(button)
        return button

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 0, 18, 0)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(self.toggle)
        head.addStretch(1)
        head.addWidget(self._choice)
        column.addLayout(head)
        self._row = QHBoxLayout()
        self._row.setSpacing(14)
        column.addLayout(self._row, 1)

    def _fold(self, unfolded: bool) -> None:
        self._choice.setVisible(unfolded and follows_line(self._store.scene))
        self.setFixedHeight(UNFOLDED_HEIGHT if unfolded else FOLDED_HEIGHT)
        if unfolded:
            self._refresh()
        for canvas in self._canvases or ():
            canvas.setVisible(unfolded)
        self._show_arrow()
        self.unfolded_changed.emit(unfolded)

    def _show_arrow(self) -> None:
        name = "arrow-down" if self.unfolded else "arrow-right"
        self.toggle.setIcon(icon(name, self._theme.soft))

    def _choose_along(self) -> None:
        self._along = "row" if self.along_row.isChecked() else "column"
        if self.unfolded:
            self._refresh()

    def _name(self, scene: Scene) -> None:
        self._choice.setVisible(self.unfolded and follows_line(scene))
        text, hint = plot_words(scene.lesson)
        self.toggle.setText(text)
        self.toggle.setToolTip(hint)

    def _want_refresh(self) -> None:
        if self.unfolded and not self._timer.isActive():
            self._timer.start()

    def _refresh(self) -> None:
        scene = self._store.scene
        derived = derive(scene)
        result = None if self._concealed else self._results.current(request_of(scene))
        self.charts = plots_of(derived, result, self._along)
        for canvas, chart in zip(self._loaded(), self.charts, strict=True):
            canvas.plot.show_chart(chart)

    def _loaded(self) -> tuple[Canvas, Canvas]:
        """The two canvases; the first call loads pyqtgraph, which takes a while."""
        if self._canvases is None:
            from app.paint.charts import Canvas  # noqa: PLC0415

            self._canvases = Canvas(self._theme), Canvas(self._theme)
            for canvas, name in zip(self._canvases, ("histogram", "profile"), strict=True):
                canvas.setObjectName(name)
                self._row.addWidget(canvas, 1)
                policy = QSizePolicy.Policy.Expanding
                canvas.setSizePolicy(policy, policy)
        return self._canvases
