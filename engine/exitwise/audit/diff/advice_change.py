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

    from exitwise.audit.diff.matching import MatchedPacks, PackView
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule

    Rules = Callable[[Knowledge], Sequence[Rule]]
    """Some of the rules of a pack."""

    ProfilesWhere = Callable[[PackView, str], ProfileSet]
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
class AdviceChange:
    """One change of the advice, and the profiles that it happens to.

    `says` tells where any pack says what it was or what it is. `rests_on` names the rules that say so in one
    of the two packs; or `turned` two steps that change places.
    """

    aspect: Aspect
    what: str
    before: str
    after: str
    profiles: ProfileSet
    profiles_where: ProfilesWhere
    rules: frozenset[str] = frozenset()
    swapped: tuple[str, ...] = ()


def advice_changes(matched: MatchedPacks) -> Iterator[AdviceChange]:
    """Yield each change of the advice that there is."""
    found = _AdviceChanges(matched)
    everything = chain(
        found.recommendations(),
        found.readiness(),
        found.presence("plan", "step", STEPS),
        found.order(),
        found.presence("warnings", "warning", WARNINGS),
    )
    yield from (move for move in everything if move.profiles.satisfiable())


@dataclass(frozen=True, slots=True)
class _AdviceChanges:
    matched: MatchedPacks

    @property
    def _views(self) -> tuple[PackView, PackView]:
        return self.matched.old, self.matched.new

    def recommendations(self) -> Iterator[AdviceChange]:
        """Yield the moves from one outcome to another, and from or to being refused."""
        names = [[*(name or NONE for name in side.compiled.outcome), REFUSED] for side in self._views]
        for move in self._transitions(
            "recommendation", self._with_recommendation, names, self._ids(ARGUMENTS)
        ):
            refused = REFUSED in (move.before, move.after)
            yield (
                replace(move, profiles_where=_with_admission, rules=self._ids(CONSTRAINTS))
                if refused
                else move
            )

    def _with_recommendation(self, side: PackView, name: str) -> ProfileSet:
        if name == REFUSED:
            return self.matched.common & ~side.compiled.domain
        return side.compiled.outcome[None if name == NONE else name] & side.admissible

    def readiness(self) -> Iterator[AdviceChange]:
        """Yield the moves from one readiness to another; a refusal is told once, as a recommendation."""
        within = self._advised()
        for move in self._transitions(
            "readiness", _with_readiness, [READINESS, READINESS], self._ids(_readiness_rules)
        ):
            yield replace(move, profiles=move.profiles & within)

    def _transitions(
        self, aspect: Aspect, says: ProfilesWhere, names: Iterable[Iterable[str]], rests_on: frozenset[str]
    ) -> Iterator[AdviceChange]:
        """Yield a move from each of the names in the old pack to each other one in the new."""
        olds, news = (
            {name: says(side, name) for name in each} for side, each in zip(self._views, names, strict=True)
        )
        for before, own in olds.items():
            for after, others in news.items():
                if before != after:
                    yield AdviceChange(aspect, aspect, before, after, own & others, says, rests_on)

    def presence(self, aspect: Aspect, what: str, rules: Rules) -> Iterator[AdviceChange]:
        """Yield for each step or warning the profiles that get it, and those that no longer do."""
        within = self._advised()
        for name in dict.fromkeys(
            rule.id for side in reversed(self._views) for rule in rules(side.knowledge)
        ):
            says, own = partial(_with_presence, rules, name), frozenset((name,))
            for before, after in ((ABSENT, PRESENT), (PRESENT, ABSENT)):
                profiles = says(self.matched.old, before) & says(self.matched.new, after) & within
                yield AdviceChange(aspect, f"{what} {name}", before, after, profiles, says, own)

    def order(self) -> Iterator[AdviceChange]:
        """Yield the profiles whose plans have two steps both before and after, the other way round."""
        old, new = (side.knowledge.step_order for side in self._views)
        place = {name: index for index, name in enumerate(new)}
        for one, other in combinations((name for name in old if name in place), 2):
            if place[other] < place[one]:
                plans = (_advised(side, STEPS, name) for side in self._views for name in (one, other))
                yield AdviceChange(
                    aspect="plan",
                    what=f"order of {one} and {other}",
                    before=f"{one} first",
                    after=f"{other} first",
                    profiles=reduce(and_, plans, self._advised()),
                    profiles_where=partial(_with_order, (one, other)),
                    swapped=(one, other),
                )

    def _advised(self) -> ProfileSet:
        """Return the profiles that both packs admit."""
        return self.matched.old.admissible & self.matched.new.admissible

    def _ids(self, rules: Rules) -> frozenset[str]:
        """Return the ids that some rules have in either pack."""
        return frozenset(rule.id for side in self._views for rule in rules(side.knowledge))


def _readiness_rules(knowledge: Knowledge) -> Sequence[Rule]:
    """Return the rules that readiness rests on: without a recommendation nobody is ready."""
    holds = (rule for rule in knowledge.warnings if rule.hold)
    return (*knowledge.arguments, *holds, *(rule for rule in knowledge.steps if rule.phase == "before"))


def _with_admission(side: PackView, name: str) -> ProfileSet:
    """Return the profiles that are refused, or those that are not, whatever they are recommended."""
    return ~side.compiled.domain if name == REFUSED else side.compiled.domain


def _with_readiness(side: PackView, name: str) -> ProfileSet:
    compiled = side.compiled
    found = (
        own & compiled.readiness_under(outcome)[name]  # type: ignore[index]  # one of READINESS
        for outcome, own in compiled.outcome.items()
    )
    return reduce(or_, found, compiled.space.false)


def _with_presence(rules: Rules, name: str, side: PackView, presence: str) -> ProfileSet:
    given = _advised(side, rules, name)
    return given if presence == PRESENT else ~given


def _with_order(pair: tuple[str, str], side: PackView, first: str) -> ProfileSet:
    """Return all profiles or none: where a plan has both steps the pack alone says which is first."""
    space, order = side.compiled.space, side.knowledge.step_order
    return space.true if first == f"{min(pair, key=order.index)} first" else space.false


def _advised(side: PackView, rules: Rules, name: str) -> ProfileSet:
    """Return the profiles that have a step or a warning; none where the pack has none of that name."""
    known = any(rule.id == name for rule in rules(side.knowledge))
    return side.compiled.recipients(name) if known else side.compiled.space.false
