"""Pure functions: a frame or an array in, a frame or an array out; no files, no widgets."""
