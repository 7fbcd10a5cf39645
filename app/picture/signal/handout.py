"""What a handout says of a scene of one dimension: the parameters of its only axis."""

from __future__ import annotations

from app.picture.lettering.digits import short
from app.state.derive import Convolved
from app.state.signal import present_row

Row = tuple[str, str]


def line_parameters(derived: Convolved) -> list[Row]:
    """The signal, the kernel, and stride, padding and dilation along it."""
    scene, axis = derived.scene, derived.axes[1]
    parameters, image = scene.parameters, scene.input.image
    row = f", row {present_row(scene.input) + 1:,}" if image.height > 1 else ""
    rows = [
        ("Input", f"{image.name}{row}, {axis.size:,} samples"),
        ("Kernel", f"{scene.kernel.name}, {axis.kernel} taps"),
        ("Stride", str(axis.stride)),
        ("Padding", _padding(derived)),
        ("Dilation", str(axis.dilation)),
    ]
    if parameters.bias:
        rows.append(("Bias", short(parameters.bias)))
    if parameters.flip:
        rows.append(("Kernel turned", "round (true convolution)"))
    return [*rows, ("Output", f"{axis.output_size:,} samples")]


def _padding(derived: Convolved) -> str:
    axis, parameters = derived.axes[1], derived.scene.parameters
    words = f"left {axis.low}, right {axis.high}" if axis.low != axis.high else str(axis.low)
    if isinstance(parameters.padding, str):
        words = f"{parameters.padding}: {words}"
    mode = parameters.padding_mode
    return words if mode == "zeros" else f"{words}, {mode}"
