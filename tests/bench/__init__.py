"""How fast the dashboard is beside other ways of building the same page, and what it stands."""
