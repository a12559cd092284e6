"""The facts without an answer that can change the advice, and those that cannot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exitwise.diagram.completions.undecided import Undecided
from exitwise.model.fact import UNKNOWN

if TYPE_CHECKING:
    from typing import Self

    from exitwise.diagram.compiled_rules import CompiledRules
    from exitwise.model.profile import Profile


@dataclass(frozen=True, slots=True)
class Relevance:
    """The facts that are assumed to be unknown, and the absent facts that are not needed."""

    assumed: tuple[str, ...]
    not_needed: tuple[str, ...]

    @classmethod
    def of(cls, compiled: CompiledRules, profile: Profile) -> Self:
        """Decide for each absent or unknown fact whether it matters in some completion of all these."""
        implied = profile.implied
        open_ = [fact for fact, value in profile.values.items() if fact in profile.free or value == UNKNOWN]
        known = {fact: value for fact, value in profile.values.items() if fact not in open_}
        here = Undecided(compiled, known)
        matters = frozenset(fact for fact in open_ if here.matters(fact))
        absent = (fact for fact in profile.absent if fact not in implied)
        return cls(
            tuple(fact for fact in open_ if fact in matters),
            tuple(fact for fact in absent if fact not in matters),
        )
