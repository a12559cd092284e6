"""Whether advice depends on one conclusion: on a finding, or on whether an argument applies."""

from __future__ import annotations

from functools import cached_property, reduce
from itertools import chain, islice
from operator import or_
from random import Random
from typing import TYPE_CHECKING, Final

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.model.condition import names_of
from exitwise.model.defeat import Defeat, sole_outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from exitwise.diagram.compiled_rules import ConclusionId, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Assignment

FALSE: Final = 0
"""False as an integer whose bits are all equal; `~FALSE` is true."""
MAX_RIVALS: Final = 4
"""The number of overridden arguments that are tried as the source of another recommendation."""
MAX_SETS, PICKS_PER_SET = 12, 4
"""The number of sets, and of profiles from each, that are tried one by one before a whole region is decided.

They only save time: a witness is a proof, and without one the whole region is decided symbolically.
"""


class Sensitivity:
    """The admissible profiles on which advice would differ if one conclusion were the opposite.

    On these profiles the conclusion is observable: flipping it changes advice there and nowhere else. The set
    is the complement of the "observability don't cares" of logic synthesis (K. A. Bartlett et al.,
    "Multilevel logic minimization using implicit don't cares", 1988). It is computed lazily, region by
    region, and only as its projection onto `facts`, the facts that the conclusion depends on.
    """

    def __init__(self, compiled: CompiledRules, conclusion: ConclusionId, facts: Collection[str]) -> None:
        """Compile the rules twice, with the conclusion forced to true and to false (its two cofactors)."""
        self._compiled, self._facts = compiled, facts
        space = compiled.space
        self._if_true = CompiledRules(
            compiled.knowledge, space, base=compiled, forced={conclusion: space.true}
        )
        self._if_false = CompiledRules(
            compiled.knowledge, space, base=compiled, forced={conclusion: space.false}
        )
        self._flips = dict(self._find_flips())
        self._changing_advice = list(self._find_changing_advice())
        self._changing_urgency = list(self._find_changing_urgency())
        self._observable = self._observable_by_advice()
        self._unobservable = space.false

    def is_observable(self, region: ProfileSet) -> bool:
        """Whether the conclusion is observable somewhere in a region that depends on `facts` alone."""
        if (region & self._observable).satisfiable():
            return True
        undecided = self._compiled.space.project(
            self._compiled.domain & region & ~self._unobservable, self._facts
        )
        if not self._flips or not undecided.satisfiable():
            return False
        return self._find_witness(undecided) or self._decide_region(undecided)

    # Computed on construction

    def _find_flips(self) -> Iterator[tuple[str, ProfileSet]]:
        """Yield the arguments that depend on the conclusion, with the profiles on which they flip."""
        for rule in self._compiled.knowledge.arguments:
            flip = self._if_true.fires[rule.id] ^ self._if_false.fires[rule.id]
            if flip.satisfiable():
                yield rule.id, flip

    @cached_property
    def _changing_findings(self) -> frozenset[str]:
        findings = self._if_true.finding.items()
        return frozenset(name for name, profiles in findings if profiles != self._if_false.finding[name])

    def _find_changing_advice(self) -> Iterator[str]:
        """Yield the steps and warnings that use a finding that depends on the conclusion."""
        for rule in (*self._compiled.knowledge.steps, *self._compiled.knowledge.warnings):
            if not self._changing_findings.isdisjoint(self._compiled.knowledge.findings_used_by[rule.id]):
                yield rule.id

    def _find_changing_urgency(self) -> Iterator[str]:
        """Yield the steps whose urgency depends on the conclusion."""
        for step in self._compiled.knowledge.steps:
            used = () if step.urgent is None else names_of(step.urgent, "finding")
            if not self._changing_findings.isdisjoint(used):
                yield step.id

    def _observable_by_advice(self) -> ProfileSet:
        """Return the profiles on which a step, its urgency or a warning depends on the conclusion.

        Steps are compared under the present recommendation. If that changes as well, advice differs
        anyway.
        """
        compiled, by_outcome = self._compiled, self._compiled.knowledge.outcome_dependent
        independent = (
            self._difference(None, name) for name in self._changing_advice if name not in by_outcome
        )
        dependent = (
            recommended & self._difference(outcome, name)
            for name in self._changing_advice
            if name in by_outcome
            for outcome, recommended in compiled.outcome.items()
        )
        urgent = (
            recommended
            & (self._if_true.urgent_under(outcome, name) ^ self._if_false.urgent_under(outcome, name))
            for name in self._changing_urgency
            for outcome, recommended in compiled.outcome.items()
        )
        return self._union(map(self._project, chain(independent, dependent, urgent)))

    def _difference(self, outcome: Outcome, name: str) -> ProfileSet:
        return self._if_true.recipients_under(outcome, name) ^ self._if_false.recipients_under(outcome, name)

    def _project(self, profiles: ProfileSet) -> ProfileSet:
        return self._compiled.space.project(profiles & self._compiled.domain, self._facts)

    def _union(self, sets: Iterable[ProfileSet]) -> ProfileSet:
        return reduce(or_, sets, self._compiled.space.false)

    # Search for a single witness

    def _find_witness(self, region: ProfileSet) -> bool:
        """Return whether a random profile, from sets on which different advice is likely, is a witness."""
        random = Random(0)  # noqa: S311 (the order of the search depends on it, the answer does not)
        for profiles in islice(self._search_sets(region & self._compiled.domain), MAX_SETS):
            for _ in range(PICKS_PER_SET):
                assignment = self._compiled.space.pick(profiles, random)
                if self._is_witness(assignment):
                    self._observable |= self._compiled.space.cube(assignment, self._facts)
                    return True
        return False

    def _search_sets(self, region: ProfileSet) -> Iterator[ProfileSet]:
        """Yield nonempty sets of profiles on which an argument flips and is not overridden."""
        subsets = (self._likely_subsets(name, flips) for name, flips in self._undefeated_flips(region))
        yield from (subset for subset in chain.from_iterable(subsets) if subset.satisfiable())

    def _undefeated_flips(self, region: ProfileSet) -> Iterator[tuple[str, ProfileSet]]:
        """Yield each flipping argument with the profiles on which it is not overridden, if there are any.

        The recommendation can change only there: an overridden argument has no effect, flipped or not.
        """
        for name in (name for name in self._compiled.knowledge.arguments_by_level if name in self._flips):
            undefeated = region & self._flips[name] & self._compiled.not_overridden[name]
            if undefeated.satisfiable():
                yield name, undefeated

    def _likely_subsets(self, argument: str, flips: ProfileSet) -> Iterator[ProfileSet]:
        """Yield the subsets on which another recommendation is likely, then the whole set."""
        compiled, level = self._compiled, self._compiled.knowledge.argument_levels
        rule = next(rule for rule in compiled.knowledge.arguments if rule.id == argument)
        yield flips & ~compiled.fires[argument] & ~compiled.outcome[rule.recommend]
        for rival in sorted(rule.overrides, key=level.__getitem__)[:MAX_RIVALS]:
            yield flips & compiled.fires[rival]
        yield flips

    def _is_witness(self, assignment: Assignment) -> bool:
        """Whether the advice for one profile depends on the conclusion."""
        return self._advice_at(self._if_true, assignment) != self._advice_at(self._if_false, assignment)

    def _advice_at(self, compiled: CompiledRules, assignment: Assignment) -> tuple[Outcome, list[bool]]:
        """Return the recommendation of one profile, and each changing step, urgency and warning."""
        applies = {name: -fires.eval(assignment) for name, fires in compiled.applies.items()}
        outcomes = sole_outcome(Defeat(compiled.knowledge, applies, FALSE).candidates, ~FALSE)
        outcome = next(name for name, holds in outcomes.items() if holds)
        advice = (compiled.recipients_under(outcome, name) for name in self._changing_advice)
        urgency = (compiled.urgent_under(outcome, name) for name in self._changing_urgency)
        return outcome, [profiles.eval(assignment) for profiles in (*advice, *urgency)]

    # Symbolic decision of a whole region

    def _decide_region(self, region: ProfileSet) -> bool:
        """Decide a region by exact set operations, one flipping argument at a time, and store the result."""
        for _, flips in self._undefeated_flips(region & self._compiled.domain):
            observable = self._project(self._outcome_difference(flips)) & region
            if observable.satisfiable():
                self._observable |= observable
                return True
        self._unobservable |= region
        return False

    def _outcome_difference(self, within: ProfileSet) -> ProfileSet:
        if_true, if_false = (self._outcomes(compiled, within) for compiled in (self._if_true, self._if_false))
        return self._union(if_true[name] ^ if_false[name] for name in if_true)

    def _outcomes(self, compiled: CompiledRules, within: ProfileSet) -> dict[Outcome, ProfileSet]:
        """Return the profiles within a set to which each outcome is recommended."""
        arguments = compiled.knowledge.arguments_by_outcome.items()
        candidates = {
            outcome: self._union(compiled.undefeated[name] & within for name in names)
            for outcome, names in arguments
        }
        return sole_outcome(candidates, within)
