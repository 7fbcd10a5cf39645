"""Pan and zoom: one camera for all panels that zoom, kept within the picture.

The camera lives in input cells. A panel's frame says where its own cells lie there, so that
input and output always show the same place.
"""

from __future__ import annotations

from dataclasses import replace

from app.core import Axis
from app.picture.elements import Frame, Panel, Rect
from app.state.view import Camera, View

CLOSEST = 72.0
"""The largest a cell may become, in pixels."""
INPUT_FRAME = Frame(0, 0, 1, 1)


def output_frame(vertical: Axis, horizontal: Axis) -> Frame:
    """Output cells lie where the middles of their windows are."""
    return Frame(_edge(horizontal), _edge(vertical), horizontal.stride, vertical.stride)


def _edge(axis: Axis) -> float:
    """The input coordinate of the left edge of output 0, window centres aligned."""
    return axis.start(0) + axis.effective_kernel / 2 - axis.stride / 2


def seen(
    box: Rect, extent: Rect, camera: Camera | None, frame: Frame, aspect: float = 1.0
) -> tuple[Rect, Rect]:
    """What a box shows of `extent` (cells): the pixels' rectangle and the visible cells.

    Cells are `aspect` times as high as they are wide.
    """
    fit = min(box.width / extent.width, box.height / (extent.height * aspect))
    scale = 0.0 if camera is None else camera.scale * frame.least
    if camera is None or scale <= fit or fit <= 0:  # in no room there is nothing to be near to
        width, height = extent.width * fit, extent.height * fit * aspect
        left, top = box.centre[0] - width / 2, box.centre[1] - height / 2
        return Rect(round(left), round(top), width, height), extent
    wide, high = box.width / scale, box.height / (scale * aspect)
    centre_x, centre_y = (camera.x - frame.x) / frame.dx, (camera.y - frame.y) / frame.dy
    x = _kept(centre_x - wide / 2, wide, extent.x, extent.right)
    y = _kept(centre_y - high / 2, high, extent.y, extent.bottom)
    shown = Rect(x, y, wide, high).intersected(extent)
    rect = Rect(
        box.x + (shown.x - x) * scale,
        box.y + (shown.y - y) * scale * aspect,
        shown.width * scale,
        shown.height * scale * aspect,
    )
    return rect, shown


def _kept(start: float, length: float, low: float, high: float) -> float:
    """The start moved so that the view stays inside, or centred where it is larger."""
    if length >= high - low:
        return (low + high - length) / 2
    return min(max(start, low), high - length)


def _under(panel: Panel, frame: Frame, x: float, y: float) -> tuple[float, float]:
    """The camera's coordinates under a point of the stage."""
    at_x = panel.visible.x + (x - panel.rect.x) / panel.scale
    at_y = panel.visible.y + (y - panel.rect.y) / (panel.scale * panel.aspect)
    return frame.x + at_x * frame.dx, frame.y + at_y * frame.dy


def _frame(panel: Panel) -> Frame | None:
    """The frame of a panel that zooms; a stage too small for it has given it no width or height."""
    return panel.frame if panel.rect.width > 0 and panel.rect.height > 0 else None


def zoomed(view: View, panel: Panel, x: float, y: float, factor: float) -> View:
    """Zoom about a point of a panel, which keeps its place; a fitted picture gets no smaller."""
    frame = _frame(panel)
    if frame is None or (factor < 1 and view.camera is None):
        return view
    scale = panel.scale / frame.least
    target = min(CLOSEST, scale * factor)
    at_x, at_y = _under(panel, frame, x, y)
    centre_x, centre_y = _under(panel, frame, *panel.rect.centre)
    ratio = scale / target
    camera = Camera(at_x + (centre_x - at_x) * ratio, at_y + (centre_y - at_y) * ratio, target)
    return replace(view, camera=camera)


def panned(view: View, panel: Panel, dx: float, dy: float) -> View:
    """Drag a panel by pixels; a fitted picture stays where it is."""
    frame = _frame(panel)
    if view.camera is None or frame is None:
        return view
    scale = panel.scale / frame.least
    x, y = _under(panel, frame, *panel.rect.centre)
    moved = Camera(x - dx / scale, y - dy / (scale * panel.aspect), view.camera.scale)
    return replace(view, camera=moved)


def followed(view: View, panel: Panel, cells: Rect) -> View:
    """Move a zoomed view so that these cells of a panel are seen; else leave it alone."""
    frame = panel.frame
    if view.camera is None or frame is None or panel.visible.intersected(cells) == cells:
        return view
    x, y = cells.centre
    camera = replace(view.camera, x=frame.x + x * frame.dx, y=frame.y + y * frame.dy)
    return replace(view, camera=camera)


def refit(view: View, fit_scale: float) -> View:
    """Drop a camera that shows no more than the fitted picture."""
    if view.camera is not None and view.camera.scale <= fit_scale * 1.001:
        return view.fitted()
    return view
