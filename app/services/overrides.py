"""Python's overrides of Qt's methods: what goes wrong in one is told there, and nowhere else."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import wraps
from types import FunctionType
from typing import Any, TypeVar

from PySide6.QtCore import QSize, Qt

Kind = TypeVar("Kind", bound=type)
ANSWERS: dict[str, Any] = {
    "None": None,
    "Any": None,
    "QWidget": None,
    "bool": False,
    "int": 0,
    "QSize": QSize(),
    "Qt.ItemFlag": Qt.ItemFlag.NoItemFlags,
}
"""What Qt is told by an override that failed, by what the override says that it returns."""


def guarded(kind: Kind) -> Kind:
    """Let no exception leave the class's overrides of Qt's methods: `sys.excepthook` gets it.

    Qt calls an override from C++, which knows no exceptions. Where Python stands further out, as
    in `super().event(event)` or `self.resize(…)`, PySide keeps the exception until that call
    returns; before Python 3.12 it takes the words of `None + 1` for the exception itself, and the
    process ends. So every class that overrides a method of Qt's is guarded.
    """
    for name, override in overrides(kind).items():
        setattr(kind, name, _guarded(override, ANSWERS[override.__annotations__["return"]]))
    return kind


def overrides(kind: type) -> dict[str, FunctionType]:
    """The class's own methods that stand in for one of Qt's."""
    theirs = [base for base in kind.__mro__[1:] if base.__module__.startswith("PySide6.")]
    return {
        name: thing
        for name, thing in vars(kind).items()
        if isinstance(thing, FunctionType) and not name.startswith("__")
        and any(name in vars(base) for base in theirs)
    }  # fmt: skip


def _guarded(override: Callable[..., Any], otherwise: object) -> Callable[..., Any]:
    @wraps(override)
    def guard(*given: Any) -> Any:
        try:
            return override(*given)
        except Exception as error:
            sys.excepthook(type(error), error, error.__traceback__)
            return otherwise
        except BaseException:
            raise  # an interrupt: once caught it has a value, and so PySide can keep it

    return guard
