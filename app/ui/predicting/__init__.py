"""Predicting: the bar that takes an answer, and what judges it."""
