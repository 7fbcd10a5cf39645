"""What a scene with a large input needs is made in the background, before the scene is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from app.services.background.jobs import Jobs, Watch
from app.state.derive import derive
from app.state.made import is_made, make, need_of, size_of
from app.state.scene import Scene

LARGE = 1 << 20
"""Cells of a plane, a volume or an image from which making it would hold up the window."""


class Ready(QObject):
    """Knows which scenes can be shown at once, and makes the newest other one ready."""

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._wanted: Scene | None = None
        self._is_making = False

    def holds(self, scene: Scene, shown: Scene | None = None) -> bool:
        """Whether showing the scene after another, `shown`, would hold up nothing."""
        alike = shown is not None and need_of(scene) == need_of(shown)
        return alike or size_of(scene) < LARGE or is_made(scene)

    def make(
        self, scene: Scene, then: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        """Make a scene ready, then call `then`. What came before it is wanted no longer."""
        self._wanted = scene
        if not self._is_making:
            self._is_making = True
            self._jobs.run(
                partial(_made, scene), self, partial(self._made, then, failed),
                partial(self._failed, scene, then, failed),
            )  # fmt: skip

    def forget(self) -> None:
        """Want nothing any more; what is being made is kept, and told to nobody."""
        self._wanted = None

    def _made(
        self, then: Callable[[], None], failed: Callable[[Exception], None], _scene: Scene
    ) -> None:
        self._is_making = False
        if self._wanted is not None and self.holds(self._wanted):
            then()
        elif self._wanted is not None:
            self.make(self._wanted, then, failed)

    def _failed(
        self,
        scene: Scene,
        then: Callable[[], None],
        failed: Callable[[Exception], None],
        error: Exception,
    ) -> None:
        self._is_making = False
        if self._wanted == scene or not isinstance(error, MemoryError):
            failed(error)
        elif self._wanted is not None:
            self.make(self._wanted, then, failed)


def _made(scene: Scene, _watch: Watch) -> Scene:
    """The scene, once its plane and what follows from it have been made and are kept."""
    make(scene)
    _ = derive(scene).plane
    return scene
