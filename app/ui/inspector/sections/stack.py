"""The stack of a receptive field: its layers, known stacks to begin with, and what is shown."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from functools import lru_cache, partial

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from app.content.stacks import STACKS, Layers, known_stack
from app.paint.theme import Theme
from app.services.store import Store
from app.state.outcome import Outcome
from app.state.prepare import plane_shape
from app.state.receptive_field import edits as stack_edits
from app.state.scene import Backdrop, LayerKind, Lesson, Scene
from app.ui.chrome import TARGET
from app.ui.inspector.controls.numbers import AskedNumber
from app.ui.inspector.controls.parts import Segments, dotted, link, named, row_label
from app.ui.inspector.controls.presets import headed_by
from app.ui.inspector.controls.section import Section
from app.ui.inspector.tables.stack_model import StackModel
from app.ui.inspector.tables.stack_table import StackView

OWN = "your own"
_ORDERS = (
    ("add", "add", "Adds a 3 × 3 layer after the chosen one (Insert)."),
    ("duplicate", "copy", "Puts a copy of the chosen layer after it."),
    ("remove", "remove", "Takes the chosen layer away (Delete)."),
    ("up", "up", "Moves the chosen layer towards the input (Alt+Up)."),
    ("down", "down", "Moves the chosen layer away from the input (Alt+Down)."),
)


class StackSection(Section):
    """Shows and edits `scene.stack`; the chosen row is `scene.level`."""

    lessons = frozenset({Lesson.RECEPTIVE_FIELD})

    def __init__(self, store: Store, theme: Theme) -> None:
        super().__init__("Stack", store, theme)
        self._add_known()
        self.model = StackModel(store, self)
        self.table = self.themed(StackView(self.model, theme))
        named(
            self.table,
            "stack_table",
            "Layers of the stack",
            "A row for each layer, from the input upwards. Click a row to choose the layer; "
            "double click a number, or type, to change it.",
        )
        self.table.layer_chosen.connect(self._choose)
        self.table.ordered.connect(self._order)
        self.rows.addWidget(self.table)
        self.rows.addWidget(self.note_for(stack_edits.CONTROL))
        self._add_links()
        self._add_name()
        self._add_output_padding()
        self._add_backdrop()

    def depends(self, scene: Scene) -> Hashable:
        """The layers, the chosen one, the input's size and the backdrop."""
        return scene.stack, scene.level, plane_shape(scene.input), scene.backdrop

    def refresh(self, scene: Scene) -> None:
        """Show the layers and the chosen one's details."""
        self.known.show_name(_titles().get(scene.stack, OWN))
        self.model.refresh()
        self.table.fit()
        self.table.show_layer(scene.level - 1)
        self.backdrop.show_choice(scene.backdrop.value)
        index = scene.level - 1
        chosen = scene.stack[index] if 0 <= index < len(scene.stack) else None
        self.name.setEnabled(chosen is not None)
        self.name.setText(chosen.name if chosen else "")
        self.name.setPlaceholderText(f"layer {scene.level}" if chosen else "no layer is chosen")
        transposed = chosen is not None and chosen.kind is LayerKind.TRANSPOSED
        self.extra_row.setVisible(transposed)
        if chosen is not None:
            self.extra.show_value(chosen.output_padding[1])

    # ---- parts

    def _add_known(self) -> None:
        texts = (
            "known_stack",
            "Known stacks",
            "Stacks that are worth knowing. The input stays: put VGG-16 on a photo of your own.",
        )
        self.known = headed_by(self, STACKS, texts, self._take)

    def _add_links(self) -> None:
        line, _ = dotted(
            [
                link(text, f"{order}_layer", tip, partial(self._order, order))
                for order, text, tip in _ORDERS
            ]
        )
        self.rows.addLayout(line)

    def _row(self, text: str, control: QWidget) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        line.addWidget(row_label(text, control))
        line.addWidget(control, 1)
        self.rows.addWidget(row)
        return row

    def _add_name(self) -> None:
        self.name = QLineEdit()
        self.name.setMaxLength(stack_edits.MAX_NAME)
        self.name.setMinimumHeight(TARGET)
        self.name.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        named(self.name, "layer_name", "Name of the chosen layer",
              "What the chosen layer is called on the stage.")  # fmt: skip
        self.name.editingFinished.connect(self._rename)
        self._row("Name", self.name)

    def _add_output_padding(self) -> None:
        self.extra = AskedNumber(0, 4095)
        self.extra.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        named(
            self.extra,
            "layer_output_padding",
            "Output padding of the chosen layer",
            "A transposed layer can give several sizes; output padding makes its result so many "
            "cells larger, below and on the right.",
        )
        self.extra.valueChanged.connect(self._set_extra)
        self.extra_row = self._row("Extra", self.extra)

    def _add_backdrop(self) -> None:
        self.backdrop = Segments(
            (
                ("input", "the input", "The input itself; what the unit does not see is dimmed."),
                ("path counts", "path counts", "How often each input cell is used by the unit."),
            ),
            "backdrop",
        )
        self.backdrop.setObjectName("backdrop")
        self.backdrop.chosen.connect(self._show)
        self._row("Show", self.backdrop)

    # ---- what is asked

    def _chosen(self) -> int:
        return self.store.scene.level - 1

    def _take(self, key: str) -> None:
        each = known_stack(key)
        self.ask(partial(stack_edits.set_stack, layers=each.build(), title=f"stack {each.title}"))

    def _choose(self, row: int) -> None:
        if row != self._chosen():
            self.ask(partial(stack_edits.choose_level, level=row + 1))

    def _order(self, order: str) -> None:
        index = max(0, self._chosen())
        orders: dict[str, Callable[[Scene], Outcome]] = {
            "add": stack_edits.add_layer,
            "duplicate": partial(stack_edits.duplicate_layer, index=index),
            "remove": partial(stack_edits.remove_layer, index=index),
            "up": partial(stack_edits.move_layer, index=index, by=-1),
            "down": partial(stack_edits.move_layer, index=index, by=1),
        }
        self.ask(orders[order])

    def _rename(self) -> None:
        index, name = self._chosen(), self.name.text().strip()
        if index >= 0 and name != self.store.scene.stack[index].name:
            self.ask(partial(stack_edits.change_layer, index=index, name=name))

    def _set_extra(self, value: int) -> None:
        index = self._chosen()
        flat = self.model.stack.is_flat
        sides = (0 if flat else value, value)
        self.ask(partial(stack_edits.change_layer, index=index, output_padding=sides))

    def _show(self, key: str) -> None:
        self.ask(partial(stack_edits.set_backdrop, backdrop=Backdrop(key)))


@lru_cache(maxsize=1)
def _titles() -> dict[Layers, str]:
    """The name of each known stack by its layers."""
    return {each.build(): each.title for each in STACKS}
