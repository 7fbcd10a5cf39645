"""The present scene as a program: one module for each kind of lesson and what they share."""
