"""The presets of kernels and filters: what each is called, what it is for, how it is made."""
