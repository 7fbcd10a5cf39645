"""Pan, zoom and pointing: what is under the pointer keeps its place and is the right cell."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.picture.camera import CLOSEST, followed, panned, refit, seen, zoomed
from app.picture.compose import compose
from app.picture.elements import Frame, Panel, Picture, Rect
from app.picture.moment import Moment
from app.state.scene import Parameters, Scene
from app.state.view import Camera, Target, View
from tests.picture.showing import example, staged
from tests.scenes import convolved, scene

PLANE = np.broadcast_to(np.uint8(9), (700, 900))


def photo_scene(stride: int = 1, padding: int = 0, kernel: int = 3) -> Scene:
    parameters = Parameters((stride,) * 2, padding=((padding,) * 2,) * 2)
    return scene(PLANE, np.ones((kernel, kernel), int), parameters=parameters)


def shown(scene: Scene, view: View) -> Picture:
    return compose(staged(scene, view, pending=True))


def under(panel: Panel, x: float, y: float) -> tuple[float, float]:
    """The panel's own coordinates, (x, y) in cells, under a point of the stage."""
    return (
        panel.visible.x + (x - panel.rect.x) / panel.scale,
        panel.visible.y + (y - panel.rect.y) / panel.scale,
    )


def inside(panel: Panel, right: float, down: float) -> tuple[float, float]:
    rect = panel.rect
    return rect.x + right * rect.width, rect.y + down * rect.height


shares = st.floats(0.02, 0.98)
factors = st.floats(1.05, 40)
keys = st.sampled_from(["input", "output"])
lessons = st.builds(photo_scene, st.integers(1, 4), st.integers(0, 5), st.integers(1, 6))


@given(lessons, keys, shares, shares, factors, st.floats(1.05, 4))
def test_zooming_keeps_what_is_under_the_pointer(
    lesson: Scene, key: str, right: float, down: float, factor: float, again: float
) -> None:
    before = shown(lesson, View()).panel(key)
    point = inside(before, right, down)
    first = zoomed(View(), before, *point, factor)
    panel = shown(lesson, first).panel(key)
    assume(panel.rect.contains(*point))
    place = under(panel, *point)
    assert place == pytest.approx(under(before, *point), abs=2 / before.scale)
    second = zoomed(first, panel, *point, again)
    closer = shown(lesson, second).panel(key)
    assume(closer.rect.contains(*point))
    edges = near_edge(closer)
    assert edges or under(closer, *point) == pytest.approx(place, abs=2 / before.scale)


def near_edge(panel: Panel) -> bool:
    """Whether the view was held back at the edge of the picture."""
    seen, extent = panel.visible, panel.extent
    return (
        seen.x <= extent.x
        or seen.y <= extent.y
        or (seen.right >= extent.right or seen.bottom >= extent.bottom)
    )


@given(lessons, keys, shares, shares, st.floats(2, 1e6))
def test_no_cell_becomes_larger_than_the_closest(
    lesson: Scene, key: str, right: float, down: float, factor: float
) -> None:
    panel = shown(lesson, View()).panel(key)
    view = zoomed(View(), panel, *inside(panel, right, down), factor)
    assert view.camera is not None
    assert view.camera.scale <= CLOSEST
    close = shown(lesson, view).panel("input")
    assert close.scale == pytest.approx(view.camera.scale)


@given(lessons, shares, shares, st.floats(3, 30))
def test_input_and_output_show_the_same_place(
    lesson: Scene, right: float, down: float, factor: float
) -> None:
    start = shown(lesson, View()).panel("input")
    picture = shown(lesson, zoomed(View(), start, *inside(start, right, down), factor))
    source, output = picture.panel("input"), picture.panel("output")
    assume(not near_edge(source) and not near_edge(output))
    x, y = source.visible.centre
    vertical, horizontal = convolved(lesson).axes
    column, row = output.visible.centre
    for at, out, axis in ((x, column, horizontal), (y, row, vertical)):
        middle = axis.start(0) + (out - 0.5) * axis.stride + axis.effective_kernel / 2
        assert at == pytest.approx(middle, abs=1e-6)
    smaller = min(vertical.stride, horizontal.stride)
    assert output.scale == pytest.approx(source.scale * smaller)


@given(lessons, st.floats(-300, 300), st.floats(-300, 300))
def test_dragging_moves_the_picture_with_the_pointer(lesson: Scene, dx: float, dy: float) -> None:
    view = View(Camera(450, 350, 20))
    before = shown(lesson, view).panel("input")
    after = shown(lesson, panned(view, before, dx, dy)).panel("input")
    assume(not near_edge(after))
    moved = (before.visible.x - after.visible.x, before.visible.y - after.visible.y)
    assert moved == pytest.approx((dx / before.scale, dy / before.scale), abs=1e-6)


@given(lessons, st.floats(-1e5, 1e5), st.floats(-1e5, 1e5), st.floats(0.01, 72))
def test_no_camera_shows_beyond_the_picture(
    lesson: Scene, x: float, y: float, scale: float
) -> None:
    for key in ("input", "output"):
        panel = shown(lesson, View(Camera(x, y, scale))).panel(key)
        common = panel.visible.intersected(panel.extent)
        assert (common.width, common.height) == pytest.approx(
            (panel.visible.width, panel.visible.height)
        )
        assert panel.rect.width / panel.rect.height == pytest.approx(
            panel.visible.width / panel.visible.height
        )


