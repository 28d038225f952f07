"""The page on which anyone can review: a small web server over the same store that the command line uses."""
