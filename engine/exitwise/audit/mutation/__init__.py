"""Mutation testing of a pack: which changes of its rules the worked cases notice."""
