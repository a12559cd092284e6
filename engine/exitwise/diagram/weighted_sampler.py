"""Profiles of a set drawn at random, each as likely as the weights of its answers say, exactly."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from math import gcd, prod
from typing import TYPE_CHECKING, Final, Generic, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from random import Random

    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space

T = TypeVar("T")

MAX_COMBINATIONS: Final = 1 << 12
"""Combinations of answers of neighbouring facts that are drawn by one number, and listed for that."""


class Option(NamedTuple, Generic[T]):
    """One answer of a fact: the part it lies in, how much it weighs, and what is said of it when drawn."""

    code: int
    weight: int
    payload: T


class _Combinations(NamedTuple, Generic[T]):
    """What neighbouring facts may be together: the weights added up, what is said, and where each leads."""

    total: int
    cumulative: Sequence[int]
    payloads: Sequence[tuple[T, ...]]
    successors: Sequence[int]


class WeightedSampler(Generic[T]):
    """Draws profiles from a valid set: their shares are as the products of the weights of their answers.

    The diagram is gone down once for each profile, some facts at a time. What lies below is weighed in whole
    numbers of any size and compared as such, so that no share is rounded; where all weigh the same, each
    profile of the set is exactly as likely as any other (D. E. Knuth, "The Art of Computer Programming",
    volume 4A, 7.1.4, on counting and random generation with BDDs).
    """

    def __init__(
        self, space: Space, profiles: ProfileSet, options: Mapping[str, Sequence[Option[T]]]
    ) -> None:
        self.facts = tuple(space.first_variable)
        """The facts in the order in which `draw` tells of them."""
        self._options = [[each for each in options[fact] if each.weight] for fact in self.facts]
        self._successors = _build_layers(space, profiles, self._options)
        self._weights = self._sum_weights()
        self._groups = tuple(self._group_facts())
        self._combinations: tuple[dict[int, _Combinations[T]], ...] = tuple({} for _ in self._groups)
        self.total_weight = sum(self._weights[0])
        """The sum of the weights of all profiles of the set; where it is 0, none can be drawn."""

    def draw(self, randbelow: Callable[[int], int]) -> list[T]:
        """Return what is said of one profile's answers; `below` draws a number below another, evenly."""
        told: list[T] = []
        state = 0
        for group, known in enumerate(self._combinations):
            total, sums, listed, leads = known.get(state) or self._enumerate(group, state)
            at = bisect_right(sums, randbelow(total))
            told += listed[at]
            state = leads[at]
        return told

    def _sum_weights(self) -> list[list[int]]:
        """Return for each state before each fact the sum of the weights of all that lies below it."""
        weights = [[1]]  # before the facts that are not there, all is answered
        for options, leads in zip(reversed(self._options), reversed(self._successors), strict=True):
            below = weights[-1]
            weights.append(
                [
                    sum(
                        option.weight * below[lead]
                        for option, lead in zip(options, state, strict=True)
                        if lead is not None
                    )
                    for state in leads
                ]
            )
        return weights[::-1]

    def _group_facts(self) -> Iterator[range]:
        """Yield neighbouring facts that have few combinations, the states before them counted in."""
        first = 0
        for end in range(1, len(self.facts) + 1):
            after = end + 1
            ways = prod(len(options) for options in self._options[first:after]) * len(self._successors[first])
            if end == len(self.facts) or ways > MAX_COMBINATIONS:
                yield range(first, end)
                first = end

    def _enumerate(self, group: int, state: int) -> _Combinations[T]:
        """List what the facts of a group may be from one state, and keep it."""
        facts = self._groups[group]
        found: list[tuple[int, tuple[T, ...], int]] = [(1, (), state)]
        for fact in facts:
            found = [
                (weight * option.weight, (*told, option.payload), lead)
                for weight, told, at in found
                for option, lead in zip(self._options[fact], self._successors[fact][at], strict=True)
                if lead is not None
            ]
        below = self._weights[facts.stop]
        weights = [weight * below[lead] for weight, _, lead in found]
        shared = gcd(*weights)
        sums = tuple(accumulate(weight // shared for weight in weights))
        ways = _Combinations(sums[-1], sums, [told for _, told, _ in found], [lead for *_, lead in found])
        self._combinations[group][state] = ways
        return ways


def uniform_randbelow(random: Random) -> Callable[[int], int]:
    """Return what draws a number below another from a source of bits, each exactly as likely.

    `random.randrange` does the same by ways of its own, which a newer Python may change.
    """
    bits = random.getrandbits

    def below(limit: int) -> int:
        size = (limit - 1).bit_length()
        number = bits(size)
        while number >= limit:
            number = bits(size)
        return number

    return below


def _build_layers(
    space: Space, profiles: ProfileSet, options: Sequence[Sequence[Option[T]]]
) -> list[list[list[int | None]]]:
    """Return where each option of each fact leads from each state: to a state before the next fact, or None.

    A state is what is left of the set once the facts above are answered.
    """
    found: list[list[list[int | None]]] = []
    states = {profiles: 0} if profiles.satisfiable() else {}
    for fact, known in zip(space.first_variable, options, strict=True):
        below: dict[ProfileSet, int] = {}
        leads: list[list[int | None]] = []
        for state in states:
            rests = {option.code: space.cofactor(state, fact, option.code) for option in known}
            for rest in rests.values():
                if rest.satisfiable():
                    below.setdefault(rest, len(below))
            leads.append([below.get(rests[option.code]) for option in known])
        found.append(leads)
        states = below
    return found
