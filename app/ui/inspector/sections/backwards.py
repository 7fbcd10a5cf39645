"""Which way sizes are read, and the question backwards: which layers give this output?"""

from __future__ import annotations

from collections.abc import Hashable
from functools import partial
from itertools import chain

from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QSizePolicy,
    QTableView,
)

from app.content.kernels.catalogue import resized
from app.core import Ranges, SpecError, layers_giving
from app.paint.theme import Theme
from app.services.store import Store
from app.state.arguments import axes_of
from app.state.arithmetic_edits import apply_layer, layer_of, set_reading
from app.state.prepare import plane_shape
from app.state.scene import MAX_KERNEL, Lesson, Pair, Reading, Scene
from app.ui.chrome import TARGET
from app.ui.inspector.controls.numbers import AskedNumber
from app.ui.inspector.controls.parts import Segments, named, row_label, text_label
from app.ui.inspector.controls.section import Section
from app.ui.inspector.tables.layer_model import LayerModel

ARITHMETIC = frozenset({Lesson.ARITHMETIC})
LARGEST = 8000
ROWS = 7
"""So many layers are in view; the rest scrolls."""
LIMITS: tuple[tuple[str, int, Pair], ...] = (
    ("kernel", 1, (1, MAX_KERNEL)),
    ("stride", 1, (1, 8)),
    ("padding", 0, (0, 8)),
    ("dilation", 1, (1, 8)),
)
"""How far each range may be set, so that all combinations together stay few enough to try."""
USUAL = Ranges()


class ReadingSection(Section):
    """Shows and edits `scene.reading`."""

    lessons = ARITHMETIC

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Read sizes", store, theme)
        self.reading = Segments(
            (
                (
                    Reading.DIRECT.value,
                    "direct",
                    "From input to output: how often the window fits.",
                ),
                (
                    Reading.TRANSPOSED.value,
                    "transposed",
                    "Back from output to input: what a transposed convolution gives.",
                ),
            ),
            "reading",
        )
        self.reading.setObjectName("reading")
        self.reading.chosen.connect(self._choose)
        self.rows.addWidget(self.reading)

    def depends(self, scene: Scene) -> Hashable:
        """The reading alone."""
        return scene.reading

    def refresh(self, scene: Scene) -> None:
        """Show which way it is."""
        self.reading.show_choice(scene.reading.value)

    def _choose(self, key: str) -> None:
        self.ask(partial(set_reading, reading=Reading(key)))


