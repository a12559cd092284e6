"""What the answers so far leave open of the advice, and which facts it hangs on; proved on the diagrams."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from exitwise.diagram.axis import Interval
from exitwise.model.condition import facts_of
from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from exitwise.diagram.compiled_rules import CompiledRules, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.fact import Value
    from exitwise.model.rule import StepRule, WarningRule


class Split(NamedTuple):
    """A piece of the advice that is not settled: some completions have it, and some have not."""

    rule: str | None
    """The step or warning; None where it is the recommendation."""
    inside: ProfileSet
    outside: ProfileSet


class Undecided:
    """The completions of some answers: every admissible profile that has them, and what these are advised.

    The advice is the recommendation, the steps and the warnings; readiness follows from them. With `brief`
    only the recommendation and the holds count.
    """

    def __init__(self, compiled: CompiledRules, answers: Mapping[str, Value], *, brief: bool = False) -> None:
        self.compiled = compiled
        self.answers = answers
        self._space = compiled.space
        self.rules: tuple[StepRule | WarningRule, ...] = (
            tuple(rule for rule in compiled.knowledge.warnings if rule.hold)
            if brief
            else (*compiled.knowledge.steps, *compiled.knowledge.warnings)
        )
        self._codes: dict[str, tuple[int, ...]] = {}
        self._unconstrained = self._space.valid & self._space.with_values(answers)
        self.completions = self._unconstrained & compiled.domain

    @property
    def unanswered_facts(self) -> Iterator[str]:
        """The facts that have no answer, in the pack's order."""
        return (name for name in self._space.axes if name not in self.answers)

    def admissible_codes(self, fact: str) -> tuple[int, ...]:
        """Return the parts of a fact's axis in which some completion lies."""
        if fact not in self._codes:
            codes = range(len(self._space.axes[fact].classes))
            own = ((code, self.completions & self._space.with_code(fact, code)) for code in codes)
            self._codes[fact] = tuple(code for code, some in own if some.satisfiable())
        return self._codes[fact]

    def admits(self, fact: str, value: Value) -> bool:
        """Whether some completion has this value."""
        code = self._space.axes[fact].code(value)
        return (self.completions & self._space.with_code(fact, code)).satisfiable()

    def sole_value(self, fact: str) -> Value | None:
        """Return the value that all completions have of a fact; None where they have several."""
        match [self._space.axes[fact].classes[code] for code in self.admissible_codes(fact)]:
            case [str() as value]:
                return value
            case [Interval(low, high)] if low == high:
                return low
        return None

    def has_choice(self, fact: str) -> bool:
        """Whether completions have several values of a fact, be they integers that no rule tells apart."""
        return bool(self.admissible_codes(fact)) and self.sole_value(fact) is None

    # What is not settled

    @cached_property
    def outcomes(self) -> dict[Outcome, ProfileSet]:
        """The outcomes that some completion gets, each with these completions."""
        found = ((name, own & self.completions) for name, own in self.compiled.outcome.items())
        return {name: own for name, own in found if own.satisfiable()}

    @cached_property
    def recommendation_splits(self) -> tuple[Split, ...]:
        """What is open of the recommendation: one part an outcome."""
        if len(self.outcomes) <= 1:
            return ()
        return tuple(Split(None, own, self.completions & ~own) for own in self.outcomes.values())

    @cached_property
    def plan_splits(self) -> tuple[Split, ...]:
        """What is open of the steps and warnings, among the completions that get the same outcome."""
        return tuple(self._splits_by_rule((rule.id for rule in self.rules), self.outcomes))

    def _splits_by_rule(self, rules: Iterable[str], within: Mapping[Outcome, ProfileSet]) -> Iterator[Split]:
        for rule in rules:
            for outcome, own in within.items():
                inside = own & self.compiled.recipients_under(outcome, rule)
                if inside.satisfiable() and inside != own:
                    yield Split(rule, inside, own & ~inside)

    @property
    def splits(self) -> Iterator[Split]:
        """Everything that is open, the recommendation first."""
        yield from self.recommendation_splits
        yield from self.plan_splits

    # What it hangs on

    def separates(self, split: Split, fact: str) -> bool:
        """Whether two completions differ in this fact alone, and one has the part and the other has not."""
        if split.rule is not None and fact not in self.compiled.knowledge.facts_used_by[split.rule]:
            return False
        return (
            self._space.exists(split.inside, fact) & self._space.exists(split.outside, fact)
        ).satisfiable()

    def is_always_pivotal(self, fact: str) -> bool:
        """Whether every completion gets other advice with some other value of this fact alone.

        Then no conversation ends without it (the sensitivity of a function bounds the depth of its decision
        trees: N. Nisan, "CREW PRAMs and decision trees", 1989). While the recommendation is open only that
        is looked at, which may overlook a fact and never names one too many.
        """
        left = self.completions
        for part in self.recommendation_splits or self.plan_splits:
            if part.rule is None or fact in self.compiled.knowledge.facts_used_by[part.rule]:
                sides = (part.inside, part.outside)
                for side, other in (sides, sides[::-1]):
                    left = left & ~(side & self._space.exists(other, fact))
        return not left.satisfiable()

    def always_has_choice(self, fact: str) -> bool:
        """Whether every completion has another beside it that differs in this fact alone.

        Then no answers to others ever leave the fact one value.
        """
        left = self.completions
        for code in self.admissible_codes(fact):
            here = self._space.with_code(fact, code)
            part = self._space.axes[fact].classes[code]
            if isinstance(part, Interval) and part.low < part.high:
                left = left & ~here
            else:
                left = left & ~(here & self._space.exists(self.completions & ~here, fact))
        return not left.satisfiable()

    def depends_on(self, fact: str, splits: Iterable[Split]) -> bool:
        """Whether some of the parts hang on a fact alone."""
        return any(self.separates(part, fact) for part in splits)

    def may_depend_on(self, fact: str) -> bool:
        """Whether advice hangs on a fact where constraints are left out of account, and it has a choice.

        Where constraints tie facts together no two completions may differ in one alone. But on the way from
        one completion to another with other advice, fact by fact, one of them turns the advice.
        """
        if len(self.admissible_codes(fact)) <= 1:
            return False
        return any(self._is_separated(fact, own) for own in self._unconstrained_splits(fact))

    def _unconstrained_splits(self, fact: str) -> Iterator[tuple[ProfileSet, ProfileSet]]:
        for outcome, own in self.compiled.outcome.items():
            within = self._unconstrained & own
            yield within, self._unconstrained & ~own
            for rule in self.rules:
                if fact in self.compiled.knowledge.facts_used_by[rule.id]:
                    given = self.compiled.recipients_under(outcome, rule.id)
                    yield within & given, within & ~given

    def _is_separated(self, fact: str, sides: tuple[ProfileSet, ProfileSet]) -> bool:
        inside, outside = (self._space.exists(side, fact) for side in sides)
        return (inside & outside).satisfiable()

    # What must be stated for a profile to be admissible

    @cached_property
    def linked(self) -> frozenset[str]:
        """The facts of constraints that some completion would break by leaving facts out.

        The audit refuses a pack with such constraints; of any other this is empty.
        """
        broken = (
            rule
            for rule in self.compiled.knowledge.constraints
            if (self._with_omissions & self.compiled.forbidden(rule.id)).satisfiable()
        )
        names = {fact for rule in broken for fact in facts_of(rule.when)}
        return frozenset(fact for fact in self.unanswered_facts if fact in names and self.has_choice(fact))

    @cached_property
    def _with_omissions(self) -> ProfileSet:
        """The completions, and what becomes of them where facts that constraints look at are left out."""
        looked_at = {fact for rule in self.compiled.knowledge.constraints for fact in facts_of(rule.when)}
        found = self.completions
        for fact in self.unanswered_facts:
            axis = self._space.axes[fact]
            if fact in looked_at and not axis.is_required and self.has_choice(fact):
                unknown = self._space.with_code(fact, axis.code(UNKNOWN))
                found = found | (self._space.exists(found, fact) & unknown)
        return found
