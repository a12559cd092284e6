"""Sufficient answers and smallest changes for a profile of a small pack, found by enumeration.

Nothing here is shared with the engine, as in `naive` and `exhaustive`.
"""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from support.oracles import exhaustive, missing, naive
from support.oracles.exhaustive import Profile
from support.packs import random_packs

Claim = Callable[[Profile, naive.Result], bool]
"""A predicate on a profile and its advice."""

Answers = dict[str, Any]
OWN = (1, 0, 0)
"""The rank of an unchanged answer: after every changed one."""


@dataclass(frozen=True)
class Pack:
    """A pack as data, with the advice for each admissible profile."""

    data: random_packs.Data

    @cached_property
    def groups(self) -> dict[str, list[list[Any]]]:
        """The values of each fact, grouped into classes that no condition distinguishes."""
        return exhaustive.parts(self.data)

    @cached_property
    def advised(self) -> list[tuple[Profile, naive.Result]]:
        """The admissible profiles, each with its advice."""
        return [(each, naive.advise(self.data, each)) for each in exhaustive.admissible(self.data)]

    @cached_property
    def fixed(self) -> list[str]:
        """The facts that cannot be changed."""
        return [fact["id"] for fact in self.data["facts.yaml"]["facts"] if fact.get("fixed", False)]

    def group(self, fact: str, value: Any) -> list[Any]:
        """Return the class of a value."""
        return next(group for group in self.groups[fact] if value in group)


@dataclass(frozen=True)
class Case:
    """An admissible profile, from which facts may be absent."""

    pack: Pack
    given: Mapping[str, Any]

    @cached_property
    def values(self) -> Profile:
        """A value for every fact."""
        return naive.complete(self.pack.data, self.given)

    def read(self, values: Mapping[str, Any], as_of: date) -> Answers:
        """Return values that were written on a day, as conditions see them."""
        return missing.Case(self.pack.data, self.given).read(values, as_of)

    @cached_property
    def representative(self) -> Profile:
        """The enumerated profile of the same class."""
        return {fact: self.pack.group(fact, value)[0] for fact, value in self.values.items()}

    @cached_property
    def result(self) -> naive.Result:
        """The advice for it."""
        return naive.advise(self.pack.data, self.values)

    @property
    def absent(self) -> list[str]:
        """The facts that are absent from it."""
        return [fact for fact in self.values if self.given.get(fact) is None]

    # Which answers suffice

    def suffices(self, facts: Iterable[str], claim: Claim) -> bool:
        """Return whether a claim holds for every admissible profile with the same answers to some facts."""
        same = list(facts)
        alike = (
            (other, result)
            for other, result in self.pack.advised
            if all(other[fact] == self.representative[fact] for fact in same)
        )
        return all(claim(other, result) for other, result in alike)

    def sufficient(self, claim: Claim, among: Collection[str] | None = None) -> Answers:
        """Return sufficient answers, found by dropping one after another: absent ones first, from the end."""
        kept = [fact for fact in self.values if among is None or fact in among]
        given = [fact for fact in kept if fact not in self.absent]
        absent = [fact for fact in kept if fact in self.absent]
        for fact in [*reversed(absent), *reversed(given)]:
            rest = [name for name in kept if name != fact]
            kept = rest if self.suffices(rest, claim) else kept
        return {fact: self.values[fact] for fact in kept}

    # What can be changed

    def change_of_fewest_wishes(self, claim: Claim) -> tuple[Answers, bool] | None:
        """Return the smallest change in which nothing becomes a wish, or else any, and whether it does."""
        for wish in (False, True):
            found = self.change(claim if wish else self.without_wishes(claim))
            if found is not None:
                return found, wish
        return None

    def without_wishes(self, claim: Claim) -> Claim:
        """Return the claim, restricted to profiles in which nothing becomes a wish."""
        return lambda other, result: not self.wishes_in(other) and claim(other, result)

    def wishes_in(self, other: Profile) -> list[str]:
        """Return the facts that differ in an enumerated profile and say there what is wanted."""
        facts = {fact["id"]: fact.get("wish", False) for fact in self.pack.data["facts.yaml"]["facts"]}
        return [
            name
            for name in self.differing(other)
            if facts[name] is True
            or any(value in naive.listed(facts[name] or None) for value in self._gained(name, other[name]))
        ]

    def _gained(self, fact: str, value: Any) -> set[Any]:
        """Return what a changed answer says that was not said before: of a list, the values added to it."""
        return listed_in(value) - listed_in(self.values[fact]) if isinstance(value, tuple) else {value}

    def change(self, claim: Claim) -> Answers | None:
        """Return the smallest change of answers that makes a claim true, or None if there is none."""
        ways = [
            other for other, result in self.pack.advised if claim(other, result) and self.may_become(other)
        ]
        if not ways:
            return None
        best = min(ways, key=lambda other: (self._size(other), self._ranks(other)))
        return {fact: self._nearest(fact, best[fact]) for fact in self.differing(best)}

    def differing(self, other: Profile) -> list[str]:
        """Return the facts in which an enumerated profile differs."""
        return exhaustive.differing(self.representative, other)

    def _size(self, other: Profile) -> int:
        """Return how many answers change; of a list, each value that it gains or loses is one."""
        return sum(self._price(fact, other[fact]) for fact in self.differing(other))

    def _price(self, fact: str, value: Any) -> int:
        return max(1, len(listed_in(value) ^ listed_in(self.values[fact]))) if isinstance(value, tuple) else 1

    def may_become(self, other: Profile) -> bool:
        """Return whether a change can lead to a profile: no fixed fact changes, none becomes unknown."""
        changed = self.differing(other)
        return all(fact not in self.pack.fixed and other[fact] != "unknown" for fact in changed)

    def _ranks(self, other: Profile) -> list[tuple[int, Any, int]]:
        """Return the sort key among changes of equal size: earlier facts, nearest answers, first values."""
        return [
            OWN if other[fact] == own else self._rank(fact, other[fact])
            for fact, own in self.representative.items()
        ]

    def _rank(self, fact: str, value: Any) -> tuple[int, Any, int]:
        own, place = self.values[fact], self.pack.groups[fact].index(self.pack.group(fact, value))
        if is_number(own) and is_number(value):
            return 0, abs(self._nearest(fact, value) - own), place
        return 0, self._price(fact, value), place

    def _nearest(self, fact: str, value: Any) -> Any:
        """Return the number in the class of a value that is nearest to the own number, or else to zero."""
        if not is_number(value):
            return value
        own, group = self.values[fact], self.pack.group(fact, value)
        return min(max(own if is_number(own) else 0, group[0]), group[-1])


def is_number(value: Any) -> bool:
    """Return whether a value is a number, of whichever kind."""
    return isinstance(value, int | Decimal)


def listed_in(value: Any) -> set[str]:
    """Return the values of a list; none of an unknown one."""
    return set(value) if isinstance(value, tuple) else set()


def recommends(outcome: str | None) -> Claim:
    """Return the claim that a profile is recommended an outcome."""
    return lambda _, result: result.recommendation == outcome
