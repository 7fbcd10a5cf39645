"""What touches the world: the store, background jobs, files, settings, export."""
