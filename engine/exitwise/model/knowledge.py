"""A pack as one immutable value, and the indices derived from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from exitwise.model.condition import facts_of, names_of, to_nnf
from exitwise.model.digest import digest
from exitwise.model.order import levels, topological_order
from exitwise.model.rule import PHASES, WARNING_SEVERITIES

if TYPE_CHECKING:
    from exitwise.model.acceptance import Acceptance
    from exitwise.model.condition import Conjunction
    from exitwise.model.fact import Fact
    from exitwise.model.letter import Letter
    from exitwise.model.rule import Argument, Constraint, FindingRule, Property, Rule, StepRule, WarningRule
    from exitwise.model.scenario import Scenario
    from exitwise.model.source import Source, Statement
    from exitwise.model.translation import Translation


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """One pack with its sources; rules are in the order of their places.

    `translations` are those that were read with the pack. `original` is the pack in its own language, if its
    texts were asked for in a language.
    """

    name: str
    version: str
    title: str
    language: str
    notice: str
    outcomes: tuple[tuple[str, str], ...]
    facts: tuple[Fact, ...]
    constraints: tuple[Constraint, ...] = ()
    findings: tuple[FindingRule, ...] = ()
    arguments: tuple[Argument, ...]
    steps: tuple[StepRule, ...] = ()
    warnings: tuple[WarningRule, ...] = ()
    properties: tuple[Property, ...] = ()
    scenarios: tuple[Scenario, ...] = ()
    letters: tuple[Letter, ...] = ()
    sources: tuple[Source, ...] = ()
    accept: tuple[Acceptance, ...] = ()
    translations: tuple[Translation, ...] = ()
    original: Knowledge | None = None

    @cached_property
    def fact(self) -> dict[str, Fact]:
        """The facts by id, in the pack's order."""
        return {fact.id: fact for fact in self.facts}

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """All rules, in the order of files and places."""
        return (*self.constraints, *self.findings, *self.arguments, *self.steps, *self.warnings)

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """All rules by id, in the order of their places."""
        return {rule.id: rule for rule in self.all_rules}

    @cached_property
    def normal_form(self) -> dict[str, Conjunction]:
        """The negation normal forms of the conditions of all rules, by id."""
        return {rule.id: to_nnf(rule.when) for rule in self.all_rules}

    @cached_property
    def statement(self) -> dict[str, Statement]:
        """All statements of all sources by id."""
        return {statement.id: statement for source in self.sources for statement in source.statements}

    @cached_property
    def letter(self) -> dict[str, Letter]:
        """All letters by id."""
        return {letter.id: letter for letter in self.letters}

    @cached_property
    def rules_by_finding(self) -> dict[str, tuple[FindingRule, ...]]:
        """The rules that conclude a finding, by its name."""
        rules_by_finding: dict[str, list[FindingRule]] = {}
        for rule in self.findings:
            rules_by_finding.setdefault(rule.finding, []).append(rule)
        return {name: tuple(rules) for name, rules in rules_by_finding.items()}

    @cached_property
    def findings_used_by(self) -> dict[str, frozenset[str]]:
        """For every rule, the findings in its condition."""
        return {rule.id: frozenset(names_of(rule.when, "finding")) for rule in self.all_rules}

    @cached_property
    def findings_used_by_finding(self) -> dict[str, frozenset[str]]:
        """For every finding, the findings in the conditions of its rules."""
        return {
            name: frozenset(used for rule in rules for used in self.findings_used_by[rule.id])
            for name, rules in self.rules_by_finding.items()
        }

    @cached_property
    def facts_used_by(self) -> dict[str, frozenset[str]]:
        """For every rule, the facts that it depends on, directly or through findings."""
        facts: dict[str, frozenset[str]] = {}
        stratum = self.finding_strata
        last = len(stratum)
        for rule in sorted(self.all_rules, key=lambda rule: stratum.get(rule.id, last)):
            indirect = (
                facts[other.id]
                for name in self.findings_used_by[rule.id]
                for other in self.rules_by_finding[name]
            )
            facts[rule.id] = frozenset(facts_of(rule.when)).union(*indirect)
        return facts

    @cached_property
    def steps_and_warnings(self) -> frozenset[str]:
        """The ids of all steps and warnings."""
        return frozenset(rule.id for rule in (*self.steps, *self.warnings))

    @cached_property
    def outcome_dependent(self) -> frozenset[str]:
        """The ids of the steps and warnings that depend on the recommendation."""
        rules = (*self.steps, *self.warnings)
        return frozenset(rule.id for rule in rules if names_of(rule.when, "recommend"))

    @cached_property
    def finding_strata(self) -> dict[str, int]:
        """For every finding rule, its stratum: all findings in its condition are in lower strata."""
        level = self._finding_levels
        return {
            rule.id: max((level[name] + 1 for name in self.findings_used_by[rule.id]), default=0)
            for rule in self.findings
        }

    @cached_property
    def findings_by_level(self) -> tuple[str, ...]:
        """All findings, each after the findings in the conditions of its rules."""
        return tuple(sorted(self.rules_by_finding, key=self._finding_levels.__getitem__))

    @cached_property
    def _finding_levels(self) -> dict[str, int]:
        return levels(self.findings_used_by_finding)

    @cached_property
    def argument_levels(self) -> dict[str, int]:
        """For every argument, its level: all arguments that override it have lower levels."""
        return levels(self.overriders)

    @cached_property
    def arguments_by_level(self) -> tuple[str, ...]:
        """All arguments, each after those that override it."""
        return tuple(sorted(self.argument_levels, key=self.argument_levels.__getitem__))

    @cached_property
    def arguments_by_outcome(self) -> dict[str, tuple[str, ...]]:
        """For every outcome, the ids of the arguments for it."""
        return {
            outcome: tuple(argument.id for argument in self.arguments if argument.recommend == outcome)
            for outcome, _ in self.outcomes
        }

    @cached_property
    def overriders(self) -> dict[str, tuple[str, ...]]:
        """For every argument, the ids of those that override it."""
        return {
            argument.id: tuple(other.id for other in self.arguments if argument.id in other.overrides)
            for argument in self.arguments
        }

    @cached_property
    def overriders_by_level(self) -> dict[str, tuple[str, ...]]:
        """For every argument, the ids of those that override it, lowest levels first."""
        level = self.argument_levels
        return {
            name: tuple(sorted(others, key=level.__getitem__)) for name, others in self.overriders.items()
        }

    @cached_property
    def step_order(self) -> tuple[str, ...]:
        """The total order of all steps; every plan is a subsequence of it."""
        by_phase = sorted(self.steps, key=lambda step: PHASES.index(step.phase))
        before = {step.id: set(step.after) for step in self.steps}
        return tuple(
            name
            for phase in PHASES
            for name in topological_order([step.id for step in by_phase if step.phase == phase], before)
        )

    @cached_property
    def ordered_warnings(self) -> tuple[WarningRule, ...]:
        """All warnings, holds first, then by severity, then by place."""
        return tuple(
            sorted(self.warnings, key=lambda rule: (not rule.hold, WARNING_SEVERITIES.index(rule.severity)))
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all content that affects advice, without places, cases, weights and `accept`.

        It is the same in every language, as the advice is.
        """
        return digest(self) if self.original is None else self.original.digest
