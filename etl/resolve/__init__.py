"""What the names, units and years of a file mean in codes of the catalog."""
