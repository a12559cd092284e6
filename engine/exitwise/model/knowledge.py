"""The knowledge base as one immutable value, and what follows from its shape alone."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from exitwise.model.condition import facts_of, names_of
from exitwise.model.digest import digest
from exitwise.model.order import levels, topological_order
from exitwise.model.rule import PHASES, WARNING_SEVERITIES

if TYPE_CHECKING:
    from exitwise.model.fact import Fact
    from exitwise.model.letter import Letter
    from exitwise.model.rule import Argument, Constraint, FindingRule, Property, Rule, StepRule, WarningRule
    from exitwise.model.scenario import Scenario
    from exitwise.model.source import Source, Statement


@dataclass(frozen=True, kw_only=True)
class Knowledge:
    """One pack with its sources; rules stand in the order of their places."""

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

    @cached_property
    def fact(self) -> dict[str, Fact]:
        """The facts by id, in the pack's order."""
        return {fact.id: fact for fact in self.facts}

    @property
    def all_rules(self) -> tuple[Rule, ...]:
        """Every rule, in the order of the files and of the places in them."""
        return (*self.constraints, *self.findings, *self.arguments, *self.steps, *self.warnings)

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Every rule by id, in the order of their places."""
        return {rule.id: rule for rule in self.all_rules}

    @cached_property
    def statement(self) -> dict[str, Statement]:
        """Every statement of every source by id."""
        return {statement.id: statement for source in self.sources for statement in source.statements}

    @cached_property
    def letter(self) -> dict[str, Letter]:
        """Every letter by id."""
        return {letter.id: letter for letter in self.letters}

    @cached_property
    def rules_by_finding(self) -> dict[str, tuple[FindingRule, ...]]:
        """The rules that conclude a finding, by its name."""
        found: dict[str, list[FindingRule]] = {}
        for rule in self.findings:
            found.setdefault(rule.finding, []).append(rule)
        return {name: tuple(rules) for name, rules in found.items()}

    @cached_property
    def findings_used_by(self) -> dict[str, frozenset[str]]:
        """For each rule the findings that its condition names."""
        return {rule.id: frozenset(names_of(rule.when, "finding")) for rule in self.all_rules}

    @cached_property
    def findings_used_by_finding(self) -> dict[str, frozenset[str]]:
        """For each finding those that the conditions of its rules name."""
        return {
            name: frozenset(used for rule in rules for used in self.findings_used_by[rule.id])
            for name, rules in self.rules_by_finding.items()
        }

    @cached_property
    def facts_used_by(self) -> dict[str, frozenset[str]]:
        """For each rule the facts that it looks at, itself or through findings."""
        found: dict[str, frozenset[str]] = {}
        stratum = self.finding_strata
        last = len(stratum)
        for rule in sorted(self.all_rules, key=lambda rule: stratum.get(rule.id, last)):
            below = (
                found[other.id]
                for name in self.findings_used_by[rule.id]
                for other in self.rules_by_finding[name]
            )
            found[rule.id] = frozenset(facts_of(rule.when)).union(*below)
        return found

    @cached_property
    def steps_and_warnings(self) -> frozenset[str]:
        """The steps and warnings, by id."""
        return frozenset(rule.id for rule in (*self.steps, *self.warnings))

    @cached_property
    def outcome_dependent(self) -> frozenset[str]:
        """The steps and warnings that look at the recommendation."""
        rules = (*self.steps, *self.warnings)
        return frozenset(rule.id for rule in rules if names_of(rule.when, "recommend"))

    @cached_property
    def finding_strata(self) -> dict[str, int]:
        """For each finding rule its stratum: all findings its condition names lie in lower ones."""
        level = self._finding_levels
        return {
            rule.id: max((level[name] + 1 for name in self.findings_used_by[rule.id]), default=0)
            for rule in self.findings
        }

    @cached_property
    def findings_by_level(self) -> tuple[str, ...]:
        """The findings, each after those that its rules name."""
        return tuple(sorted(self.rules_by_finding, key=self._finding_levels.__getitem__))

    @cached_property
    def _finding_levels(self) -> dict[str, int]:
        return levels(self.findings_used_by_finding)

    @cached_property
    def argument_levels(self) -> dict[str, int]:
        """For each argument its level: every argument that overrides it has a lower one."""
        return levels(self.overriders)

    @cached_property
    def arguments_by_level(self) -> tuple[str, ...]:
        """The arguments, each after those that override it."""
        return tuple(sorted(self.argument_levels, key=self.argument_levels.__getitem__))

    @cached_property
    def arguments_by_outcome(self) -> dict[str, tuple[str, ...]]:
        """For each outcome the arguments for it."""
        return {
            outcome: tuple(argument.id for argument in self.arguments if argument.recommend == outcome)
            for outcome, _ in self.outcomes
        }

    @cached_property
    def overriders(self) -> dict[str, tuple[str, ...]]:
        """For each argument the ids of those that override it."""
        return {
            argument.id: tuple(other.id for other in self.arguments if argument.id in other.overrides)
            for argument in self.arguments
        }

    @cached_property
    def overriders_by_level(self) -> dict[str, tuple[str, ...]]:
        """For each argument the ids of those that override it, the lowest levels first."""
        level = self.argument_levels
        return {
            name: tuple(sorted(others, key=level.__getitem__)) for name, others in self.overriders.items()
        }

    @cached_property
    def step_order(self) -> tuple[str, ...]:
        """The one order of all steps, of which every plan is a subsequence."""
        by_phase = sorted(self.steps, key=lambda step: PHASES.index(step.phase))
        before = {step.id: set(step.after) for step in self.steps}
        return tuple(
            name
            for phase in PHASES
            for name in topological_order([step.id for step in by_phase if step.phase == phase], before)
        )

    @cached_property
    def ordered_warnings(self) -> tuple[WarningRule, ...]:
        """The warnings as people read them: holds first, then by severity, then by place."""
        return tuple(
            sorted(self.warnings, key=lambda rule: (not rule.hold, WARNING_SEVERITIES.index(rule.severity)))
        )

    @cached_property
    def digest(self) -> str:
        """SHA-256 of what changes advice: not of places, properties, scenarios, and weights of answers."""
        return digest(self)
