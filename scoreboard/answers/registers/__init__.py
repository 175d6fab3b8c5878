"""国家名单: what registers list, item by item."""
