"""The stage of the lesson on dilation: the figure beside the kernel inflating."""
