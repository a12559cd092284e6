"""Inputs of every form as chunks of records."""
