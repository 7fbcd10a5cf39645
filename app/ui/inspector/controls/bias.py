"""The line that a bias is typed into."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QLineEdit, QSizePolicy

from app.state.outcome import Edit, Outcome, refusing
from app.ui.chrome import TARGET
from app.ui.inspector.controls.parts import named
from app.ui.inspector.tables.grid_model import editable
from app.ui.inspector.tables.typed import read_number


def bias_line(texts: tuple[str, str, str], typed: Callable[[], object]) -> QLineEdit:
    """A line for a number; `texts` are its object name, its spoken name and its tip."""
    line = QLineEdit()
    line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
    line.setMinimumHeight(TARGET)
    named(line, *texts)
    line.editingFinished.connect(typed)
    return line


def typed_bias(line: QLineEdit, present: float, edit: Callable[..., Outcome]) -> Edit | None:
    """The edit of what was typed: none where it is the present bias, else `edit(bias=...)`, or a
    refusal at the line of what cannot be read."""
    if line.text() == editable(present):
        return None
    try:
        return partial(edit, bias=read_number(line.text()))
    except ValueError as error:
        return refusing(line.objectName(), str(error))
