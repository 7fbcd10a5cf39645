"""The sample volumes: what each is called, what it shows best, and how it is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from app.content.samples.phantom import shepp_logan
from app.content.samples.vessels import vessel_tree
from app.state.solid.volume import Volume
from app.state.tensor import Tensor


@dataclass(frozen=True, slots=True)
class VolumeSample:
    """`key` names the sample; `white` is the value that shows as white."""

    key: str
    title: str
    purpose: str
    draw: Callable[[], NDArray[Any]]
    white: float = 255

    @property
    def name(self) -> str:
        """What the volume is called once it is open."""
        return self.title if self.title.startswith("Shepp") else self.title.lower()

    def build(self) -> Volume:
        """The same volume at every call; it is drawn once."""
        return _drawn(self)


@lru_cache(maxsize=8)
def _drawn(sample: VolumeSample) -> Volume:
    return Volume(sample.name, Tensor(sample.draw()), sample.white)


def numbered_cube(side: int, depth: int | None = None) -> NDArray[np.int64]:
    """Whole numbers from 0 to 4 with no symmetry, so that every window has its own sum."""
    places = np.arange(side)
    slices, rows, columns = np.ix_(places[:depth], places, places)
    return np.asarray((3 * slices + 2 * rows + slices * columns + columns**2) % 5)


def single_voxel() -> NDArray[np.int64]:
    """A 1 in the middle of 5 × 5 × 5 zeros."""
    voxels = np.zeros((5, 5, 5), np.int64)
    voxels[2, 2, 2] = 1
    return voxels


def tilted_sheet() -> NDArray[np.int64]:
    """A bright sheet that moves one column to the right with every slice."""
    voxels = np.zeros((6, 6, 6), np.int64)
    for at in range(6):
        voxels[at, :, at] = 4
    return voxels


VOLUMES: tuple[VolumeSample, ...] = (
    VolumeSample("cube-3", "Numbered cube 3×3×3", "27 whole numbers: one 3 × 3 × 3 window and no "
                 "place to slide.", partial(numbered_cube, 3), 4),
    VolumeSample("block", "Numbered block 3×4×4", "Three slices of whole numbers, as few as the "
                 "channels of a colour image.", partial(numbered_cube, 4, 3), 4),
    VolumeSample("cube-4", "Numbered cube 4×4×4", "Four slices of whole numbers: every sum can be "
                 "checked by hand.", partial(numbered_cube, 4), 4),
    VolumeSample("cube-5", "Numbered cube 5×5×5", "Room for a 3 × 3 × 3 window to move all three "
                 "ways.", partial(numbered_cube, 5), 4),
    VolumeSample("voxel", "Single voxel", "One cell of 1 among zeros: the result shows the kernel "
                 "itself, turned round on every axis.", single_voxel, 1),
    VolumeSample("sheet", "Tilted sheet", "A bright sheet that moves on with every slice: slices "
                 "alone do not show its tilt.", tilted_sheet, 4),
    VolumeSample("phantom", "Shepp–Logan head", "The phantom that reconstructions are tested on: "
                 "smooth bodies inside a skull.", shepp_logan),
    VolumeSample("vessels", "Vessel tree", "Branching tubes in noise: what line and blob filters "
                 "are made to find.", vessel_tree),
)  # fmt: skip


def volume_sample(key: str) -> VolumeSample:
    """The sample of that key; KeyError with the keys that there are."""
    for each in VOLUMES:
        if each.key == key:
            return each
    raise KeyError(f"no volume {key!r}: {', '.join(each.key for each in VOLUMES)}")
