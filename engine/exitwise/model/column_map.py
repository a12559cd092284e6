"""Column maps: the column of an export that holds each fact, and the meaning of its values."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.model.fact import Value


ISO_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}.*)?", re.ASCII)


def day_of(text: str, pattern: str = "") -> date | None:
    """Return the day of a date or a timestamp, as it is written; None if it is neither.

    Without a pattern for `strptime`, the form is that of ISO 8601.
    """
    try:
        if pattern:
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007 (a day as written)
        return datetime.fromisoformat(text).date() if ISO_DATE.fullmatch(text) else None
    except ValueError:
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The origin of one fact: a column, or the same answer for every record.

    `values` maps values of the column to values of the fact; None means that they are the same.
    `days` is 1 if the fact counts the days since the column's date, -1 if until it, otherwise 0; `date` is
    the pattern of the date (default: ISO 8601). With `whole` a number may have a point and zeros after it,
    with `from_text` it may be text. `unknown` lists values of the column, as text, that mean unknown.
    """

    column: str = ""
    values: Mapping[str, Value] | None = None
    days: int = 0
    always: Value | None = None
    date: str = ""
    whole: bool = False
    from_text: bool = False
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """The origins of facts, by fact; every other fact is in the column of its own name.

    `id` is the column of a record's id, `keep` the columns that are passed through.
    """

    id: str = "id"
    facts: Mapping[str, Origin] = field(default_factory=dict)
    keep: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=(), compare=False)
    """Notes on former names of facts in the map."""

    def origin(self, fact: str) -> Origin:
        """Return the origin of a fact."""
        return self.facts.get(fact) or Origin(column=fact)

    def as_dict(self) -> dict[str, Any]:
        """Return the map without `keep` as data for JSON, to recognise the same map in a later run."""
        facts = {
            fact: asdict(origin) | {"unknown": list(origin.unknown)} for fact, origin in self.facts.items()
        }
        return {"id": self.id, "facts": facts}
