"""A worked case: a profile and what the advice for it must be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.diagnostic import Place
    from exitwise.model.fact import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedNames:
    """What a list of names must be: exactly this, or with these and without those."""

    exactly: tuple[str, ...] | None = None
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    def accepts(self, names: tuple[str, ...], *, ordered: bool) -> bool:
        """Whether the names are as expected; the order counts only where it is said to."""
        if self.exactly is not None:
            return names == self.exactly if ordered else sorted(names) == sorted(self.exactly)
        return set(self.includes) <= set(names) and set(self.excludes).isdisjoint(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A worked case; `refused` names the constraint that its profile breaks, and then nothing else counts."""

    id: str
    says: str = ""
    profile: Mapping[str, Value]
    recommendation: str | None = None
    readiness: str | None = None
    steps: ExpectedNames | None = None
    warnings: ExpectedNames | None = None
    findings: ExpectedNames | None = None
    refused: str | None = None
    cites: tuple[str, ...] = ()
    place: Place
