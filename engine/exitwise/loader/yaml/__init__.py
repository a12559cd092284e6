"""YAML read with locations, within limits: nodes, readers of single values, and records."""
