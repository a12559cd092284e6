"""Two packs under each pair of outcomes that some profile gets: one in OLD, the other in NEW."""

from __future__ import annotations

from functools import cached_property
from itertools import product
from operator import attrgetter
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exitwise.audit.diff.matching import MatchedPacks
    from exitwise.diagram.compiled_rules import CompiledRules, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Readiness, Rule

    Rules = Callable[[Knowledge], Sequence[Rule]]
    """Select the rules of one kind in a pack."""

    Change = Callable[[Outcome, Outcome], ProfileSet]
    """Return the profiles with some change of the advice, as if these outcomes were recommended to all."""


HOLDS: Final[Rules] = attrgetter("holds")
PREPARATION: Final[Rules] = attrgetter("preparation")
"""The rules that decide on readiness."""


class OutcomePairs:
    """The changes of the advice as unions over the pairs of outcomes.

    As if an outcome were recommended to all, the sets of a rule are small, and most are equal in both packs:
    then the change is empty at once. Only what differs is intersected with the profiles of the outcomes.
    """

    def __init__(self, matched: MatchedPacks) -> None:
        """Start with nothing compared."""
        self.matched = matched
        self._space = matched.space
        self._views = matched.old, matched.new
        self._old, self._new = matched.old.compiled, matched.new.compiled

    @cached_property
    def _profiles(self) -> dict[tuple[Outcome, Outcome], ProfileSet]:
        """The profiles of each pair that both packs admit, without the empty ones."""
        admissible = self._views[0].admissible & self._views[1].admissible
        pairs = {
            (one, other): old & new & admissible
            for (one, old), (other, new) in product(self._old.outcome.items(), self._new.outcome.items())
        }
        return {pair: profiles for pair, profiles in pairs.items() if profiles.satisfiable()}

    def union(self, change: Change) -> ProfileSet:
        """Return the profiles with a change; pairs with equal changes are intersected with it once."""
        pairs: dict[ProfileSet, list[ProfileSet]] = {}
        for pair, profiles in self._profiles.items():
            pairs.setdefault(change(*pair), []).append(profiles)
        return self._space.union(
            changed & self._space.union(profiles)
            for changed, profiles in pairs.items()
            if changed.satisfiable()
        )

    def presence(self, rules: Rules, name: str, one: Outcome, other: Outcome, *, gained: bool) -> ProfileSet:
        """Return the profiles that gain a step or a warning, or those that lose it."""
        old, new = self._advised(rules, name, one, other)
        if old == new:
            return self._space.false
        return new & ~old if gained else old & ~new

    def _advised(self, rules: Rules, name: str, one: Outcome, other: Outcome) -> Iterator[ProfileSet]:
        """Yield the profiles that get a rule of some kind in each pack; none if the pack has no such rule."""
        for compiled, outcome in ((self._old, one), (self._new, other)):
            known = any(rule.id == name for rule in rules(compiled.knowledge))
            yield compiled.recipients_under(outcome, name) if known else self._space.false

    def swap(self, step: str, later: str, one: Outcome, other: Outcome) -> ProfileSet:
        """Return the profiles whose plans have both steps, this one first in OLD and the other in NEW."""
        if self._are_placed_alike((step, later), one, other):
            return self._space.false
        return self._old.precedes_under(one, step, later) & self._new.precedes_under(other, later, step)

    def _are_placed_alike(self, steps: tuple[str, str], one: Outcome, other: Outcome) -> bool:
        """Whether two steps are in the same plans, and all that decides on their order is equal."""
        return self._is_before(self._old, *steps) == self._is_before(self._new, *steps) and all(
            _place(self._old, one, name) == _place(self._new, other, name) for name in steps
        )

    def _is_before(self, compiled: CompiledRules, step: str, later: str) -> bool:
        order = self._ranks[compiled is self._new]
        return order[step] < order[later]

    @cached_property
    def _ranks(self) -> tuple[dict[str, int], dict[str, int]]:
        """The position of each step in OLD and in NEW."""
        old, new = (
            {name: index for index, name in enumerate(compiled.knowledge.step_order)}
            for compiled in (self._old, self._new)
        )
        return old, new

    def readiness(self, before: Readiness, after: Readiness, one: Outcome, other: Outcome) -> ProfileSet:
        """Return the profiles that change from one readiness to another one."""
        affected = self._readiness_difference(one, other)
        if not affected.satisfiable():
            return affected
        old, new = self._old.readiness_under(one)[before], self._new.readiness_under(other)[after]
        return affected & old & new

    def _readiness_difference(self, one: Outcome, other: Outcome) -> ProfileSet:
        """Return the profiles on which a rule differs that decides readiness: no others change it."""
        if one is None or other is None:
            return self._space.false if one == other else self._profiles[one, other]
        return self._space.union(
            old ^ new
            for rules in (HOLDS, PREPARATION)
            for name in dict.fromkeys(
                rule.id for compiled in (self._old, self._new) for rule in rules(compiled.knowledge)
            )
            for old, new in (self._advised(rules, name, one, other),)
        )


def _place(compiled: CompiledRules, outcome: Outcome, step: str) -> tuple[str, ProfileSet, ProfileSet]:
    """Return all that decides where a step is in a plan, apart from the order of the pack."""
    phase = compiled.knowledge.step[step].phase
    return phase, compiled.recipients_under(outcome, step), compiled.first_under(outcome, step)
