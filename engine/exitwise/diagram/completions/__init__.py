"""Profiles with open answers: their completions, and what these have in common."""
