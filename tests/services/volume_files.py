"""Files that hold volumes, of every kind that is opened, and what is refused of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nibabel
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image as Pillow

from app.services.files import OpenError
from app.services.opening.volumes import open_input
from tests.services.opened import unwatched

Cells = NDArray[Any]


BLOCK = np.arange(3 * 4 * 5, dtype=np.uint8).reshape(3, 4, 5)


def refusal(*paths: Path, stacked: bool = True) -> str:
    with pytest.raises(OpenError) as caught:
        open_input(paths, unwatched, stacked)
    text = str(caught.value)
    assert "\n" not in text
    assert text.endswith(".")
    return text


def npy(path: Path, array: Any) -> Path:
    np.save(path, array)
    return path


def picture(path: Path, pixels: Any, **how: Any) -> Path:
    Pillow.fromarray(np.asarray(pixels)).save(path, **how)
    return path


def pages(path: Path, *planes: Cells, **how: Any) -> Path:
    first, *others = (Pillow.fromarray(plane) for plane in planes)
    first.save(path, save_all=True, append_images=others, **how)
    return path


def nifti(path: Path, cells: Cells, affine: Any = None, unit: str = "unknown") -> Path:
    image = nibabel.Nifti1Image(cells, np.eye(4) if affine is None else affine)
    image.header.set_xyzt_units(unit)
    nibabel.save(image, path)
    return path


def slices(folder: Path, *names: str) -> list[Path]:
    folder.mkdir(exist_ok=True)
    return [picture(folder / name, BLOCK[0] + number) for number, name in enumerate(names)]
