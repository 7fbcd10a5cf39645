"""The stage: paints the scene's Picture, and turns mouse and keys into steps, pins and views."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QToolTip, QWidget

from app.paint.fonts import FontMeasure
from app.paint.painter import Artist
from app.paint.theme import Theme
from app.picture.camera import followed, panned, refit, zoomed
from app.picture.clear_place import clear_place
from app.picture.compose import compose
from app.picture.elements import Click, Panel, Picture
from app.picture.readout.text import as_text
from app.picture.stage.given import AnyStage, StageInput
from app.services.background.jobs import Jobs
from app.services.background.results import Results
from app.services.overrides import guarded
from app.services.store import Store, is_same_but_step
from app.state import player
from app.state.derive import Derivation, derive
from app.state.prediction import Prediction
from app.state.prepare import plane_shape
from app.state.requests import request_of
from app.state.scene import Scene
from app.state.signal import is_line
from app.state.solid.prepare import volume_shape
from app.state.view import Target, View
from app.ui.shortcuts import Shortcut
from app.ui.stage.cell_editor import CellEditor
from app.ui.stage.clicking import clicked
from app.ui.stage.glide import Glide
from app.ui.stage.hover import words_at
from app.ui.stage.rasters import Rasters

SHORTCUTS = (
    Shortcut("Arrow keys", "move the step, or the pinned cell, by one cell"),
    Shortcut("Shift + arrows", "the next or the previous output channel or slice"),
    Shortcut("Click", "an output makes it the step; an input or kernel cell pins it"),
    Shortcut("Esc", "let go of the pinned cell"),
    Shortcut("Enter", "type over the pinned input cell of a small grid"),
    Shortcut("Wheel | + | −", "zoom in and out at the pointer"),
    Shortcut("Drag", "move a zoomed picture"),
    Shortcut("Double click | 0 | Ctrl+0", "fit the picture again"),
)
DRAG = 4
"""Pixels that the mouse moves before a press becomes a drag."""
ZOOM_STEP = 1.25
SHORTEST_GLIDE, LONGEST_GLIDE = 2.0, 400.0
"""A step that is nearer or farther than this many pixels jumps."""

ARROWS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


def _places(scene: Scene) -> tuple[object, ...]:
    """What says which cells the input has, and of what."""
    image = scene.input.image, scene.input.crop, plane_shape(scene.input)
    if scene.solid is None:
        return image
    source = scene.solid.input
    return *image, source.volume, source.crop, volume_shape(source)


@guarded
class Stage(QWidget):
    """One painted canvas. `presented` is set while the stage stands alone on a full screen."""

    view_changed = Signal(object)

    def __init__(
        self,
        store: Store,
        results: Results,
        jobs: Jobs,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("stage")
        self.setAccessibleName("Stage")
        self.setMinimumSize(420, 310)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.store, self.results = store, results
        self._rasters = Rasters(jobs, self)
        self.view = View()
        self.presenting = False
        self.blank = False
        self.glide_seconds: Callable[[], float] = lambda: 0.0
        self.predicting: Callable[[], Prediction | None] = lambda: None
        self._artist = Artist(theme)
        self._measure = FontMeasure()
        self._glide = Glide(self.refresh, self)
        self._picture: Picture | None = None
        self._scene = store.scene
        self._press: QPointF | None = None
        self._dragging = False
        self._editor = CellEditor(self)
        store.changed.connect(self._show)
        results.arrived.connect(self.refresh)
        results.failed.connect(self.refresh)
        results.ask(request_of(store.scene))

    # ---- what is shown

    @property
    def derived(self) -> Derivation:
        return derive(self.store.scene)

    @property
    def picture(self) -> Picture:
        """The Picture of the present moment, composed when something changed."""
        if self._picture is None:
            self._picture = compose(self.stage_input())
        return self._picture

    def stage_input(self) -> AnyStage:
        """What compose is given now: export takes the same, so files show the same."""
        scene = self.store.scene
        request = request_of(scene)
        return StageInput(
            self.derived,
            self.results.current(request),
            self.view,
            self._glide.moment(scene),
            self.width(),
            self.height(),
            self._measure,
            self.presenting or self.theme.large,
            self.results.trouble(request),
            self.predicting(),
        )

    @property
    def theme(self) -> Theme:
        return self._artist.theme

    def set_theme(self, theme: Theme) -> None:
        self._artist = Artist(theme)
        self.refresh()

    def set_presenting(self, presenting: bool) -> None:
        self.presenting, self.blank = presenting, False
        self.refresh()

    def set_blank(self, blank: bool) -> None:
        self.blank = blank
        self.update()

    def set_view(self, view: View) -> None:
        if view != self.view:
            self.view = view
            self.refresh()
            self.view_changed.emit(view)

    def fit(self) -> None:
        """Show the whole picture again."""
        self.set_view(self.view.fitted())

    def refresh(self) -> None:
        self._picture = None
        self.update()

    def _show(self, scene: Scene) -> None:
        before, self._scene = self._scene, scene
        if not is_same_but_step(before, scene):
            self._glide.stop()
            self._drop_pointers(before, scene)
            self.results.ask(request_of(scene))
        elif before.level != scene.level:
            self._glide.stop()
        elif before.step != scene.step:
            self._move(before)
            return
        self.refresh()
        self.announce()

    def _move(self, before: Scene) -> None:
        """Glide from the step before, unless it is too far, and keep the step in view."""
        old = self.picture.place
        self._glide.stop()
        self.refresh()
        self.announce()
        new, panel = self.picture.place, self.picture.panel(self.picture.place.panel)
        apart = max(abs(new.cells.x - old.cells.x), abs(new.cells.y - old.cells.y)) * panel.scale
        near = new.panel == old.panel and SHORTEST_GLIDE <= apart <= LONGEST_GLIDE
        view = followed(self.view, panel, new.cells)
        seconds = self.glide_seconds() if near and self.predicting() is None else 0.0
        self._glide.start(before.step, seconds)
        if view != self.view or seconds:
            self.view = view
            self.refresh()

    def announce(self) -> None:
        """Tell a screen reader the step in one sentence."""
        self.setAccessibleDescription(self.picture.spoken)
        if QAccessible.isActive():
            told = QAccessibleAnnouncementEvent(self, self.picture.spoken)
            QAccessible.updateAccessibility(told)

    def _drop_pointers(self, before: Scene, scene: Scene) -> None:
        """Another image, crop or size has other places; other parameters keep them."""
        if _places(before) != _places(scene):
            self.view = View()
        else:
            self.view = replace(self.view, hover=None, pin=None)

    def clear_place(self, size: QSize) -> QPoint | None:
        """Where something of this size covers nothing that is shown, in pixels."""
        if (self.picture.width, self.picture.height) != (self.width(), self.height()):
            self.refresh()  # asked between another size and its resizeEvent
        place = clear_place(self.picture, self._measure, size.width(), size.height())
        return None if place is None else QPointF(*place).toPoint()

    def text(self) -> str:
        """The Picture as text, as a screen reader hears it."""
        return as_text(self.picture)

    # ---- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        with QPainter(self) as painter:
            if self.blank:
                painter.fillRect(event.rect(), Qt.GlobalColor.black)
            else:
                self._artist.paint(self._rasters.ready(self.picture, self._artist), painter)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._editor.hide()
        self._picture = None
        super().resizeEvent(event)

    # ---- mouse

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._press is not None and event.buttons() & Qt.MouseButton.LeftButton:
            self._drag(event.position())
            return
        self._point(event.position())

    def _drag(self, position: QPointF) -> None:
        assert self._press is not None
        moved = position - self._press
        if not self._dragging and moved.manhattanLength() < DRAG:
            return
        self._dragging = True
        panel = self._zooming(self._press)
        if panel is not None:
            self.set_view(panned(self.view, panel, moved.x(), moved.y()))
        self._press = position

    def _point(self, position: QPointF) -> None:
        target = self.picture.hit(position.x(), position.y())
        if target != self.view.hover:
            clickable = self._click_at(target) is not Click.NOTHING
            self.set_view(replace(self.view, hover=target))
            shape = Qt.CursorShape.PointingHandCursor if clickable else Qt.CursorShape.ArrowCursor
            self.setCursor(shape)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        self.set_view(replace(self.view, hover=None))
        super().leaveEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._press, self._dragging = event.position(), False
        else:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            super().mouseReleaseEvent(event)
            return
        clicked = self._press is not None and not self._dragging
        self._press, self._dragging = None, False
        if clicked:
            self._click(self.picture.hit(event.position().x(), event.position().y()))

    def _click_at(self, target: Target | None) -> Click:
        return Click.NOTHING if target is None else self.picture.panel(target.panel).click

    def _click(self, target: Target | None) -> None:
        if target is None:
            self.set_view(replace(self.view, pin=None))
            return
        if self._click_at(target) is Click.PIN:
            pinned = None if target == self.view.pin else target
            self.set_view(replace(self.view, pin=pinned))
            return
        scene = clicked(self.store.scene, self.picture.panel(target.panel), target)
        if scene is not self.store.scene:
            self.store.step_to(scene)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if event.button() == Qt.MouseButton.LeftButton:
            self._press = None
            self.set_view(replace(self.view.fitted(), pin=None))

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        turned = event.angleDelta().y() or event.pixelDelta().y()
        if turned:
            self.zoom(ZOOM_STEP ** (turned / 120), event.position())
        event.accept()

    def zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom about a point of a panel that zooms; about the present step where none is given."""
        panel = self.picture.zooming if at is None else self._zooming(at)
        if panel is None:
            return
        place = self.picture.place
        cells = place.cells if place.panel == panel.key else panel.visible
        point = QPointF(*panel.to_pixels(cells).centre) if at is None else at
        view = zoomed(self.view, panel, point.x(), point.y(), factor)
        self.set_view(refit(view, self._fit_scale(panel.key)))

    def _zooming(self, point: QPointF) -> Panel | None:
        """The panel under a point, if it zooms."""
        return self.picture.zooming_at(point.x(), point.y())

    def _fit_scale(self, key: str) -> float:
        """The camera's scale at which a panel is fitted."""
        panel = compose(replace(self.stage_input(), view=self.view.fitted())).panel(key)
        return panel.scale / panel.frame.least if panel.frame else panel.scale

    # ---- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        arrow = ARROWS.get(Qt.Key(event.key()))
        if arrow is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            rows, columns = arrow
            self.store.step_to(player.moved(self.store.scene, 0, 0, rows + columns))
        elif arrow is not None:
            self._arrow(*arrow)
        elif event.key() == Qt.Key.Key_Escape and self.view.pin is not None:
            self.set_view(replace(self.view, pin=None))
        elif event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self.zoom(ZOOM_STEP)
        elif event.key() == Qt.Key.Key_Minus:
            self.zoom(1 / ZOOM_STEP)
        elif event.key() == Qt.Key.Key_0:
            self.fit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self._edit_pinned()
        else:
            super().keyPressEvent(event)

    def _arrow(self, rows: int, columns: int) -> None:
        pin = self.view.pin
        if pin is None:
            self.store.step_to(player.moved(self.store.scene, rows, columns))
            return
        self.set_view(replace(self.view, hover=None))
        row, column = pin.row + rows, pin.column + columns
        shown = [panel for panel in self.picture.panels if panel.key == pin.panel]
        if shown and shown[0].holds(row, column):
            self.set_view(replace(self.view, pin=Target(pin.panel, row, column)))

    def _edit_pinned(self) -> None:
        pin = self.view.pin
        if pin is None or not pin.panel.startswith("input") or not self.derived.is_toy:
            return
        panel = self.picture.panel(pin.panel)
        rows, columns = panel.shape
        inside = 0 <= pin.row < rows and 0 <= pin.column < columns
        if inside and panel.value_at(pin.row, pin.column) is not None:
            self._editor.open(pin, panel, self.store)

    # ---- words on hover

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            text = self._words_at(event.pos().x(), event.pos().y())
            if text:
                QToolTip.showText(event.globalPos(), text, self, QRect())
            else:
                QToolTip.hideText()
            return True
        return super().event(event)

    def _words_at(self, x: float, y: float) -> str:
        line = is_line(self.store.scene)
        return words_at(self.picture, self._measure, x, y, line=line)
