"""How profiles come into the table that the query reads: from lines of JSON, or from a file of Parquet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import duckdb

from exitwise.batch.advising import ROW, TABLE
from exitwise.batch.codes import of_text
from exitwise.batch.database import listed, name, text
from exitwise.batch.look import Look, readable
from exitwise.batch.look_cells import CellsLook
from exitwise.batch.records import MARK
from exitwise.batch.rows import Cells
from exitwise.exchange.sql.names import names
from exitwise.loader.profile import MAX_BYTES
from exitwise.model.profile import SCHEMA as PROFILE

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence
    from pathlib import Path

    from exitwise.batch.database import Database
    from exitwise.batch.records import Text
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

PLACE: Final = "file_row_number"
"""What the database calls the place of a row in a file of Parquet, from 0."""
BLANKS: Final = (b" ", b"\r", b"\t")
LOOKED: Final = "looked"
"""What was taken at a look, line by line."""
STORED: Final = "stored"
"""Where the profiles are; the table that is read shows them with their places."""


@dataclass(frozen=True, slots=True)
class Rows:
    """Rows of a file of Parquet, by its columns, from the first to the last."""

    file: str
    columns: Sequence[str]
    first: int
    last: int

    def __len__(self) -> int:
        """Count them."""
        return self.last - self.first + 1

    @property
    def read(self) -> str:
        """How they are read, which can be narrowed further."""
        rows = f"{PLACE} BETWEEN {self.first} AND {self.last}"
        return f"read_parquet({text(self.file)}, {PLACE} = true) WHERE {rows}"


class Table:
    """Fills the table of one knowledge base's profiles; `keep` names further columns that go along."""

    def __init__(self, knowledge: Knowledge, database: Database, *, keep: Sequence[str]) -> None:
        self._run = database.rows
        self._facts = knowledge.fact
        self._further = ("id", *keep)
        columns = names(knowledge)
        self._columns = {fact: columns["fact", fact] for fact in self._facts}
        self._look = Look(knowledge.facts, self._columns, keep)
        self._tidy = True

    def _of_header(self, header: tuple[str, ...]) -> CellsLook:
        return CellsLook(tuple(self._facts.values()), self._columns, self._further[1:], header)

    # Lines

    def look(self, lines: Text, given: Path) -> list[int] | None:
        """Take the lines of which it is sure, and return the places of the others; None if that is all.

        As long as nothing is odd it looks at all of them together; that is quicker, and tells no more.
        """
        if isinstance(lines, Cells):
            cells = self._of_header(lines.header)
            found, each = self._at_cells(lines, cells, given), cells.at_each
        elif self._look.can_tell:
            found, each = [] if self._is_tidy(lines, given) else None, self._look.at_each
        else:
            return None
        self._tidy = found is not None
        if found is None:
            given.write_bytes(readable(lines.content))
            self._taken(given, each(str(given)))
            found = self._unsure(len(lines))
        return found

    def _unsure(self, count: int) -> list[int] | None:
        unsure = f"SELECT count(*), list(rowid) FILTER (NOT sure) FROM {LOOKED}"
        ((rows, others),) = self._run(unsure)
        return others or [] if rows == count else None

    def _at_cells(self, lines: Cells, look: CellsLook, given: Path) -> list[int] | None:
        content = lines.content
        if not self._tidy or b"\n\n" in content or content[:1] in {b"\n", b""} or b"\0" in content:
            return None
        given.write_bytes(
            content.replace(b"\r\n", b"\n").removesuffix(b"\r") if b"\r" in content else content
        )
        try:
            self._taken(given, look.at_once(str(given)))
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            return None  # a line has too few cells, or is no text
        if content.count(b",") != len(lines) * (len(lines.header) - 1):
            return None  # one has more
        return self._unsure(len(lines))

    def _is_tidy(self, lines: Text, given: Path) -> bool:
        content, count = lines.content, len(lines)
        if not self._tidy or not self._look.can_tell_at_once or content.startswith(MARK):
            return False
        given.write_bytes(content)
        try:
            self._taken(given, self._look.at_once(str(given)))
        except (duckdb.InvalidInputException, duckdb.ConversionException):
            return False  # a line is not even JSON, or something no answer
        sums = f"SELECT count(*), count(shortest), sum(shortest), max(shortest) FROM {LOOKED}"
        rows, whole, shortest, longest = self._run(sums)[0]
        if not rows == whole == count:
            return False
        blanks = len(content) - (count - 1) - shortest
        if blanks:
            longest = max(map(len, content.split(b"\n")))
        return longest <= MAX_BYTES and (not blanks or blanks == sum(map(content.count, BLANKS)))

    def _taken(self, given: Path, look: str) -> None:
        self._run(f"CREATE OR REPLACE TEMP TABLE {LOOKED} AS {look}")
        given.unlink()

    def of_lines(self, lines: Sequence[bytes], places: Sequence[int], given: Path, *, looked: bool) -> None:
        """Fill it with what a look has taken of the same file, if any, and with lines that are profiles."""
        columns = listed([*map(name, (*self._columns.values(), *self._further))])
        taken = f"SELECT rowid AS {ROW}, {columns} FROM {LOOKED} WHERE sure"
        if looked and not lines:
            self._run(f"CREATE OR REPLACE TEMP VIEW {TABLE} AS {taken}")
            return
        with given.open("wb") as file:
            file.writelines(map(_placed, lines, places))
        rows = f"{taken} UNION ALL {self._of_json(given)} ORDER BY 1" if looked else self._of_json(given)
        self._run(f"CREATE OR REPLACE TEMP TABLE {STORED} AS {rows}")
        self._run(f"CREATE OR REPLACE TEMP VIEW {TABLE} AS SELECT * FROM {STORED}")
        given.unlink()

    def _of_json(self, given: Path) -> str:
        if not self._look.can_tell:
            return self._one_by_one(given)
        kinds = [
            f"{text(key)}: {text('VARCHAR' if key in self._facts else 'JSON')}"
            for key in (*self._facts, *self._further)
        ]
        options = f"format = 'newline_delimited', columns = {{{text(ROW)}: 'BIGINT', {listed(kinds)}}}"
        return f"SELECT {ROW}, {self._typed(name)} FROM read_json({text(str(given))}, {options})"

    def _one_by_one(self, given: Path) -> str:
        """The database folds the case of columns: keys alike but for it are taken from the object."""

        def at(key: str) -> str:
            path = text('$."' + key.replace('"', '\\"') + '"')
            return f"json ->> {path}" if key in self._facts else f"json -> {path}"

        place = f"CAST(json ->> '$.{ROW}' AS BIGINT) AS {ROW}"
        return f"SELECT {place}, {self._typed(at)} FROM read_ndjson_objects({text(str(given))})"

    def _typed(self, at: Callable[[str], str]) -> str:
        facts = [
            f"{of_text(fact, at(key))} AS {name(self._columns[key])}" for key, fact in self._facts.items()
        ]
        return listed([*facts, *(f"{at(key)} AS {name(key)}" for key in self._further)])

    # Parquet

    def of_tidy_rows(self, rows: Rows) -> None:
        """Let it be all rows that have what they must; whoever reads it fails at a text that is no answer."""
        self._run(
            f"CREATE OR REPLACE TEMP VIEW {TABLE} AS {self._of_rows(rows, self._fit(rows, ('integer',)))}"
        )

    def of_rows(self, rows: Rows) -> list[tuple[int, dict[str, object]]]:
        """Fill it with those rows that are profiles, and return the others with their places."""
        fit = self._fit(rows)
        self._run(f"CREATE OR REPLACE TEMP TABLE {STORED} AS {self._of_rows(rows, fit)}")
        self._run(f"CREATE OR REPLACE TEMP VIEW {TABLE} AS SELECT * FROM {STORED}")
        return self._told(rows, f"NOT ({fit})")

    def _of_rows(self, rows: Rows, fit: str) -> str:
        return f"SELECT {PLACE} AS {ROW}, {self._of_columns(rows.columns)} FROM {rows.read} AND {fit}"

    def told(self, rows: Rows, places: Sequence[int] | None = None) -> dict[int, dict[str, object]]:
        """Return what rows say, of those that are profiles or of some."""
        wanted = self._fit(rows) if places is None else f"{PLACE} IN ({listed(list(map(str, places)))})"
        return dict(self._told(rows, wanted))

    def _told(self, rows: Rows, wanted: str) -> list[tuple[int, dict[str, object]]]:
        told = listed([name(column) for column in rows.columns])
        found = self._run(f"SELECT {PLACE}, {told} FROM {rows.read} AND {wanted} ORDER BY 1")
        return [(row[0], dict(zip(rows.columns, row[1:], strict=True))) for row in found]

    def _fit(self, rows: Rows, kinds: Collection[str] = ("choice", "integer")) -> str:
        """Return whether a row is a profile, as far as answers of some kinds can tell; it is never null."""
        return " AND ".join(self._fits(rows.columns, kinds)) or "TRUE"

    def _of_columns(self, columns: Sequence[str]) -> str:
        def at(key: str) -> str:
            return name(key) if key in columns else "NULL"

        return self._typed(at)

    def _fits(self, columns: Sequence[str], kinds: Collection[str]) -> Iterator[str]:
        for fact in (self._facts[key] for key in columns if key in self._facts):
            if fact.kind in kinds:
                yield _fits(fact, name(fact.id))
            elif not fact.unknown:
                yield f"{name(fact.id)} IS NOT NULL"
        if "schema" in columns:
            yield f"(schema IS NULL OR schema = {text(PROFILE)})"


def _placed(line: bytes, place: int) -> bytes:
    """Return a line with its place in it."""
    rest = line.strip()[1:]
    return b'{"%s":%d%s%s\n' % (ROW.encode(), place, b"" if rest.lstrip() == b"}" else b",", rest)


def _fits(fact: Fact, column: str) -> str:
    answers = listed([text(value) for value in fact.names])
    known = f"{column} IN ({answers})"
    if fact.kind == "integer":
        bounds = ((">=", fact.minimum), ("<=", fact.maximum))
        limits = [f"{column} {relation} {limit}" for relation, limit in bounds if limit is not None]
        known = " AND ".join(limits) or "TRUE"
    absent = f"{column} IS NULL OR " if fact.unknown else f"{column} IS NOT NULL AND "
    return f"({absent}({known}))"
