"""The stage of depthwise separable convolution: both steps, one beside the other."""
