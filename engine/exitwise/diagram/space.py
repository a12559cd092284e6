"""All profiles as one space: facts over Boolean variables, and what can be asked of a set of profiles."""

from __future__ import annotations

from functools import reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Final

from exitwise.diagram.axis import build_axes
from exitwise.diagram.manager import Manager, ProfileSet
from exitwise.diagram.variable_order import variable_order

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from random import Random
    from typing import Self

    from exitwise.diagram.axis import Axis
    from exitwise.model.condition import Condition, Test
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge

EVEN_CHANCE: Final = 0.5
"""How likely a variable is to be true where it may be either."""

Assignment = tuple[tuple[int, bool], ...]
"""One profile: a truth value for each variable."""


class Space:
    """The profiles of a vocabulary; each fact's value is a binary number over variables of its own.

    A set of profiles may hold combinations of variables that stand for no profile; `valid` holds none, and
    whoever counts or picks has to stay within it.
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
        self._test_sets: dict[Test, ProfileSet] = {}
        self._fact_cubes: dict[str, ProfileSet] = {}
        self._other_cubes: dict[frozenset[str], ProfileSet] = {}
        # From the bottom of the order upwards a conjunction only ever grows at its top.
        self.valid = reduce(
            lambda rest, name: self.with_codes(name, range(len(axes[name].classes))) & rest,
            reversed(tuple(self.first_variable)),
            self.true,
        )

    @classmethod
    def of(cls, *knowledges: Knowledge, also: Iterable[Condition] = ()) -> Self:
        """Return the space of one vocabulary, or of several with equal facts of equal ids.

        Integers are cut where rules, constraints and properties tell them apart, and by `also`.
        """
        facts = {fact.id: fact for knowledge in knowledges for fact in knowledge.facts}
        asked = [condition for knowledge in knowledges for condition in conditions(knowledge)]
        return cls(build_axes(facts.values(), [*asked, *also]), variable_order(knowledges))

    def width(self, fact: str) -> int:
        """Return how many variables a fact takes."""
        return (len(self.axes[fact].classes) - 1).bit_length()

    def _bits(self, fact: str, code: int) -> Iterator[tuple[int, bool]]:
        width = self.width(fact)
        for place in range(width):
            yield self.first_variable[fact] + place, bool(code >> (width - 1 - place) & 1)

    # Sets of profiles

    def with_code(self, fact: str, code: int) -> ProfileSet:
        """Return the profiles whose fact lies in one part of its axis."""
        key = (fact, code)
        if key not in self._code_sets:
            literals = [self.manager.literal(number, holds=holds) for number, holds in self._bits(fact, code)]
            self._code_sets[key] = reduce(and_, reversed(literals), self.true)
        return self._code_sets[key]

    def with_codes(self, fact: str, codes: Iterable[int]) -> ProfileSet:
        """Return the profiles whose fact lies in one of the parts."""
        return reduce(or_, (self.with_code(fact, code) for code in codes), self.false)

    def test_set(self, test: Test) -> ProfileSet:
        """Return the profiles on which a test is true."""
        if test not in self._test_sets:
            self._test_sets[test] = self.with_codes(test.fact, self.axes[test.fact].codes_satisfying(test))
        return self._test_sets[test]

    def with_values(self, values: Mapping[str, Value]) -> ProfileSet:
        """Return the profiles that have these answers, an integer's interval standing for the integer."""
        known = sorted(values, key=self.first_variable.__getitem__, reverse=True)
        literals = (self.with_code(fact, self.axes[fact].code(values[fact])) for fact in known)
        return reduce(lambda rest, literal: literal & rest, literals, self.true)

    # What can be asked

    def count(self, profiles: ProfileSet) -> int:
        """Return exactly how many profiles there are in a valid set."""
        return profiles.sat_count(self.manager.variable_count)

    def exists(self, profiles: ProfileSet, *facts: str) -> ProfileSet:
        """Return the profiles from which one of the set differs at most in these facts."""
        cube = reduce(and_, (self._fact_cube(fact) for fact in facts), self.true)
        return profiles.exists(cube)

    def project(self, profiles: ProfileSet, facts: Collection[str]) -> ProfileSet:
        """Return the profiles that some facts cannot tell from one of the set: all other facts are freed."""
        key = frozenset(facts)
        if key not in self._other_cubes:
            cubes = (self._fact_cube(name) for name in reversed(self.first_variable) if name not in key)
            self._other_cubes[key] = reduce(lambda rest, cube: cube & rest, cubes, self.true)
        return profiles.exists(self._other_cubes[key])

    def _fact_cube(self, fact: str) -> ProfileSet:
        if fact not in self._fact_cubes:
            numbers = range(self.first_variable[fact], self.first_variable[fact] + self.width(fact))
            literals = [self.manager.literal(number, holds=True) for number in numbers]
            self._fact_cubes[fact] = reduce(and_, reversed(literals), self.true)
        return self._fact_cubes[fact]

    def cofactor(self, profiles: ProfileSet, fact: str, code: int) -> ProfileSet:
        """Return what a set says of the facts below one, which lies in a part; those above are answered."""
        for variable, holds in self._bits(fact, code):
            branches = profiles.cofactors() if profiles.node_var() == variable else None
            if branches is not None:
                profiles = branches[not holds]
        return profiles

    def depends_on(self, profiles: ProfileSet, fact: str, domain: ProfileSet) -> bool:
        """Whether two profiles of the domain differ in this fact alone and one of them is in the set."""
        inside = self.exists(profiles & domain, fact)
        return (inside & self.exists(domain & ~profiles, fact)).satisfiable()

    def assignment(self, values: Mapping[str, Value]) -> Assignment:
        """Return a whole profile as the truth value of each variable."""
        return tuple(
            bit for fact, value in values.items() for bit in self._bits(fact, self.axes[fact].code(value))
        )

    def pick(self, profiles: ProfileSet, random: Random) -> Assignment:
        """Return a profile of a valid set that is not empty, chosen at random, though not evenly."""
        if not profiles.satisfiable():
            raise ValueError("nothing can be picked from an empty set")
        holds = [random.random() < EVEN_CHANCE for _ in range(self.manager.variable_count)]
        while (number := profiles.node_var()) is not None and (branches := profiles.cofactors()) is not None:
            if not branches[not holds[number]].satisfiable():
                holds[number] = not holds[number]
            profiles = branches[not holds[number]]
        return tuple(enumerate(holds))

    def cube(self, point: Assignment, facts: Iterable[str]) -> ProfileSet:
        """Return the profiles that have the same values of some facts as a profile has."""
        holds = dict(point)
        numbers = [self.first_variable[name] + place for name in facts for place in range(self.width(name))]
        literals = (
            self.manager.literal(number, holds=holds[number]) for number in sorted(numbers, reverse=True)
        )
        return reduce(lambda rest, literal: literal & rest, literals, self.true)


def implies(subset: ProfileSet, superset: ProfileSet) -> bool:
    """Whether every profile of the first set is in the second."""
    return not (subset & ~superset).satisfiable()


def conditions(knowledge: Knowledge) -> Iterator[Condition]:
    """Yield every condition that tells profiles apart: those of rules, constraints and properties."""
    for rule in knowledge.all_rules:
        yield rule.when
    for law in knowledge.properties:
        yield law.when
        if law.then is not None:
            yield law.then
