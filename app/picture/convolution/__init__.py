"""The stage of the lesson of convolution."""
