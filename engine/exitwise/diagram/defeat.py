"""Which arguments stand, and which outcome they leave; for sets of profiles, or for a single one."""

from __future__ import annotations

from functools import cached_property, reduce
from operator import and_, or_
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Self

    from exitwise.model.knowledge import Knowledge


class BooleanValue(Protocol):
    """What can be joined, met and turned round: a function, or an integer as a row of truth values."""

    def __and__(self, other: Self, /) -> Self: ...
    def __or__(self, other: Self, /) -> Self: ...
    def __invert__(self) -> Self: ...


T = TypeVar("T", bound=BooleanValue)


class Defeat(Generic[T]):
    """The arguments of a knowledge base, given where each applies; `none` is what is true nowhere.

    `unbeaten` says for each argument where nothing undefeated overrides it, whether it applies or not, and
    `undefeated` where it applies too.
    """

    def __init__(
        self, knowledge: Knowledge, applies: Mapping[str, T], false: T, base: Defeat[T] | None = None
    ) -> None:
        """Settle every argument; what is as in the base is taken from there."""
        self._knowledge = knowledge
        self._applies = applies
        self._none = false
        self._base = base
        self.not_overridden: dict[str, T] = {}
        self.undefeated: dict[str, T] = {}
        self._resolve()

    def _resolve(self) -> None:
        """Go up the levels of overriding: whoever overrides an argument is settled before it."""
        overriders = self._knowledge.overriders_by_level
        union = _PrefixUnions(self.undefeated, self._none)
        for name in self._knowledge.arguments_by_level:
            if self._base is not None and self._is_overridden_as_in(self._base, name):
                self.not_overridden[name] = self._base.not_overridden[name]
            else:
                self.not_overridden[name] = ~union.of(overriders[name])
            self.undefeated[name] = self._applies[name] & self.not_overridden[name]

    def _is_overridden_as_in(self, base: Defeat[T], name: str) -> bool:
        """Whether an argument is overridden by the same as in the base, and these stand as they do there."""
        stronger = self._knowledge.overriders_by_level[name]
        return stronger == base._knowledge.overriders_by_level.get(name) and all(
            self.undefeated[other] == base.undefeated[other] for other in stronger
        )

    @cached_property
    def candidates(self) -> dict[str, T]:
        """For each outcome where an undefeated argument is for it."""
        return {outcome: self._candidate_set(outcome) for outcome, _ in self._knowledge.outcomes}

    def _candidate_set(self, outcome: str) -> T:
        names = self._knowledge.arguments_by_outcome[outcome]
        if self._base is not None and self._has_candidate_as_in(self._base, outcome):
            return self._base.candidates[outcome]
        return self._union(self.undefeated[name] for name in names)

    def _has_candidate_as_in(self, base: Defeat[T], outcome: str) -> bool:
        """Whether the same arguments are for an outcome as in the base, and stand as they do there."""
        names = self._knowledge.arguments_by_outcome[outcome]
        return names == base._knowledge.arguments_by_outcome.get(outcome) and all(
            self.undefeated[name] == base.undefeated[name] for name in names
        )

    def _union(self, truths: Iterable[T]) -> T:
        return reduce(or_, truths, self._none)


def sole_outcome(candidates: Mapping[str, T], true: T) -> dict[str | None, T]:
    """Return for each outcome where it is the only one argued for, and under None where there is none."""
    outcomes: dict[str | None, T] = {
        outcome: reduce(and_, (~other for name, other in candidates.items() if name != outcome), own)
        for outcome, own in candidates.items()
    }
    outcomes[None] = reduce(lambda rest, own: rest & ~own, outcomes.values(), true)
    return outcomes


class _PrefixUnions(Generic[T]):
    """The union of named truths; lists that begin alike share the union of their beginning."""

    def __init__(self, truths: Mapping[str, T], none: T) -> None:
        self._truths = truths
        self._unions = [none]
        self._next: dict[tuple[int, str], int] = {}

    def of(self, names: Iterable[str]) -> T:
        at = 0
        for name in names:
            if (at, name) not in self._next:
                self._unions.append(self._unions[at] | self._truths[name])
                self._next[at, name] = len(self._unions) - 1
            at = self._next[at, name]
        return self._unions[at]