class BackwardsSection(Section):
    """Lists the layers that give an output size; a click applies one as one edit.

    What is asked is a matter of this form, as the scene holds only what is on the stage. It
    begins with the size that the scene has, and follows it.
    """

    lessons = ARITHMETIC

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Backwards", store, theme)
        self.found = text_label("", "quiet", "layers_found")
        self.header.addStretch(1)
        self.header.addWidget(self.found)
        self._output = 0
        self._sought: dict[AskedNumber, int] = {}  # the numbers of the last search
        self._add_question()
        self._add_ranges()
        self.model = self.themed(LayerModel(theme, self))
        self.table = self._table()
        self.rows.addWidget(self.table)
        self.rows.addWidget(self.note_for("layer"))

    def depends(self, scene: Scene) -> Hashable:
        """Sizes and parameters."""
        return plane_shape(scene.input), scene.kernel.shape, scene.parameters

    def refresh(self, scene: Scene) -> None:
        """List the layers; the question follows the scene's own size when that changes."""
        axes = axes_of(plane_shape(scene.input), scene.kernel.shape, scene.parameters)
        if axes[0].output_size != self._output:
            self._output = axes[0].output_size
            self.target.show_value(self._output)
        self.question.setText(f"{axes[0].size} → ")
        self._search()

    def _add_question(self) -> None:
        self.target = AskedNumber(1, LARGEST)
        self.target.setFixedWidth(58)
        named(
            self.target,
            "target_size",
            "Output size to reach",
            "Which layers make this many rows of the input's? Columns follow from the same layer.",
        )
        self.target.valueChanged.connect(partial(self._typed, self.target, "output size"))
        self.question = text_label("", "value", "target_from")
        line = QHBoxLayout()
        line.setSpacing(4)
        line.addWidget(row_label("Size", self.target))
        line.addStretch(1)
        line.addWidget(self.question)
        line.addWidget(self.target)
        self.rows.addLayout(line)

    def _add_ranges(self) -> None:
        self.fold, rows = self.folded("layer_ranges", "ranges to search")
        self.ranges: dict[str, tuple[AskedNumber, AskedNumber]] = {}
        for name, least, limits in LIMITS:
            first, last = (self._bound(name, end, limits) for end in ("from", "to"))
            now = getattr(USUAL, name)
            first.show_value(max(least, now[0]))
            last.show_value(now[1])
            self.ranges[name] = first, last
            line = QHBoxLayout()
            line.setSpacing(4)
            line.addWidget(row_label(name.capitalize(), first))
            line.addStretch(1)
            line.addWidget(first)
            line.addWidget(text_label("to"))
            line.addWidget(last)
            rows.addLayout(line)

    def _bound(self, name: str, end: str, limits: Pair) -> AskedNumber:
        box = AskedNumber(*limits)
        box.setFixedWidth(44)
        extreme = "smallest" if end == "from" else "largest"
        what = f"{extreme} {name} that is tried"
        named(box, f"{name}_{end}", what.capitalize(), f"The {what} in the search for layers.")
        box.valueChanged.connect(partial(self._typed, box, f"{name} {end}"))
        return box

    def _table(self) -> QTableView:
        table = QTableView()
        table.setModel(self.model)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        table.setTabKeyNavigation(False)
        table.setShowGrid(False)
        table.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        table.setCursor(Qt.CursorShape.PointingHandCursor)
        table.verticalHeader().hide()
        table.verticalHeader().setDefaultSectionSize(TARGET)
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        table.horizontalHeader().setSectionsClickable(False)
        table.horizontalHeader().setHighlightSections(False)
        table.horizontalHeader().setFixedHeight(TARGET)
        named(
            table,
            "layers",
            "Layers that give this size",
            "Every layer within the ranges that gives the output size; a click or Enter puts one "
            "on the stage.",
        )
        table.clicked.connect(self._apply)
        table.activated.connect(self._apply)
        return table

    def _typed(self, box: AskedNumber, what: str, value: int) -> None:
        """Search with another number, unless it is beyond what is searched."""
        if box.least <= value <= box.most:
            self._search()
            return
        box.show_value(self._sought[box])
        self.refuse("layer", f"{what} {value}: {box.least} to {box.most:,} fits")

    def _search(self) -> None:
        for box in (self.target, *chain(*self.ranges.values())):
            self._sought[box] = box.value()
        scene = self.store.scene
        size = plane_shape(scene.input)[0]
        try:
            ranges = Ranges(**{name: self._range(name) for name, _, _ in LIMITS})
        except SpecError as error:
            self.refuse("layer", str(error))
            self.model.show_layers((), None)
        else:
            self.clear()
            layers = layers_giving(size, self.target.value(), ranges)
            self.model.show_layers(layers, layer_of(scene))
        count = len(self.model.layers)
        self.found.setText("1 layer" if count == 1 else f"{count or 'no'} layers")
        self.table.setFixedHeight(TARGET * (1 + min(ROWS, count)) + 2)
        self.table.setVisible(count > 0)
        self.fold.say(" · ".join(self._said(name) for name, _, _ in LIMITS))

    def _range(self, name: str) -> Pair:
        first, last = self.ranges[name]
        return first.value(), last.value()

    def _said(self, name: str) -> str:
        first, last = self._range(name)
        return f"{name[0]} {first}" if first == last else f"{name[0]} {first}–{last}"

    def _apply(self, index: QModelIndex) -> None:
        layer = self.model.layers[index.row()]
        kernel = resized(self.store.scene.kernel, layer.kernel, layer.kernel)
        self.ask(partial(apply_layer, layer=layer, kernel=kernel))
