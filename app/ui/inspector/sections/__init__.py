"""The inspector's sections: one module for each, and each one a part of the scene."""
