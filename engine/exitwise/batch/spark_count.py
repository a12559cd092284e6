"""Counts of rows that are taken while these are written: nothing is read a second time to be counted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from exitwise.exchange.sql.dialect import written
from exitwise.sql.spark import bits

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

ROOM: Final = 63
"""Bits of a sum."""
TOGETHER: Final = 6
"""Bits that are looked up at once, at most: 64 numbers are written out for them."""


class Counted:
    """Rows, and of how many of them each of some tests holds, which is known once they are written.

    Spark counts once what a task has written, however often it is tried: a write is an action and no shuffle.
    `words` are columns, each with the names of its bits, from the lowest. As many of these share a sum as
    have room in it when there are at most `most` rows: a look at a few bits costs what one at a single does.
    """

    def __init__(
        self,
        rows: Any,
        tests: Sequence[str],
        *,
        words: Mapping[str, Sequence[str]] | None = None,
        most: int = 0,
    ) -> None:
        """Watch rows for tests, each written in SQL, and for the bits of words."""
        from pyspark.sql import Observation  # noqa: PLC0415 (heavy, and only this backend needs it)
        from pyspark.sql.functions import expr  # noqa: PLC0415

        self._width = max(1, most.bit_length())
        self._tests = len(tests)
        self._pieces = list(_pieces(words or {}, min(TOGETHER, ROOM // self._width)))
        self._watch = Observation()
        counts = [f"count_if({test})" for test in tests]
        sums = [f"sum({self._spread(word, shift, len(names))})" for word, shift, names in self._pieces]
        told = (expr(each).alias(f"told{place}") for place, each in enumerate([*counts, *sums]))
        self.rows = rows.observe(self._watch, *told)

    def _spread(self, word: str, shift: int, count: int) -> str:
        """Return some bits of a word, each at the beginning of its own part of a number."""
        table = (
            sum(1 << place * self._width for place in range(count) if held >> place & 1)
            for held in range(1 << count)
        )
        listed = ", ".join(f"{each}L" for each in table)
        return f"array({listed})[{written(bits(word, shift, count), 'spark')}]"

    def tests(self) -> list[int]:
        """Return how many rows there were for each test, in their order."""
        told = self._watch.get
        return [told[f"told{place}"] for place in range(self._tests)]

    def bits(self) -> dict[str, int]:
        """Return how many rows there were for each bit of the words, by its name."""
        told = self._watch.get
        return {
            name: (told[f"told{place}"] or 0) >> nth * self._width & (1 << self._width) - 1
            for place, (_, _, names) in enumerate(self._pieces, self._tests)
            for nth, name in enumerate(names)
        }


def _pieces(words: Mapping[str, Sequence[str]], size: int) -> Iterator[tuple[str, int, Sequence[str]]]:
    for word, names in words.items():
        for first in range(0, len(names), size):
            yield word, first, names[first : first + size]
