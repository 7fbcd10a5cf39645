"""The generated samples, images, signals and volumes, and what they are drawn with."""
