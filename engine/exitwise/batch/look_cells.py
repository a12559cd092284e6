"""A quick look at lines of CSV, by the database: which of them are surely profiles, and what they answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.batch.codes import coded, is_answer, member
from exitwise.batch.database import listed, name, text
from exitwise.batch.look import NOTHING
from exitwise.loader.profile import MAX_BYTES
from exitwise.model.profile import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from exitwise.model.fact import Fact

LONGEST: Final = MAX_BYTES // 16
"""Bytes of cells that pass through beyond which the gate looks whether a record is too large."""
OPTIONS: Final = (
    f"header = false, auto_detect = false, quote = '', escape = '', max_line_size = {2 * MAX_BYTES}"
)


class CellsLook:
    """Writes the look for the columns of one `header`; `columns` says what each fact's column is called."""

    def __init__(
        self, facts: Sequence[Fact], columns: Mapping[str, str], keep: Sequence[str], header: Sequence[str]
    ) -> None:
        self._facts = facts
        self._columns = columns
        self._further = ("id", *keep)
        self._cells = {key: f"t{place}" for place, key in enumerate(header)}

    def at_once(self, file: str) -> str:
        """Return the look at a whole file, which fails where a line has not one cell a column."""
        kinds = listed([f"'{cell}': 'VARCHAR'" for cell in self._cells.values()])
        return self._read(
            f"SELECT * FROM read_csv({text(file)}, {OPTIONS}, delim = ',', columns = {{{kinds}}})", "TRUE"
        )

    def at_each(self, file: str) -> str:
        """Return the look at each line of a file."""
        reader = f"read_csv({text(file)}, {OPTIONS}, delim = E'\\x01', columns = {{'line': 'VARCHAR'}})"
        count = len(self._cells)
        cells = [
            f"nullif(cells[{place}], '') AS {cell}" for place, cell in enumerate(self._cells.values(), 1)
        ]
        whole = (
            f"len(cells) = {count}",
            "NOT contains(line, '\"')",
            f"line <> {text(NOTHING.decode())}",
        )
        split = f"SELECT line, string_split(line, ',') AS cells FROM {reader}"
        return self._read(f"SELECT {' AND '.join(whole)} AS whole, {listed(cells)} FROM ({split})", "whole")

    def _read(self, cells: str, whole: str) -> str:
        codes = [f"{member(fact, cell, tried=True)} AS {code}" for fact, cell, code in self._each()]
        answers = [f"{coded(fact, code)} AS {name(self._columns[fact.id])}" for fact, _, code in self._each()]
        kept = (f"{self._token(key)} AS {name(key)}" for key in self._further)
        sure = " AND ".join([whole, *self._sure()])
        return (
            f"WITH cells AS ({cells}), codes AS (SELECT *, {listed(codes)} FROM cells) "
            f"SELECT coalesce({sure}, FALSE) AS sure, {listed([*answers, *kept])} FROM codes"
        )

    def _each(self) -> Iterator[tuple[Fact, str, str]]:
        """Yield each fact with its cell, and the code of that."""
        for place, fact in enumerate(self._facts):
            yield fact, self._cells.get(fact.id, "NULL::VARCHAR"), f"c{place}"

    def _token(self, key: str) -> str:
        return f"to_json({self._cells[key]})::VARCHAR" if key in self._cells else "NULL::VARCHAR"

    def _sure(self) -> Iterator[str]:
        for fact, cell, code in self._each():
            absent = f"{cell} IS NULL" if fact.unknown else "FALSE"
            yield f"({absent} OR {is_answer(fact, cell, code)})"
        if "schema" in self._cells:
            yield f"coalesce({self._cells['schema']} = {text(SCHEMA)}, TRUE)"
        lengths = (f"coalesce(strlen({self._cells[key]}), 0)" for key in self._further if key in self._cells)
        yield f"{' + '.join(['0', *lengths])} <= {LONGEST}"
