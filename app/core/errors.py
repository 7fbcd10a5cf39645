"""The core's one error: a parameter that cannot be, and what would fit instead."""

from __future__ import annotations


class SpecError(ValueError):
    """A parameter of a convolution that no convolution can have.

    `rule` says what the value breaks, `fits` which values would do; all four parts stay
    readable as attributes, so that an interface can show them beside the control.

    >>> print(SpecError("stride", 0, "must be at least 1", "1 or more"))
    stride 0: must be at least 1; 1 or more fits
    """

    def __init__(self, parameter: str, value: object, rule: str, fits: str) -> None:
        super().__init__(parameter, value, rule, fits)
        self.parameter = parameter
        self.value = value
        self.rule = rule
        self.fits = fits

    def __str__(self) -> str:
        return f"{self.parameter} {self.value}: {self.rule}; {self.fits} fits"
