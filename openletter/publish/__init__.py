"""From editions to files: the writers and what they share."""
