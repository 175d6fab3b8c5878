"""关注: what newer releases changed of the regions and indicators that a reader follows."""
