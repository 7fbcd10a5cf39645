"""What prepares and documents the project; the application itself needs none of it."""
