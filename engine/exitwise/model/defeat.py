"""Defeasible arguments: which are undefeated, and which outcome they support.

An argument that applies is undefeated if no undefeated argument overrides it. The overriding relation has no
cycle, so this is the grounded extension of Dung's argumentation framework, and a single pass in topological
order computes it (P. M. Dung, "On the acceptability of arguments and its fundamental role in nonmonotonic
reasoning, logic programming and n-person games", 1995). The code is generic: it works on sets of profiles,
and on the truth values of a single one.
"""

from __future__ import annotations

from functools import cached_property, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Generic

from exitwise.model.algebra import T

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.model.knowledge import Knowledge


class Defeat(Generic[T]):
    """The status of every argument of a knowledge base.

    `applies` has the truth of each argument's condition, by id; `false` is the bottom of the algebra.
    `not_overridden` is true where no undefeated argument overrides an argument, and `undefeated` where the
    argument applies as well. Results that are the same in `base` are reused from it.
    """

    def __init__(
        self, knowledge: Knowledge, applies: Mapping[str, T], false: T, base: Defeat[T] | None = None
    ) -> None:
        """Compute the status of every argument."""
        self._knowledge = knowledge
        self._applies = applies
        self._false = false
        self._base = base
        self.not_overridden: dict[str, T] = {}
        self.undefeated: dict[str, T] = {}
        self._evaluate()

    def _evaluate(self) -> None:
        """Go through the arguments in topological order: overriders precede the arguments they override."""
        overriders = self._knowledge.overriders_by_level
        union = _PrefixUnions(self.undefeated, self._false)
        for name in self._knowledge.arguments_by_level:
            if self._base is not None and self._is_overridden_as_in(self._base, name):
                self.not_overridden[name] = self._base.not_overridden[name]
            else:
                self.not_overridden[name] = ~union.of(overriders[name])
            self.undefeated[name] = self._applies[name] & self.not_overridden[name]

    def _is_overridden_as_in(self, base: Defeat[T], name: str) -> bool:
        """Whether an argument has the same overriders as in the base, undefeated on the same profiles."""
        stronger = self._knowledge.overriders_by_level[name]
        return stronger == base._knowledge.overriders_by_level.get(name) and all(
            self.undefeated[other] == base.undefeated[other] for other in stronger
        )

    @cached_property
    def candidates(self) -> dict[str, T]:
        """The truth of "at least one undefeated argument supports it", by outcome."""
        return {outcome: self._candidate_set(outcome) for outcome, _ in self._knowledge.outcomes}

    def _candidate_set(self, outcome: str) -> T:
        names = self._knowledge.arguments_by_outcome[outcome]
        if self._base is not None and self._has_candidate_as_in(self._base, outcome):
            return self._base.candidates[outcome]
        return self._union(self.undefeated[name] for name in names)

    def _has_candidate_as_in(self, base: Defeat[T], outcome: str) -> bool:
        """Whether an outcome has the same arguments as in the base, undefeated on the same profiles."""
        names = self._knowledge.arguments_by_outcome[outcome]
        return names == base._knowledge.arguments_by_outcome.get(outcome) and all(
            self.undefeated[name] == base.undefeated[name] for name in names
        )

    def _union(self, elements: Iterable[T]) -> T:
        return reduce(or_, elements, self._false)


def sole_outcome(candidates: Mapping[str, T], true: T) -> dict[str | None, T]:
    """Return the truth of "this is the only candidate", by outcome.

    Under None it is the truth of "there is no candidate, or more than one"; `true` is the top of the algebra.
    """
    outcomes: dict[str | None, T] = {
        outcome: reduce(and_, (~other for name, other in candidates.items() if name != outcome), own)
        for outcome, own in candidates.items()
    }
    outcomes[None] = reduce(lambda rest, own: rest & ~own, outcomes.values(), true)
    return outcomes


class _PrefixUnions(Generic[T]):
    """Unions of named elements, memoised in a trie: lists with a common prefix share its union."""

    def __init__(self, elements: Mapping[str, T], false: T) -> None:
        self._elements = elements
        self._unions = [false]
        self._child: dict[tuple[int, str], int] = {}

    def of(self, names: Iterable[str]) -> T:
        node = 0
        for name in names:
            if (node, name) not in self._child:
                self._unions.append(self._unions[node] | self._elements[name])
                self._child[node, name] = len(self._unions) - 1
            node = self._child[node, name]
        return self._unions[node]
