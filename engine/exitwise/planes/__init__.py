"""Bit planes: the rules compiled to a circuit that is run on blocks of profiles, one bit for each profile."""
