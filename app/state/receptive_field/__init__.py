"""Scenes of receptive fields: the stack of layers, its levels and its edits."""
