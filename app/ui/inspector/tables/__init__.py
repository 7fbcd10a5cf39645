"""The inspector's tables of numbers: their models over the store, and how they are typed over."""
