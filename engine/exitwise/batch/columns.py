"""The columns of a table: which may be there, and what a row of cells is as a record."""

from __future__ import annotations

import csv
import json
import re
from typing import TYPE_CHECKING, Any, Final

import msgspec

from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import InputError
from exitwise.model.fact import UNKNOWN
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from exitwise.batch.mapping import Mapped
    from exitwise.model.fact import Fact

CALLED: Final = "is called|keep it by --keep {}, or leave it out"
MEANT: Final = "is taken from the column|name it in the map, or pass it through with `keep`"
INTEGER: Final = re.compile(r"[+-]?\d{1,20}", re.ASCII)


def known_columns(facts: Sequence[Fact], keep: Collection[str], mapped: Mapped | None) -> Collection[str]:
    """Return the names that the columns of an input can have."""
    return mapped.known if mapped is not None else {"id", "schema", *(fact.id for fact in facts), *keep}


def row_rules(facts: Sequence[Fact], mapped: Mapped | None) -> tuple[Collection[str], Collection[str]]:
    """Return the columns in which digits are a number, and those in which an empty cell is an empty text."""
    if mapped is not None:
        return mapped.numbers, mapped.empty
    return {fact.id for fact in facts if fact.kind == "integer"}, ()


def check_columns(
    name: str,
    columns: Sequence[str],
    facts: Sequence[Fact],
    keep: Collection[str],
    mapped: Mapped | None = None,
) -> None:
    """Refuse columns that are not a profile's, or not the map's: with them every record would be misread.

    Raises:
        InputError: naming the first that is unknown, given twice, or missing.
    """
    known = known_columns(facts, keep, mapped)
    for column in columns:
        if column not in known:
            what, way = (CALLED if mapped is None else MEANT).split("|")
            advice = did_you_mean(column, known) or way.format(column)
            raise InputError(f"{name}: no fact {what} `{column}`", help=advice)
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if twice is not None:
        raise InputError(f"{name}: the column `{twice}` is there twice")
    for fact in facts:
        column = fact.id if mapped is None else mapped.origins[fact.id].column
        if column and not fact.unknown and column not in columns:
            raise InputError(f"{name}: the column `{column}` is missing", help=fact.question)


def line(
    header: Sequence[str], row: Sequence[str], numbers: Collection[str], empty: Collection[str]
) -> bytes:
    """Return a row as a line of JSON.

    One that has not one cell a column is passed on as a list, and is `misfit`. In the columns of `numbers`
    digits are a number. An empty cell is absent, but for the columns of `empty`.
    """
    if len(row) != len(header):
        return json.dumps(row).encode("utf-8")
    cells = {
        name: _cell(text, number=name in numbers)
        for name, text in zip(header, row, strict=True)
        if text or name in empty
    }
    try:
        return msgspec.json.encode(cells)
    except UnicodeEncodeError:  # bytes that are no UTF-8: the careful look says so
        return json.dumps(cells, ensure_ascii=False).encode("utf-8", "surrogateescape")


def no_row(text: str) -> bytes:
    """Return a line that is no row as a text of JSON, which is `misfit` too."""
    return json.dumps(text).encode()


def misfit(line: bytes, columns: int) -> ProfileDiagnostic | None:
    """Return what is wrong with a row that was made no record; None if it was made one."""
    if not columns or line[:1] not in {b"[", b'"'}:
        return None
    found = json.loads(line)
    if isinstance(found, str):
        advice = "put a cell that contains a quote in quotes, and double the quote"
        message = f"the row is no CSV: {_broken(found)}"
        return ProfileDiagnostic(pointer="", cause="no-profile", message=message, help=advice)
    if not found:
        return ProfileDiagnostic(
            pointer="", cause="blank-line", message=f"the row is blank, expected {columns} cells"
        )
    cells = "1 cell" if len(found) == 1 else f"{len(found)} cells"
    message = f"the row has {cells}, expected {columns}, one a column"
    advice = "put a cell that contains the delimiter in quotes"
    return ProfileDiagnostic(pointer="", cause="no-profile", message=message, help=advice)


def _broken(text: str) -> str:
    try:
        next(csv.reader([text], strict=True))
    except csv.Error as error:
        return str(error)
    raise AssertionError(text)


def _cell(text: str, *, number: bool) -> Any:
    return int(text) if number and text != UNKNOWN and INTEGER.fullmatch(text) else text
