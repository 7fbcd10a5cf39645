"""Inputs from files: images and volumes, each read as far as it is known to be safe."""
