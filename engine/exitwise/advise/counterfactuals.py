"""What decides, what would change the advice, what would make it ready, and what it assumes; all proved."""

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
    """One admissible profile with its conclusions, among all the others."""

    compiled: CompiledRules
    profile: Profile
    conclusions: Conclusions

    @property
    def _outcome(self) -> Outcome:
        return self.conclusions.recommendation

    def decisive_answers(self) -> dict[str, Value]:
        """Return answers that alone force the recommendation, and of which none can be done without."""
        return self.sufficient_answers(~self.compiled.outcome[self._outcome])

    def sufficient_answers(
        self, profiles: ProfileSet, facts: Collection[str] | None = None
    ) -> dict[str, Value]:
        """Return answers that alone keep this profile out of a set, and of which none can be done without.

        They are among those to some facts, where these suffice together and are given. Absent facts are
        given up first, then answers from the end of the pack's order.
        """
        among = self.profile.values if facts is None else facts
        values = {fact: value for fact, value in self.profile.values.items() if fact in among}
        given_first = sorted(values, key=lambda fact: fact in self.profile.absent)
        excluded = profiles & self.compiled.domain
        return prime_implicant(self.compiled.space, excluded, values, reversed(given_first))

    def smallest_changes(self) -> tuple[Change, ...]:
        """Return for each other outcome that can be reached the change of fewest answers that leads there."""
        others = [name for name, _ in self.compiled.knowledge.outcomes if name != self._outcome]
        found = {name: self.smallest_change_to(name) for name in others}
        return tuple(
            Change(change=change, recommendation=name) for name, change in found.items() if change is not None
        )

    def smallest_change_to(self, outcome: str) -> Mapping[str, Value] | None:
        """Return the fewest answers that have to change for an outcome; None where none lead there."""
        return self._smallest_change_into(self.compiled.outcome[outcome])

    def smallest_change_to_ready(self) -> ReadyChange | None:
        """Return the fewest answers or doings that make the same outcome ready; None if it is, or never."""
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
        moved = ((fact, code) for fact, code in codes.items() if code != space.axes[fact].code(values[fact]))
        return {fact: space.axes[fact].value(code, near=values[fact]) for fact, code in moved}

    def decisive_assumptions(self) -> tuple[str, ...]:
        """Return the absent facts of which some answer, the rest standing, would change the advice."""
        return tuple(fact for fact in self.profile.absent if self._is_decisive(fact))

    def _is_decisive(self, fact: str) -> bool:
        """Whether what is advised differs along the line of profiles that differ in this fact alone."""
        compiled, values = self.compiled, self.profile.values
        rest = {name: value for name, value in values.items() if name != fact}
        line = compiled.space.with_values(rest) & compiled.domain
        if (line & ~compiled.outcome[self._outcome]).satisfiable():
            return True
        rules = (*compiled.knowledge.steps, *compiled.knowledge.warnings)
        looking = (rule.id for rule in rules if fact in compiled.knowledge.facts_used_by[rule.id])
        return any(_separates(compiled.recipients_under(self._outcome, name), line) for name in looking)


def _separates(profiles: ProfileSet, line: ProfileSet) -> bool:
    """Whether some profiles of a line are in a set, and some are not."""
    inside = line & profiles
    return inside.satisfiable() and inside != line
