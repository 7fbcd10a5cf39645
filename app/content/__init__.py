"""Sample images, kernel presets, the lesson catalogue and its texts."""
