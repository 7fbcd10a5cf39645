"""The stage of a convolution as a matrix: x flattened, C, and the product reshaped."""
