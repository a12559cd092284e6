"""Values of columns that pass through, as JSON and as text."""
