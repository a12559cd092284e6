"""The values of all stages; the standard library only."""
