"""The stage of transposed convolution: three pictures of one map in lock-step."""
