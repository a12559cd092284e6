"""A conclusion that some completions have and others do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from exitwise.diagram.manager import ProfileSet


class Split(NamedTuple):
    """One conclusion that is undecided: it holds in the completions inside, and not in those outside."""

    facts: frozenset[str] | None
    """The only facts on which it can depend; None if that is not known."""
    inside: ProfileSet
    outside: ProfileSet

    def can_depend_on(self, fact: str) -> bool:
        """Whether it is not excluded that the conclusion depends on a fact."""
        return self.facts is None or fact in self.facts
