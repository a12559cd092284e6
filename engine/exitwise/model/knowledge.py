"""A pack as one immutable value, and the indices derived from it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from exitwise.model.condition import OneOf, facts_of, names_of, to_nnf
from exitwise.model.digest import digest
from exitwise.model.former_names import FormerNames
from exitwise.model.order import levels, topological_order
from exitwise.model.rule import PHASES, WARNING_SEVERITIES, StepRule, WarningRule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from exitwise.model.acceptance import Acceptance
    from exitwise.model.condition import Condition, Conjunction
    from exitwise.model.fact import Fact
    from exitwise.model.letter import Letter
    from exitwise.model.rule import Argument, Constraint, FindingRule, Property, Rule
    from exitwise.model.scenario import Scenario
    from exitwise.model.source import Source, Statement
    from exitwise.model.table import Row, Table
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
    ask_again_after: int | None = None
    """The days after which a person asks again for an answer, where a hold has no number of its own."""
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
    tables: tuple[Table, ...] = ()
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
    def rows(self) -> dict[str, tuple[Table, Row]]:
        """The rows of all tables with their tables, by the ids of their rules."""
        return {row.id: (table, row) for table in self.tables for row in table.rows}

    @cached_property
    def cell_texts(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """For each `table.column` that texts show, its texts in the order of rows, with the rows' rules."""
        cells: dict[str, list[tuple[str, str]]] = {}
        for name, (table, _) in self.rows.items():
            for column, text in getattr(self.rules.get(name), "texts", ()):
                cells.setdefault(f"{table.id}.{column}", []).append((name, text))
        return {name: tuple(pairs) for name, pairs in cells.items()}

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
    def urgency_facts(self) -> dict[str, frozenset[str]]:
        """For every step that can be urgent, the facts that its urgency depends on, findings included."""
        return {
            step.id: self.facts_used_by[step.id].union(
                facts_of(step.urgent),
                *(self.facts_used_by[rule.id] for rule in self._concluding(step.urgent)),
            )
            for step in self.steps
            if step.urgent is not None
        }

    def _concluding(self, condition: Condition) -> Iterator[FindingRule]:
        """Yield the rules of the findings in a condition."""
        for name in names_of(condition, "finding"):
            yield from self.rules_by_finding[name]

    @cached_property
    def settable_facts(self) -> frozenset[str]:
        """The facts that deeds and ends of holds set: where there are none, no plan has a course."""
        deeds = (step.done for step in self.steps)
        ends = (end.answers for rule in self.warnings for end in rule.ends)
        return frozenset(fact for answers in (*deeds, *ends) for fact, _ in answers)

    @cached_property
    def facts_of_moves(self) -> frozenset[str]:
        """The facts that deeds and ends of holds set, and those that constraints connect with them."""
        touched = set(self.settable_facts)
        groups = [set(facts_of(constraint.when)) for constraint in self.constraints]
        while group := next((own for own in groups if touched & own and not own <= touched), None):
            touched |= group
        return frozenset(touched)

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
    def former_names(self) -> FormerNames:
        """The former names of facts and values."""
        return FormerNames(self.facts)

    @cached_property
    def step(self) -> dict[str, StepRule]:
        """All steps by id, in the order of their places."""
        return {step.id: step for step in self.steps}

    @cached_property
    def warning(self) -> dict[str, WarningRule]:
        """All warnings by id, in the order of their places."""
        return {rule.id: rule for rule in self.warnings}

    @cached_property
    def holds(self) -> tuple[WarningRule, ...]:
        """The warnings that hold back, in the order of their places."""
        return tuple(rule for rule in self.warnings if rule.hold)

    @cached_property
    def preparation(self) -> tuple[StepRule, ...]:
        """The steps to take before acting, in the order of their places."""
        return tuple(step for step in self.steps if step.phase == "before")

    @cached_property
    def predecessors(self) -> dict[str, frozenset[str]]:
        """For every step, the steps of its phase that must precede it: the transitive closure of `after`."""
        found: dict[str, frozenset[str]] = {}
        for name in self.step_order:
            own = [other for other in self.step[name].after if other in self.step]
            same = [other for other in own if self.step[other].phase == self.step[name].phase]
            found[name] = frozenset(same).union(*(found[other] for other in same))
        return found

    @cached_property
    def pulled_by(self) -> dict[str, tuple[str, ...]]:
        """For every step, the steps whose urgency brings it forward: itself, and those that it precedes."""
        return {
            name: tuple(
                other
                for other in self.step_order
                if self.step[other].urgent is not None and (other == name or name in self.predecessors[other])
            )
            for name in self.step_order
        }

    def due_order(self, present: Collection[str], urgent: Collection[str]) -> tuple[str, ...]:
        """Return the steps of a plan in order: in each phase first the urgent ones and their predecessors."""
        first = {name for name in present if any(other in urgent for other in self.pulled_by[name])}
        order = [name for name in self.step_order if name in present]
        return (
            tuple(
                name
                for phase in PHASES
                for early in (True, False)
                for name in order
                if self.step[name].phase == phase and (name in first) is early
            )
            if first
            else tuple(order)
        )

    @property
    def conditions(self) -> Iterator[Condition]:
        """The conditions of all rules and properties, and tests of the answers that deeds and ends set."""
        for rule in self.all_rules:
            yield from conditions_of(rule)
        for law in self.properties:
            yield law.when
            if law.then is not None:
                yield law.then

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


def conditions_of(rule: Rule) -> Iterator[Condition]:
    """Yield the conditions of a rule, and tests of the answers that its deed or its ends set."""
    yield rule.when
    if isinstance(rule, StepRule):
        yield from () if rule.urgent is None else (rule.urgent,)
        yield from (OneOf(fact, (value,)) for fact, value in rule.done)
    if isinstance(rule, WarningRule):
        yield from (OneOf(fact, (value,)) for end in rule.ends for fact, value in end.answers)
