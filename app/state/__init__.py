"""What the user has chosen: the Scene, the edits that change it and what follows from it."""
