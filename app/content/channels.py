"""What the channels of an input are called."""

from __future__ import annotations

from app.state.channels.choices import Source
from app.state.channels.filters import MAX_CHANNELS
from app.state.prepare import plane_count
from app.state.scene import Scene

COLOUR_NAMES = ("R", "G", "B")


def channel_names(scene: Scene) -> tuple[str, ...]:
    """A short name for each channel: R, G and B where they are an image's own three.

    >>> numbered(2)
    ('1', '2')
    """
    count = plane_count(scene.input, scene.mixing.source)
    own = scene.mixing.source is Source.OWN
    if own and count == len(COLOUR_NAMES):
        return COLOUR_NAMES
    return ("grey",) if count == 1 else numbered(count)


def term_name(name: str) -> str:
    """A channel's name before its numbers, written so that it never reads as a factor of them.

    >>> term_name("1"), term_name("R")
    ('c1: ', 'R ')
    """
    return f"c{name}: " if name.isdigit() else f"{name} "


def numbered(count: int) -> tuple[str, ...]:
    """The numbers from 1 on as names."""
    return tuple(map(str, range(1, min(count, MAX_CHANNELS) + 1)))
