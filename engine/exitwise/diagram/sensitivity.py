"""Whether advice hangs on one conclusion: on a finding, or on whether an argument applies."""

from __future__ import annotations

from functools import reduce
from itertools import chain, islice
from operator import or_
from random import Random
from typing import TYPE_CHECKING, Final

from exitwise.diagram.compiled_rules import CompiledRules
from exitwise.diagram.defeat import Defeat, sole_outcome

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from exitwise.diagram.compiled_rules import ConclusionId, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Assignment

FALSE: Final = 0
"""What is false, as an integer whose bits are all alike."""
MAX_RIVALS: Final = 4
"""Arguments that a flipping one overrides, of which one might come to be recommended."""
MAX_SETS, PICKS_PER_SET = 12, 4
"""Sets, and profiles of each, that are looked at one by one before a region is decided as a whole.

They only save time: what is found is felt, and where nothing is found the whole region is decided.
"""


class Sensitivity:
    """The admissible profiles whose advice would be another if one conclusion were the opposite.

    Whatever changes a rule of the finding, or the argument, changes advice on these profiles and on no
    others (the complement of the "observability don't cares" of logic synthesis: K. A. Bartlett et al.,
    "Multilevel logic minimization using implicit don't cares", 1988). They are told apart only by `facts`,
    those that the change depends on, and worked out no further than they are asked for.
    """

    def __init__(self, compiled: CompiledRules, conclusion: ConclusionId, facts: Collection[str]) -> None:
        """Prepare to answer; nothing is decided yet that takes long."""
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
        self._observable = self._observable_by_advice()
        self._unobservable = space.false

    def is_observable(self, region: ProfileSet) -> bool:
        """Whether some profile of a region, told apart by the facts alone, feels the conclusion."""
        if (region & self._observable).satisfiable():
            return True
        open_ = self._compiled.space.project(
            self._compiled.domain & region & ~self._unobservable, self._facts
        )
        if not self._flips or not open_.satisfiable():
            return False
        return self._find_witness(open_) or self._decide_region(open_)

    # What is known at once

    def _find_flips(self) -> Iterator[tuple[str, ProfileSet]]:
        """Yield the arguments that apply otherwise, with the profiles on which they do."""
        for rule in self._compiled.knowledge.arguments:
            flip = self._if_true.fires[rule.id] ^ self._if_false.fires[rule.id]
            if flip.satisfiable():
                yield rule.id, flip

    def _find_changing_advice(self) -> Iterator[str]:
        """Yield the steps and warnings that look at a finding that differs."""
        found = self._if_true.finding.items()
        moved = {name for name, profiles in found if profiles != self._if_false.finding[name]}
        for rule in (*self._compiled.knowledge.steps, *self._compiled.knowledge.warnings):
            if not moved.isdisjoint(self._compiled.knowledge.findings_used_by[rule.id]):
                yield rule.id

    def _observable_by_advice(self) -> ProfileSet:
        """Return the profiles that feel it by a step or a warning, whatever happens to the recommendation.

        If the recommendation stays what it is, the step differs; if it does not, advice differs anyhow.
        """
        compiled, by_outcome = self._compiled, self._compiled.knowledge.outcome_dependent
        plain = (self._difference(None, name) for name in self._changing_advice if name not in by_outcome)
        told = (
            own & self._difference(outcome, name)
            for name in self._changing_advice
            if name in by_outcome
            for outcome, own in compiled.outcome.items()
        )
        return self._union(map(self._project, chain(plain, told)))

    def _difference(self, outcome: Outcome, name: str) -> ProfileSet:
        return self._if_true.recipients_under(outcome, name) ^ self._if_false.recipients_under(outcome, name)

    def _project(self, profiles: ProfileSet) -> ProfileSet:
        return self._compiled.space.project(profiles & self._compiled.domain, self._facts)

    def _union(self, sets: Iterable[ProfileSet]) -> ProfileSet:
        return reduce(or_, sets, self._compiled.space.false)

    # One profile after the other

    def _find_witness(self, region: ProfileSet) -> bool:
        """Try profiles of those sets in which it is likely that something else is advised."""
        random = Random(0)  # noqa: S311 (only where to look first hangs on it; the answer does not)
        for candidates in islice(self._candidates(region & self._compiled.domain), MAX_SETS):
            for _ in range(PICKS_PER_SET):
                point = self._compiled.space.pick(candidates, random)
                if self._is_witness(point):
                    self._observable |= self._compiled.space.cube(point, self._facts)
                    return True
        return False

    def _candidates(self, region: ProfileSet) -> Iterator[ProfileSet]:
        """Yield sets that are not empty, on which an argument flips that is not defeated."""
        tipping = (self._likely_subsets(name, free) for name, free in self._undefeated_flips(region))
        yield from (each for each in chain.from_iterable(tipping) if each.satisfiable())

    def _undefeated_flips(self, region: ProfileSet) -> Iterator[tuple[str, ProfileSet]]:
        """Yield for each flipping argument the profiles on which nothing stronger defeats it, if any.

        Only there can the recommendation be another: of a defeated argument's flipping nothing comes.
        """
        for name in (name for name in self._compiled.knowledge.arguments_by_level if name in self._flips):
            undefeated = region & self._flips[name] & self._compiled.not_overridden[name]
            if undefeated.satisfiable():
                yield name, undefeated

    def _likely_subsets(self, argument: str, free: ProfileSet) -> Iterator[ProfileSet]:
        """Yield those parts of a set first in which another outcome is at hand, and at last the whole."""
        compiled, level = self._compiled, self._compiled.knowledge.argument_levels
        rule = next(rule for rule in compiled.knowledge.arguments if rule.id == argument)
        yield free & ~compiled.fires[argument] & ~compiled.outcome[rule.recommend]
        for rival in sorted(rule.overrides, key=level.__getitem__)[:MAX_RIVALS]:
            yield free & compiled.fires[rival]
        yield free

    def _is_witness(self, point: Assignment) -> bool:
        """Whether one profile is advised otherwise."""
        return self._advice_at(self._if_true, point) != self._advice_at(self._if_false, point)

    def _advice_at(self, compiled: CompiledRules, point: Assignment) -> tuple[Outcome, list[bool]]:
        """Return what one profile is recommended, and which of the steps and warnings in question it gets."""
        applies = {name: -fires.eval(point) for name, fires in compiled.applies.items()}
        found = sole_outcome(Defeat(compiled.knowledge, applies, FALSE).candidates, ~FALSE)
        outcome = next(name for name, holds in found.items() if holds)
        return outcome, [
            compiled.recipients_under(outcome, name).eval(point) for name in self._changing_advice
        ]

    # All profiles of a region at once

    def _decide_region(self, region: ProfileSet) -> bool:
        """Decide a region, one flipping argument after the other, and remember the answer."""
        for _, free in self._undefeated_flips(region & self._compiled.domain):
            felt = self._project(self._outcome_difference(free)) & region
            if felt.satisfiable():
                self._observable |= felt
                return True
        self._unobservable |= region
        return False

    def _outcome_difference(self, within: ProfileSet) -> ProfileSet:
        true, false = (self._outcomes(compiled, within) for compiled in (self._if_true, self._if_false))
        return self._union(true[name] ^ false[name] for name in true)

    def _outcomes(self, compiled: CompiledRules, within: ProfileSet) -> dict[Outcome, ProfileSet]:
        """Return for each outcome which of some profiles get it."""
        arguing = compiled.knowledge.arguments_by_outcome.items()
        argued = {
            name: self._union(compiled.undefeated[rule] & within for rule in rules) for name, rules in arguing
        }
        return sole_outcome(argued, within)
