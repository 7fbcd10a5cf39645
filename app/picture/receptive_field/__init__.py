"""The stage of receptive fields: a stack of layers and what one unit sees of them."""
