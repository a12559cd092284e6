"""One profile among all the others of a small pack, tried one by one: what decides, what would change it.

Nothing here is shared with the engine, as in `naive` and `exhaustive`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from support.oracles import exhaustive, naive
from support.oracles.exhaustive import Profile
from support.packs import random_packs

Of = Callable[[Profile, naive.Result], bool]
"""Something that is true of a profile, given what it is advised."""

Changed = dict[str, Any]
OWN = (1, 0, 0)
"""The rank of leaving an answer as it is: after every answer that changes it."""


@dataclass(frozen=True)
class Pack:
    """A pack as data, with what each admissible profile is advised."""

    data: random_packs.Data

    @cached_property
    def groups(self) -> dict[str, list[list[Any]]]:
        """For each fact the values that no condition tells apart, together."""
        return exhaustive.parts(self.data)

    @cached_property
    def advised(self) -> list[tuple[Profile, naive.Result]]:
        """Every admissible profile with its advice."""
        return [(each, naive.advise(self.data, each)) for each in exhaustive.admissible(self.data)]

    @cached_property
    def fixed(self) -> list[str]:
        """The facts that are past."""
        return [fact["id"] for fact in self.data["facts.yaml"]["facts"] if fact.get("fixed", False)]

    def group(self, fact: str, value: Any) -> list[Any]:
        """The values that nothing tells apart from one."""
        return next(group for group in self.groups[fact] if value in group)


@dataclass(frozen=True)
class Case:
    """An admissible profile, which may leave facts out."""

    pack: Pack
    given: Mapping[str, Any]

    @cached_property
    def values(self) -> Profile:
        """A value for every fact."""
        return naive.complete(self.pack.data, self.given)

    @cached_property
    def listed(self) -> Profile:
        """The profile that is listed in its place."""
        return {fact: self.pack.group(fact, value)[0] for fact, value in self.values.items()}

    @cached_property
    def result(self) -> naive.Result:
        """What it is advised."""
        return naive.advise(self.pack.data, self.values)

    @property
    def absent(self) -> list[str]:
        """The facts that it leaves out."""
        return [fact for fact in self.values if self.given.get(fact) is None]

    # Which answers suffice

    def suffices(self, facts: Iterable[str], claim: Of) -> bool:
        """Whether something is true of every admissible profile that answers these facts alike."""
        same = list(facts)
        alike = (
            (other, result)
            for other, result in self.pack.advised
            if all(other[fact] == self.listed[fact] for fact in same)
        )
        return all(claim(other, result) for other, result in alike)

    def sufficient(self, claim: Of, among: Collection[str] | None = None) -> Changed:
        """Answers that suffice, found by giving up one after the other: absent ones first, from the end."""
        kept = [fact for fact in self.values if among is None or fact in among]
        given = [fact for fact in kept if fact not in self.absent]
        absent = [fact for fact in kept if fact in self.absent]
        for fact in [*reversed(absent), *reversed(given)]:
            rest = [name for name in kept if name != fact]
            kept = rest if self.suffices(rest, claim) else kept
        return {fact: self.values[fact] for fact in kept}

    # What can be changed

    def change(self, claim: Of) -> Changed | None:
        """The fewest answers to change so that something is true; None where no change does it."""
        ways = [
            other for other, result in self.pack.advised if claim(other, result) and self.may_become(other)
        ]
        if not ways:
            return None
        best = min(ways, key=lambda other: (len(self.differing(other)), self._ranks(other)))
        return {fact: self._nearest(fact, best[fact]) for fact in self.differing(best)}

    def differing(self, other: Profile) -> list[str]:
        """The facts in which a listed profile differs."""
        return exhaustive.differing(self.listed, other)

    def may_become(self, other: Profile) -> bool:
        """Nothing that is past changes, and nothing is forgotten."""
        changed = self.differing(other)
        return all(fact not in self.pack.fixed and other[fact] != "unknown" for fact in changed)

    def _ranks(self, other: Profile) -> list[tuple[int, int, int]]:
        """Among changes of as few answers: the earlier facts, of each the nearest number, the first value."""
        return [
            OWN if other[fact] == own else self._rank(fact, other[fact]) for fact, own in self.listed.items()
        ]

    def _rank(self, fact: str, value: Any) -> tuple[int, int, int]:
        own, place = self.values[fact], self.pack.groups[fact].index(self.pack.group(fact, value))
        both = isinstance(own, int) and isinstance(value, int)
        return 0, abs(self._nearest(fact, value) - own) if both else 0, place

    def _nearest(self, fact: str, value: Any) -> Any:
        """Of the numbers that nothing tells apart from one, that nearest to the own, or else to zero."""
        if isinstance(value, str):
            return value
        own, group = self.values[fact], self.pack.group(fact, value)
        return min(max(own if isinstance(own, int) else 0, group[0]), group[-1])

    # What an answer would change

    def matters(self, fact: str) -> bool:
        """Whether some admissible profile that differs in this fact alone is advised otherwise."""
        others = ({**self.listed, fact: group[0]} for group in self.pack.groups[fact])
        admissible = (other for other in others if not naive.violated(self.pack.data, other))
        own = exhaustive.advice(self.pack.data, self.listed)
        return any(exhaustive.advice(self.pack.data, other) != own for other in admissible)


def gets(outcome: str | None) -> Of:
    """The profile is recommended an outcome."""
    return lambda _, result: result.recommendation == outcome
