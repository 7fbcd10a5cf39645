"""Convoscope: convolution in deep learning, number by number."""

VERSION = "0.1.0"
"""The one place where it stands: pyproject.toml reads it here, as the window and --version do."""
