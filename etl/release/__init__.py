"""The only writer of releases: builds, publishes, takes back, rolls back."""
