"""Decision tables: rows of conditions with a hit policy, each of which is one ordinary rule.

The hit policies are those of DMN 1.5 (OMG, section 8.2.8), except that `collect` leaves its conclusions as
they are.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from exitwise.model.condition import ALWAYS, All, Compare, Concluded, Condition, Not, OneOf

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
        """Return the condition of the rule of a row: under `first`, no earlier row matches.

        Earlier rows that a cell keeps apart from this one are left out: their negation would say nothing.
        """
        earlier = self.negated(row)
        own = (row.when,) if row.when != ALWAYS else ()
        return All((*own, *(Not(other.when) for other in earlier))) if earlier else row.when

    def negated(self, row: Row) -> tuple[Row, ...]:
        """Return the earlier rows that must not match for a row to apply."""
        before = self.rows[: self.rows.index(row)] if self.hit_policy == "first" else ()
        return tuple(other for other in before if not are_disjoint(row.when, other.when))


def are_disjoint(one: Condition, other: Condition) -> bool:
    """Whether the cells of one column show that two rows never match together."""
    return any(_exclude(a, b) or _exclude(b, a) for a in _cells(one) for b in _cells(other))


def _cells(condition: Condition) -> tuple[Condition, ...]:
    return condition.of if isinstance(condition, All) else (condition,)


def _exclude(one: Condition, other: Condition) -> bool:
    """Whether two tests of one fact, or of one finding, are never true together; False if in doubt."""
    match one, other:
        case Concluded() as atom, Not(Concluded() as negated):
            return atom == negated
        case OneOf(fact, values), (OneOf(same) | Compare(same)) as test if fact == same:
            return not any(test.admits(value) for value in values)
        case OneOf(fact, values), Not(OneOf(same, excluded)) if fact == same:
            return set(values) <= set(excluded)
        case Compare(fact, bounds), Compare(same, others) if fact == same:
            return _is_empty((*bounds, *others))
    return False


def _is_empty(bounds: tuple[tuple[str, int], ...]) -> bool:
    """Whether no number satisfies all these comparisons."""
    least = [(limit, relation == "above") for relation, limit in bounds if relation in {"at_least", "above"}]
    most = [(limit, relation == "below") for relation, limit in bounds if relation in {"at_most", "below"}]
    return any(
        low > high or (low == high and (above or below)) for low, above in least for high, below in most
    )
