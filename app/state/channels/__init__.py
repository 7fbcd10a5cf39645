"""Scenes of many channels: filters, groups and 1×1 layers, their edits and results."""
