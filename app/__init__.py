"""Convoscope: convolution in deep learning, number by number."""
