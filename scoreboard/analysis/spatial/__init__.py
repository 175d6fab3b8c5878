"""Whether neighbours are alike; the one place in analysis that may use geographic packages."""
