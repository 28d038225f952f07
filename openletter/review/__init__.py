"""What goes out to reviewers and comes back: packets as PO or XLIFF, and submissions, which are untrusted."""
