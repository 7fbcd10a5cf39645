"""Scenes of artefacts: a picture upsampled in every way, and what they ask of an edit."""
