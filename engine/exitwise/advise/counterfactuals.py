"""Comparison of one profile with all others: decisive answers and smallest changes.

Each result is proved over the compiled rules: sufficient answers are prime implicants, and the changes are
counterfactual explanations with the fewest answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import and_
from typing import TYPE_CHECKING

from exitwise.diagram.minimum_change import any_code, change_costs, minimum_change
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
        allowed = self.profile.known if facts is None else facts
        return self._prime_implicant(profiles & self.compiled.domain, allowed)

    def _prime_implicant(self, excluded: ProfileSet, facts: Collection[str]) -> dict[str, Value]:
        values = {fact: value for fact, value in self.profile.known.items() if fact in facts}
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
        target, everyone = self.compiled.cores.outcome(outcome), self.compiled.outcome[outcome]
        for wish in (False, True):
            change = self._smallest_change_into(target, everyone, wishes=wish)
            if change is not None:
                return Change(change=change, recommendation=outcome, wish=wish)
        return None

    def _smallest_change_into(
        self, target: Core, profiles: ProfileSet, *, wishes: bool
    ) -> dict[str, Value] | None:
        """Return the fewest changed answers that lead into a set, with the missing ones that this needs."""
        space, values, free = self.compiled.space, self.profile.values, self.profile.free
        costs = change_costs(space, values, target.facts, wishes=wishes)
        costs |= {fact: any_code(space.axes[fact]) for fact in costs if fact in free}
        codes = minimum_change(space, target.profiles, costs)
        if codes is None:
            return None
        if free:
            codes = self._without_needless(codes, profiles)
        changed = (
            (fact, code)
            for fact, code in codes.items()
            if fact in free or code != space.axes[fact].code(values[fact])
        )
        return {fact: space.axes[fact].value(code, near=values[fact]) for fact, code in changed}

    def _without_needless(self, codes: dict[str, int], profiles: ProfileSet) -> dict[str, int]:
        """Return a change without values of missing facts that it does not need to lead into a set."""
        space = self.compiled.space
        known = {fact: space.axes[fact].code(value) for fact, value in self.profile.known.items()}
        known |= {fact: code for fact, code in codes.items() if fact not in self.profile.free}
        others = self.compiled.domain & ~profiles
        for fact, code in known.items():
            others = others & space.with_code(fact, code)
        needed = [fact for fact in codes if fact in self.profile.free]
        for fact in reversed(needed):
            rest = reduce(
                and_, (space.with_code(name, codes[name]) for name in needed if name != fact), others
            )
            if not rest.satisfiable():
                needed.remove(fact)
        return {fact: code for fact, code in codes.items() if fact in needed or fact not in self.profile.free}
