"""The changes of the advice between two packs, each with the set of profiles that it affects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, combinations, permutations
from operator import attrgetter
from typing import TYPE_CHECKING, Final, Literal

from exitwise.audit.diff.outcome_pairs import OutcomePairs
from exitwise.model.rule import READINESS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exitwise.audit.diff.matching import MatchedPacks, PackView
    from exitwise.audit.diff.outcome_pairs import Rules
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Rule

    ProfilesWhere = Callable[[PackView, str], ProfileSet]
    """Return the profiles to which a pack gives some advice, such as an outcome or a step."""

REFUSED: Final = "not admitted"
"""The advice to a profile that a pack can express but refuses; unlike an outcome, it contains a space."""
NONE: Final = "no recommendation"
"""The recommendation to a profile for which no outcome, or more than one, is undefeated."""
ABSENT: Final = "absent"
PRESENT: Final = "present"
CONSTRAINTS: Final[Rules] = attrgetter("constraints")
ARGUMENTS: Final[Rules] = attrgetter("arguments")
STEPS: Final[Rules] = attrgetter("steps")
WARNINGS: Final[Rules] = attrgetter("warnings")

Aspect = Literal["recommendation", "readiness", "plan", "warnings"]
ASPECTS: Final[tuple[Aspect, ...]] = ("recommendation", "readiness", "plan", "warnings")
"""The parts of an advice that are compared."""


@dataclass(frozen=True, slots=True)
class AdviceChange:
    """One change of the advice and the profiles that it affects.

    `profiles_where` returns the profiles to which a pack gives the advice `before` or `after`; the pack must
    have an outcome or both steps that it names. `rules` are the rules that give it in one of the packs; for a
    changed order, `swapped` are the two steps instead.
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
    """Yield each change of the advice that affects a profile."""
    comparer = _AdviceComparer(matched)
    changes = chain(
        comparer.recommendations(),
        comparer.readiness(),
        comparer.presence("plan", "step", STEPS),
        comparer.order(),
        comparer.presence("warnings", "warning", WARNINGS),
    )
    yield from (change for change in changes if change.profiles.satisfiable())


@dataclass(frozen=True)
class _AdviceComparer:
    matched: MatchedPacks

    @property
    def _views(self) -> tuple[PackView, PackView]:
        return self.matched.old, self.matched.new

    @cached_property
    def _pairs(self) -> OutcomePairs:
        return OutcomePairs(self.matched)

    def recommendations(self) -> Iterator[AdviceChange]:
        """Yield the changes from one outcome to another, and from or to refusal."""
        olds, news = (
            {value: self._with_recommendation(view, value) for value in _recommendations(view)}
            for view in self._views
        )
        arguments, constraints = self._ids(ARGUMENTS), self._ids(CONSTRAINTS)
        for before, old in olds.items():
            for after in (value for value in news if value != before):
                refused = REFUSED in (before, after)
                where, rules = (
                    (_with_admission, constraints) if refused else (self._with_recommendation, arguments)
                )
                yield AdviceChange(
                    "recommendation", "recommendation", before, after, old & news[after], where, rules
                )

    def _with_recommendation(self, view: PackView, value: str) -> ProfileSet:
        if value == REFUSED:
            return self.matched.common & ~view.compiled.domain
        return view.compiled.outcome[None if value == NONE else value] & view.admissible

    def readiness(self) -> Iterator[AdviceChange]:
        """Yield the changes of readiness; a refusal is reported as a recommendation only."""
        rules = self._ids(_readiness_rules)
        for before, after in permutations(READINESS, 2):
            profiles = self._pairs.union(partial(self._pairs.readiness, before, after))
            yield AdviceChange("readiness", "readiness", before, after, profiles, _with_readiness, rules)

    def presence(self, aspect: Aspect, kind: str, rules: Rules) -> Iterator[AdviceChange]:
        """Yield for each step or warning the profiles that gain it and those that lose it."""
        for name in dict.fromkeys(
            rule.id for view in reversed(self._views) for rule in rules(view.knowledge)
        ):
            where, own = partial(_with_presence, rules, name), frozenset((name,))
            for before, after in ((ABSENT, PRESENT), (PRESENT, ABSENT)):
                change = partial(self._pairs.presence, rules, name, gained=after == PRESENT)
                profiles = self._pairs.union(change)
                yield AdviceChange(aspect, f"{kind} {name}", before, after, profiles, where, own)

    def order(self) -> Iterator[AdviceChange]:
        """Yield for each two steps the profiles whose plans have both, in the opposite order."""
        old, new = (view.knowledge.step_order for view in self._views)
        rank = {name: index for index, name in enumerate(new)}
        for one, other in combinations((name for name in old if name in rank), 2):
            urgent = self._may_be_urgent(one, other)
            if urgent or rank[other] < rank[one]:
                yield self._swap(one, other)
            if urgent:
                yield self._swap(other, one)

    def _may_be_urgent(self, *steps: str) -> bool:
        """Whether the place of a step depends on the profile."""
        return any(view.knowledge.pulled_by[name] for view in self._views for name in steps)

    def _swap(self, one: str, other: str) -> AdviceChange:
        """Return the profiles whose plans have both steps, this one first in OLD and the other in NEW."""
        return AdviceChange(
            aspect="plan",
            what=f"order of {one} and {other}",
            before=f"{one} first",
            after=f"{other} first",
            profiles=self._pairs.union(partial(self._pairs.swap, one, other)),
            profiles_where=partial(_with_order, (one, other)),
            swapped=(one, other),
        )

    def _ids(self, rules: Rules) -> frozenset[str]:
        """Return the ids of the rules of one kind in either pack."""
        return frozenset(rule.id for view in self._views for rule in rules(view.knowledge))


def _readiness_rules(knowledge: Knowledge) -> Sequence[Rule]:
    """Return the rules that decide readiness; the arguments do, as it requires a recommendation."""
    return (*knowledge.arguments, *knowledge.holds, *knowledge.preparation)


def _recommendations(view: PackView) -> Iterator[str]:
    """Yield what a pack may recommend, and refusal."""
    yield from (name or NONE for name in view.compiled.outcome)
    yield REFUSED


def _with_admission(view: PackView, value: str) -> ProfileSet:
    """Return the refused profiles, or for any other value the admitted ones."""
    return ~view.compiled.domain if value == REFUSED else view.compiled.domain


def _with_readiness(view: PackView, value: str) -> ProfileSet:
    compiled = view.compiled
    ready = (
        profiles & compiled.readiness_under(outcome)[value]  # type: ignore[index]  # one of READINESS
        for outcome, profiles in compiled.outcome.items()
    )
    return compiled.space.union(ready)


def _with_presence(rules: Rules, name: str, view: PackView, presence: str) -> ProfileSet:
    advised = _advised(view, rules, name)
    return advised if presence == PRESENT else ~advised


def _with_order(pair: tuple[str, str], view: PackView, value: str) -> ProfileSet:
    """Return the profiles on which two steps have an order; all or none unless one may be urgent."""
    one, other = pair
    return view.compiled.order(*(pair if value == f"{one} first" else (other, one)))


def _advised(view: PackView, rules: Rules, name: str) -> ProfileSet:
    """Return the profiles that get a step or a warning; none if the pack does not have it."""
    known = any(rule.id == name for rule in rules(view.knowledge))
    return view.compiled.recipients(name) if known else view.compiled.space.false
