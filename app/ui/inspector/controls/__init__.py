"""The controls that the sections of the inspector are built from."""
