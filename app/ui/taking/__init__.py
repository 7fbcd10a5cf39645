"""What is taken away: copies, figures and animations, the scene as a program, a handout."""
