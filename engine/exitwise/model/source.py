"""Sources of knowledge: documents, and their statements in our own words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from exitwise.diagnostic import Place

Reliability = Literal["official", "community", "third-party", "generated"]
StatementKind = Literal["duty", "consequence", "caveat", "narrative"]

RELIABILITIES: Final[tuple[Reliability, ...]] = ("official", "community", "third-party", "generated")
STATEMENT_KINDS: Final[tuple[StatementKind, ...]] = ("duty", "consequence", "caveat", "narrative")


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A statement of a source, and its relations to other statements."""

    id: str
    says: str
    kind: StatementKind
    confirms: tuple[str, ...] = ()
    refines: tuple[str, ...] = ()
    contradicts: tuple[str, ...] = ()
    because: str = ""
    unused: str = ""
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document, its age and reliability; `dated` and `review_by` are ISO 8601 dates."""

    id: str
    title: str
    url: str = ""
    dated: str
    reliability: Reliability
    review_by: str
    note: str = ""
    statements: tuple[Statement, ...] = ()
    place: Place
