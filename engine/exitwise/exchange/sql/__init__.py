"""The rules as one SQL query."""
