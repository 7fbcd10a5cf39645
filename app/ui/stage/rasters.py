"""Large panels get their levels of brightness in the background, so that no frame waits."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from app.paint.painter import Artist
from app.paint.raster import Pyramid
from app.picture.elements import Panel, Picture
from app.services.background.jobs import Job, Jobs, Watch


class Rasters:
    """One job a panel, the newest one wins; a panel that is not ready is shown as to come.

    Jobs begin when the frame that asked for them is painted, so as not to hold it up.
    """

    def __init__(self, jobs: Jobs, canvas: QWidget) -> None:
        self._jobs, self._canvas = jobs, canvas
        self._running: dict[str, tuple[Panel, Job]] = {}
        self._asked: dict[str, tuple[Panel, Artist]] = {}
        self._painted = QTimer(canvas, singleShot=True, interval=0)
        self._painted.timeout.connect(self._begin)

    def ready(self, picture: Picture, artist: Artist) -> Picture:
        """The picture with what can be painted within a frame; the rest is asked for."""
        waiting = {panel.key: panel for panel in artist.missing(picture)}
        self._asked = {panel.key: (panel, artist) for panel in waiting.values()}
        if not waiting:
            return picture
        self._painted.start()
        panels = tuple(
            replace(panel, array=None) if panel.key in waiting else panel
            for panel in picture.panels
        )
        return replace(picture, panels=panels)

    def _begin(self) -> None:
        asked, self._asked = self._asked, {}
        for panel, artist in asked.values():
            self._make(panel, artist)

    def _make(self, panel: Panel, artist: Artist) -> None:
        running = self._running.get(panel.key)
        if running is not None:
            asked, job = running
            if asked.array is panel.array and asked.tone == panel.tone:
                return
            job.cancel()
        ratio = self._canvas.devicePixelRatioF()
        job = self._jobs.run(
            partial(_made, panel, ratio), self._canvas, partial(self._take, panel, artist), _raise
        )
        self._running[panel.key] = panel, job

    def _take(self, panel: Panel, artist: Artist, pyramid: Pyramid) -> None:
        del self._running[panel.key]
        artist.keep(panel.key, pyramid)
        self._canvas.update()


def _made(panel: Panel, ratio: float, watch: Watch) -> Pyramid:
    del watch
    return Pyramid.of(panel, ratio)


def _raise(error: Exception) -> None:
    raise error
