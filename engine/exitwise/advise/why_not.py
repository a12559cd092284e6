"""Why an outcome is not recommended: unmet conditions, overriding arguments, and the smallest change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exitwise.advise.counterfactuals import Counterfactuals
from exitwise.advise.texts import Texts
from exitwise.diagram.space import implies
from exitwise.model.advice import DefeatedArgument, InapplicableArgument, WhyNot
from exitwise.model.condition import All, facts_of, names_of
from exitwise.model.kinds import plain_values
from exitwise.model.yaml_text import to_yaml

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.conclusion import Conclusions
    from exitwise.model.condition import Condition
    from exitwise.model.fact import Value
    from exitwise.model.profile import Profile
    from exitwise.model.rule import Argument


def why_not(
    compiled: CompiledRules, profile: Profile, conclusions: Conclusions, outcome: str, as_of: date
) -> WhyNot:
    """Return an explanation of why an outcome is not recommended to a profile on a day."""
    arguments = [rule for rule in compiled.knowledge.arguments if rule.recommend == outcome]
    applied, undefeated = frozenset(conclusions.possible.applied), frozenset(conclusions.possible.undefeated)
    case = _Case(compiled, profile, conclusions, as_of)
    change = case.counterfactuals.smallest_change_to(outcome)
    return WhyNot(
        recommendation=outcome,
        stopped=tuple(case.inapplicable(rule) for rule in arguments if rule.id not in applied),
        beaten=tuple(case.defeated(rule) for rule in arguments if rule.id in applied - undefeated),
        change=case.plain(None if change is None else change.change),
        ruled_out_by=case.plain(case.excluding_answers(outcome) if change is None else None),
    )


@dataclass(frozen=True, slots=True)
class _Case:
    """One case, with everything that an explanation of it needs."""

    compiled: CompiledRules
    profile: Profile
    conclusions: Conclusions
    as_of: date

    def plain(self, values: Mapping[str, Value] | None) -> dict[str, Any] | None:
        """Return values as in JSON; None stays None."""
        return None if values is None else plain_values(self.compiled.knowledge.fact, values, self.as_of)

    @property
    def counterfactuals(self) -> Counterfactuals:
        return Counterfactuals(self.compiled, self.profile, self.conclusions)

    def inapplicable(self, rule: Argument) -> InapplicableArgument:
        """Explain why an argument does not apply: its unmet conditions, and the answers behind them."""
        unmet = tuple(self._unmet(rule.when))
        behind = frozenset(fact for part in unmet for fact in self._facts_behind(part))
        return InapplicableArgument(
            rule=rule.id,
            because=self._because(rule),
            unmet=tuple(to_yaml(part, self.compiled.knowledge.fact) for part in unmet),
            stopped_by=plain_values(
                self.compiled.knowledge.fact,
                self.counterfactuals.sufficient_answers(
                    self.compiled.fires[rule.id], None if self.profile.free else behind
                ),
                self.as_of,
            ),
        )

    def _facts_behind(self, condition: Condition) -> Iterator[str]:
        """Yield the facts that a condition uses, directly or through findings."""
        yield from facts_of(condition)
        for name in names_of(condition, "finding"):
            for rule in self.compiled.knowledge.rules_by_finding[name]:
                yield from self.compiled.knowledge.facts_used_by[rule.id]

    def _unmet(self, condition: Condition) -> Iterator[Condition]:
        """Yield the false parts of a condition; a conjunction is split into its conjuncts."""
        if isinstance(condition, All):
            for part in condition.of:
                yield from self._unmet(part)
        elif not implies(self._completions, self.compiled.condition_set(condition)):
            yield condition

    @property
    def _completions(self) -> ProfileSet:
        """The admissible profiles that differ from this one in missing answers only."""
        return self.compiled.space.with_values(self.profile.known) & self.compiled.domain

    def defeated(self, rule: Argument) -> DefeatedArgument:
        """Explain why an argument that applies is defeated: the undefeated arguments that override it."""
        overriders = self.compiled.knowledge.overriders[rule.id]
        return DefeatedArgument(
            rule=rule.id,
            because=self._because(rule),
            overridden_by=self.conclusions.undefeated_among(overriders),
        )

    def _because(self, rule: Argument) -> str:
        return Texts(self.compiled, self.profile.known, self.as_of).fill(rule.because)

    def excluding_answers(self, outcome: str) -> dict[str, Value] | None:
        """Return the answers to fixed facts that suffice to exclude an outcome, none of them redundant.

        None if they do not suffice: then the outcome is reached only by withdrawing an answer ("I don't
        know").
        """
        fixed = {fact.id for fact in self.compiled.knowledge.facts if fact.fixed}
        answers = {fact: value for fact, value in self.profile.known.items() if fact in fixed}
        target = self.compiled.outcome[outcome]
        if (self.compiled.space.with_values(answers) & target & self.compiled.domain).satisfiable():
            return None
        return self.counterfactuals.sufficient_answers(target, fixed)
