"""Files opened as the application opens them, each known to hold what a test expects."""

from __future__ import annotations

from pathlib import Path

from app.services.opening.volumes import open_input
from app.state.image import Image
from app.state.result import Watch
from app.state.solid.volume import Volume


def unwatched(_fraction: float) -> None:
    """Nobody hears how far it is."""


def image_of(path: Path | str) -> Image:
    """The image in a file."""
    opened = open_input([Path(path)], unwatched)
    assert isinstance(opened, Image)
    return opened


def volume_of(*paths: Path, watch: Watch = unwatched) -> Volume:
    """The volume in a file, a folder or several files: all their pages are its slices."""
    opened = open_input(paths, watch, stacked=True)
    assert isinstance(opened, Volume)
    return opened
