"""Scenes of overlap: the stack of stamps, its edits, and the counts that follow."""
