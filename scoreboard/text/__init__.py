"""Sentences that several questions share, made from computed facts."""
