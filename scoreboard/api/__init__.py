"""The dashboard's answers and observations over HTTP, read-only, and as tools of an assistant."""
