"""The stage of one dimension: a signal over its cells, its kernel and its output."""
