"""Advice as people read it: one document, shown as text or as Markdown."""
