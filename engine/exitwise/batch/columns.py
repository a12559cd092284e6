"""The columns of a table: which may be there, and what a row of cells is as a record."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from exitwise.batch.unknown_columns import unknown_columns
from exitwise.batch.whole_numbers import INTEGER, WHOLE
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import InputError

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Sequence

    from exitwise.batch.mapping import Mapped
    from exitwise.model.fact import Fact


def known_columns(facts: Sequence[Fact], keep: Collection[str], mapped: Mapped | None) -> Collection[str]:
    """Return the names that the columns of an input can have."""
    return mapped.known if mapped is not None else {"id", "schema", *(fact.id for fact in facts), *keep}


def cell_forms(facts: Sequence[Fact], mapped: Mapped | None) -> CellForms:
    """Return how the cells of an input are read."""
    if mapped is not None:
        return CellForms(mapped.numbers, mapped.decimals, mapped.empty)
    return CellForms({fact.id for fact in facts if fact.kind == "integer"})


def check_columns(
    name: str,
    columns: Sequence[str],
    facts: Sequence[Fact],
    keep: Collection[str],
    mapped: Mapped | None = None,
) -> None:
    """Refuse columns that are not a profile's, or not the map's: with them every record would be misread.

    Raises:
        InputError: naming those that are unknown, or the first that is there twice or missing.
    """
    known = known_columns(facts, keep, mapped)
    unknown = [column for column in dict.fromkeys(columns) if column not in known]
    if unknown:
        raise unknown_columns(name, unknown, known, is_mapped=mapped is not None)
    twice = next((column for column in columns if columns.count(column) > 1), None)
    if twice is not None:
        raise InputError(f"{name}: the column `{twice}` is there twice")
    for fact in facts:
        column = fact.id if mapped is None else mapped.origins[fact.id].column
        if column and not fact.unknown and column not in columns:
            raise InputError(f"{name}: the column `{column}` is missing", help=fact.question)


class CellForms(NamedTuple):
    """The columns whose cells are not plain text.

    In `numbers` digits are a number, in `decimals` also with a point and zeros after it. An empty cell is
    absent, but for the columns of `empty`.
    """

    numbers: Collection[str]
    decimals: Collection[str] = ()
    empty: Collection[str] = ()


def line(header: Sequence[str], row: Sequence[str], forms: CellForms) -> bytes:
    """Return a row as a line of JSON.

    One that has not one cell a column is passed on as a list, and is `misfit`.
    """
    if len(row) != len(header):
        return json.dumps(row).encode("utf-8")
    cells = {
        name: _number(text, WHOLE if name in forms.decimals else INTEGER) if name in forms.numbers else text
        for name, text in zip(header, row, strict=True)
        if text or name in forms.empty
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


def _number(text: str, form: re.Pattern[str]) -> str | int:
    return int(text.partition(".")[0]) if form.fullmatch(text) else text
