"""What a lesson's compose is given: the scene with what follows from it, and where to draw."""

from __future__ import annotations

from dataclasses import dataclass

from app.picture.measure import Measure
from app.picture.moment import Moment
from app.state.derive import Derived
from app.state.requests import Result
from app.state.view import View


@dataclass(frozen=True, eq=False, slots=True)
class StageInput:
    """`result` is None while the whole-image result is still being computed."""

    derived: Derived
    result: Result | None
    view: View
    moment: Moment
    width: float
    height: float
    measure: Measure
    presenting: bool = False
