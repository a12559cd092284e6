"""Counts of rows that are taken while these are written: nothing is read a second time to be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence


class Counted:
    """Rows, and of how many of them each of some tests holds, which is known once they are written.

    Spark counts once what a task has written, however often it is tried: a write is an action and no shuffle.
    """

    def __init__(self, rows: Any, tests: Sequence[str]) -> None:
        """Watch rows for tests, each written in SQL."""
        from pyspark.sql import Observation  # noqa: PLC0415 (heavy, and only this backend needs it)
        from pyspark.sql.functions import expr  # noqa: PLC0415

        self._tests = len(tests)
        self._watch = Observation()
        counts = (expr(f"count_if({test})").alias(f"count{place}") for place, test in enumerate(tests))
        self.rows = rows.observe(self._watch, *counts)

    def found(self) -> list[int]:
        """Return how many there were for each test, in their order."""
        told = self._watch.get
        return [told[f"count{place}"] for place in range(self._tests)]
