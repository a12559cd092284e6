"""The advice that the answers leave undecided, and the facts on which it depends; exact, on the diagrams."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Final

from exitwise.diagram.completions.scope import Scope
from exitwise.diagram.completions.split import Split
from exitwise.model.condition import facts_of
from exitwise.model.fact import UNKNOWN
from exitwise.model.interval import Interval

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from exitwise.diagram.compiled_rules import CompiledRules, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.fact import Value


MANY_CODES: Final = 32
"""The number of value codes from which it pays to look at a fact alone."""


class Undecided:
    """The completions of some answers, that is all admissible profiles with them, and their advice.

    The advice is the recommendation, the steps, which of them are urgent, and the warnings; readiness follows
    from them. A smaller scope has fewer of the steps and warnings.
    """

    def __init__(
        self, compiled: CompiledRules, answers: Mapping[str, Value], scope: Scope = Scope.FULL
    ) -> None:
        self.compiled = compiled
        self.answers = answers
        self._space = compiled.space
        self.rules = scope.rules(compiled.knowledge)
        self._urgent = () if scope is Scope.BRIEF else tuple(compiled.knowledge.urgency_facts)
        self._codes: dict[str, tuple[int, ...]] = {}
        self.unconstrained = self._space.valid & self._space.with_values(answers)
        self.completions = self.unconstrained & compiled.domain

    @property
    def unanswered_facts(self) -> Iterator[str]:
        """The facts without an answer, in the pack's order."""
        return (name for name in self._space.axes if name not in self.answers)

    @property
    def first_completion(self) -> dict[str, Value]:
        """The value of every fact in the first completion, in the pack's order of facts and values."""
        left, chosen = self.completions, dict[str, int]()
        for name in self.unanswered_facts:
            codes = range(len(self._space.axes[name].classes))
            sets = ((code, left & self._space.with_code(name, code)) for code in codes)
            chosen[name], left = next(pair for pair in sets if pair[1].satisfiable())
        return {
            name: self.answers[name] if name in self.answers else axis.value(chosen[name])
            for name, axis in self._space.axes.items()
        }

    def admissible_codes(self, fact: str) -> tuple[int, ...]:
        """Return the codes of the parts of a fact's axis that some completion has."""
        if fact not in self._codes:
            codes = range(len(self._space.axes[fact].classes))
            if len(codes) > MANY_CODES:
                own = self._space.project(self.completions, (fact,))
                found = (code for code in codes if (own & self._space.with_code(fact, code)).satisfiable())
            else:
                found = (code for code in codes if self._has(fact, code))
            self._codes[fact] = tuple(found)
        return self._codes[fact]

    def _has(self, fact: str, code: int) -> bool:
        return (self.completions & self._space.with_code(fact, code)).satisfiable()

    def admits(self, fact: str, value: Value) -> bool:
        """Whether some completion has this value."""
        return self._has(fact, self._space.axes[fact].code(value))

    def sole_value(self, fact: str) -> Value | None:
        """Return the value of a fact in all completions; None if they have several."""
        match [self._space.axes[fact].classes[code] for code in self.admissible_codes(fact)]:
            case [str() | frozenset() as value]:
                return value
            case [Interval(low, high)] if low == high:
                return low
        return None

    def has_choice(self, fact: str) -> bool:
        """Whether completions have several values of a fact, including integers of the same interval."""
        return bool(self.admissible_codes(fact)) and self.sole_value(fact) is None

    # Undecided conclusions

    @cached_property
    def outcomes(self) -> dict[Outcome, ProfileSet]:
        """The outcomes of the completions, each with the completions for which it is recommended."""
        sets = ((name, own & self.completions) for name, own in self.compiled.outcome.items())
        return {name: own for name, own in sets if own.satisfiable()}

    @cached_property
    def recommendation_splits(self) -> tuple[Split, ...]:
        """One split per possible outcome; none if the recommendation is settled."""
        if len(self.outcomes) <= 1:
            return ()
        return tuple(Split(None, own, self.completions & ~own) for own in self.outcomes.values())

    @cached_property
    def plan_splits(self) -> tuple[Split, ...]:
        """One split per undecided step or warning and outcome, among the completions with that outcome."""
        return tuple(
            split
            for outcome, own in self.outcomes.items()
            for split in self._splits_under(outcome, own)
            if split.inside.satisfiable() and split.outside.satisfiable()
        )

    def _splits_under(self, outcome: Outcome, within: ProfileSet) -> Iterator[Split]:
        """Yield how each part of an outcome's advice divides some profiles."""
        compiled, facts = self.compiled, self.compiled.knowledge.facts_used_by
        for rule in self.rules:
            advised = compiled.recipients_under(outcome, rule.id)
            yield Split(facts[rule.id], within & advised, within & ~advised)
        for step in self._urgent:
            yield self._urgency_split(step, outcome, within)

    def urgency_splits(self, step: str) -> Iterator[Split]:
        """Yield how the urgency of a step divides the completions with each outcome."""
        return (self._urgency_split(step, outcome, own) for outcome, own in self.outcomes.items())

    def _urgency_split(self, step: str, outcome: Outcome, within: ProfileSet) -> Split:
        urgent = self.compiled.urgent_under(outcome, step)
        return Split(self.compiled.knowledge.urgency_facts[step], within & urgent, within & ~urgent)

    @property
    def splits(self) -> Iterator[Split]:
        """All splits, those of the recommendation first."""
        yield from self.recommendation_splits
        yield from self.plan_splits

    # Dependence on facts

    def separates(self, split: Split, fact: str) -> bool:
        """Whether two completions, one inside and one outside, differ in this fact alone."""
        return split.can_depend_on(fact) and self._is_separated(fact, split)

    def is_always_pivotal(self, fact: str) -> bool:
        """Whether the advice of every completion changes with some other value of this fact alone.

        If so, every interview asks for the fact: the sensitivity of a function is a lower bound of the depth
        of its decision trees (N. Nisan, "CREW PRAMs and decision trees", 1989). As long as the recommendation
        is undecided only that is considered; this may miss a fact, and never claims one too many.
        """
        return self.is_pivotal(fact, self.recommendation_splits or self.plan_splits)

    def is_pivotal(self, fact: str, splits: Iterable[Split]) -> bool:
        """Whether some other value of this fact alone takes every completion to the other side of a split."""
        insensitive = self.completions
        for split in splits:
            if split.can_depend_on(fact):
                sides = (split.inside, split.outside)
                for side, other in (sides, sides[::-1]):
                    insensitive = insensitive & ~(side & self._space.exists(other, fact))
        return not insensitive.satisfiable()

    def depends_on(self, fact: str, splits: Iterable[Split]) -> bool:
        """Whether a fact alone separates the two sides of some split."""
        return any(self.separates(split, fact) for split in splits)

    def matters(self, fact: str) -> bool:
        """Whether the advice of some completion depends on a fact, alone or with facts that constraints link.

        A fact of a constraint matters too if the advice may depend on it.
        """
        if self.depends_on(fact, self._all_splits):
            return True
        return fact in self._constrained and self.may_depend_on(fact)

    @cached_property
    def _all_splits(self) -> tuple[Split, ...]:
        return tuple(self.splits)

    @cached_property
    def _constrained(self) -> frozenset[str]:
        """The facts of constraints."""
        rules = self.compiled.knowledge.constraints
        return frozenset(fact for rule in rules for fact in facts_of(rule.when))

    def may_depend_on(self, fact: str) -> bool:
        """Whether a fact has several admissible values and the advice, constraints aside, depends on it.

        If constraints link facts, it may be that no two completions differ in one fact alone. But on the path
        from a completion to one with other advice, changing fact by fact, some fact changes the advice.
        """
        if len(self.admissible_codes(fact)) <= 1:
            return False
        return any(self.separates(split, fact) for split in self._unconstrained_splits)

    @cached_property
    def _unconstrained_splits(self) -> tuple[Split, ...]:
        return tuple(self._splits_without_constraints())

    def _splits_without_constraints(self) -> Iterator[Split]:
        for outcome, own in self.compiled.outcome.items():
            within = self.unconstrained & own
            yield Split(None, within, self.unconstrained & ~own)
            yield from self._splits_under(outcome, within)

    def _is_separated(self, fact: str, split: Split) -> bool:
        inside, outside = (self._space.exists(side, fact) for side in (split.inside, split.outside))
        return (inside & outside).satisfiable()

    @property
    def candidates(self) -> Iterator[str]:
        """The facts whose answer can change the advice, in the order in which they are asked for.

        First come those on which the recommendation depends, then those on which steps and warnings depend,
        each in the pack's order. If advice is open although no fact changes it alone, because constraints
        link facts, those follow that may change it.
        """
        yield from self._separating(self.recommendation_splits)
        yield from self._separating(self.plan_splits)
        if self.recommendation_splits or self.plan_splits:
            yield from (fact for fact in self.unanswered_facts if self.may_depend_on(fact))

    def among(self, splits: Sequence[Split]) -> Iterator[str]:
        """Yield the facts that separate the two sides of a split; if there is none, those with a choice."""
        yield from self._separating(splits)
        if splits:
            yield from filter(self.has_choice, self.unanswered_facts)

    def _separating(self, splits: Iterable[Split]) -> Iterator[str]:
        return (fact for fact in self.unanswered_facts if self.depends_on(fact, splits))

    # Constraints that omitted facts may violate

    @cached_property
    def linked(self) -> frozenset[str]:
        """The facts of constraints that a completion would violate if some of its facts were omitted.

        The audit rejects packs with such constraints; for all others the set is empty.
        """
        violated = (
            rule
            for rule in self.compiled.knowledge.constraints
            if (self._with_omissions & self.compiled.forbidden(rule.id)).satisfiable()
        )
        names = {fact for rule in violated for fact in facts_of(rule.when)}
        return frozenset(fact for fact in self.unanswered_facts if fact in names and self.has_choice(fact))

    @cached_property
    def _with_omissions(self) -> ProfileSet:
        """The completions, and the profiles that result if facts of constraints are omitted from them."""
        names = {fact for rule in self.compiled.knowledge.constraints for fact in facts_of(rule.when)}
        profiles = self.completions
        for fact in self.unanswered_facts:
            axis = self._space.axes[fact]
            if fact in names and not axis.is_required and self.has_choice(fact):
                unknown = self._space.with_code(fact, axis.code(UNKNOWN))
                profiles = profiles | (self._space.exists(profiles, fact) & unknown)
        return profiles
