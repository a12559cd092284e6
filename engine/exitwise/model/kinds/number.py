"""The common part of numbers: values that are integers within bounds, and intervals of them."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, ClassVar

from exitwise.catalogue import _
from exitwise.model.interval import LARGEST, SMALLEST, Interval
from exitwise.model.kinds.kind import Kind, or_unknown

if TYPE_CHECKING:
    from collections.abc import Collection

    from exitwise.model.fact import Fact


class Number(Kind):
    """A number; conditions cut the integers that stand for it into intervals."""

    is_number = True
    has_point: ClassVar[bool] = False
    """Whether a number may have digits after the point."""

    def bounds(self, fact: Fact) -> Interval:
        """Return the integers that the fact can have."""
        low = SMALLEST if fact.minimum is None else fact.minimum
        return Interval(low, LARGEST if fact.maximum is None else fact.maximum)

    @abstractmethod
    def noun(self, fact: Fact) -> str:
        """Return a number of this kind in words, with an article; a comma at its end precedes more words."""

    def typed_noun(self, fact: Fact) -> str:
        """Return in words what is typed at a question, with the unit."""
        words = _("a whole number of {unit}") if fact.unit else _("a whole number")
        return words.format(unit=fact.unit)

    def natural_ends(self, _: Fact) -> tuple[int, int]:
        """Return the ends of the range that go without saying."""
        return SMALLEST, LARGEST

    def noun_in_packs(self, fact: Fact) -> str:
        """Return in words what conditions compare the fact with."""
        return self.noun(fact).removesuffix(",")

    @abstractmethod
    def written(self, fact: Fact, number: int) -> str:
        """Return a number as in a condition, a cell or a message."""

    @abstractmethod
    def number(self, fact: Fact, text: str) -> int | None:
        """Return the integer of a number as in a condition; None if it is not written as one."""

    def parse(self, fact: Fact, text: str) -> object:
        """Return the integer of a number in digits; other text, such as a day, is unchanged."""
        number = self.number(fact, text)
        return text if number is None else number

    def expected(self, fact: Fact) -> str:
        """Return the noun, the bounds, and whether `unknown` is valid."""
        bounds = {"at least": fact.minimum, "at most": fact.maximum}
        limits = " and ".join(
            f"{word} {self.written(fact, number)}" for word, number in bounds.items() if number is not None
        )
        words = " ".join(filter(None, (self.noun(fact), limits, or_unknown(fact))))
        return words.removesuffix(",")

    def classes(self, fact: Fact, cuts: Collection[int]) -> tuple[Interval, ...]:
        """Return the intervals between the cuts, in ascending order."""
        low, high = self.bounds(fact)
        starts = [low, *sorted(cut for cut in cuts if low < cut <= high)]
        ends = [start - 1 for start in starts[1:]] + [high]
        return tuple(map(Interval, starts, ends))
