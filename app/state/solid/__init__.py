"""Scenes of 3D convolution: volumes, kernels of three sides, their edits and results."""
