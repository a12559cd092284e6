"""A population of profiles: what the rules say of each."""
