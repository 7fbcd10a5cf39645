"""The arithmetic of convolution, as sparse linear maps over axes. Runs without Qt."""
