"""The profiles of a set, numbered: each is found by its number, and so one can be drawn evenly."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space


class NumberedProfiles:
    """The profiles of a valid set in a fixed order, without ever listing them.

    Each has a number below `count`. It is found by going down the diagram once: at every variable the number
    says, beside the exact count of what lies on either side, to which of the two it belongs. So a number
    drawn evenly gives a profile drawn evenly (D. E. Knuth, "The Art of Computer Programming", volume 4A,
    7.1.4, on counting and random generation with BDDs).
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
        """Return the profile of a number, as the part of each fact.

        Raises:
            IndexError: there are not so many.
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

    def drawn(self, random: Random) -> dict[str, int]:
        """Return a profile drawn at random, each as likely as any other; as the part of each fact.

        Raises:
            ValueError: there is none.
        """
        return self.at(random.randrange(self.count))

    def _sides(self, profiles: ProfileSet, variable: int) -> tuple[ProfileSet, ProfileSet]:
        branches = profiles.cofactors() if profiles.node_var() == variable else None
        return (profiles, profiles) if branches is None else branches

    def _code(self, fact: str, holds: list[bool]) -> int:
        first = self._space.first_variable[fact]
        bits = holds[first : first + self._space.width(fact)]
        return sum(bit << place for place, bit in enumerate(reversed(bits)))
