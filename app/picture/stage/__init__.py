"""What the stages of all lessons are put together from: the figure, the close-up, marks, layout."""
