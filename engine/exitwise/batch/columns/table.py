"""The columns of a table: the names it may have, and its rows as records."""

from __future__ import annotations

import csv
import json
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from exitwise.batch.columns.unknown_columns import unknown_columns
from exitwise.batch.columns.whole_numbers import INTEGER, WHOLE
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import InputError
from exitwise.model.kinds import parse

if TYPE_CHECKING:
    import re
    from collections.abc import Collection, Mapping, Sequence

    from exitwise.batch.columns.mapping import RecordMapper
    from exitwise.model.fact import Fact


ENCODE: Final = msgspec.json.Encoder(decimal_format="number").encode


def known_columns(
    facts: Sequence[Fact], keep: Collection[str], mapper: RecordMapper | None
) -> Collection[str]:
    """Return the names that the columns of an input can have, former names of facts included."""
    if mapper is not None:
        return {**mapper.known, **mapper.former}
    return {"id", "schema", *(name for fact in facts for name in (fact.id, *fact.formerly)), *keep}


def cell_forms(facts: Sequence[Fact], mapper: RecordMapper | None) -> CellForms:
    """Return how the cells of an input are read."""
    if mapper is not None:
        return CellForms(mapper.numbers, mapper.decimals, mapper.empty, mapper.parsed)
    names = [(name, fact) for fact in facts for name in (fact.id, *fact.formerly)]
    integers = {name for name, fact in names if fact.kind == "integer"}
    return CellForms(integers, parsed={name: fact for name, fact in names if needs_parsing(fact)})


def check_columns(
    name: str,
    columns: Sequence[str],
    facts: Sequence[Fact],
    keep: Collection[str],
    mapper: RecordMapper | None = None,
) -> None:
    """Check that the columns are those of a profile, or of the map.

    Raises:
        InputError: columns are unknown, or one is repeated.
    """
    known = known_columns(facts, keep, mapper)
    unknown = [column for column in dict.fromkeys(columns) if column not in known]
    if unknown:
        raise unknown_columns(name, unknown, known, is_mapped=mapper is not None)
    repeated = next((column for column in columns if columns.count(column) > 1), None)
    if repeated is not None:
        raise InputError(f"{name}: the column `{repeated}` appears twice")


def check_names(name: str, columns: Sequence[str], facts: Sequence[Fact]) -> None:
    """Check that no two columns are names of one fact, a present and a former one.

    Raises:
        InputError: two columns are.
    """
    for fact in facts:
        own = [column for column in columns if column in (fact.id, *fact.formerly)]
        if len(own) > 1:
            message = f"{name}: the columns `{own[0]}` and `{own[1]}` are both names of fact `{fact.id}`"
            raise InputError(message, help="leave one of them out")


class CellForms(NamedTuple):
    """The columns whose cells are not plain text.

    In `numbers` digits are a number, in `decimals` also with a point and zeros after it. An empty cell is
    absent, except in the columns of `empty`. Cells in the columns of `parsed` are read as answers of a fact.
    """

    numbers: Collection[str]
    decimals: Collection[str] = ()
    empty: Collection[str] = ()
    parsed: Mapping[str, Fact] = {}


def line(header: Sequence[str], row: Sequence[str], forms: CellForms) -> bytes:
    """Return a row as a line of JSON.

    A row without one cell for each column becomes a list, and is a `bad_row`.
    """
    if len(row) != len(header):
        return json.dumps(row).encode("utf-8")
    cells = {
        name: _cell(name, text, forms)
        for name, text in zip(header, row, strict=True)
        if text or name in forms.empty
    }
    try:
        return ENCODE(cells)
    except UnicodeEncodeError:  # not UTF-8: the full check reports it
        return json.dumps(cells, ensure_ascii=False).encode("utf-8", "surrogateescape")


def bad_line(text: str) -> bytes:
    """Return a line that is not a row as a JSON string, which is a `bad_row` too."""
    return json.dumps(text).encode()


def bad_row(line: bytes, columns: int) -> ProfileDiagnostic | None:
    """Return the fault of a row that `line` or `bad_line` could not turn into a record, if it is one."""
    if not columns or line[:1] not in {b"[", b'"'}:
        return None
    row = json.loads(line)
    if isinstance(row, str):
        advice = "put a cell that contains a quote in quotes, and double the quote"
        message = f"the row is not valid CSV: {_csv_error(row)}"
        return ProfileDiagnostic(pointer="", cause="no-profile", message=message, help=advice)
    if not row:
        return ProfileDiagnostic(
            pointer="", cause="blank-line", message=f"the row is blank, expected {columns} cells"
        )
    cells = "1 cell" if len(row) == 1 else f"{len(row)} cells"
    message = f"the row has {cells}, expected {columns}, one for each column"
    advice = "put a cell that contains the delimiter in quotes"
    return ProfileDiagnostic(pointer="", cause="no-profile", message=message, help=advice)


def _csv_error(text: str) -> str:
    try:
        next(csv.reader([text], strict=True))
    except csv.Error as error:
        return str(error)
    raise AssertionError(text)


def _cell(name: str, text: str, forms: CellForms) -> object:
    if name in forms.parsed:
        return parse(forms.parsed[name], text)
    return _number(text, WHOLE if name in forms.decimals else INTEGER) if name in forms.numbers else text


def needs_parsing(fact: Fact) -> bool:
    """Whether a cell of a fact is more than a name or a whole number."""
    return fact.kind not in {"choice", "integer"}


def _number(text: str, form: re.Pattern[str]) -> str | int:
    return int(text.partition(".")[0]) if form.fullmatch(text) else text
