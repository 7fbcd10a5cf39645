"""What a click on a cell makes of the scene: another step, plane or place in a cut."""

from __future__ import annotations

from app.picture.elements import Click, Panel
from app.state import player
from app.state.derive import derive
from app.state.receptive_field import edits
from app.state.scene import Scene
from app.state.view import Target


def clicked(scene: Scene, panel: Panel, target: Target) -> Scene:
    """The scene after a click on a cell of the panel; the same where it moves no step."""
    match panel.click:
        case Click.STEP:
            return _at_cell(scene, panel, target)
        case Click.ROW:
            return player.at_step(scene, target.row)
        case Click.COLUMN:
            return player.at_step(scene, target.column)
        case Click.PLANE:
            return scene if panel.plane is None else _in_plane(scene, panel.plane)
        case Click.ROW_PLANE:
            return _in_plane(scene, (panel.plane or 0) + target.row)
        case Click.CUT:
            return _in_cut(scene, panel, target)
        case Click.PIN | Click.NOTHING:
            return scene


def _at_cell(scene: Scene, panel: Panel, target: Target) -> Scene:
    """A cell is the step; in a stack its panel's level is chosen with it."""
    step = target.row * panel.shape[1] + target.column
    if panel.level is not None:
        return edits.at_unit(scene, panel.level, step)
    if panel.plane is not None:
        step = derive(scene).step_at(panel.plane, target.row, target.column)
    return player.at_step(scene, step)


def _in_cut(scene: Scene, panel: Panel, target: Target) -> Scene:
    """The step moves along the two axes that a panel shows."""
    cut, derived = panel.cut, derive(scene)
    assert cut is not None
    if not (0 <= target.row < len(cut.rows) and 0 <= target.column < len(cut.columns)):
        return scene
    place = list(derived.place(scene.step))
    place[cut.down] = int(cut.rows[target.row])
    place[cut.across] = int(cut.columns[target.column])
    return player.at_step(scene, derived.step_at(*place))


def _in_plane(scene: Scene, plane: int) -> Scene:
    """An output channel or a slice is the present one."""
    here, _, _ = derive(scene).place(scene.step)
    return player.moved(scene, 0, 0, plane - here)
