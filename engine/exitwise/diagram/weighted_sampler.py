"""Exact weighted sampling of profiles: each is drawn in proportion to the product of its answers' weights."""

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
"""The greatest number of combinations of answers that one group of facts enumerates to draw them at once."""


class Option(NamedTuple, Generic[T]):
    """One answer of a fact: its value code, its weight, and the payload that `draw` returns for it."""

    code: int
    weight: int
    payload: T


class _Combinations(NamedTuple, Generic[T]):
    """The combinations of answers to one group of facts: cumulative weights, payloads, successor states."""

    total: int
    cumulative: Sequence[int]
    payloads: Sequence[tuple[T, ...]]
    successors: Sequence[int]


class WeightedSampler(Generic[T]):
    """Draws profiles from a subset of `Space.valid`, in proportion to the products of their answers' weights.

    On construction the set is turned into a layered automaton: a state before a fact is a cofactor of the set
    by the answers to the facts above. The weight below every state is summed from the bottom up, and each
    draw walks down once, a group of facts at a time. Weights are integers of any size, so no probability is
    rounded; with equal weights the distribution is exactly uniform (D. E. Knuth, "The Art of Computer
    Programming", volume 4A, 7.1.4, on counting and random generation with BDDs).
    """

    def __init__(
        self, space: Space, profiles: ProfileSet, options: Mapping[str, Sequence[Option[T]]]
    ) -> None:
        self.facts = tuple(space.first_variable)
        """The facts in the variable order, which is the order of the payloads that `draw` returns."""
        self._options = [[option for option in options[fact] if option.weight] for fact in self.facts]
        self._successors = _build_layers(space, profiles, self._options)
        self._weights = self._sum_weights()
        self._groups = tuple(self._group_facts())
        self._combinations: tuple[dict[int, _Combinations[T]], ...] = tuple({} for _ in self._groups)
        self.total_weight = sum(self._weights[0])
        """The sum of the weights of all profiles in the set; if it is 0, nothing can be drawn."""

    def draw(self, randbelow: Callable[[int], int]) -> list[T]:
        """Return the payloads of one profile's answers; `randbelow(n)` draws uniformly from 0 to n - 1."""
        profile: list[T] = []
        state = 0
        for group, cache in enumerate(self._combinations):
            total, cumulative, payloads, successors = cache.get(state) or self._enumerate(group, state)
            index = bisect_right(cumulative, randbelow(total))
            profile += payloads[index]
            state = successors[index]
        return profile

    def _sum_weights(self) -> list[list[int]]:
        """Return the total weight below each state, layer by layer; the last layer is the accepting state."""
        weights = [[1]]  # the accepting state, after the last fact
        for options, layer in zip(reversed(self._options), reversed(self._successors), strict=True):
            below = weights[-1]
            weights.append(
                [
                    sum(
                        option.weight * below[successor]
                        for option, successor in zip(options, successors, strict=True)
                        if successor is not None
                    )
                    for successors in layer
                ]
            )
        return weights[::-1]

    def _group_facts(self) -> Iterator[range]:
        """Yield ranges of adjacent facts, with at most `MAX_COMBINATIONS` combinations if more than one fact.

        The combinations are counted over all states before the range.
        """
        first = 0
        for end in range(1, len(self.facts) + 1):
            extended = self._options[first : end + 1]
            count = prod(map(len, extended)) * len(self._successors[first])
            if end == len(self.facts) or count > MAX_COMBINATIONS:
                yield range(first, end)
                first = end

    def _enumerate(self, group: int, state: int) -> _Combinations[T]:
        """Enumerate the combinations of one group from one state, and cache them."""
        facts = self._groups[group]
        paths: list[tuple[int, tuple[T, ...], int]] = [(1, (), state)]
        for fact in facts:
            paths = [
                (weight * option.weight, (*payloads, option.payload), successor)
                for weight, payloads, at in paths
                for option, successor in zip(self._options[fact], self._successors[fact][at], strict=True)
                if successor is not None
            ]
        below = self._weights[facts.stop]
        weights = [weight * below[end] for weight, _, end in paths]
        divisor = gcd(*weights)
        cumulative = tuple(accumulate(weight // divisor for weight in weights))
        combinations = _Combinations(
            cumulative[-1], cumulative, [payloads for _, payloads, _ in paths], [end for *_, end in paths]
        )
        self._combinations[group][state] = combinations
        return combinations


def uniform_randbelow(random: Random) -> Callable[[int], int]:
    """Return a function that draws uniformly below a limit, by rejection sampling from random bits.

    `random.randrange` does the same, but its algorithm may change with the version of Python.
    """
    bits = random.getrandbits

    def randbelow(limit: int) -> int:
        size = (limit - 1).bit_length()
        number = bits(size)
        while number >= limit:
            number = bits(size)
        return number

    return randbelow


def _build_layers(
    space: Space, profiles: ProfileSet, options: Sequence[Sequence[Option[T]]]
) -> list[list[list[int | None]]]:
    """Return the successor of each state by each option, fact by fact; None if no member of the set is left.

    The first two indices are the fact and the state, and a successor is a state before the next fact. States
    are the distinct cofactors of the set by the answers to the facts above, numbered in the order of their
    discovery.
    """
    layers: list[list[list[int | None]]] = []
    states = {profiles: 0} if profiles.satisfiable() else {}
    for fact, answers in zip(space.first_variable, options, strict=True):
        next_states: dict[ProfileSet, int] = {}
        layer: list[list[int | None]] = []
        for state in states:
            cofactors = {option.code: space.cofactor(state, fact, option.code) for option in answers}
            for cofactor in cofactors.values():
                if cofactor.satisfiable():
                    next_states.setdefault(cofactor, len(next_states))
            layer.append([next_states.get(cofactors[option.code]) for option in answers])
        layers.append(layer)
        states = next_states
    return layers
