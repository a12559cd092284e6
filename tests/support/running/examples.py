"""The number of examples for tests of laws."""

QUICK_SHARE = 0.35
"""The share of the examples that is used unless slow tests are selected."""

quick = False
"""Whether this run uses a share of the examples only; set before the tests are collected."""


def examples(number: int) -> int:
    """Return the number of examples in this run."""
    return max(3, round(number * QUICK_SHARE)) if quick else number
