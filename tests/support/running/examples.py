"""The number of examples that a law is tried on."""

QUICK_SHARE = 0.35
"""The share of its examples that a law is tried on unless slow tests are selected."""

quick = False
"""Whether this run tries laws on a share of their examples; set before the tests are collected."""


def examples(number: int) -> int:
    """Return how many of its examples a law is tried on in this run."""
    return max(3, round(number * QUICK_SHARE)) if quick else number
