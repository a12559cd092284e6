"""Scenarios: profiles with the advice expected for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.diagnostic import Place
    from exitwise.model.fact import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedNames:
    """An expected list of names: exactly these, or including some and excluding others."""

    exactly: tuple[str, ...] | None = None
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()

    def accepts(self, names: tuple[str, ...], *, ordered: bool) -> bool:
        """Whether the names are as expected; `ordered` lists must have the same order."""
        if self.exactly is not None:
            return names == self.exactly if ordered else sorted(names) == sorted(self.exactly)
        return set(self.includes) <= set(names) and set(self.excludes).isdisjoint(names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """A profile and its expected advice, or the constraint in `refused` that the profile violates."""

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
