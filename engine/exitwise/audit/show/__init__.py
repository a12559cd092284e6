"""Everything about one entity of a pack."""
