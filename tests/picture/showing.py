"""Pictures for tests: composed as the stage does, with letters of fixed width."""

from __future__ import annotations

from app.content.lessons import preset
from app.picture.compose import compose
from app.picture.elements import Picture
from app.picture.lettering.measure import Measure
from app.picture.moment import Moment
from app.picture.readout.text import as_text
from app.picture.stage.given import StageInput
from app.state.derive import Derivation, derive
from app.state.requests import Result
from app.state.scene import Lesson, Scene
from app.state.view import Target, View
from tests.measures import FixedMeasure
from tests.scenes import answered

Size = tuple[float, float]
USUAL: Size = (870, 560)
"""The stage in a window of 1366 × 768."""


def example(key: str) -> Scene:
    """A worked example of the convolution lesson."""
    return preset(Lesson.CONVOLUTION, key).build()


def pointing(panel: str, row: int, column: int) -> View:
    """Hovering a cell, counted from 0."""
    return View(hover=Target(panel, row, column))


def result_of(scene: Scene) -> Result:
    """The whole output of a scene."""
    return answered(scene)


def staged(
    scene: Scene,
    view: View | None = None,
    size: Size = USUAL,
    *,
    pending: bool = False,
    presenting: bool = False,
    measure: Measure | None = None,
) -> StageInput[Derivation]:
    """What compose is given for a scene at rest; `pending` leaves the whole result out."""
    result = None if pending else result_of(scene)
    moment = Moment(scene.step, scene.tap)
    return StageInput(
        derive(scene), result, view or View(), moment, *size, measure or FixedMeasure(), presenting
    )


def picture_of(scene: Scene, view: View | None = None, size: Size = USUAL) -> Picture:
    return compose(staged(scene, view, size))


def text_of(scene: Scene, view: View | None = None, *, pending: bool = False) -> str:
    return as_text(compose(staged(scene, view, pending=pending)))


def block(text: str, title: str) -> str:
    """The part of a picture's text, after its sentence, that begins with a panel's title."""
    return next(part for part in text.split("\n\n")[1:] if part.startswith(title))


def equation_of(text: str) -> str:
    """The last part of a picture's text."""
    return text.rsplit("\n\n", maxsplit=1)[-1]
