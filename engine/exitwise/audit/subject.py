"""The subject of an audit: a knowledge base, its compiled rules, and a date."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from exitwise.diagnostic import Extent
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.minimum_change import minimum_change, statement_costs
from exitwise.diagram.sensitivity import Sensitivity
from exitwise.model.fact import UNKNOWN
from exitwise.model.kinds import plain
from exitwise.model.rule import FindingRule

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from exitwise.diagnostic import PackDiagnostic
    from exitwise.diagram.compiled_rules import ConclusionId, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Space
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Argument, Rule


@dataclass(frozen=True)
class Subject:
    """One knowledge base under audit; values that several checks need are computed once."""

    knowledge: Knowledge
    as_of: date

    @cached_property
    def compiled(self) -> CompiledRules:
        """The rules compiled to decision diagrams over all profiles."""
        return CompiledRules.of(self.knowledge)

    @property
    def space(self) -> Space:
        """All profiles."""
        return self.compiled.space

    @cached_property
    def profiles(self) -> int:
        """The number of admissible profiles."""
        return self.space.count(self.compiled.domain)

    @cached_property
    def _sensitivities(self) -> dict[ConclusionId, Sensitivity]:
        return {}

    @cached_property
    def diagnostics(self) -> dict[str, tuple[PackDiagnostic, ...]]:
        """The diagnostics of the checks that have run to their end, by id."""
        return {}

    def sensitivity(self, rule: FindingRule | Argument) -> Sensitivity:
        """Return where advice depends on a rule's conclusion, projected on the facts that its rules use."""
        node, rules = self._conclusion(rule)
        if node not in self._sensitivities:
            facts = frozenset[str]().union(*(self.knowledge.facts_used_by[other.id] for other in rules))
            self._sensitivities[node] = Sensitivity(self.compiled, node, facts)
            self.space.manager.collect_garbage()
        return self._sensitivities[node]

    def _conclusion(self, rule: FindingRule | Argument) -> tuple[ConclusionId, Sequence[Rule]]:
        if isinstance(rule, FindingRule):
            return ("finding", rule.finding), self.knowledge.rules_by_finding[rule.finding]
        return ("argument", rule.id), (rule,)

    @cached_property
    def _recommended(self) -> dict[tuple[Outcome, frozenset[str]], ProfileSet]:
        return {}

    def profiles_recommended(self, outcome: Outcome, rule: Rule) -> ProfileSet:
        """Return the admissible profiles that get an outcome, projected on the facts that a rule uses."""
        facts = self.knowledge.facts_used_by[rule.id]
        if (outcome, facts) not in self._recommended:
            profiles = self.compiled.outcome[outcome] & self.compiled.domain
            self._recommended[outcome, facts] = self.space.project(profiles, facts)
        return self._recommended[outcome, facts]

    def extent(self, profiles: ProfileSet) -> Extent | None:
        """Return the extent of a set among the admissible profiles, or None if it has no such member."""
        affected = profiles & self.compiled.domain
        if not affected.satisfiable():
            return None
        return Extent(
            profiles=self.space.count(affected), of=self.profiles, witness=witness(self.space, affected)
        )


def witness(space: Space, profiles: ProfileSet) -> dict[str, Any]:
    """Return the profile, as in JSON, of a non-empty set that states the fewest facts.

    Required facts come first; an integer is the member of its interval nearest to zero.

    Raises:
        ValueError: the set is empty.
    """
    codes = minimum_change(space, profiles, statement_costs(space))
    if codes is None:
        raise ValueError("an empty set has no witness")
    values = {name: space.axes[name].value(code) for name, code in codes.items()}
    return {
        name: plain(space.axes[name].fact, value)
        for name, value in values.items()
        if value != UNKNOWN or space.axes[name].is_required
    }
