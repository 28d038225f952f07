"""Judges that misbehave, for the tests of those who run them."""
