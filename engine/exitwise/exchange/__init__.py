"""Rules written for other engines."""
