"""Pan and zoom: one camera for input and output, kept within the picture."""

from __future__ import annotations

from dataclasses import replace

from app.core import Axis
from app.picture.elements import Panel, Rect
from app.state.view import Camera, View

CLOSEST = 72.0
"""The largest a cell may become, in pixels."""

Axes = tuple[Axis, Axis]


def seen(box: Rect, extent: Rect, camera: Camera | None) -> tuple[Rect, Rect]:
    """What a box shows of `extent` (cells): the pixels' rectangle and the visible cells."""
    fit = min(box.width / extent.width, box.height / extent.height)
    if camera is None or camera.scale <= fit:
        width, height = extent.width * fit, extent.height * fit
        left, top = box.centre[0] - width / 2, box.centre[1] - height / 2
        return Rect(round(left), round(top), width, height), extent
    wide, high = box.width / camera.scale, box.height / camera.scale
    x = _kept(camera.x - wide / 2, wide, extent.x, extent.right)
    y = _kept(camera.y - high / 2, high, extent.y, extent.bottom)
    shown = Rect(x, y, wide, high).intersected(extent)
    rect = Rect(
        box.x + (shown.x - x) * camera.scale,
        box.y + (shown.y - y) * camera.scale,
        shown.width * camera.scale,
        shown.height * camera.scale,
    )
    return rect, shown


def _kept(start: float, length: float, low: float, high: float) -> float:
    """The start moved so that the view stays inside, or centred where it is larger."""
    if length >= high - low:
        return (low + high - length) / 2
    return min(max(start, low), high - length)


def output_camera(camera: Camera | None, axes: Axes) -> Camera | None:
    """The camera over the outputs whose windows the input's camera shows."""
    if camera is None:
        return None
    vertical, horizontal = axes
    return Camera(
        (camera.x - _origin(horizontal)) / horizontal.stride,
        (camera.y - _origin(vertical)) / vertical.stride,
        camera.scale * min(vertical.stride, horizontal.stride),
    )


def _origin(axis: Axis) -> float:
    """The input coordinate under the left edge of output 0, window centres aligned."""
    return axis.start(0) + axis.effective_kernel / 2 - axis.stride / 2


def _input_point(panel: Panel, axes: Axes, x: float, y: float) -> tuple[float, float]:
    """The input coordinates, (x, y), under a point of the input's or the output's panel."""
    at_x = panel.visible.x + (x - panel.rect.x) / panel.scale
    at_y = panel.visible.y + (y - panel.rect.y) / panel.scale
    if panel.key == "output":
        vertical, horizontal = axes
        at_x = _origin(horizontal) + at_x * horizontal.stride
        at_y = _origin(vertical) + at_y * vertical.stride
    return at_x, at_y


def _input_scale(panel: Panel, axes: Axes) -> float:
    if panel.key == "output":
        return panel.scale / min(axis.stride for axis in axes)
    return panel.scale


def zoomed(view: View, panel: Panel, axes: Axes, x: float, y: float, factor: float) -> View:
    """Zoom about a point of the stage, which keeps its place; far enough out it fits again."""
    scale = _input_scale(panel, axes)
    target = min(CLOSEST, scale * factor)
    if factor < 1 and view.camera is None:
        return view
    at_x, at_y = _input_point(panel, axes, x, y)
    centre_x, centre_y = _input_point(panel, axes, *panel.rect.centre)
    ratio = scale / target
    camera = Camera(at_x + (centre_x - at_x) * ratio, at_y + (centre_y - at_y) * ratio, target)
    return replace(view, camera=camera)


def panned(view: View, panel: Panel, axes: Axes, dx: float, dy: float) -> View:
    """Drag the picture by pixels; a fitted picture stays where it is."""
    if view.camera is None:
        return view
    scale = _input_scale(panel, axes)
    x, y = _input_point(panel, axes, *panel.rect.centre)
    return replace(view, camera=Camera(x - dx / scale, y - dy / scale, view.camera.scale))


def followed(view: View, panel: Panel, window: Rect) -> View:
    """Move a zoomed view so that the window (input cells) is seen; else leave it alone."""
    if view.camera is None or panel.visible.intersected(window) == window:
        return view
    x, y = window.centre
    return replace(view, camera=replace(view.camera, x=x, y=y))


def refit(view: View, fit_scale: float) -> View:
    """Drop a camera that shows no more than the fitted picture."""
    if view.camera is not None and view.camera.scale <= fit_scale * 1.001:
        return view.fitted()
    return view
