"""Brings figures in: reads, checks and publishes them, and rebuilds borders and regions."""
