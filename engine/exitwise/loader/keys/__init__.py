"""Keys of a pack that need more than one reader: the course of the plan, and names."""
