"""Scenes and sessions as files of the application's own."""
