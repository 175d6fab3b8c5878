"""What readers take away: tables as files, each with its unit, sources and release."""
