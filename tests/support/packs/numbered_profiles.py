"""A numbering of the profiles of a set, for uniform sampling."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space


class NumberedProfiles:
    """The profiles of a valid set in a fixed order, without enumerating them.

    Each has a number below `count`. The profile of a number is found on one path down the diagram: at every
    variable the exact counts of both branches tell to which of them the number belongs. A uniform number
    gives a uniform profile (D. E. Knuth, "The Art of Computer Programming", volume 4A, 7.1.4, on counting
    and random generation with BDDs).
    """

    def __init__(self, space: Space, profiles: ProfileSet) -> None:
        self._space = space
        self._profiles = profiles
        self._counts: dict[ProfileSet, int] = {}
        self.count = self._count(profiles)

    def _count(self, profiles: ProfileSet) -> int:
        if profiles not in self._counts:
            self._counts[profiles] = self._space.count(profiles)
        return self._counts[profiles]

    def at(self, number: int) -> dict[str, int]:
        """Return the profile of a number, as the code of each fact.

        Raises:
            IndexError: the set has fewer profiles.
        """
        if not 0 <= number < self.count:
            raise IndexError(number)
        rest, holds = self._profiles, []
        for variable in range(self._space.manager.variable_count):
            yes, no = self._sides(rest, variable)
            # Neither side looks at this variable or one above it, so that each assignment counts so often:
            without = self._count(no) >> (variable + 1)
            holds.append(number >= without)
            rest, number = (yes, number - without) if number >= without else (no, number)
        return {fact: self._code(fact, holds) for fact in self._space.axes}

    def sample(self, random: Random) -> dict[str, int]:
        """Return a uniformly random profile, as the code of each fact.

        Raises:
            ValueError: the set is empty.
        """
        return self.at(random.randrange(self.count))

    def _sides(self, profiles: ProfileSet, variable: int) -> tuple[ProfileSet, ProfileSet]:
        branches = profiles.cofactors() if profiles.node_var() == variable else None
        return (profiles, profiles) if branches is None else branches

    def _code(self, fact: str, holds: list[bool]) -> int:
        first = self._space.first_variable[fact]
        bits = holds[first : first + self._space.width(fact)]
        return sum(bit << place for place, bit in enumerate(reversed(bits)))
