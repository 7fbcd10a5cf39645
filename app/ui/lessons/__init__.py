"""The left panel: lessons, worked examples, and the text of the present lesson."""
