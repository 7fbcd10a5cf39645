"""The present step as a question: which cell is to be predicted, and of how many products."""

from __future__ import annotations

from app.picture.lettering.digits import about, counted, row_and_column
from app.state.derive import Factored, Separated
from app.state.mistakes import Stepped, has_relu
from app.state.signal import is_line
from app.state.spatial.passes import PASSES

PASSES_NAMED = ("intermediate", "output")
"""What the cells of each of two passes belong to."""


def asking(derived: Stepped) -> str:
    """The present step in one sentence that asks for its result."""
    step = derived.step
    size = step.products.size
    made = "one product" if size == 1 else f"the sum of {size} products"
    bias = f" plus the bias {about(step.bias)}" if step.bias else ""
    relu = ", after the ReLU" if has_relu(derived) else ""
    lead = counted(derived.scene.step, derived.steps)
    return f"{lead}: predict {cell_of(derived)}, {made}{bias}{relu}."


def cell_of(derived: Stepped) -> str:
    """The cell that the present step fills, in words."""
    plane, row, column = derived.place(derived.scene.step)
    if is_line(derived.scene):
        return f"output sample {column + 1:,}"
    name = "output"
    if isinstance(derived, Separated):
        channels = derived.weights.channels
        first = derived.is_first(plane)
        name = f"channel {plane + 1} between," if first else f"output {plane - channels + 1},"
    elif isinstance(derived, Factored):
        name = PASSES_NAMED[plane % PASSES]
    elif derived.planes > 1:
        name = f"output {derived.plane_word} {plane + 1},"
    return f"{name} {row_and_column(row, column)}"
