"""What a lesson's compose is given: the scene with what follows from it, and where to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from app.picture.lettering.measure import Measure
from app.picture.moment import Moment
from app.state.derive import (
    Convolved,
    Counted,
    Derivation,
    Derived,
    Factored,
    Mixed,
    Multiplied,
    Separated,
    Stacked,
    Stamped,
)
from app.state.prediction import Prediction
from app.state.requests import Result
from app.state.view import View

D_co = TypeVar("D_co", bound=Derived, covariant=True)


@dataclass(frozen=True, eq=False)
class StageInput(Generic[D_co]):
    """`result` is None while the whole-image result is still being computed, or where it cannot
    be had: `trouble` then says why, in few words. With a `prediction` the answers are hidden.
    """

    derived: D_co
    result: Result | None
    view: View
    moment: Moment
    width: float
    height: float
    measure: Measure
    presenting: bool = False
    trouble: str = ""
    prediction: Prediction | None = None

    @property
    def waiting(self) -> str:
        """What stands in the place of words about the result while there is none."""
        return f"not computed: {self.trouble}" if self.trouble else "computing …"


ConvolutionStage = StageInput[Convolved]
StackStage = StageInput[Stacked]
MatrixStage = StageInput[Multiplied]
StampStage = StageInput[Stamped]
MixStage = StageInput[Mixed]
OverlapStage = StageInput[Counted]
SeparableStage = StageInput[Separated]
SpatialStage = StageInput[Factored]
DerivedStage = StageInput[Derived]
AnyStage = StageInput[Derivation]
