"""Images of the application's own, such as its samples, as picture files for other programs."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePath

import numpy as np
from PIL import Image as Pillow

from app.state.image import Image


def can_be_written(image: Image) -> bool:
    """Whether it is no file yet, and a PNG holds its values as they are: grey or colour, 8 bits."""
    return not PurePath(image.name).suffix and image.pixels.dtype == np.uint8


def png_of(image: Image) -> bytes:
    """The image as a PNG, its pixels exactly."""
    written = BytesIO()
    Pillow.fromarray(image.pixels.array).save(written, format="PNG")
    return written.getvalue()
