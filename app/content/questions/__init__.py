"""Questions about the present scene with their answers, a module for each kind of lesson."""
