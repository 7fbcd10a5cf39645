"""Contrast of letters with what lies under them, as WCAG 2 counts it, and colours that reach it."""

from __future__ import annotations

from PySide6.QtGui import QColor


def luminance(colour: QColor) -> float:
    """Relative luminance, 0 for black to 1 for white (WCAG 2.2, from linear sRGB)."""
    shares = (colour.redF(), colour.greenF(), colour.blueF())
    linear = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def readable(ground: QColor, least: float, *wanted: QColor) -> QColor:
    """The first of the wanted colours that reaches a contrast with the ground, else the best."""
    reaching = (colour for colour in wanted if contrast(colour, ground) >= least)
    return next(reaching, max(wanted, key=lambda colour: contrast(colour, ground)))
