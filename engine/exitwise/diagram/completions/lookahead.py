"""The question whose answer tells most about the recommendation."""

from __future__ import annotations

from math import log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.diagram.completions.undecided import Undecided


def most_informative(undecided: Undecided) -> str | None:
    """Return the fact after whose answer the recommendation is least uncertain; None if it is settled.

    The uncertainty is the expected entropy of the outcome, with all completions equally likely and counted
    exactly, as in the induction of decision trees (J. R. Quinlan, "Induction of decision trees", 1986). Of
    equals the first in the pack's order is returned.
    """
    splits = undecided.recommendation_splits
    facts = [fact for fact in undecided.unanswered_facts if undecided.depends_on(fact, splits)]
    return min(facts, key=lambda fact: round(_uncertainty(undecided, fact), 9), default=None)


def _uncertainty(undecided: Undecided, fact: str) -> float:
    """Return the entropy of the outcome once a fact is known, expected over its values."""
    counts = list(_counts(undecided, fact))
    return sum(map(_entropy, counts)) / sum(map(sum, counts))


def _counts(undecided: Undecided, fact: str) -> Iterator[list[int]]:
    """Yield for each value of a fact the numbers of completions with each outcome."""
    space = undecided.compiled.space
    for code in undecided.admissible_codes(fact):
        here = space.with_code(fact, code)
        yield [space.count(own & here) for own in undecided.outcomes.values()]


def _entropy(counts: Iterable[int]) -> float:
    """Return the entropy in bits of a distribution of counts, times their sum."""
    some = [count for count in counts if count]
    total = sum(some)
    return sum(count * (log2(total) - log2(count)) for count in some)
