"""Column maps: the column of an export that holds each fact, and the meaning of its values."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.model.fact import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The origin of one fact: a column, or the same answer for every record.

    `values` maps values of the column to values of the fact; None means that they are the same.
    `days` is 1 if the fact counts the days since the column's date, -1 if until it, otherwise 0.
    """

    column: str = ""
    values: Mapping[str, Value] | None = None
    days: int = 0
    always: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """The origins of facts, by fact; every other fact is in the column of its own name.

    `id` is the column of a record's id, `keep` the columns that are passed through.
    """

    id: str = "id"
    facts: Mapping[str, Origin] = field(default_factory=dict)
    keep: tuple[str, ...] = ()

    def origin(self, fact: str) -> Origin:
        """Return the origin of a fact."""
        return self.facts.get(fact) or Origin(column=fact)

    def as_dict(self) -> dict[str, Any]:
        """Return the map without `keep` as data for JSON, to recognise the same map in a later run."""
        return {"id": self.id, "facts": {fact: asdict(origin) for fact, origin in self.facts.items()}}
