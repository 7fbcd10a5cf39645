"""How words and numbers are set: sizes of letters, their widths, digits that people read."""
