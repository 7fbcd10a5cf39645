"""The stage of the lesson of overlap: counts along one axis, or over the plane."""
