"""What is said of the place under the pointer: all digits of what stands there."""

from __future__ import annotations

from app.picture.elements import Picture
from app.picture.lettering.digits import full
from app.picture.lettering.measure import Measure
from app.picture.stage.equation import token_at
from app.picture.stage.focus import place_of


def words_at(picture: Picture, measure: Measure, x: float, y: float, *, line: bool) -> str:
    """The words for a point of the stage, in pixels; empty where there is nothing to say.

    In a signal (`line`) a place has no row.
    """
    equation = picture.equation
    if equation is not None and equation.rect.contains(x, y):
        token = token_at(equation, measure, x, y)
        return token.full if token else ""
    target = picture.hit(x, y)
    if target is None:
        return ""
    panel = picture.panel(target.panel)
    place = f"{panel.title or 'Result'} {place_of(target.row, target.column, line=line)}"
    paths = picture.paths_at(target)
    if paths is not None:
        return f"{place}: {full(paths)} path{'' if paths == 1 else 's'}"
    value = panel.value_at(target.row, target.column)
    if value is None and panel.is_concealed(*target.cell):
        return f"{place} is to be predicted"
    if value is None:
        return f"{place}: nothing, not even a 0" if panel.is_empty(*target.cell) else ""
    return f"{place} = {full(value)}"
