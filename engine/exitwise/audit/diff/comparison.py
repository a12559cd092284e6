"""Compare the advice of two packs: its changes, their numbers of profiles, and the rules responsible."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from exitwise.audit.diff.advice_change import ASPECTS, advice_changes
from exitwise.audit.diff.attribution import responsible_rules
from exitwise.audit.diff.change_set import ChangeSet
from exitwise.audit.subject import witness

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from exitwise.audit.diff.advice_change import AdviceChange, Aspect
    from exitwise.audit.diff.matching import MatchedPacks


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One change of the advice, the number of profiles it affects, and a smallest one of them.

    `what` is the recommendation, the readiness, a step, a warning or an order of steps. `rules` are the
    changed rules that are responsible, see `responsible_rules`.
    """

    aspect: Aspect
    what: str
    before: str
    after: str
    profiles: int
    witness: Mapping[str, Any]
    rules: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """The changes of the advice between two packs.

    `compared` counts the profiles that both packs can express and at least one admits, `differing` those
    whose advice changes, and `by_aspect` those by the part of the advice that changes. `lost` and `gained`
    count the profiles that only OLD or only NEW admits because the other lacks one of their values.
    """

    compared: int
    differing: int
    by_aspect: Mapping[Aspect, int]
    lost: int
    gained: int
    rows: tuple[Row, ...]

    @property
    def same(self) -> bool:
        """Whether each profile that OLD accepts as input is advised or refused alike by NEW."""
        return not self.differing and not self.lost


def compare(matched: MatchedPacks) -> Comparison:
    """Compare the advice of two packs on every profile."""
    return _Comparer(matched, ChangeSet(matched)).comparison()


@dataclass(frozen=True, slots=True)
class _Comparer:
    matched: MatchedPacks
    change_set: ChangeSet

    def comparison(self) -> Comparison:
        old, new, space = self.matched.old, self.matched.new, self.matched.space
        changes = tuple(advice_changes(self.matched))
        return Comparison(
            compared=space.count(self.matched.common & (old.admissible | new.admissible)),
            differing=self._count(changes),
            by_aspect={
                aspect: self._count(change for change in changes if change.aspect == aspect)
                for aspect in ASPECTS
            },
            lost=space.count(old.admissible & ~new.expressible),
            gained=space.count(new.admissible & ~old.expressible),
            rows=tuple(map(self._row, changes)),
        )

    def _count(self, changes: Iterable[AdviceChange]) -> int:
        """Return the number of profiles that at least one of the changes affects."""
        space = self.matched.space
        return space.count(space.union(change.profiles for change in changes))

    def _row(self, change: AdviceChange) -> Row:
        return Row(
            aspect=change.aspect,
            what=change.what,
            before=change.before,
            after=change.after,
            profiles=self.matched.space.count(change.profiles),
            witness=witness(self.matched.space, change.profiles),
            rules=responsible_rules(self.change_set, change),
        )
