"""What runs openletter from a checkout. Not part of the package, and of the standard library alone."""
