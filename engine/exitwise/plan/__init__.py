"""The checklist of a saved session."""
