"""What a scene with a large input needs is made in the background, before the scene is shown."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject

from app.services.background.jobs import Jobs, Watch
from app.state.derive import derive
from app.state.prepare import plane_shape
from app.state.scene import Input, Lesson, Scene

LARGE = 1 << 20
"""Cells of a plane or of its image from which making the plane would hold up the window."""
KEPT = 4
"""As many inputs as `prepare` keeps the planes of."""

Need = tuple[Lesson, Input]


class Ready(QObject):
    """Knows which scenes can be shown at once, and makes the newest other one ready."""

    def __init__(self, scene: Scene, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._known: OrderedDict[Need, None] = OrderedDict()
        self._wanted = scene
        self._is_making = False
        self.keep(scene)

    def holds(self, scene: Scene) -> bool:
        """Whether showing the scene would hold up nothing."""
        rows, columns = plane_shape(scene.input)
        small = max(rows * columns, scene.input.image.pixels.array.size) < LARGE
        return small or (scene.lesson, scene.input) in self._known

    def keep(self, scene: Scene) -> None:
        """Remember that what the scene needs is there."""
        need = scene.lesson, scene.input
        self._known[need] = None
        self._known.move_to_end(need)
        while len(self._known) > KEPT:
            self._known.popitem(last=False)

    def make(
        self, scene: Scene, then: Callable[[], None], failed: Callable[[Exception], None]
    ) -> None:
        """Make a scene ready, then call `then`. What came before it is wanted no longer."""
        self._wanted = scene
        if not self._is_making:
            self._is_making = True
            self._jobs.run(
                partial(_made, scene), self, partial(self._made, then, failed),
                partial(self._failed, failed),
            )  # fmt: skip

    def _made(
        self, then: Callable[[], None], failed: Callable[[Exception], None], scene: Scene
    ) -> None:
        self._is_making = False
        self.keep(scene)
        if self.holds(self._wanted):
            then()
        else:
            self.make(self._wanted, then, failed)

    def _failed(self, failed: Callable[[Exception], None], error: Exception) -> None:
        self._is_making = False
        failed(error)


def _made(scene: Scene, _watch: Watch) -> Scene:
    """The scene, once its plane and what follows from it have been made and are kept."""
    _ = derive(scene).plane
    return scene
