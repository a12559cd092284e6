"""Where two packs advise differently: from what to what, on how many profiles, and by which rules."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING

from exitwise.audit.diff.advice_change import ASPECTS, advice_changes
from exitwise.audit.diff.attribution import responsible_rules
from exitwise.audit.diff.change_set import ChangeSet
from exitwise.audit.subject import witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.audit.diff.advice_change import AdviceChange, Aspect
    from exitwise.audit.diff.matching import MatchedPacks
    from exitwise.model.fact import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: what of the advice, from what to what, on how many profiles, and one of them.

    `rules` are those among the changed ones that make the difference, as `responsible` has it.
    """

    aspect: Aspect
    what: str
    before: str
    after: str
    profiles: int
    witness: Mapping[str, Value]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What a change does to the advice.

    `compared` counts the profiles that both packs can state and one admits, `differing` those of them that
    get something else, and `by_aspect` those by what is different; `lost` and `gained` are the profiles that
    one pack admits and the other cannot state, having no such value.
    """

    compared: int
    differing: int
    by_aspect: Mapping[Aspect, int]
    lost: int
    gained: int
    rows: tuple[Row, ...]

    @property
    def same(self) -> bool:
        """Whether every profile that the old pack admits or refuses gets the same from the new one."""
        return not self.differing and not self.lost


def compare(matched: MatchedPacks) -> Comparison:
    """Compare what two packs say of every profile."""
    return _Comparer(matched, ChangeSet(matched)).comparison()


@dataclass(frozen=True, slots=True)
class _Comparer:
    matched: MatchedPacks
    change_set: ChangeSet

    def comparison(self) -> Comparison:
        old, new, space = self.matched.old, self.matched.new, self.matched.space
        found = tuple(advice_changes(self.matched))
        return Comparison(
            compared=space.count(self.matched.common & (old.admissible | new.admissible)),
            differing=self._count(found),
            by_aspect={
                aspect: self._count(move for move in found if move.aspect == aspect) for aspect in ASPECTS
            },
            lost=space.count(old.admissible & ~new.expressible),
            gained=space.count(new.admissible & ~old.expressible),
            rows=tuple(map(self._row, found)),
        )

    def _count(self, found: Iterable[AdviceChange]) -> int:
        """Return how many profiles one of the moves happens to."""
        space = self.matched.space
        return space.count(reduce(or_, (move.profiles for move in found), space.false))

    def _row(self, move: AdviceChange) -> Row:
        return Row(
            aspect=move.aspect,
            what=move.what,
            before=move.before,
            after=move.after,
            profiles=self.matched.space.count(move.profiles),
            witness=witness(self.matched.space, move.profiles),
            rules=responsible_rules(self.change_set, move),
        )
