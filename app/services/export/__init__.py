"""The stage as files for others: figures, pages, animations, handouts."""
