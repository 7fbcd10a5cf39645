"""Levels of brightness of large panels: asked for by a frame, made once it is painted."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from app.core import shutdown_threads
from app.paint.painter import Artist
from app.paint.theme import LIGHT
from app.picture.elements import Picture
from app.services.background.jobs import Jobs
from app.ui.stage.rasters import Rasters
from tests.picture.showing import picture_of
from tests.scenes import photo, scene
from tests.services.by_hand import ByHand


@pytest.fixture(autouse=True)
def no_helper_stays() -> Iterator[None]:
    """The photo's result is made here, with the engine's second thread."""
    yield
    shutdown_threads()


PHOTO = scene(photo(1030, 1020).pixels.array, np.ones((3, 3), int))


def shown(picture: Picture) -> dict[str, bool]:
    """Which of the large panels can be painted."""
    return {p.key: p.array is not None for p in picture.panels if p.key in ("input", "output")}


def test_a_frame_is_painted_before_work_for_it_begins(qtbot: QtBot) -> None:
    hand, canvas, artist = ByHand(), QWidget(), Artist(LIGHT)
    qtbot.addWidget(canvas)
    rasters, picture = Rasters(Jobs(hand), canvas), picture_of(PHOTO)
    assert shown(rasters.ready(picture, artist)) == {"input": False, "output": False}
    assert hand.waiting == 0
    rasters.ready(picture, artist)  # another frame asks for the same
    QCoreApplication.processEvents()
    assert hand.waiting == 2
    hand.drain()
    assert shown(rasters.ready(picture, artist)) == {"input": True, "output": True}


def test_what_the_newest_frame_does_not_need_is_not_begun(qtbot: QtBot) -> None:
    hand, canvas, artist = ByHand(), QWidget(), Artist(LIGHT)
    qtbot.addWidget(canvas)
    rasters = Rasters(Jobs(hand), canvas)
    picture = picture_of(PHOTO)
    rasters.ready(picture, artist)
    rasters.ready(replace(picture, panels=picture.panels[:1]), artist)
    QCoreApplication.processEvents()
    assert hand.waiting == 1
    rasters.ready(picture, artist)
    rasters.ready(replace(picture, panels=()), artist)
    QCoreApplication.processEvents()
    assert hand.waiting == 1
