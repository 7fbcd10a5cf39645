"""The stage of the arithmetic of sizes: the figure, the modes of padding, the charts."""
