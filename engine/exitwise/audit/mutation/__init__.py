"""Mutation testing of a pack: do its worked cases and properties detect a small change of a rule?"""
