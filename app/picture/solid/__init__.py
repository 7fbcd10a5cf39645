"""The stage of 3D convolution: volumes as slices, piles or views, and the close-up."""
