"""The space of all profiles: facts encoded in Boolean variables, and operations on sets of profiles."""

from __future__ import annotations

from functools import reduce
from math import inf
from operator import and_, or_
from typing import TYPE_CHECKING, Final, NamedTuple

from exitwise.diagram.manager import Manager, ProfileSet
from exitwise.diagram.variable_order import variable_order
from exitwise.model.axis import build_axes
from exitwise.model.condition import Has
from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from random import Random
    from typing import Self

    from exitwise.model.axis import Axis
    from exitwise.model.condition import Condition, Test
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge

EVEN_CHANCE: Final = 0.5
"""The probability that `pick` tries true first, at each variable."""

Assignment = tuple[tuple[int, bool], ...]
"""One profile as a truth value for each Boolean variable, by the variable's number."""


class Core(NamedTuple):
    """A set of profiles that depends on some facts only; it holds whatever the others are, valid or not."""

    facts: tuple[str, ...]
    profiles: ProfileSet


class Space:
    """The profiles over a vocabulary; a fact's value code is a binary number over variables of its own.

    A fact of n value classes has ceil(log2 n) variables, so some assignments encode no profile. `valid` is
    the set of those that encode one; a set must be a subset of it before `count` or `pick` is called.
    """

    def __init__(self, axes: Mapping[str, Axis], order: Iterable[str]) -> None:
        self.axes = axes
        self.first_variable: dict[str, int] = {}
        total = 0
        for name in order:
            self.first_variable[name] = total
            total += self.width(name)
        self.manager = Manager(total)
        self.true, self.false = self.manager.true, self.manager.false
        self._code_sets: dict[tuple[str, int], ProfileSet] = {}
        self._several_code_sets: dict[tuple[str, tuple[int, ...]], ProfileSet] = {}
        self._test_sets: dict[Test, ProfileSet] = {}
        self._fact_cubes: dict[str, ProfileSet] = {}
        self._other_cubes: dict[frozenset[str], ProfileSet] = {}
        # Built from the last variable upwards, each conjunction only adds nodes on top of the diagram.
        self.valid = reduce(
            lambda rest, name: self.with_codes(name, range(len(axes[name].classes))) & rest,
            reversed(tuple(self.first_variable)),
            self.true,
        )

    @classmethod
    def of(cls, *knowledges: Knowledge, also: Iterable[Condition] = ()) -> Self:
        """Return a space for one or more knowledge bases in which equal ids stand for equal facts.

        Integers are cut wherever a rule, a constraint, a property or a condition of `also` can change its
        truth value.
        """
        facts = {fact.id: fact for knowledge in knowledges for fact in knowledge.facts}
        own = [condition for knowledge in knowledges for condition in knowledge.conditions]
        return cls(build_axes(facts.values(), [*own, *also]), variable_order(knowledges))

    def width(self, fact: str) -> int:
        """Return the number of variables that encode a fact."""
        return (len(self.axes[fact].classes) - 1).bit_length()

    def _bits(self, fact: str, code: int) -> Iterator[tuple[int, bool]]:
        width = self.width(fact)
        for bit in range(width):
            yield self.first_variable[fact] + bit, bool(code >> (width - 1 - bit) & 1)

    # Sets of profiles

    def with_code(self, fact: str, code: int) -> ProfileSet:
        """Return the profiles in which a fact has this value code."""
        key = (fact, code)
        if key not in self._code_sets:
            literals = [self.manager.literal(number, holds=holds) for number, holds in self._bits(fact, code)]
            self._code_sets[key] = reduce(and_, reversed(literals), self.true)
        return self._code_sets[key]

    def with_codes(self, fact: str, codes: Iterable[int]) -> ProfileSet:
        """Return the profiles in which a fact has one of these value codes."""
        key = (fact, tuple(codes))
        if key not in self._several_code_sets:
            self._several_code_sets[key] = reduce(
                or_, (self.with_code(fact, code) for code in key[1]), self.false
            )
        return self._several_code_sets[key]

    def test_set(self, test: Test) -> ProfileSet:
        """Return the profiles on which a test is true."""
        if test not in self._test_sets:
            self._test_sets[test] = (
                self._has_set(test)
                if isinstance(test, Has)
                else self.with_codes(test.fact, self.axes[test.fact].codes_satisfying(test))
            )
        return self._test_sets[test]

    def _has_set(self, test: Has) -> ProfileSet:
        """Return the profiles whose list has one of some values, each of which is a bit of the value code."""
        axis, last = self.axes[test.fact], self.first_variable[test.fact] + self.width(test.fact) - 1
        has = (self.manager.literal(last - axis.bit(value), holds=True) for value in test.values)
        unknown = self.with_code(test.fact, axis.code(UNKNOWN)) if axis.fact.unknown else self.false
        return reduce(or_, has, self.false) & ~unknown & self.with_codes(test.fact, range(len(axis.classes)))

    def with_values(self, values: Mapping[str, Value]) -> ProfileSet:
        """Return the profiles with these values; an integer stands for its whole interval."""
        known = sorted(values, key=self.first_variable.__getitem__, reverse=True)
        literals = (self.with_code(fact, self.axes[fact].code(values[fact])) for fact in known)
        return reduce(lambda rest, literal: literal & rest, literals, self.true)

    # Operations

    def union(self, sets: Iterable[ProfileSet]) -> ProfileSet:
        """Return the union of sets, those of the last variables first: each step then adds nodes on top."""
        return reduce(or_, sorted(sets, key=_level, reverse=True), self.false)

    def count(self, profiles: ProfileSet) -> int:
        """Return the exact number of profiles in a subset of `valid`."""
        return profiles.sat_count(self.manager.variable_count)

    def exists(self, profiles: ProfileSet, *facts: str) -> ProfileSet:
        """Return the set with these facts existentially quantified: they may have any value, and any code."""
        cube = reduce(and_, (self._fact_cube(fact) for fact in facts), self.true)
        return profiles.exists(cube)

    def project(self, profiles: ProfileSet, facts: Collection[str]) -> ProfileSet:
        """Return the projection of a set onto `facts`: all other facts are existentially quantified."""
        key = frozenset(facts)
        if key not in self._other_cubes:
            cubes = (self._fact_cube(name) for name in reversed(self.first_variable) if name not in key)
            self._other_cubes[key] = reduce(lambda rest, cube: cube & rest, cubes, self.true)
        return profiles.exists(self._other_cubes[key])

    def core(self, profiles: ProfileSet) -> Core:
        """Return the facts on which a subset of `valid` depends, and the set over these facts alone."""
        facts = tuple(fact for fact in self.first_variable if self._is_in_support(profiles, fact))
        return Core(facts, self.project(profiles, facts))

    def _is_in_support(self, profiles: ProfileSet, fact: str) -> bool:
        any_value = self.with_codes(fact, range(len(self.axes[fact].classes)))
        return (self.exists(profiles, fact) & any_value) != profiles

    def _fact_cube(self, fact: str) -> ProfileSet:
        if fact not in self._fact_cubes:
            numbers = range(self.first_variable[fact], self.first_variable[fact] + self.width(fact))
            literals = [self.manager.literal(number, holds=True) for number in numbers]
            self._fact_cubes[fact] = reduce(and_, reversed(literals), self.true)
        return self._fact_cubes[fact]

    def cofactor(self, profiles: ProfileSet, fact: str, code: int) -> ProfileSet:
        """Return the cofactor of a set with respect to `fact` having this value code.

        The set must not depend on facts that precede this one in the variable order.
        """
        for variable, holds in self._bits(fact, code):
            branches = profiles.cofactors() if profiles.node_var() == variable else None
            if branches is not None:
                profiles = branches[not holds]
        return profiles

    def depends_on(self, profiles: ProfileSet, fact: str, domain: ProfileSet) -> bool:
        """Whether two profiles of `domain` differ in this fact alone and only one of them is in the set."""
        inside = self.exists(profiles & domain, fact)
        return (inside & self.exists(domain & ~profiles, fact)).satisfiable()

    def assignment(self, values: Mapping[str, Value]) -> Assignment:
        """Return the assignment that encodes a complete profile."""
        return tuple(
            bit for fact, value in values.items() for bit in self._bits(fact, self.axes[fact].code(value))
        )

    def pick(self, profiles: ProfileSet, random: Random) -> Assignment:
        """Return a random member of a nonempty subset of `valid`; the distribution is not uniform.

        Raises:
            ValueError: the set is empty.
        """
        if not profiles.satisfiable():
            raise ValueError("nothing can be picked from an empty set")
        holds = [random.random() < EVEN_CHANCE for _ in range(self.manager.variable_count)]
        while (number := profiles.node_var()) is not None and (branches := profiles.cofactors()) is not None:
            if not branches[not holds[number]].satisfiable():
                holds[number] = not holds[number]
            profiles = branches[not holds[number]]
        return tuple(enumerate(holds))

    def cube(self, assignment: Assignment, facts: Iterable[str]) -> ProfileSet:
        """Return the cube of an assignment over `facts`: the profiles that agree with it on these facts."""
        holds = dict(assignment)
        numbers = [self.first_variable[name] + bit for name in facts for bit in range(self.width(name))]
        literals = (
            self.manager.literal(number, holds=holds[number]) for number in sorted(numbers, reverse=True)
        )
        return reduce(lambda rest, literal: literal & rest, literals, self.true)


def _level(profiles: ProfileSet) -> float:
    """Return the level of the first variable that a set depends on; a constant is below all variables."""
    level = profiles.node_level()
    return inf if level is None else level


def implies(subset: ProfileSet, superset: ProfileSet) -> bool:
    """Whether the first set is a subset of the second."""
    return not (subset & ~superset).satisfiable()
