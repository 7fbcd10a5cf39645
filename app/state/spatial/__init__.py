"""Scenes of spatially separable convolution: two passes, their edits and results."""
