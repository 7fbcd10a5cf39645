"""The glide of the window from one step to the next."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QAbstractAnimation, QObject, QVariantAnimation

from app.picture.moment import Moment
from app.state.scene import Scene


class Glide(QObject):
    """Tells the moment to show. While it runs, `advanced` is called for every frame."""

    def __init__(self, advanced: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._advanced = advanced
        self._previous: int | None = None
        self._animation = QVariantAnimation(self)
        self._animation.setStartValue(0.0)
        self._animation.setEndValue(1.0)
        self._animation.valueChanged.connect(self._tick)

    @property
    def is_running(self) -> bool:
        return self._animation.state() == QAbstractAnimation.State.Running

    def start(self, previous: int, seconds: float) -> None:
        """Glide from a step to the scene's own, within a time; 0 seconds is at once."""
        self._animation.stop()
        self._previous = previous if seconds > 0 else None
        if seconds > 0:
            self._animation.setDuration(round(1000 * seconds))
            self._animation.start()

    def stop(self) -> None:
        self._animation.stop()
        self._previous = None

    def moment(self, scene: Scene) -> Moment:
        if not self.is_running or self._previous is None:
            return Moment(scene.step, scene.tap)
        return Moment(self._previous, 0, scene.step, float(self._animation.currentValue()))

    def _tick(self) -> None:
        self._advanced()
