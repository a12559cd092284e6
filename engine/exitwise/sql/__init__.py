"""The knowledge as one query: a syntax tree, written in the dialect of whoever runs it."""
