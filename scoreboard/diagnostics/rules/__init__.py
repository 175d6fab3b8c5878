"""The rules, one a file; each is found by being here."""
