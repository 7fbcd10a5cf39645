"""The timeline: step, play, scrub, and choose what a step is."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from app.paint.theme import Theme
from app.services.overrides import guarded
from app.services.store import Store
from app.state import edits
from app.state.derive import derive
from app.state.outcome import Edit
from app.state.player import SPEEDS, Player, advance, length, pace, position, seek
from app.state.scene import Detail, Scene, details_of
from app.ui.shortcuts import Shortcut
from app.ui.timeline.bar import ARRANGEMENTS, LEAST, Bar
from app.ui.timeline.metronome import Metronome

SHORTCUTS = (
    Shortcut("Space | P", "play or pause"),
    Shortcut("PageDown", "one step forward"),
    Shortcut("PageUp", "one step back"),
    Shortcut("Home", "the first step"),
    Shortcut("End", "the last step"),
)


@guarded
class Timeline(QWidget):
    """The bar under the stage. It steps the store's scene; playing is its own.

    `playing_changed` tells whether it plays, `player_changed` the whole Player (speed, loop).
    `clock` gives steady seconds.
    """

    playing_changed = Signal(bool)
    player_changed = Signal(object)

    def __init__(
        self,
        store: Store,
        player: Player | None = None,
        clock: Callable[[], float] = time.perf_counter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("timeline")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._store = store
        self._player = replace(player or Player(), playing=False)
        self._clock = clock
        self._metronome = Metronome()
        self._timer = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self.bar = Bar(self)
        self._listens_to: QWidget | None = None
        self._presenting = False
        self._measured: tuple[object, ...] = ()
        self._connect()
        self._add_shortcuts()
        self._show_player()
        self._show(store.scene)

    # ---- what others may ask and order

    @property
    def player(self) -> Player:
        return self._player

    def toggle_play(self) -> None:
        """Play or pause; at the end, play from the beginning."""
        if self._player.playing:
            self.pause()
        else:
            self.play()

    def play(self) -> None:
        scene = self._store.scene
        if position(scene) >= length(scene) - 1:
            self._store.step_to(seek(scene, 0))
        self._set_player(replace(self._player, playing=True))

    def pause(self) -> None:
        self._set_player(replace(self._player, playing=False))

    def go_first(self) -> None:
        self._go(0)

    def go_back(self) -> None:
        self._go(position(self._store.scene) - 1)

    def go_forward(self) -> None:
        self._go(position(self._store.scene) + 1)

    def go_last(self) -> None:
        self._go(length(self._store.scene) - 1)

    def set_presenting(self, presenting: bool) -> None:
        """While presenting, Space steps on as a clicker does, and P alone plays."""
        self._presenting = presenting

    def lock_detail(self, why: str) -> None:
        """Keep what a step is as it is, for a reason in words; without one it is free again."""
        self.bar.lock_detail(why)

    def set_theme(self, theme: Theme) -> None:
        self.bar.set_theme(theme)
        self.bar.show_playing(self._player.playing)

    # ---- wiring

    def _connect(self) -> None:
        bar = self.bar
        for button, slot in (
            (bar.first, self.go_first),
            (bar.back, self.go_back),
            (bar.play, self.toggle_play),
            (bar.forward, self.go_forward),
            (bar.last, self.go_last),
        ):
            button.clicked.connect(slot)
        bar.scrub.sought.connect(self._go)
        bar.cell.asked.connect(self._ask)
        bar.speed.activated.connect(self._choose_speed)
        bar.detail.activated.connect(self._choose_detail)
        bar.loop.toggled.connect(self._choose_loop)
        self._store.changed.connect(self._show)

    def _add_shortcuts(self) -> None:
        """The keys of a clicker work wherever the focus is; the others are left-over keys."""
        for keys, text, slot in (
            ("PgDown", "Step forward", self.go_forward),
            ("PgUp", "Step back", self.go_back),
        ):
            action = QAction(text, self)
            action.setShortcut(QKeySequence(keys))
            action.triggered.connect(slot)
            self.addAction(action)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        window = self.window()
        if window is not self._listens_to:
            if self._listens_to is not None:
                self._listens_to.removeEventFilter(self)
            window.installEventFilter(self)
            window.addActions(self.actions())
            self._listens_to = window

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Take Space, P, Home and End where the focused widget had no use for them."""
        if (
            watched is self._listens_to
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
        ):
            orders = {
                Qt.Key.Key_Space: self.go_forward if self._presenting else self.toggle_play,
                Qt.Key.Key_P: self.toggle_play,
                Qt.Key.Key_Home: self.go_first,
                Qt.Key.Key_End: self.go_last,
            }
            order = orders.get(Qt.Key(event.key()))
            if order is not None:
                order()
                return True
        return super().eventFilter(watched, event)

    # ---- stepping and playing

    def _go(self, target: int) -> None:
        self._store.step_to(seek(self._store.scene, target))

    def _ask(self, edit: Edit) -> None:
        self.bar.cell.answer(self._store.do(edit))

    def _choose_speed(self, index: int) -> None:
        self._set_player(replace(self._player, speed=self.bar.speed.itemData(index)))

    def _choose_loop(self, loop: bool) -> None:
        self._set_player(replace(self._player, loop=loop))

    def _choose_detail(self, index: int) -> None:
        detail: Detail = self.bar.detail.itemData(index)
        if detail is not self._store.scene.detail:
            self._store.do(partial(edits.set_detail, detail=detail))

    def _set_player(self, player: Player) -> None:
        before, self._player = self._player, player
        if player == before:
            return
        if player.playing and (not before.playing or player.speed != before.speed):
            self._metronome.start(self._clock(), player.speed)
            self._await_beat()
        if not player.playing:
            self._timer.stop()
        self._show_player()
        self.player_changed.emit(player)
        if player.playing is not before.playing:
            self.playing_changed.emit(player.playing)

    def _await_beat(self) -> None:
        self._timer.start(math.ceil(self._metronome.wait(self._clock()) * 1000))

    def _beat(self) -> None:
        """Play the beats that are due as one step, and wait for the next."""
        beats = self._metronome.due(self._clock())
        if not self.bar.scrub.isSliderDown():
            scene, player = self._store.scene, self._player
            for _ in range(beats):
                scene, player = advance(scene, player)
            self._store.step_to(scene)
            self._set_player(player)
        if self._player.playing:
            self._await_beat()

    # ---- showing

    def _show_player(self) -> None:
        self.bar.show_player(self._player)
        self._show_pace(self._store.scene)

    def _show(self, scene: Scene) -> None:
        derived = derive(scene)
        self.bar.show_position(position(scene), length(scene))
        self.bar.cell.show_cell(derived)
        details = details_of(scene.lesson)
        self.bar.show_detail(scene.detail, details, there=derived.taps > 1)
        self._show_pace(scene)
        measured = (
            derived.planes,
            derived.output_shape,
            length(scene),
            scene.detail,
            details,
            derived.taps > 1,
        )
        if measured != self._measured:
            self._measured = measured
            self.bar.name_speeds([pace(scene, speed) for speed in SPEEDS])
            self._arrange()

    def _show_pace(self, scene: Scene) -> None:
        words = pace(scene, self._player.speed).words
        if scene.detail is Detail.TAP and derive(scene).taps > 1:
            tap = f"tap {scene.tap + 1} of {derive(scene).taps}"
            words = f"{tap}, {words}" if words else tap
        elif scene.detail is Detail.CHANNEL:
            moments = derive(scene).moments
            channel = f"channel {position(scene) % moments + 1} of {moments}"
            words = f"{channel}, {words}" if words else channel
        self.bar.show_note(words)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._arrange()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(LEAST, self.height())

    def _arrange(self) -> None:
        """Take the first arrangement that fits; the last one is for the narrowest window."""
        for arrangement in ARRANGEMENTS:
            self.bar.arrange(arrangement)
            if self.bar.needed_width() <= self.width():
                break
        self.setFixedHeight(self.bar.height())
