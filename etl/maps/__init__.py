"""Borders, neighbours and the table of regions, made once from their sources."""
