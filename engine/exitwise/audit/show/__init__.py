"""Entries that show an entity of a pack with its excerpt, its relations and its counts."""
