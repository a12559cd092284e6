"""What the columns of somebody's export mean: where a fact is taken from, and what its values are there."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.model.fact import Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where one fact is taken from: a column, or the same answer for every record.

    `values` gives the fact's value for each value of the column; without it the column's is the fact's.
    `days` is 1 where the column holds a day since which days are counted, -1 where they are until it.
    """

    column: str = ""
    values: Mapping[str, Value] | None = None
    days: int = 0
    always: Value | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """The origins of some facts, by fact; each other fact is taken from the column of its own name.

    `id` names the column of a record's id, `keep` those that are passed through.
    """

    id: str = "id"
    facts: Mapping[str, Origin] = field(default_factory=dict)
    keep: tuple[str, ...] = ()

    def origin(self, fact: str) -> Origin:
        """Return where a fact is taken from."""
        return self.facts.get(fact) or Origin(column=fact)

    def as_dict(self) -> dict[str, Any]:
        """Return what is taken from where as plain data, by which the map is known again."""
        return {"id": self.id, "facts": {fact: asdict(origin) for fact, origin in self.facts.items()}}
