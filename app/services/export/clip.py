"""A stretch of the timeline as frames: which moment is shown, and for how long."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from app.picture.moment import Moment
from app.services.files import ExportError
from app.state import player
from app.state.requests import Result
from app.state.scene import Pair, Scene
from app.state.view import View

MOST_FRAMES = 1200
"""More would be a file of many megabytes, and minutes of work."""
GLIDE_RATE = 25.0
"""Frames a second while the window glides."""
SHORTEST = 2
"""Centiseconds: viewers slow down anything shorter."""
FITTED = View()
LEAST_SIDE, MOST_SIDE = 200, 8000
"""Width and height of an exported picture, in pixels."""
MOST_PIXELS = 3840 * 2160
"""A frame of an animation: several are held at once, and a GIF's take seconds each."""
LAST_SECONDS = 1.0
"""The last frame stays at least this long before the animation begins anew."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One image of the animation: a timeline position, its moment, and its delay."""

    position: int
    moment: Moment
    centiseconds: int


@dataclass(frozen=True, slots=True)
class Clip:
    """Timeline positions `first` to `last` (both shown, from 0), played at `speed`.

    `size` is (width, height) in pixels. `result` is the whole output, `view` where the user
    looks.
    """

    scene: Scene
    result: Result | None
    size: Pair
    speed: float
    first: int
    last: int
    motion: bool = True
    view: View = FITTED
    presenting: bool = False

    @property
    def frame_count(self) -> int:
        """How many frames there are, or a few more."""
        return (self.last - self.first + 1) * _frames_each(self.speed, self.motion)

    def frames(self) -> Iterator[Frame]:
        """The frames in order, their delays adding up to the time that playing takes."""
        instants = list(self._instants())
        end = (self.last - self.first + 1) / self.speed
        end = max(end, instants[-1][0] + LAST_SECONDS)
        kept: list[tuple[int, int, Moment]] = []
        for seconds, position, moment in instants:
            start = round(100 * seconds)
            if kept and start - kept[-1][0] < SHORTEST:
                continue
            kept.append((start, position, moment))
        kept[-1] = (kept[-1][0], *instants[-1][1:])  # the end is shown, whatever was left out
        stops = [start for start, _, _ in kept[1:]] + [round(100 * end)]
        for (start, position, moment), stop in zip(kept, stops, strict=True):
            yield Frame(position, moment, stop - start)

    def _instants(self) -> Iterator[tuple[float, int, Moment]]:
        """When (in seconds) which moment begins."""
        places = [_place(self.scene, n) for n in range(self.first, self.last + 1)]
        yield 0.0, self.first, Moment(*places[0])
        glide = player.glide_seconds(self.speed, playing=True) if self.motion else 0.0
        for number, (before, place) in enumerate(pairwise(places), 1):
            begin = number / self.speed
            position = self.first + number
            count = round(glide * GLIDE_RATE) if place[0] != before[0] else 0
            for sample in range(count):
                phase = (sample + 1) / (count + 1)
                moment = Moment(*before, toward=place[0], phase=phase)
                yield begin + sample / GLIDE_RATE, position, moment
            yield begin + count / GLIDE_RATE, position, Moment(*place)


def most_positions(speed: float, motion: bool = True) -> int:
    """How many timeline positions a clip can hold."""
    return MOST_FRAMES // _frames_each(speed, motion)


def fitting(scene: Scene, speed: float, motion: bool = True) -> Pair:
    """The whole timeline where it fits a clip, else as much of it as fits from the present on."""
    total, most = player.length(scene), most_positions(speed, motion)
    if total <= most:
        return 0, total - 1
    first = min(player.position(scene), total - most)
    return first, first + most - 1


def _frames_each(speed: float, motion: bool) -> int:
    glide = player.glide_seconds(speed, playing=True) if motion else 0.0
    return 1 + round(glide * GLIDE_RATE)


def _place(scene: Scene, position: int) -> tuple[int, int]:
    sought = player.seek(scene, position)
    return sought.step, sought.tap


def check_size(width: int, height: int) -> None:
    """Raise ExportError where a picture would be too small to read or too large to make."""
    if not (LEAST_SIDE <= width <= MOST_SIDE and LEAST_SIDE <= height <= MOST_SIDE):
        raise ExportError(
            f"{width} × {height} pixels: a width and a height from {LEAST_SIDE} to {MOST_SIDE} fit"
        )


def check_clip(clip: Clip) -> None:
    """Raise ExportError where an animation would be too large."""
    check_size(*clip.size)
    width, height = clip.size
    if width * height > MOST_PIXELS:
        raise ExportError(
            f"{width} × {height} pixels are too many for an animation: "
            "frames of up to 3840 × 2160 pixels fit, or a single picture"
        )
    count, most = clip.last - clip.first + 1, most_positions(clip.speed, clip.motion)
    if count > most:
        raise ExportError(
            f"{count:,} steps at {clip.speed:g} a second make {clip.frame_count:,} frames, and "
            f"{MOST_FRAMES:,} fit: choose up to {most:,} steps, or turn motion off"
        )
