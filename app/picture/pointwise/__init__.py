"""The stage of 1×1 kernels: a pixel's channels times the matrix of all filters."""
