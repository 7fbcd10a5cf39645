"""The stage: `stage.Stage`, and what it paints and edits with."""
