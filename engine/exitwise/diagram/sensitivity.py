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

    from exitwise.diagram.compiled_rules import Node, Outcome
    from exitwise.diagram.manager import ProfileSet
    from exitwise.diagram.space import Point

NOWHERE: Final = 0
"""What is false, as an integer whose bits are all alike."""
RIVALS: Final = 4
"""Arguments that a flipping one overrides, of which one might come to be recommended."""
SETS, PICKS = 12, 4
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

    def __init__(self, compiled: CompiledRules, node: Node, facts: Collection[str]) -> None:
        """Prepare to answer; nothing is decided yet that takes long."""
        self._meaning, self._facts = compiled, facts
        space = compiled.space
        self._true = CompiledRules(compiled.knowledge, space, base=compiled, forced={node: space.true})
        self._false = CompiledRules(compiled.knowledge, space, base=compiled, forced={node: space.false})
        self._flips = dict(self._flipping())
        self._moved = list(self._moving())
        self._felt = self._felt_directly()
        self._unfelt = space.false

    def is_observable(self, region: ProfileSet) -> bool:
        """Whether some profile of a region, told apart by the facts alone, feels the conclusion."""
        if (region & self._felt).satisfiable():
            return True
        open_ = self._meaning.space.project(self._meaning.domain & region & ~self._unfelt, self._facts)
        if not self._flips or not open_.satisfiable():
            return False
        return self._guessed(open_) or self._decided(open_)

    # What is known at once

    def _flipping(self) -> Iterator[tuple[str, ProfileSet]]:
        """Yield the arguments that apply otherwise, with the profiles on which they do."""
        for rule in self._meaning.knowledge.arguments:
            flip = self._true.fires[rule.id] ^ self._false.fires[rule.id]
            if flip.satisfiable():
                yield rule.id, flip

    def _moving(self) -> Iterator[str]:
        """Yield the steps and warnings that look at a finding that differs."""
        found = self._true.finding.items()
        moved = {name for name, profiles in found if profiles != self._false.finding[name]}
        for rule in (*self._meaning.knowledge.steps, *self._meaning.knowledge.warnings):
            if not moved.isdisjoint(self._meaning.knowledge.findings_used_by[rule.id]):
                yield rule.id

    def _felt_directly(self) -> ProfileSet:
        """Return the profiles that feel it by a step or a warning, whatever happens to the recommendation.

        If the recommendation stays what it is, the step differs; if it does not, advice differs anyhow.
        """
        compiled, by_outcome = self._meaning, self._meaning.knowledge.outcome_dependent
        plain = (self._differs(None, name) for name in self._moved if name not in by_outcome)
        told = (
            own & self._differs(outcome, name)
            for name in self._moved
            if name in by_outcome
            for outcome, own in compiled.outcome.items()
        )
        return self._any(map(self._onto, chain(plain, told)))

    def _differs(self, outcome: Outcome, name: str) -> ProfileSet:
        return self._true.given(outcome, name) ^ self._false.given(outcome, name)

    def _onto(self, profiles: ProfileSet) -> ProfileSet:
        return self._meaning.space.project(profiles & self._meaning.domain, self._facts)

    def _any(self, sets: Iterable[ProfileSet]) -> ProfileSet:
        return reduce(or_, sets, self._meaning.space.false)

    # One profile after the other

    def _guessed(self, region: ProfileSet) -> bool:
        """Try profiles of those sets in which it is likely that something else is advised."""
        random = Random(0)  # noqa: S311 (only where to look first hangs on it; the answer does not)
        for candidates in islice(self._candidates(region & self._meaning.domain), SETS):
            for _ in range(PICKS):
                point = self._meaning.space.picked(candidates, random)
                if self._feels(point):
                    self._felt |= self._meaning.space.cell(point, self._facts)
                    return True
        return False

    def _candidates(self, region: ProfileSet) -> Iterator[ProfileSet]:
        """Yield sets that are not empty, on which an argument flips that is not defeated."""
        tipping = (self._tipping(name, free) for name, free in self._free(region))
        yield from (each for each in chain.from_iterable(tipping) if each.satisfiable())

    def _free(self, region: ProfileSet) -> Iterator[tuple[str, ProfileSet]]:
        """Yield for each flipping argument the profiles on which nothing stronger defeats it, if any.

        Only there can the recommendation be another: of a defeated argument's flipping nothing comes.
        """
        for name in (name for name in self._meaning.knowledge.arguments_by_level if name in self._flips):
            free = region & self._flips[name] & self._meaning.unbeaten[name]
            if free.satisfiable():
                yield name, free

    def _tipping(self, argument: str, free: ProfileSet) -> Iterator[ProfileSet]:
        """Yield those parts of a set first in which another outcome is at hand, and at last the whole."""
        compiled, level = self._meaning, self._meaning.knowledge.argument_levels
        rule = next(rule for rule in compiled.knowledge.arguments if rule.id == argument)
        yield free & ~compiled.fires[argument] & ~compiled.outcome[rule.recommend]
        for rival in sorted(rule.overrides, key=level.__getitem__)[:RIVALS]:
            yield free & compiled.fires[rival]
        yield free

    def _feels(self, point: Point) -> bool:
        """Whether one profile is advised otherwise."""
        return self._advised(self._true, point) != self._advised(self._false, point)

    def _advised(self, compiled: CompiledRules, point: Point) -> tuple[Outcome, list[bool]]:
        """Return what one profile is recommended, and which of the steps and warnings in question it gets."""
        applies = {name: -fires.eval(point) for name, fires in compiled.applies.items()}
        found = sole_outcome(Defeat(compiled.knowledge, applies, NOWHERE).argued, ~NOWHERE)
        outcome = next(name for name, holds in found.items() if holds)
        return outcome, [compiled.given(outcome, name).eval(point) for name in self._moved]

    # All profiles of a region at once

    def _decided(self, region: ProfileSet) -> bool:
        """Decide a region, one flipping argument after the other, and remember the answer."""
        for _, free in self._free(region & self._meaning.domain):
            felt = self._onto(self._recommended_otherwise(free)) & region
            if felt.satisfiable():
                self._felt |= felt
                return True
        self._unfelt |= region
        return False

    def _recommended_otherwise(self, within: ProfileSet) -> ProfileSet:
        true, false = (self._outcomes(compiled, within) for compiled in (self._true, self._false))
        return self._any(true[name] ^ false[name] for name in true)

    def _outcomes(self, compiled: CompiledRules, within: ProfileSet) -> dict[Outcome, ProfileSet]:
        """Return for each outcome which of some profiles get it."""
        arguing = compiled.knowledge.arguments_by_outcome.items()
        argued = {
            name: self._any(compiled.undefeated[rule] & within for rule in rules) for name, rules in arguing
        }
        return sole_outcome(argued, within)
