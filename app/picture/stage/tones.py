"""How the values of a panel become brightness, and the line of words that says so."""

from __future__ import annotations

import math

import numpy as np

from app.picture.elements import Tone
from app.picture.lettering.digits import short
from app.state.derive import Derived
from app.state.prepare import Plane
from app.state.requests import Result
from app.state.scene import Mapping


def magnitude(values: Plane) -> Tone:
    """Tint by |v|, full at the largest."""
    finite = np.abs(values[np.isfinite(values)])
    return Tone(0.0, float(finite.max()) if finite.size and finite.max() else 1.0, absolute=True)


def input_tone(derived: Derived) -> Tone:
    """A photo keeps its grey; a toy is tinted by magnitude."""
    if derived.is_photo:
        return Tone(0.0, derived.white, grey=True)
    return magnitude(derived.plane)


def output_tone(derived: Derived, result: Result | None) -> Tone:
    """The scene's display mapping over the whole result's range."""
    white, grey = derived.white, derived.is_photo
    low, high = (result.low, result.high) if result else (0.0, white)
    largest = max(abs(low), abs(high))
    match derived.scene.mapping:
        case Mapping.AS_IS:
            if not grey:
                return Tone(0.0, largest or 1.0, absolute=True)
            reach = max(white, largest)
            return Tone(-reach if low < 0 else 0.0, reach, grey=True)
        case Mapping.CLIPPED:
            return Tone(0.0, white, grey)
        case Mapping.ABSOLUTE:
            return Tone(0.0, white if grey else largest or 1.0, grey, absolute=True)
        case Mapping.NORMALISED:
            return Tone(low, high if high > low else math.nextafter(low, math.inf) + 1, grey)


def words(mapping: Mapping, tone: Tone) -> str:
    """What the brightness of the output means, in numbers."""
    low, high = short(tone.low, 3), short(tone.high, 3)
    empty, full = ("black", "white") if tone.grey else ("empty", "full")
    match mapping:
        case Mapping.AS_IS:
            if not tone.grey:
                return f"tinted by size, full at ±{high}"
            zero = ", 0 mid-grey" if tone.low < 0 else ""
            return f"as is: {low} {empty}{zero}, {high} {full}"
        case Mapping.CLIPPED:
            return f"clipped: {low} and less {empty}, {high} and more {full}"
        case Mapping.ABSOLUTE:
            return f"absolute: 0 {empty}, ±{high} {full}"
        case Mapping.NORMALISED:
            return f"normalised: least {low} {empty}, most {high} {full}"
