"""Which rules the worked cases and a population reach."""
