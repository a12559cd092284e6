"""Scenarios: profiles with the advice expected for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.diagnostic import Place
    from exitwise.model.fact import Value
    from exitwise.model.rule import End

COURSE_FIELDS: Final = ("later_steps", "waits", "way_to_ready", "leads_to")
"""The fields of an expectation that are about the course of the plan."""


@dataclass(frozen=True, slots=True)
class Detail:
    """An expectation of one name: the move in `comes_after` or `begins_after`, or the `ends` of a wait."""

    name: str
    key: str
    move: str | None = None
    ends: tuple[End, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedNames:
    """An expected list of names: exactly these, or including some and excluding others.

    `details` holds further expectations of some of the names.
    """

    exactly: tuple[str, ...] | None = None
    includes: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    details: tuple[Detail, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in the expectation, those expected to be absent included."""
        return (*(self.exactly or ()), *self.includes, *self.excludes)

    def accepts(self, names: tuple[str, ...], *, ordered: bool) -> bool:
        """Whether the names are as expected; `ordered` lists must have the same order."""
        if self.exactly is not None:
            return names == self.exactly if ordered else sorted(names) == sorted(self.exactly)
        return set(self.includes) <= set(names) and set(self.excludes).isdisjoint(names)


@dataclass(frozen=True, slots=True)
class WayMove:
    """A move of a way to ready: a step, a hold that ends, or answers that have to be found out.

    `names` holds the step, the hold, or the facts. Without `end`, an expected hold may end in any way.
    """

    kind: Literal["step", "hold", "answer"]
    names: tuple[str, ...]
    end: tuple[tuple[str, Value], ...] = ()

    def accepts(self, other: WayMove) -> bool:
        """Whether a move is as expected; the order of facts and answers has no meaning."""
        same = self.kind == other.kind and sorted(self.names) == sorted(other.names)
        return same and (not self.end or dict(self.end) == dict(other.end))


@dataclass(frozen=True, slots=True)
class ExpectedWay:
    """The expected moves until the profile is ready; None if there is no way."""

    moves: tuple[WayMove, ...] | None


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
    urgent: ExpectedNames | None = None
    later_steps: ExpectedNames | None = None
    waits: ExpectedNames | None = None
    way_to_ready: ExpectedWay | None = None
    leads_to: tuple[tuple[str, Value], ...] | None = None
    """Some answers at the end of the course."""
    refused: str | None = None
    cites: tuple[str, ...] = ()
    place: Place

    @property
    def has_course(self) -> bool:
        """Whether something is expected of the course of the plan."""
        return any(getattr(self, field) is not None for field in COURSE_FIELDS)

    def rules(self) -> Iterator[str]:
        """Yield the steps and warnings that the expectation names."""
        for names in (self.steps, self.warnings, self.urgent, self.later_steps, self.waits):
            if names is not None:
                yield from names.names
                yield from (own.move for own in names.details if own.move is not None)
        for move in (self.way_to_ready.moves or ()) if self.way_to_ready else ():
            yield from () if move.kind == "answer" else move.names
