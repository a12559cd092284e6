"""Comparison of one profile with all others: decisive answers, smallest changes, decisive assumptions.

Each result is proved over the compiled rules: sufficient answers are prime implicants, and the changes are
counterfactual explanations with the fewest answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exitwise.diagram.minimum_change import change_costs, minimum_change
from exitwise.diagram.prime_implicant import prime_implicant
from exitwise.model.advice import Change

if TYPE_CHECKING:
    from collections.abc import Collection

    from exitwise.diagram.compiled_rules import CompiledRules, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Core
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
        core = self.compiled.cores.other_outcomes(self._outcome)
        return self._prime_implicant(core.profiles, core.facts)

    def sufficient_answers(
        self, profiles: ProfileSet, facts: Collection[str] | None = None
    ) -> dict[str, Value]:
        """Return answers that suffice to keep this profile out of a set, none of them redundant.

        With `facts` only answers to these are used; together they must suffice. Absent facts are dropped
        first, then answers from the end of the pack's order.
        """
        allowed = self.profile.values if facts is None else facts
        return self._prime_implicant(profiles & self.compiled.domain, allowed)

    def _prime_implicant(self, excluded: ProfileSet, facts: Collection[str]) -> dict[str, Value]:
        values = {fact: value for fact, value in self.profile.values.items() if fact in facts}
        stated_first = sorted(values, key=lambda fact: fact in self.profile.absent)
        return prime_implicant(self.compiled.space, excluded, values, reversed(stated_first))

    def smallest_changes(self) -> tuple[Change, ...]:
        """Return the smallest change of answers that leads to each other outcome, where one does."""
        others = [name for name, _ in self.compiled.knowledge.outcomes if name != self._outcome]
        changes = (self.smallest_change_to(name) for name in others)
        return tuple(change for change in changes if change is not None)

    def smallest_change_to(self, outcome: str) -> Change | None:
        """Return the fewest changed answers that lead to an outcome; None if no change does.

        Wishes change only if nothing else leads there.
        """
        target = self.compiled.cores.outcome(outcome)
        for wish in (False, True):
            change = self._smallest_change_into(target, wishes=wish)
            if change is not None:
                return Change(change=change, recommendation=outcome, wish=wish)
        return None

    def _smallest_change_into(self, target: Core, *, wishes: bool) -> dict[str, Value] | None:
        space, values = self.compiled.space, self.profile.values
        costs = change_costs(space, values, target.facts, wishes=wishes)
        codes = minimum_change(space, target.profiles, costs)
        if codes is None:
            return None
        changed = (
            (fact, code) for fact, code in codes.items() if code != space.axes[fact].code(values[fact])
        )
        return {fact: space.axes[fact].value(code, near=values[fact]) for fact, code in changed}

    def decisive_assumptions(self) -> tuple[str, ...]:
        """Return the absent facts for which some answer would change the advice, all others unchanged."""
        compiled, values = self.compiled, self.profile.values
        absent = {fact: values[fact] for fact in self.profile.absent}
        stated = {fact: value for fact, value in values.items() if fact not in absent}
        like_stated = compiled.space.with_values(stated) & compiled.domain
        return tuple(
            fact
            for fact in absent
            if self._is_decisive(
                fact,
                compiled.space.with_values({name: absent[name] for name in absent if name != fact})
                & like_stated,
            )
        )

    def _is_decisive(self, fact: str, line: ProfileSet) -> bool:
        """Whether advice varies among the profiles of `line`, which differ from this one in `fact` alone."""
        compiled = self.compiled
        if (line & ~compiled.outcome[self._outcome]).satisfiable():
            return True
        rules = (*compiled.knowledge.steps, *compiled.knowledge.warnings)
        dependent = (rule.id for rule in rules if fact in compiled.knowledge.facts_used_by[rule.id])
        return any(_separates(compiled.recipients_under(self._outcome, name), line) for name in dependent)


def _separates(profiles: ProfileSet, line: ProfileSet) -> bool:
    """Whether some profiles of `line` are in a set, and others are not."""
    inside = line & profiles
    return inside.satisfiable() and inside != line
