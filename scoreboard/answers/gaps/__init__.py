"""数据清单: what a region has no figure of, and who could give it."""
