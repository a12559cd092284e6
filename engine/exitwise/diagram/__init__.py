"""The knowledge as decision diagrams: each rule a function over all profiles at once."""
