"""Samples drawn with a pen: a digit, and text in an alphabet of our own."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from app.content.samples.shapes import Plane, Point, cover, grid, nearest, stroke

Bytes = NDArray[np.uint8]

ALPHABET = {
    "A": "062046 1333", "B": "0006 ~00404303 ~03434606", "C": "~414000064645",
    "D": "0006 ~00404606", "E": "40000646 0333", "F": "400006 0333", "G": "~414000064643 4323",
    "H": "0006 4046 0343", "I": "0006", "J": "~40460604", "K": "0006 4004 1346", "L": "000646",
    "M": "0600234046", "N": "06004640", "O": "~204046060020", "P": "0006 ~00404303",
    "Q": "~204046060020 2446", "R": "0006 ~00404303 2346", "S": "~4140000343460605",
    "T": "0040 2026", "U": "~00064640", "V": "002640", "W": "0016223640", "X": "0046 4006",
    "Y": "002340 2326", "Z": "00400646",
}  # fmt: skip
"""Pen strokes on a grid 4 wide and 6 high, x and y in turn; "~" rounds a stroke's corners."""

SPACE = 3.0
GAP = 1.8

LINES = (  # text, left, top and the pixels per unit of the alphabet's grid
    ("CONVOLUTION", 28.0, 30.0, 6.6),
    ("A WINDOW SLIDES OVER THE IMAGE", 28.0, 100.0, 2.7),
    ("MULTIPLY EACH CELL BY ITS WEIGHT", 28.0, 146.0, 2.4),
    ("ADD THE PRODUCTS TO ONE NUMBER", 28.0, 186.0, 2.0),
    ("THEN MOVE ON BY ONE STRIDE AND DO IT AGAIN", 28.0, 220.0, 1.6),
)
PAPER, INK = 246, 24


def digit() -> Bytes:
    """A handwritten 3, white on black, 28 × 28 as in the classical digit data sets."""
    y, x = grid(28, 28)
    upper = [(7.5, 9.0), (9.0, 3.5), (20.5, 3.0), (21.0, 12.5), (12.0, 13.0)]
    lower = [(12.0, 13.0), (22.5, 13.0), (23.0, 24.5), (9.0, 25.5), (6.5, 19.5)]
    ink = nearest(stroke(y, x, rounded(part), 1.5) for part in (upper, lower))
    shade: Bytes = np.rint(cover(ink, soft=1.8) * 255).astype(np.uint8)
    return shade


def text() -> Bytes:
    """480 × 256: five lines of capitals, each smaller than the last, dark on light paper."""
    ink = np.zeros((256, 480), np.float32)
    for words, left, top, scale in LINES:
        _write(ink, words, left, top, scale)
    shade: Bytes = np.rint(PAPER + (INK - PAPER) * ink).astype(np.uint8)
    return shade


def rounded(points: list[Point]) -> list[Point]:
    """The line with its corners cut off three times over (Chaikin, 1974); its ends stay."""
    for _ in range(3):
        cut = [points[0]]
        for (x0, y0), (x1, y1) in pairwise(points):
            cut.append((0.75 * x0 + 0.25 * x1, 0.75 * y0 + 0.25 * y1))
            cut.append((0.25 * x0 + 0.75 * x1, 0.25 * y0 + 0.75 * y1))
        points = [*cut, points[-1]]
    return points


def _write(ink: Plane, words: str, left: float, top: float, scale: float) -> None:
    """Add a line of capitals to the plane of ink."""
    y, x = grid(*ink.shape)
    radius = 0.42 * scale
    for letter in words:
        if letter == " ":
            left += SPACE * scale
            continue
        strokes = _strokes(ALPHABET[letter])
        wide = max(point[0] for points in strokes for point in points)
        rows = slice(int(top - radius - 1), int(top + 6 * scale + radius + 2))
        columns = slice(int(left - radius - 1), int(left + wide * scale + radius + 2))
        across, down = (x[:, columns] - left) / scale, (y[rows] - top) / scale
        distance = nearest(stroke(down, across, points, 0.42) for points in strokes) * scale
        ink[rows, columns] = np.maximum(ink[rows, columns], cover(distance))
        left += (wide + GAP) * scale


def _strokes(code: str) -> list[list[Point]]:
    """A letter's strokes as points of its grid."""
    strokes = []
    for part in code.split():
        figures = part.removeprefix("~")
        points = [
            (float(across), float(down))
            for across, down in zip(figures[::2], figures[1::2], strict=True)
        ]
        strokes.append(rounded(points) if part != figures else points)
    return strokes
