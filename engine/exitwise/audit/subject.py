"""What is audited: the knowledge, what it means for all profiles, and the day."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from exitwise.diagnostic import Extent
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.minimum_change import minimum_change, statement_costs
from exitwise.diagram.sensitivity import Sensitivity
from exitwise.model.fact import UNKNOWN
from exitwise.model.rule import FindingRule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exitwise.diagram.compiled_rules import ConclusionId, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Argument, Rule


@dataclass(frozen=True)
class Subject:
    """One knowledge base under audit; what several checks need is worked out once."""

    knowledge: Knowledge
    as_of: date

    @cached_property
    def compiled(self) -> CompiledRules:
        """What the knowledge concludes, for all profiles at once."""
        return CompiledRules.of(self.knowledge)

    @property
    def space(self) -> Space:
        """All profiles."""
        return self.compiled.space

    @cached_property
    def profiles(self) -> int:
        """How many admissible profiles there are."""
        return self.space.count(self.compiled.domain)

    @cached_property
    def _effects(self) -> dict[ConclusionId, Sensitivity]:
        return {}

    def sensitivity(self, rule: FindingRule | Argument) -> Sensitivity:
        """Return where advice hangs on a rule's conclusion, told apart by what its rules rest on."""
        node, rules = self._concluded(rule)
        if node not in self._effects:
            facts = frozenset[str]().union(*(self.knowledge.facts_used_by[each.id] for each in rules))
            self._effects[node] = Sensitivity(self.compiled, node, facts)
            self.space.manager.collect_garbage()
        return self._effects[node]

    def _concluded(self, rule: FindingRule | Argument) -> tuple[ConclusionId, Sequence[Rule]]:
        if isinstance(rule, FindingRule):
            return ("finding", rule.finding), self.knowledge.rules_by_finding[rule.finding]
        return ("argument", rule.id), (rule,)

    @cached_property
    def _getting(self) -> dict[tuple[Outcome, frozenset[str]], ProfileSet]:
        return {}

    def profiles_recommended(self, outcome: Outcome, rule: Rule) -> ProfileSet:
        """Return the admissible profiles that get an outcome, told apart only by what a rule rests on."""
        facts = self.knowledge.facts_used_by[rule.id]
        if (outcome, facts) not in self._getting:
            profiles = self.compiled.outcome[outcome] & self.compiled.domain
            self._getting[outcome, facts] = self.space.project(profiles, facts)
        return self._getting[outcome, facts]

    def extent(self, profiles: ProfileSet) -> Extent | None:
        """Return how far a set of profiles reaches among the admissible ones; None where it does not."""
        touched = profiles & self.compiled.domain
        if not touched.satisfiable():
            return None
        return Extent(
            profiles=self.space.count(touched), of=self.profiles, witness=witness(self.space, touched)
        )


def witness(space: Space, profiles: ProfileSet) -> dict[str, Value]:
    """Return the smallest profile of a set that is not empty: it states the fewest facts.

    Facts that a profile must state come first; an integer is the member of its interval nearest to zero.
    """
    codes = minimum_change(space, profiles, statement_costs(space))
    if codes is None:
        raise ValueError("an empty set has no witness")
    values = {name: space.axes[name].value(code) for name, code in codes.items()}
    return {name: value for name, value in values.items() if value != UNKNOWN or space.axes[name].is_required}
