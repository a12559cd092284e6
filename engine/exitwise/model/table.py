"""Decision tables: rows of conditions with a hit policy, each of which is one ordinary rule.

The hit policies are those of DMN 1.5 (OMG, section 8.2.8), except that `collect` leaves its conclusions as
they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from exitwise.model.condition import ALWAYS, All, Condition, Not

if TYPE_CHECKING:
    from exitwise.diagnostic import Place

HitPolicy = Literal["unique", "any", "first", "collect"]
HIT_POLICIES: Final[tuple[HitPolicy, ...]] = ("unique", "any", "first", "collect")
"""At most one row matches; several may, with one conclusion; the first that matches; all that match."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row: the id of its rule, its own condition, its conclusion, and its cells by column, as written."""

    id: str
    when: Condition = ALWAYS
    concludes: str
    cells: tuple[tuple[str, str], ...]
    place: Place


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A decision table, with its columns in the order of the file."""

    id: str
    hit_policy: HitPolicy
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    place: Place

    def condition(self, row: Row) -> Condition:
        """Return the condition of the rule of a row: under `first`, no earlier row matches."""
        if self.hit_policy != "first":
            return row.when
        own = (row.when,) if row.when != ALWAYS else ()
        earlier = self.rows[: self.rows.index(row)]
        return All((*own, *(Not(other.when) for other in earlier))) if earlier else row.when
