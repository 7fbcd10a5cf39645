"""The stage of the lesson on groups: planes, web, and the weights as blocks."""
