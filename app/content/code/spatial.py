"""Two passes as a program: the kernel's column, then its row, for each term."""

from __future__ import annotations

from app.content.code.frameworks import Framework
from app.content.code.input import Lines, array_lines
from app.content.code.layer import Layer
from app.content.code.layers import conv_lines
from app.core import Trace
from app.state.spatial.derived import Factored
from app.state.spatial.passes import PASSES

NAMES = ("column", "row")


def spatial_lines(derived: Factored, framework: Framework) -> Lines:
    """From `x` to `output`; `present` is the cell of the present step."""
    lines: Lines = []
    for term in range(derived.terms):
        lines += _term(derived, framework, term)
    return lines


def _term(derived: Factored, framework: Framework, term: int) -> Lines:
    """Both passes of a term, added to the terms before."""
    weights, traces = derived.geometry.weights_of(term), derived.geometry.traces(term)
    one, two = (NAMES[along] for along in derived.along)
    several = f" of term {term + 1}" if derived.terms > 1 else ""
    bias = "bias" if derived.scene.parameters.bias and not term else ""
    to = "part" if term else "output"
    return [
        f"# The first pass: the {one}{several}",
        *array_lines("w", weights[0]),
        "plane = x",
        *conv_lines(framework, _layer(derived, traces[0], ""), "plane", "between"),
        *_present(derived, PASSES * term, "between"),
        "",
        f"# The second pass: the {two}{several}",
        *array_lines("w", weights[1]),
        *conv_lines(framework, _layer(derived, traces[1], bias), "between", to),
        *(["output = output + part"] if term else []),
        *_present(derived, PASSES * term + 1, "output"),
        *([""] if term < derived.terms - 1 else []),
    ]


def _layer(derived: Factored, trace: Trace, bias: str) -> Layer:
    vertical, horizontal = trace.axes
    sides = (vertical.low, vertical.high), (horizontal.low, horizontal.high)
    return Layer((vertical, horizontal), sides, derived.scene.parameters.padding_mode, bias)


def _present(derived: Factored, plane: int, name: str) -> Lines:
    here, row, column = derived.place(derived.scene.step)
    return [f"present = {name}[{row}, {column}].item()"] if here == plane else []


def step_line(derived: Factored) -> str:
    """Prints the present step, named as in the window."""
    plane, row, column = derived.place(derived.scene.step)
    name = ("intermediate", "output")[plane % PASSES]
    return f'print("{name} ({row + 1}, {column + 1}):", present)'
