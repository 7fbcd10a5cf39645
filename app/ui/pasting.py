"""A table of numbers from the clipboard as an image."""

from __future__ import annotations

import numpy as np

from app.services.opening.images import ImageError
from app.state.image import Image
from app.state.tensor import Tensor
from app.state.typed import LARGEST
from app.ui.inspector.tables.typed import read_block

MOST_LETTERS = 8_000_000
"""A longer text would take long to read; an image file holds as much in a better way."""
FIRST_LETTERS = 400
_REMEDY = "Copy cells of a spreadsheet, a list of Python or a matrix of LaTeX"


def is_table(text: str) -> bool:
    """Whether a text begins as a table of numbers does."""
    if len(text) > FIRST_LETTERS:
        text = "\n".join(text[:FIRST_LETTERS].splitlines()[:1])
    try:
        return read_block(text).size > 0
    except ValueError:
        return False


def numbers_image(text: str, name: str) -> Image:
    """The numbers of a text as an image; whole ones stay whole. ImageError in words."""
    if len(text) > MOST_LETTERS:
        raise ImageError(
            "The numbers cannot be pasted",
            f"the text has {len(text):,} letters, and {MOST_LETTERS:,} is the most",
            "Save them as an image and open that",
        )
    try:
        block = read_block(text)
    except ValueError as error:
        raise ImageError("The text cannot be pasted", str(error), _REMEDY) from None
    largest = float(np.abs(block).max())
    if largest > LARGEST:
        why = f"{largest:g} is beyond −1,000,000 to 1,000,000"
        raise ImageError("The numbers cannot be pasted", why, "Scale them down first")
    whole = bool((block == np.rint(block)).all())
    pixels = block.astype(np.int64) if whole else block
    return Image(name, Tensor(pixels), float(block.max()) if block.max() > 0 else 1.0)
