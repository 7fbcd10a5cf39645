"""Scenes of artefacts: a picture upsampled in every way, and how edits of it are settled."""
