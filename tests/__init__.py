"""The tests: act as a user, read what a user sees."""
