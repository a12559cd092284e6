"""Which mutants the worked cases and the properties notice; the others are proved equivalent, or survive."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import combinations
from operator import or_
from typing import TYPE_CHECKING, Final, Literal

from exitwise.audit.mutation.mutants import mutants
from exitwise.audit.scenarios import failures
from exitwise.audit.subject import witness
from exitwise.diagram.advice_difference import advice_difference
from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.evaluation import conclude
from exitwise.diagram.manager import within_limits
from exitwise.diagram.space import Space
from exitwise.errors import ProfileError
from exitwise.model.order import find_cycle
from exitwise.model.profile import complete

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from exitwise.audit.mutation.mutants import Mutant
    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Assignment
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.rule import Property
    from exitwise.model.scenario import Scenario

Outcome = Literal["killed", "equivalent", "invalid", "survived"]
"""What becomes of a mutant; an invalid one is no pack at all."""
OUTCOMES: Final[tuple[Outcome, ...]] = ("killed", "equivalent", "invalid", "survived")


@dataclass(frozen=True, slots=True, kw_only=True)
class MutantResult:
    """What became of one mutant: what killed it, why it is set aside, or a profile on which it survives."""

    mutant: Mutant
    outcome: Outcome
    reason: str = ""
    witness: Mapping[str, Value] | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """A worked case with its answers completed, and as a point of the space."""

    scenario: Scenario
    values: Mapping[str, Value]
    point: Assignment

    def fails(self, compiled: CompiledRules) -> bool:
        """Whether its expectation does not hold."""
        return any(failures(self.scenario, conclude(compiled, self.values)))


def select_mutants(knowledge: Knowledge, groups: Collection[str] = ()) -> tuple[Mutant, ...]:
    """Return the mutants of the groups, or of all."""
    return tuple(mutant for mutant in mutants(knowledge) if not groups or mutant.group in groups)


def run(knowledge: Knowledge, selected: Sequence[Mutant]) -> Iterator[MutantResult]:
    """Yield the verdict on each mutant.

    What fails or is broken without any mutant notices none.

    Raises:
        LimitError: the rules need more diagram nodes than there may be.
    """
    with within_limits():
        court = _mutation_run(knowledge, selected)
    for mutant in selected:
        with within_limits():
            verdict = court.result(mutant)
        yield verdict
        court.compiled.space.manager.collect_garbage()


def _mutation_run(knowledge: Knowledge, tried: Sequence[Mutant]) -> _MutationRun:
    compiled = CompiledRules(
        knowledge, Space.of(knowledge, also=[rule.when for mutant in tried for rule in mutant.changed_rules])
    )
    cases = tuple(case for case in _cases(compiled) if not case.fails(compiled))
    laws = tuple(law for law in knowledge.properties if not _is_broken(compiled, law))
    return _MutationRun(compiled, cases, laws)


def _cases(compiled: CompiledRules) -> Iterator[Case]:
    """Yield the worked cases; one that no profile fits fails by itself."""
    for scenario in compiled.knowledge.scenarios:
        try:
            values = complete(compiled.knowledge.facts, scenario.profile).values
        except ProfileError:
            continue
        yield Case(scenario, values, compiled.space.assignment(values))


def _is_broken(compiled: CompiledRules, law: Property) -> bool:
    """Whether an admissible profile breaks a property."""
    return any(
        (own & compiled.domain & compiled.violations(outcome, law)).satisfiable()
        for outcome, own in compiled.outcome.items()
    )


@dataclass(frozen=True, slots=True)
class _MutationRun:
    compiled: CompiledRules
    cases: tuple[Case, ...]
    properties: tuple[Property, ...]

    def result(self, mutant: Mutant) -> MutantResult:
        knowledge = mutant.apply_to(self.compiled.knowledge)
        if find_cycle(knowledge.overriders):
            return MutantResult(mutant=mutant, outcome="invalid", reason="overriding would be cyclic")
        changed = CompiledRules(knowledge, self.compiled.space, base=self.compiled)
        differs = self._difference(changed)
        if not differs.satisfiable():
            return MutantResult(
                mutant=mutant, outcome="equivalent", reason=self._equivalence_reason(mutant, changed)
            )
        killer = next(self._killers(changed, differs), None)
        if killer is not None:
            return MutantResult(mutant=mutant, outcome="killed", reason=killer)
        return MutantResult(mutant=mutant, outcome="survived", witness=witness(self.compiled.space, differs))

    def _difference(self, changed: CompiledRules) -> ProfileSet:
        """Return the profiles that one of the two refuses, or that they advise differently."""
        one = self.compiled
        advised = (advice_difference(one, changed) | self._swapped(changed)) & one.domain
        return advised | (one.domain ^ changed.domain)

    def _swapped(self, changed: CompiledRules) -> ProfileSet:
        """Return the profiles whose plan has two steps that have changed places."""
        one = self.compiled
        place = {name: index for index, name in enumerate(changed.knowledge.step_order)}
        turned = [
            pair for pair in combinations(one.knowledge.step_order, 2) if place[pair[0]] > place[pair[1]]
        ]
        return _union(
            one.space.false,
            (
                own & one.recipients_under(outcome, first) & one.recipients_under(outcome, second)
                for first, second in turned
                for outcome, own in one.outcome.items()
            ),
        )

    def _equivalence_reason(self, mutant: Mutant, changed: CompiledRules) -> str:
        """Say why nobody is refused or advised otherwise."""
        if mutant.operator == "drop step edge":
            return "no plan has another order"
        if mutant.group == "overrides":
            return "no recommendation hangs on the override"
        if mutant.group == "constraints":
            return "the same profiles are refused"
        if self._fires(self.compiled, mutant.rule.id) == self._fires(changed, mutant.rule.id):
            return "the rule fires on the same profiles"
        return "no advice rests on where it differs"

    def _fires(self, compiled: CompiledRules, rule: str) -> ProfileSet:
        """Return the admissible profiles on which a rule fires."""
        return (
            compiled.fires[rule] if rule in compiled.fires else compiled.recipients(rule)
        ) & compiled.domain

    def _killers(self, changed: CompiledRules, differs: ProfileSet) -> Iterator[str]:
        """Yield what notices the change: a worked case that fails, or a property that is broken.

        Where advice is the same a case can fail only by findings, or by which constraint refuses it.
        """
        for case in self.cases:
            expected = case.scenario
            at_stake = expected.findings is not None or expected.refused or differs.eval(case.point)
            if at_stake and case.fails(changed):
                yield f"scenario `{expected.id}`"
        yield from (f"property `{law.id}`" for law in self.properties if _is_broken(changed, law))


def _union(none: ProfileSet, sets: Iterable[ProfileSet]) -> ProfileSet:
    return reduce(or_, sets, none)
