"""A file of Parquet: whether its columns are a profile's, and its rows in runs that lie together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

from exitwise.batch.columns import check_columns
from exitwise.batch.database import listed, name, of_file, text
from exitwise.batch.records import Records
from exitwise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from exitwise.batch.database import Database
    from exitwise.batch.mapping import Mapped
    from exitwise.model.fact import Fact

ROWS: Final = 100_000
"""Rows that are taken at once, or the least number of whole groups with as many."""
PLACE: Final = "file_row_number"
LINES: Final = 50_000
"""Rows that are made lines at once."""
WHOLE: Final = frozenset(
    ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER", "UBIGINT", "HUGEINT")
)
"""The kinds of whole number."""
BEYOND: Final = frozenset(("UBIGINT", "HUGEINT"))
"""Those that hold numbers beyond 64 bits, which no `id` may be."""


def columns(database: Database, file: str, facts: Sequence[Fact], keep: Collection[str]) -> dict[str, str]:
    """Return the columns of a file, each with its kind.

    Raises:
        InputError: they are not a profile's, by name or by kind.
    """
    with of_file(file):
        described = database.rows(f"DESCRIBE SELECT * FROM read_parquet({text(file)})")
    kinds = {row[0]: row[1] for row in described}
    check_columns(file, list(kinds), facts, keep)
    _check_envelope(file, kinds)
    for fact in (fact for fact in facts if fact.id in kinds):
        kind = kinds[fact.id]
        if fact.kind == "integer" and kind not in WHOLE:
            raise InputError(
                f"{file}: the column `{fact.id}` is {kind}, expected whole numbers, null if not known"
            )
        if fact.kind == "choice" and kind != "VARCHAR" and not kind.startswith("ENUM"):
            raise InputError(f"{file}: the column `{fact.id}` is {kind}, expected text")
    return kinds


def _check_envelope(file: str, kinds: Mapping[str, str]) -> None:
    if kinds.get("id", "VARCHAR") not in {"VARCHAR", *WHOLE} - BEYOND:
        expected = "text or whole numbers within 64 bits"
        raise InputError(f"{file}: the column `id` is {kinds['id']}, expected {expected}")
    if kinds.get("schema", "VARCHAR") != "VARCHAR":
        raise InputError(f"{file}: the column `schema` is {kinds['schema']}, expected text")


def runs(database: Database, file: str) -> list[tuple[int, int]]:
    """Return the first and last row of runs of whole row groups: what lies together is read together."""
    groups = database.rows(
        f"SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata({text(file)}) ORDER BY 1"
    )
    found, first, last = [], 0, 0
    for _, count in groups:
        last += count
        if last - first >= ROWS:
            found.append((first, last - 1))
            first = last
    return [*found, (first, last - 1)] if last > first else found


def header(database: Database, file: str) -> list[str]:
    """Return the names of a file's columns."""
    return [row[0] for row in database.rows(f"DESCRIBE SELECT * FROM read_parquet({text(file)})")]


def lines(
    result: Callable[[Callable[[], Any]], Any],
    database: Database,
    file: str,
    facts: Sequence[Fact],
    mapped: Mapped,
) -> Iterator[Records]:
    """Yield a file's rows as lines of JSON, by a map of its columns; `result` lets the database work.

    Raises:
        InputError: its columns are not the map's.
    """
    columns = result(partial(header, database, file))
    check_columns(file, columns, facts, mapped.keep, mapped)
    told = listed([f"{name(column)} := {name(column)}" for column in columns])
    rows = f"read_parquet({text(file)}, {PLACE} = true)"
    read = f"SELECT CAST(to_json(struct_pack({told})) AS VARCHAR) FROM {rows}"
    for first, last in result(partial(runs, database, file)):
        for start in range(first, last + 1, LINES):
            within = f"{PLACE} BETWEEN {start} AND {min(last, start + LINES - 1)}"
            found = result(partial(database.rows, f"{read} WHERE {within} ORDER BY {PLACE}"))
            yield Records(file, [row[0].encode() for row in found], start + 1)
