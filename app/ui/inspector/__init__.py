"""The right-hand panel of the window: `panel.Inspector`, and its keys in `shortcuts`."""
