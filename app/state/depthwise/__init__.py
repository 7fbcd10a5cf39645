"""Scenes of depthwise separable convolution: both steps, their edits and results."""
