"""Comparison of one profile with all others: decisive answers, smallest changes, decisive assumptions.

Each result is proved over the compiled rules: sufficient answers are prime implicants, and the changes are
counterfactual explanations with the fewest answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exitwise.diagram.minimum_change import change_costs, minimum_change
from exitwise.diagram.prime_implicant import prime_implicant
from exitwise.model.advice import Change, ReadyChange

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from exitwise.diagram.compiled_rules import CompiledRules, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.model.conclusion import Conclusions
    from exitwise.model.fact import Value
    from exitwise.model.profile import Profile


@dataclass(frozen=True, slots=True)
class Counterfactuals:
    """One admissible profile and its conclusions, compared with all other admissible profiles."""

    compiled: CompiledRules
    profile: Profile
    conclusions: Conclusions

    @property
    def _outcome(self) -> Outcome:
        return self.conclusions.recommendation

    def decisive_answers(self) -> dict[str, Value]:
        """Return answers that suffice for the recommendation, none of them redundant."""
        return self.sufficient_answers(~self.compiled.outcome[self._outcome])

    def sufficient_answers(
        self, profiles: ProfileSet, facts: Collection[str] | None = None
    ) -> dict[str, Value]:
        """Return answers that suffice to keep this profile out of a set, none of them redundant.

        With `facts` only answers to these are used; together they must suffice. Absent facts are dropped
        first, then answers from the end of the pack's order.
        """
        allowed = self.profile.values if facts is None else facts
        values = {fact: value for fact, value in self.profile.values.items() if fact in allowed}
        stated_first = sorted(values, key=lambda fact: fact in self.profile.absent)
        excluded = profiles & self.compiled.domain
        return prime_implicant(self.compiled.space, excluded, values, reversed(stated_first))

    def smallest_changes(self) -> tuple[Change, ...]:
        """Return the smallest change of answers that leads to each other outcome, where one does."""
        others = [name for name, _ in self.compiled.knowledge.outcomes if name != self._outcome]
        changes = {name: self.smallest_change_to(name) for name in others}
        return tuple(
            Change(change=change, recommendation=name)
            for name, change in changes.items()
            if change is not None
        )

    def smallest_change_to(self, outcome: str) -> Mapping[str, Value] | None:
        """Return the fewest changed answers that lead to an outcome; None if no change does."""
        return self._smallest_change_into(self.compiled.outcome[outcome])

    def smallest_change_to_ready(self) -> ReadyChange | None:
        """Return the fewest changed answers that make the same outcome ready.

        None if it is ready, if no change makes it ready, or if nothing is recommended.
        """
        if self._outcome is None or self.conclusions.readiness == "ready":
            return None
        ready = self.compiled.readiness_under(self._outcome)["ready"] & self.compiled.outcome[self._outcome]
        change = self._smallest_change_into(ready)
        return None if change is None else ReadyChange(change=change, readiness="ready")

    def _smallest_change_into(self, target: ProfileSet) -> dict[str, Value] | None:
        space, values = self.compiled.space, self.profile.values
        codes = minimum_change(space, target & self.compiled.domain, change_costs(space, values))
        if codes is None:
            return None
        changed = (
            (fact, code) for fact, code in codes.items() if code != space.axes[fact].code(values[fact])
        )
        return {fact: space.axes[fact].value(code, near=values[fact]) for fact, code in changed}

    def decisive_assumptions(self) -> tuple[str, ...]:
        """Return the absent facts for which some answer would change the advice, all others unchanged."""
        return tuple(fact for fact in self.profile.absent if self._is_decisive(fact))

    def _is_decisive(self, fact: str) -> bool:
        """Whether advice varies among the admissible profiles that differ from this one in `fact` alone."""
        compiled, values = self.compiled, self.profile.values
        rest = {name: value for name, value in values.items() if name != fact}
        line = compiled.space.with_values(rest) & compiled.domain
        if (line & ~compiled.outcome[self._outcome]).satisfiable():
            return True
        rules = (*compiled.knowledge.steps, *compiled.knowledge.warnings)
        dependent = (rule.id for rule in rules if fact in compiled.knowledge.facts_used_by[rule.id])
        return any(_separates(compiled.recipients_under(self._outcome, name), line) for name in dependent)


def _separates(profiles: ProfileSet, line: ProfileSet) -> bool:
    """Whether some profiles of `line` are in a set, and others are not."""
    inside = line & profiles
    return inside.satisfiable() and inside != line
