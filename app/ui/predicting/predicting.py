"""Predict: the answers are hidden, and the next number is asked for."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from app.paint.theme import Theme
from app.picture.lettering.digits import short
from app.picture.readout.asking import cell_of
from app.services.overrides import guarded
from app.services.store import Store
from app.state import edits, player
from app.state.derive import derive
from app.state.mistakes import Stepped
from app.state.prediction import (
    Kind,
    Level,
    Prediction,
    answer_of,
    asked,
    check,
    in_whole_steps,
    numbers_of,
    obstacle,
)
from app.state.scene import Detail, Scene
from app.ui.actions import switch_of
from app.ui.inspector.tables.typed import read_number
from app.ui.plots import Plots
from app.ui.predicting.bar import PredictBar
from app.ui.shortcuts import Shortcut, ShortcutGroup
from app.ui.stage.stage import Stage
from app.ui.timeline.timeline import Timeline

SHORTCUTS = ShortcutGroup(
    "Predict",
    (
        Shortcut("F9", "hide the results and predict them; again to leave"),
        Shortcut("Shift+F9", "hide the products too, or show them"),
        Shortcut("0–9 | −", "on the stage too: begin the number"),
        Shortcut("Enter", "in the field: check it; once it is known, on to the next step"),
        Shortcut("Ctrl+Enter", "show the answer"),
        Shortcut("Ctrl+0", "fit the picture: 0 and − write numbers here"),
    ),
)
TIP = "Hide the results and predict them: type the number of a step, and check it"
PRODUCTS_TIP = "Hide the products too, so that you multiply yourself"
BEGINNINGS = frozenset("0123456789-−")
"""Keys that begin a number wherever the focus is; the others keep their meaning."""
LONGEST = 24
"""Letters of an answer that are said again as they were typed."""
LOCKED = "Predict asks for whole sums, window by window: leave it to go tap by tap"


@guarded
class Predicting(QObject):
    """Owns the prediction. `said` tells what the window should say."""

    said = Signal(str)

    def __init__(
        self,
        store: Store,
        stage: Stage,
        timeline: Timeline,
        plots: Plots,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._store, self._stage, self._timeline, self._plots = store, stage, timeline, plots
        self.action = switch_of("predict", "Predict", "F9", TIP, "predict", window)
        self.products = switch_of(
            "predict_products", "Hide products", "Shift+F9", PRODUCTS_TIP, "", window
        )
        self._prediction: Prediction | None = None
        self._numbers = store.scene
        self._told = store.scene, -1
        self.bar = PredictBar(self.products)
        self.bar.hide()
        self.bar.entered.connect(self._enter)
        self.bar.shown.connect(self._show)
        self.action.toggled.connect(self.set_on)
        self.products.toggled.connect(self._hide_products)
        self.products.setEnabled(False)
        stage.predicting = self.present
        stage.installEventFilter(self)
        store.changed.connect(self._follow)
        self._allow(store.scene)

    def present(self) -> Prediction | None:
        """What is hidden now; None while Predict is off. Other numbers begin a new score."""
        if self._prediction is not None:
            numbers = numbers_of(self._store.scene)
            if numbers != self._numbers:
                self._numbers = numbers
                self._prediction = Prediction(self._prediction.level)
        return self._prediction

    def set_on(self, on: bool) -> None:
        """Begin or end; the action shows which."""
        if on is (self._prediction is not None):
            return
        self._prediction = Prediction(self._level) if on else None
        self._numbers = numbers_of(self._store.scene)
        self.action.setChecked(on)
        self.products.setEnabled(on)
        self._plots.set_concealed(on)
        self._timeline.lock_detail(LOCKED if on else "")
        self.bar.setVisible(on)
        if on and self._store.scene.detail is not Detail.WINDOW:
            self._store.do(partial(edits.set_detail, detail=Detail.WINDOW))
        self._stage.refresh()
        self._stage.announce()
        if on:
            self._ask()
            self.bar.field.setFocus()
        else:
            self._stage.setFocus()

    @property
    def _level(self) -> Level:
        return Level.PRODUCTS if self.products.isChecked() else Level.SUMS

    def set_theme(self, theme: Theme) -> None:
        self.bar.set_large(self._stage.presenting or theme.large)

    def set_presenting(self, presenting: bool) -> None:
        """Larger letters in front of a class, and the field ready."""
        self.set_theme(self._stage.theme)
        if presenting and self._prediction is not None:
            self.bar.field.setFocus()

    # ---- what the user does

    def _hide_products(self) -> None:
        if self._prediction is not None:
            self._prediction = replace(self._prediction, level=self._level)
            self._stage.refresh()

    def _enter(self, typed: str) -> None:
        """Check what was typed; where the answer is known, go on."""
        prediction, step = self.present(), self._store.scene.step
        if prediction is None:
            return
        if step in prediction.known:
            self._go_on()
            return
        try:
            answer = read_number(typed)
        except ValueError as error:
            self.bar.doubt(f"{error}.")
            return
        verdict = check(self._asked, answer, typed if len(typed) <= LONGEST else short(answer))
        self._take(prediction.judged(step, verdict))
        match verdict.kind:
            case Kind.RIGHT:
                self._tell("Right. Enter goes on to the next step.")
            case Kind.NEAR:
                self.bar.doubt(verdict.words)
            case Kind.WRONG:
                self.bar.doubt(f"{verdict.words} Try again, or Show.")

    def _show(self) -> None:
        prediction, step = self.present(), self._store.scene.step
        if prediction is not None and step not in prediction.known:
            self._take(prediction.shown(step))
            self._tell("This is the answer. Enter goes on to the next step.")
            self.bar.field.setFocus()

    def _go_on(self) -> None:
        scene, prediction = self._store.scene, self._prediction
        if scene.step < derive(scene).steps - 1:
            self._store.step_to(player.at_step(scene, scene.step + 1))
        elif prediction is not None:
            self.bar.say(f"That was the last step: {prediction.score}.", right=True)

    # ---- what is shown

    @property
    def _asked(self) -> Stepped:
        return asked(in_whole_steps(derive(self._store.scene)))

    def _take(self, prediction: Prediction) -> None:
        before, self._prediction = self._prediction, prediction
        self.bar.show_score(prediction.score)
        if before is None or prediction.known != before.known:
            self._stage.refresh()
            self._stage.announce()

    def _tell(self, words: str) -> None:
        self.bar.answer(short(answer_of(self._asked)), words)

    def _ask(self) -> None:
        """Show the present step's question, or its answer where that is known."""
        prediction = self.present()
        if prediction is None:
            return
        step = self._store.scene.step
        self._told = self._numbers, step
        self.bar.show_score(prediction.score)
        if step in prediction.known:
            self._tell("Known already. Enter goes on to the next step.")
        else:
            self.bar.ask(cell_of(self._asked))

    def _follow(self, scene: Scene) -> None:
        """Another step asks anew, other numbers begin a new score, another lesson may end it."""
        reason = self._allow(scene)
        if self.present() is None:
            return
        if reason:
            self.action.setChecked(False)
            told = partial(self.said.emit, f"Predict has ended. {reason}.")
            QTimer.singleShot(0, self, told)  # after what is said of the change itself
        elif self._told[0] is not self._numbers or self._told[1] != scene.step:
            self._ask()

    def _allow(self, scene: Scene) -> str:
        """Enable the action where there is a number to predict, else say why there is none."""
        reason = obstacle(derive(scene))
        self.action.setEnabled(not reason)
        self.action.setToolTip(reason or f"{TIP} (F9)")
        return reason

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """A number that is begun on the stage goes on in the field."""
        if (
            self._prediction is not None
            and watched is self._stage
            and event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.modifiers() == Qt.KeyboardModifier.NoModifier
            and event.text() in BEGINNINGS
            and not self.bar.field.isReadOnly()
        ):
            self.bar.field.setFocus()
            self.bar.field.insert(event.text())
            return True
        return super().eventFilter(watched, event)