def test_a_fitted_picture_neither_shrinks_nor_moves() -> None:
    panel = shown(photo_scene(), View()).panel("input")
    point = inside(panel, 0.5, 0.5)
    assert zoomed(View(), panel, *point, 0.5) == View()
    assert panned(View(), panel, 50, 50) == View()


def test_zooming_out_to_the_fitted_size_fits_again() -> None:
    lesson = photo_scene()
    fitted = shown(lesson, View()).panel("input")
    close = zoomed(View(), fitted, *inside(fitted, 0.3, 0.3), 4)
    assert refit(close, fitted.scale) == close
    back = zoomed(close, shown(lesson, close).panel("input"), *inside(fitted, 0.3, 0.3), 0.25)
    assert refit(back, fitted.scale) == View()


def test_the_kernel_does_not_zoom() -> None:
    panel = shown(photo_scene(), View()).panel("kernel")
    assert zoomed(View(), panel, *panel.rect.centre, 3) == View()


@given(st.integers(0, 690), st.integers(0, 890))
def test_a_step_out_of_view_is_followed(row: int, column: int) -> None:
    lesson, view = photo_scene(), View(Camera(450, 350, 40))
    window = Rect(column, row, 3, 3)
    panel = shown(lesson, view).panel("input")
    after = followed(view, panel, window)
    seen = shown(lesson, after).panel("input").visible
    assert seen.intersected(window) == window
    if panel.visible.intersected(window) == window:
        assert after == view, "what is in view stays where it is"


# ---- pointing


@given(lessons, keys, shares, shares, st.sampled_from([1, 3, 30, 300]))
def test_a_point_hits_the_cell_that_is_drawn_there(
    lesson: Scene, key: str, right: float, down: float, factor: float
) -> None:
    panel = shown(lesson, View()).panel(key)
    view = zoomed(View(), panel, *inside(panel, right, down), factor) if factor > 1 else View()
    picture = shown(lesson, view)
    point = inside(picture.panel(key), right, down)
    target = picture.hit(*point)
    assert target is not None
    assert target.panel == key
    cell = picture.panel(key).to_pixels(Rect(target.column, target.row, 1, 1))
    assert cell.x - 1e-6 <= point[0] <= cell.right + 1e-6
    assert cell.y - 1e-6 <= point[1] <= cell.bottom + 1e-6


@pytest.mark.parametrize("key", ["literature", "same-padding", "dilated", "floor"])
def test_the_middle_of_every_cell_hits_it(key: str) -> None:
    picture = shown(example(key), View())
    for panel in picture.panels:
        extent = panel.extent
        for row in range(round(extent.y), round(extent.bottom)):
            for column in range(round(extent.x), round(extent.right)):
                middle = panel.to_pixels(Rect(column, row, 1, 1)).centre
                hit = picture.hit(*middle)
                assert hit == Target(panel.key, row, column) or panel.key == "result"


def test_between_the_panels_there_is_nothing() -> None:
    picture = shown(example("literature"), View())
    assert picture.hit(1, 1) is None
    assert picture.hit(picture.width - 1, picture.height - 1) is None
    source = picture.panel("input").rect
    assert picture.hit(source.right + 2, source.centre[1]) is None


def test_a_glide_moves_marks_but_hits_the_same_cells() -> None:
    still = staged(example("literature"))
    half = replace(still, moment=replace(still.moment, step=0, toward=1, phase=0.5))
    source = compose(half).panel("input")
    middle = source.to_pixels(Rect(2, 2, 1, 1)).centre
    assert compose(half).hit(*middle) == Target("input", 2, 2)


def test_the_numbers_change_when_the_window_has_arrived() -> None:
    left = compose(staged(example("literature")))
    arrived = staged(replace(example("literature"), step=1))
    gliding = compose(replace(arrived, moment=Moment(0, toward=1, phase=0.99)))
    there = compose(arrived)
    assert left.equation == gliding.equation != there.equation
    before, meanwhile, after = (
        np.asarray(picture.panel("products").array) for picture in (left, gliding, there)
    )
    assert np.array_equal(before, meanwhile)
    assert not np.array_equal(meanwhile, after)
    known = [picture.panel("output").known for picture in (left, gliding, there)]
    assert known == [1, 1, 2], "nor is its result there before"


@pytest.mark.parametrize("box", [Rect(40, 60, 0, 90), Rect(40, 60, 90, 0), Rect(40, 60, -3, 90)])
@pytest.mark.parametrize("camera", [None, Camera(5, 5, 30)])
def test_a_box_without_room_shows_no_part_of_a_zoomed_picture(
    box: Rect, camera: Camera | None
) -> None:
    rect, visible = seen(box, Rect(0, 0, 8, 8), camera, Frame(0, 0, 1, 1))
    assert visible == Rect(0, 0, 8, 8)
    assert rect.width <= 0


@pytest.mark.parametrize("rect", [Rect(40, 60, 0, 90), Rect(40, 60, 90, 0)])
def test_a_panel_that_the_stage_has_no_room_for_neither_zooms_nor_moves(rect: Rect) -> None:
    view = View(camera=Camera(5, 5, 30))
    flat = replace(shown(photo_scene(), View()).panel("output"), rect=rect, aspect=1)
    assert flat.frame is not None
    assert zoomed(view, flat, 40, 60, 1.25) == view
    assert panned(view, flat, 3, 4) == view
