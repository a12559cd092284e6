"""The course of a plan on the decision diagrams: its moves, the holds that it can meet, and its circles."""
