"""What can be wrong with a file's figures, and how it is told."""
