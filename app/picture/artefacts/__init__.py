"""The stage of the lesson of artefacts: every way of upsampling beside the others."""
