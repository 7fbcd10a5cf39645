"""The window: stage, inspector, timeline, lesson list and dialogs."""
