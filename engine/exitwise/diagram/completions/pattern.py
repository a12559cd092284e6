"""The profiles that lack the same facts: for which of them completions differ, as sets over the others."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from itertools import chain
from operator import or_
from typing import TYPE_CHECKING

from exitwise.diagram.completions.course_splits import hold_splits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.diagram.completions.split import Split
    from exitwise.diagram.completions.undecided import Undecided
    from exitwise.diagram.manager import ProfileSet


@dataclass(frozen=True)
class Pattern:
    """All profiles that lack these facts; `everybody` has no answers, so it has all completions of all.

    The sets do not depend on the missing facts: a profile stays in one of them with any values of these.
    """

    everybody: Undecided
    missing: tuple[str, ...]

    @property
    def impossible(self) -> ProfileSet:
        """The profiles without a completion."""
        return ~self._extensible(self.everybody.completions)

    @property
    def unsettled(self) -> ProfileSet:
        """The profiles whose completions have different advice now, or can meet different holds."""
        sets = (
            self._extensible(split.inside) & self._extensible(split.outside)
            for split in chain(self.everybody.splits, self._hold_splits)
            if any(map(split.can_depend_on, self.missing))
        )
        return reduce(or_, sets, self.everybody.compiled.space.false)

    @property
    def _hold_splits(self) -> Iterator[Split]:
        for outcome, own in self.everybody.outcomes.items():
            yield from hold_splits(self.everybody.compiled, outcome, own)

    def _extensible(self, profiles: ProfileSet) -> ProfileSet:
        """Return the profiles with a completion in a set."""
        return self.everybody.compiled.space.exists(profiles, *self.missing)
