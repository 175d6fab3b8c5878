"""The search: from what somebody types to the page that answers it."""
