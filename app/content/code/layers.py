"""A layer as each framework writes it, from and to NumPy's names of a program."""

from __future__ import annotations

from collections.abc import Callable

from app.content.code import in_jax, in_keras, in_numpy, in_pytorch
from app.content.code.frameworks import Framework
from app.content.code.input import Lines
from app.content.code.layer import Layer

_Writer = Callable[[Layer, str, str], Lines]
_CONV: dict[Framework, _Writer] = {
    Framework.NUMPY: in_numpy.conv,
    Framework.PYTORCH: in_pytorch.conv,
    Framework.KERAS: in_keras.conv,
    Framework.JAX: in_jax.conv,
}
_TRANSPOSED: dict[Framework, _Writer] = {
    Framework.NUMPY: in_numpy.transposed,
    Framework.PYTORCH: in_pytorch.transposed,
    Framework.KERAS: in_keras.transposed,
    Framework.JAX: in_jax.transposed,
}


def conv_lines(framework: Framework, layer: Layer, x: str = "x", to: str = "output") -> Lines:
    """Cross-correlation of `x` with `w`: both are two-dimensional NumPy arrays, `to` is too, or
    a tensor of the framework that NumPy can read."""
    return _CONV[framework](layer, x, to)


def transposed_lines(framework: Framework, layer: Layer, y: str = "x", to: str = "output") -> Lines:
    """The transposed convolution of `y` with `w`."""
    return _TRANSPOSED[framework](layer, y, to)
