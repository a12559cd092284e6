"""The changes of the advice between two packs, each with the set of profiles that it affects."""

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
    """Select the rules of one kind in a pack."""

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


@dataclass(frozen=True, slots=True)
class _AdviceComparer:
    matched: MatchedPacks

    @property
    def _views(self) -> tuple[PackView, PackView]:
        return self.matched.old, self.matched.new

    def recommendations(self) -> Iterator[AdviceChange]:
        """Yield the changes from one outcome to another, and from or to refusal."""
        values = [[*(name or NONE for name in view.compiled.outcome), REFUSED] for view in self._views]
        arguments, constraints = self._ids(ARGUMENTS), self._ids(CONSTRAINTS)
        for change in self._transitions("recommendation", self._with_recommendation, values, arguments):
            if REFUSED in (change.before, change.after):
                yield replace(change, profiles_where=_with_admission, rules=constraints)
            else:
                yield change

    def _with_recommendation(self, view: PackView, value: str) -> ProfileSet:
        if value == REFUSED:
            return self.matched.common & ~view.compiled.domain
        return view.compiled.outcome[None if value == NONE else value] & view.admissible

    def readiness(self) -> Iterator[AdviceChange]:
        """Yield the changes of readiness; a refusal is reported as a recommendation only."""
        admissible, rules = self._admissible(), self._ids(_readiness_rules)
        for change in self._transitions("readiness", _with_readiness, [READINESS, READINESS], rules):
            yield replace(change, profiles=change.profiles & admissible)

    def _transitions(
        self,
        aspect: Aspect,
        profiles_where: ProfilesWhere,
        values: Iterable[Iterable[str]],
        rules: frozenset[str],
    ) -> Iterator[AdviceChange]:
        """Yield a change from each value in OLD to each different value in NEW."""
        olds, news = (
            {value: profiles_where(view, value) for value in own}
            for view, own in zip(self._views, values, strict=True)
        )
        for before, old in olds.items():
            for after, new in news.items():
                if before != after:
                    yield AdviceChange(aspect, aspect, before, after, old & new, profiles_where, rules)

    def presence(self, aspect: Aspect, kind: str, rules: Rules) -> Iterator[AdviceChange]:
        """Yield for each step or warning the profiles that gain it and those that lose it."""
        admissible = self._admissible()
        for name in dict.fromkeys(
            rule.id for view in reversed(self._views) for rule in rules(view.knowledge)
        ):
            profiles_where, own = partial(_with_presence, rules, name), frozenset((name,))
            for before, after in ((ABSENT, PRESENT), (PRESENT, ABSENT)):
                old, new = profiles_where(self.matched.old, before), profiles_where(self.matched.new, after)
                profiles = old & new & admissible
                yield AdviceChange(aspect, f"{kind} {name}", before, after, profiles, profiles_where, own)

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
        plans = (_advised(view, STEPS, name) for view in self._views for name in (one, other))
        orders = (
            _with_order((one, other), self.matched.old, f"{one} first"),
            _with_order((one, other), self.matched.new, f"{other} first"),
        )
        return AdviceChange(
            aspect="plan",
            what=f"order of {one} and {other}",
            before=f"{one} first",
            after=f"{other} first",
            profiles=reduce(and_, (*plans, *orders), self._admissible()),
            profiles_where=partial(_with_order, (one, other)),
            swapped=(one, other),
        )

    def _admissible(self) -> ProfileSet:
        """Return the profiles that both packs admit."""
        return self.matched.old.admissible & self.matched.new.admissible

    def _ids(self, rules: Rules) -> frozenset[str]:
        """Return the ids of the rules of one kind in either pack."""
        return frozenset(rule.id for view in self._views for rule in rules(view.knowledge))


def _readiness_rules(knowledge: Knowledge) -> Sequence[Rule]:
    """Return the rules that decide readiness; the arguments do, as it requires a recommendation."""
    holds = (rule for rule in knowledge.warnings if rule.hold)
    return (*knowledge.arguments, *holds, *(rule for rule in knowledge.steps if rule.phase == "before"))


def _with_admission(view: PackView, value: str) -> ProfileSet:
    """Return the refused profiles, or for any other value the admitted ones."""
    return ~view.compiled.domain if value == REFUSED else view.compiled.domain


def _with_readiness(view: PackView, value: str) -> ProfileSet:
    compiled = view.compiled
    ready = (
        profiles & compiled.readiness_under(outcome)[value]  # type: ignore[index]  # one of READINESS
        for outcome, profiles in compiled.outcome.items()
    )
    return reduce(or_, ready, compiled.space.false)


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
