"""The stage of spatially separable convolution: one pass after the other."""
