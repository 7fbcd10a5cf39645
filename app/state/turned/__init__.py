"""Scenes of the matrix and of transposed convolution, which turn one map round."""
