"""What a handout says of a 3D convolution: its parameters and the sizes worked out."""

from __future__ import annotations

from app.picture.lettering.digits import short
from app.picture.stage.formula import size_tokens
from app.state.solid.derived import Filled

Row = tuple[str, str]
AXES = ("depth", "height", "width")


def solid_parameters(derived: Filled) -> list[Row]:
    """Volume, kernel and where its windows lie."""
    solid = derived.solid
    parameters = solid.parameters
    rows = [
        ("Input", f"{solid.input.volume.name}, {_by(derived.geometry.block.shape)}"),
        ("Kernel", f"{solid.kernel.name}, {_by(solid.kernel.shape)}"),
        ("Stride", _triple(parameters.stride)),
        ("Padding", _padding(derived)),
        ("Dilation", _triple(parameters.dilation)),
    ]
    if parameters.bias:
        rows.append(("Bias", short(parameters.bias)))
    if parameters.flip:
        rows.append(("Kernel turned", "on all three axes (true convolution)"))
    return [*rows, ("Output", _by(derived.geometry.shape))]


def solid_formulas(derived: Filled) -> list[Row]:
    """The output size along each axis, worked out; once where all three are alike."""
    texts = ["".join(token.text for token in size_tokens(axis)) for axis in derived.axes]
    if len(set(texts)) == 1:
        return [("", texts[0])]
    return list(zip(AXES, texts, strict=True))


def _padding(derived: Filled) -> str:
    padding = derived.solid.parameters.padding
    mode = derived.solid.parameters.padding_mode
    sides = [(axis.low, axis.high) for axis in derived.axes]
    flat = [cells for pair in sides for cells in pair]
    words = str(flat[0]) if len(set(flat)) == 1 else _around(sides)
    named = f"{padding}: {words}" if isinstance(padding, str) else words
    return named if mode == "zeros" or not any(flat) else f"{named}, {mode}"


def _around(sides: list[tuple[int, int]]) -> str:
    (front, back), (top, bottom), (left, right) = sides
    return f"front {front}, back {back}, top {top}, bottom {bottom}, left {left}, right {right}"


def _triple(triple: tuple[int, int, int]) -> str:
    return str(triple[0]) if len(set(triple)) == 1 else _by(triple)


def _by(shape: tuple[int, ...]) -> str:
    return " × ".join(str(side) for side in shape)
