"""Mutation analysis: a mutant is killed by a case or property, proved equivalent, invalid, or survives."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import or_
from typing import TYPE_CHECKING, Any, Final, Literal

from exitwise.advise.missing import representative
from exitwise.advise.timetable import Timetable
from exitwise.audit.expected_course import unmet
from exitwise.audit.mutation.bearing import Bearing
from exitwise.audit.mutation.mutants import COURSE, mutants
from exitwise.audit.subject import witness
from exitwise.diagram.advice_difference import advice_difference, course_difference
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.counterexamples import counterexamples
from exitwise.diagram.evaluation import conclude_advice
from exitwise.diagram.manager import within_limits
from exitwise.diagram.space import Space
from exitwise.errors import ProfileError
from exitwise.model.knowledge import conditions_of
from exitwise.model.order import find_cycle
from exitwise.model.profile import complete

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from exitwise.audit.mutation.mutants import Mutant
    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Assignment
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.profile import Profile
    from exitwise.model.rule import Property
    from exitwise.model.scenario import Scenario

Outcome = Literal["killed", "equivalent", "invalid", "survived"]
"""The outcome for a mutant; an invalid one breaks a rule that every pack must satisfy."""
OUTCOMES: Final[tuple[Outcome, ...]] = ("killed", "equivalent", "invalid", "survived")

EQUIVALENCE_REASONS: Final = {
    **dict.fromkeys(COURSE, "the course of every plan is unchanged"),
    "urgency": "the same steps are urgent",
    "overrides": "no recommendation depends on the override",
    "constraints": "the same profiles are refused",
}
"""Why a mutant of some groups is equivalent; of the others it depends on the profiles the rule fires on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MutantResult:
    """The outcome for one mutant.

    `reason` names the case or property that killed it, or explains why it is equivalent or invalid; `witness`
    is a smallest profile on which a survivor changes the advice.
    """

    mutant: Mutant
    outcome: Outcome
    reason: str = ""
    witness: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case, its completed profile, and the points of the space on which its advice depends.

    These are the profile, and every state of its course if something is expected of that. `anywhere` says
    that it may fail where the advice is the same: by a finding, by the constraint that refuses it, or where
    values of its course are worked out anew.
    """

    scenario: Scenario
    profile: Profile
    points: tuple[Assignment, ...]
    anywhere: bool

    @classmethod
    def of(cls, scenario: Scenario, profile: Profile, compiled: CompiledRules) -> Case:
        """Return a case with its points under the original rules."""
        conclusions = conclude_advice(compiled, profile.values)
        states: Iterable[Mapping[str, Value]] = (profile.values,)
        anywhere = scenario.findings is not None or scenario.refused is not None
        if scenario.has_course and not conclusions.refused:
            timetable = Timetable.of(compiled, profile, conclusions, explore=True)
            states = (state.values for state in timetable.all_states())
            anywhere = anywhere or timetable.effects.settle is not None
        return cls(scenario, profile, tuple(map(compiled.space.assignment, states)), anywhere)

    def fails(self, compiled: CompiledRules) -> bool:
        """Whether the rules do not meet the expectation."""
        return any(unmet(self.scenario, compiled, self.profile))

    def may_fail(self, differing: ProfileSet, *, course_only: bool) -> bool:
        """Whether rules that differ on some profiles, perhaps only in their course, may not meet it."""
        if course_only and not self.scenario.has_course:
            return False
        return self.anywhere or any(map(differing.eval, self.points))


def select_mutants(knowledge: Knowledge, groups: Collection[str] = ()) -> tuple[Mutant, ...]:
    """Return the mutants of the given groups, or all mutants if no group is given."""
    return tuple(mutant for mutant in mutants(knowledge) if not groups or mutant.group in groups)


def run(knowledge: Knowledge, selected: Sequence[Mutant]) -> Iterator[MutantResult]:
    """Yield the result of each mutant.

    A case or property that fails on the original pack kills no mutant.

    Raises:
        LimitError: the rules exceed the limit of diagram nodes.
    """
    with within_limits():
        mutation_run = _mutation_run(knowledge, selected)
    for mutant in selected:
        with within_limits():
            result = mutation_run.result(mutant)
        yield result
        mutation_run.original.space.manager.collect_garbage()


def _mutation_run(knowledge: Knowledge, selected: Sequence[Mutant]) -> _MutationRun:
    changed = (rule for mutant in selected for rule in mutant.changed_rules)
    conditions = [condition for rule in changed for condition in conditions_of(rule)]
    original = CompiledRules(knowledge, Space.of(knowledge, also=conditions))
    cases = tuple(case for case in _cases(original) if not case.fails(original))
    laws = sorted(knowledge.properties, key=lambda law: law.along is not None)
    properties = tuple(law for law in laws if not _is_broken(original, law))
    return _MutationRun(original, cases, properties)


def _cases(compiled: CompiledRules) -> Iterator[Case]:
    """Yield the worked cases whose profile is valid; the others fail on any rules."""
    for scenario in compiled.knowledge.scenarios:
        try:
            profile = representative(compiled, complete(compiled.knowledge.facts, scenario.profile))
        except ProfileError:
            continue
        yield Case.of(scenario, profile, compiled)


def _is_broken(compiled: CompiledRules, law: Property) -> bool:
    """Whether an admissible profile breaks a property."""
    return counterexamples(compiled, law).satisfiable()


@dataclass(frozen=True, slots=True)
class _MutationRun:
    """The original pack, compiled, with the cases and properties that hold on it."""

    original: CompiledRules
    cases: tuple[Case, ...]
    properties: tuple[Property, ...]

    def result(self, mutant: Mutant) -> MutantResult:
        knowledge = mutant.apply_to(self.original.knowledge)
        if find_cycle(knowledge.overriders):
            return MutantResult(mutant=mutant, outcome="invalid", reason="the overrides would form a cycle")
        changed = CompiledRules(knowledge, self.original.space, base=self.original)
        differing = self._difference(mutant, changed)
        if not differing.satisfiable():
            reason = self._equivalence_reason(mutant, changed)
            return MutantResult(mutant=mutant, outcome="equivalent", reason=reason)
        killer = next(self._killers(mutant, changed, differing), None)
        if killer is not None:
            return MutantResult(mutant=mutant, outcome="killed", reason=killer)
        smallest = witness(self.original.space, differing)
        return MutantResult(mutant=mutant, outcome="survived", witness=smallest)

    def _difference(self, mutant: Mutant, changed: CompiledRules) -> ProfileSet:
        """Return the profiles that only one pack refuses, or that the two packs advise differently.

        A deed or an end changes no advice for the moment, but the course of the plan.
        """
        original = self.original
        if mutant.group in COURSE:
            return course_difference(original, changed)
        plans = self._reordered(changed) | self._urgent_otherwise(changed)
        advised = (advice_difference(original, changed) | plans) & original.domain
        return advised | (original.domain ^ changed.domain)

    def _urgent_otherwise(self, changed: CompiledRules) -> ProfileSet:
        """Return the profiles in whose plan a step is urgent under one of the two packs only."""
        original = self.original
        differing = (
            profiles & (original.urgent_under(outcome, name) ^ changed.urgent_under(outcome, name))
            for outcome, profiles in original.outcome.items()
            for name in original.knowledge.urgency_facts
        )
        return reduce(or_, differing, original.space.false)

    def _reordered(self, changed: CompiledRules) -> ProfileSet:
        """Return the profiles whose plan has two steps in the opposite order."""
        original = self.original
        plans = (
            profiles & original.precedes_under(outcome, *pair) & changed.order_under(outcome, *reversed(pair))
            for outcome, profiles in original.outcome.items()
            for pair in self._movable(outcome, changed)
        )
        return reduce(or_, plans, original.space.false)

    def _movable(self, outcome: str | None, changed: CompiledRules) -> Iterator[tuple[str, str]]:
        """Yield the pairs of steps whose order may differ: by the order of all steps, or by urgency."""
        order = self.original.knowledge.step_order
        rank = {name: index for index, name in enumerate(changed.knowledge.step_order)}
        versions = (self.original, changed)
        moved = {
            name
            for name in order
            if any(version.knowledge.pulled_by[name] for version in versions)
            and self.original.first_under(outcome, name) != changed.first_under(outcome, name)
        }
        swapped = ((one, other) for one, other in combinations(order, 2) if rank[one] > rank[other])
        yield from dict.fromkeys(
            (
                *swapped,
                *(pair for name in moved for other in order for pair in ((name, other), (other, name))),
            )
        )

    def _equivalence_reason(self, mutant: Mutant, changed: CompiledRules) -> str:
        """Return why the mutant refuses the same profiles and gives the same advice."""
        if mutant.operator == "drop step edge":
            return "the order of every plan is unchanged"
        if mutant.group in EQUIVALENCE_REASONS:
            return EQUIVALENCE_REASONS[mutant.group]
        if self._fires(self.original, mutant.rule.id) == self._fires(changed, mutant.rule.id):
            return "the rule fires on the same profiles"
        return "no advice depends on the difference"

    def _fires(self, compiled: CompiledRules, rule: str) -> ProfileSet:
        """Return the admissible profiles on which a rule fires."""
        return (
            compiled.fires[rule] if rule in compiled.fires else compiled.recipients(rule)
        ) & compiled.domain

    def _killers(self, mutant: Mutant, changed: CompiledRules, differing: ProfileSet) -> Iterator[str]:
        """Yield the worked cases that fail on the mutant, then the properties that it breaks.

        Where only the course differs, only expectations and properties of the course can fail.
        """
        course_only = mutant.group in COURSE
        for case in self.cases:
            if case.may_fail(differing, course_only=course_only) and case.fails(changed):
                yield f"scenario `{case.scenario.id}`"
        bearing = Bearing.of(self.original, changed)
        laws = (law for law in self.properties if law.along or not course_only)
        yield from (f"property `{law.id}`" for law in laws if bearing.on(law) and _is_broken(changed, law))
