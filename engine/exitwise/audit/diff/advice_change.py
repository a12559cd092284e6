"""Each change of the advice that there is between two packs, and the profiles that it happens to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial, reduce
from itertools import chain, combinations
from operator import and_, attrgetter, or_
from typing import TYPE_CHECKING, Final, Literal

from exitwise.model.rule import READINESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from exitwise.audit.diff.matching import Matched, Side
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule

    Rules = Callable[[Knowledge], Sequence[Rule]]
    """Some of the rules of a pack."""

    Says = Callable[[Side, str], ProfileSet]
    """The profiles of which a pack says something of one aspect: that they get an outcome, or a step."""

REFUSED: Final = "not admitted"
"""What becomes of a profile that a pack can state and does not admit; no outcome has a space in its name."""
NONE: Final = "no recommendation"
"""What a profile is recommended to which no outcome or several are left."""
ABSENT: Final = "absent"
PRESENT: Final = "present"
CONSTRAINTS: Final[Rules] = attrgetter("constraints")
ARGUMENTS: Final[Rules] = attrgetter("arguments")
STEPS: Final[Rules] = attrgetter("steps")
WARNINGS: Final[Rules] = attrgetter("warnings")

Aspect = Literal["recommendation", "readiness", "plan", "warnings"]
ASPECTS: Final[tuple[Aspect, ...]] = ("recommendation", "readiness", "plan", "warnings")
"""What there is of an advice, and where two can differ."""


@dataclass(frozen=True, slots=True)
class Move:
    """One change of the advice, and the profiles that it happens to.

    `says` tells where any pack says what it was or what it is. `rests_on` names the rules that say so in one
    of the two packs; or `turned` two steps that change places.
    """

    aspect: Aspect
    what: str
    before: str
    after: str
    profiles: ProfileSet
    says: Says
    rests_on: frozenset[str] = frozenset()
    turned: tuple[str, ...] = ()


def moves(matched: Matched) -> Iterator[Move]:
    """Yield each change of the advice that there is."""
    found = _Moving(matched)
    everything = chain(
        found.recommended(),
        found.readied(),
        found.named("plan", "step", STEPS),
        found.reordered(),
        found.named("warnings", "warning", WARNINGS),
    )
    yield from (move for move in everything if move.profiles.satisfiable())


@dataclass(frozen=True, slots=True)
class _Moving:
    matched: Matched

    @property
    def _sides(self) -> tuple[Side, Side]:
        return self.matched.old, self.matched.new

    def recommended(self) -> Iterator[Move]:
        """Yield the moves from one outcome to another, and from or to being refused."""
        names = [[*(name or NONE for name in side.compiled.outcome), REFUSED] for side in self._sides]
        for move in self._crossed("recommendation", self._recommends, names, self._ids(ARGUMENTS)):
            refused = REFUSED in (move.before, move.after)
            yield replace(move, says=_admits, rests_on=self._ids(CONSTRAINTS)) if refused else move

    def _recommends(self, side: Side, name: str) -> ProfileSet:
        if name == REFUSED:
            return self.matched.both & ~side.compiled.domain
        return side.compiled.outcome[None if name == NONE else name] & side.admissible

    def readied(self) -> Iterator[Move]:
        """Yield the moves from one readiness to another; a refusal is told once, as a recommendation."""
        within = self._advised()
        for move in self._crossed("readiness", _readies, [READINESS, READINESS], self._ids(_readying)):
            yield replace(move, profiles=move.profiles & within)

    def _crossed(
        self, aspect: Aspect, says: Says, names: Iterable[Iterable[str]], rests_on: frozenset[str]
    ) -> Iterator[Move]:
        """Yield a move from each of the names in the old pack to each other one in the new."""
        olds, news = (
            {name: says(side, name) for name in each} for side, each in zip(self._sides, names, strict=True)
        )
        for before, own in olds.items():
            for after, others in news.items():
                if before != after:
                    yield Move(aspect, aspect, before, after, own & others, says, rests_on)

    def named(self, aspect: Aspect, what: str, rules: Rules) -> Iterator[Move]:
        """Yield for each step or warning the profiles that get it, and those that no longer do."""
        within = self._advised()
        for name in dict.fromkeys(
            rule.id for side in reversed(self._sides) for rule in rules(side.knowledge)
        ):
            says, own = partial(_gives, rules, name), frozenset((name,))
            for before, after in ((ABSENT, PRESENT), (PRESENT, ABSENT)):
                profiles = says(self.matched.old, before) & says(self.matched.new, after) & within
                yield Move(aspect, f"{what} {name}", before, after, profiles, says, own)

    def reordered(self) -> Iterator[Move]:
        """Yield the profiles whose plans have two steps both before and after, the other way round."""
        old, new = (side.knowledge.step_order for side in self._sides)
        place = {name: index for index, name in enumerate(new)}
        for one, other in combinations((name for name in old if name in place), 2):
            if place[other] < place[one]:
                plans = (_given(side, STEPS, name) for side in self._sides for name in (one, other))
                yield Move(
                    aspect="plan",
                    what=f"order of {one} and {other}",
                    before=f"{one} first",
                    after=f"{other} first",
                    profiles=reduce(and_, plans, self._advised()),
                    says=partial(_orders, (one, other)),
                    turned=(one, other),
                )

    def _advised(self) -> ProfileSet:
        """Return the profiles that both packs admit."""
        return self.matched.old.admissible & self.matched.new.admissible

    def _ids(self, rules: Rules) -> frozenset[str]:
        """Return the ids that some rules have in either pack."""
        return frozenset(rule.id for side in self._sides for rule in rules(side.knowledge))


def _readying(knowledge: Knowledge) -> Sequence[Rule]:
    """Return the rules that readiness rests on: without a recommendation nobody is ready."""
    holds = (rule for rule in knowledge.warnings if rule.hold)
    return (*knowledge.arguments, *holds, *(rule for rule in knowledge.steps if rule.phase == "before"))


def _admits(side: Side, name: str) -> ProfileSet:
    """Return the profiles that are refused, or those that are not, whatever they are recommended."""
    return ~side.compiled.domain if name == REFUSED else side.compiled.domain


def _readies(side: Side, name: str) -> ProfileSet:
    compiled = side.compiled
    found = (
        own & compiled.readiness(outcome)[name]  # type: ignore[index]  # one of READINESS
        for outcome, own in compiled.outcome.items()
    )
    return reduce(or_, found, compiled.space.false)


def _gives(rules: Rules, name: str, side: Side, presence: str) -> ProfileSet:
    given = _given(side, rules, name)
    return given if presence == PRESENT else ~given


def _orders(pair: tuple[str, str], side: Side, first: str) -> ProfileSet:
    """Return all profiles or none: where a plan has both steps the pack alone says which is first."""
    space, order = side.compiled.space, side.knowledge.step_order
    return space.true if first == f"{min(pair, key=order.index)} first" else space.false


def _given(side: Side, rules: Rules, name: str) -> ProfileSet:
    """Return the profiles that have a step or a warning; none where the pack has none of that name."""
    known = any(rule.id == name for rule in rules(side.knowledge))
    return side.compiled.advised(name) if known else side.compiled.space.false
