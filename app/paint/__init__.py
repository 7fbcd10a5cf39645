"""Painting a Picture with QPainter, on screen and into files alike."""
