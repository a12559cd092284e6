"""A vectorised scan of CSV: which lines are certainly profiles, and the value codes of their answers.

Without quotes a line is cut at every comma. Lines that have one cell for each column form a table, and each
distinct cell of a column is read once. Other lines are not accepted here, and get the full check.
"""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exitwise.batch.profiles import ABSENT, Passthrough, Profiles
from exitwise.batch.validate.cell_table import CellTable, cut
from exitwise.batch.values.arrays import are_text, buffers, is_text
from exitwise.loader.profile import MAX_BYTES
from exitwise.model.former_names import FormerNames
from exitwise.model.kinds import on_day, parse, read
from exitwise.model.kinds.kind import Misfit
from exitwise.model.profile import SCHEMA
from exitwise.planes.block import absent_code, code_type, invalid_code

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from exitwise.batch.profiles import Mask, Numbers
    from exitwise.model.axis import Axis
    from exitwise.planes.block import Codes

BACKSLASH: Final = ord("\\")
FIRST_PRINTABLE: Final = 0x20
LONGEST_ESCAPE: Final = 6
"""Bytes that one byte of a cell may take in JSON."""
MOST_KNOWN: Final = 20_000
"""Distinct cells of a column whose code is remembered."""


class _Column:
    """The codes of the cells of one column; `read` returns the code of a text, or None if it is invalid."""

    def __init__(self, read: Callable[[str], int | None], dtype: type[np.uint8 | np.uint16]) -> None:
        """Start with no known cell."""
        self._read = read
        self._known: dict[bytes, int] = {}
        self._dtype = dtype
        self.invalid = invalid_code(dtype)
        """The code of a cell that is invalid."""

    def codes(self, distinct: Sequence[bytes], index: Numbers) -> Codes:
        """Return the code of each cell."""
        codes = np.zeros(len(distinct), self._dtype)
        for number in np.flatnonzero(np.bincount(index)).tolist():
            codes[number] = self._code(distinct[number])
        return codes.take(index)

    def _code(self, cell: bytes) -> int:
        code = self._known.get(cell)
        if code is None:
            try:
                read = self._read(cell[:-1].removesuffix(b"\r").decode())
            except UnicodeDecodeError:
                read = None
            code = self.invalid if read is None else read
            if len(self._known) < MOST_KNOWN:
                self._known[cell] = code
        return code


class CellScanner:
    """A scanner for the facts of some axes; `keys` are the keys that pass through, the first of them `id`.

    `header` has the names of the columns, none of them twice.
    """

    def __init__(
        self, axes: Mapping[str, Axis], keys: Sequence[str], header: Sequence[str], today: date
    ) -> None:
        """Start with no known cell."""
        self._axes = axes
        self._keys = tuple(keys)
        self.notes = set[str]()
        """Notes on former names in the lines so far."""
        self._names = FormerNames(axis.fact for axis in axes.values())
        header = [name if name in keys else self._present(name) for name in header]
        self._columns_by_name = {name: place for place, name in enumerate(header)}
        self._columns = {name: self._column(name, today) for name in header if name not in keys}
        self._is_read = np.array([name in self._columns for name in header])
        self._is_ambiguous = len(self._columns_by_name) < len(header)
        self._longest = (MAX_BYTES - len(json.dumps(dict.fromkeys(header, "")))) // LONGEST_ESCAPE

    def scan(self, content: bytes | memoryview) -> Profiles:
        """Scan lines, each of which ends with a line feed, without the header."""
        table, is_sound = cut(bytes(content), len(self._is_read), self._longest)
        if self._is_ambiguous:  # two columns of one fact: the full check compares them
            is_sound = np.zeros(len(is_sound), np.bool_)
            table = CellTable(table.data[:0], np.zeros(1, np.int32), table.columns)
        profiles = self._scan(table)
        return profiles if is_sound.all() else _spread(profiles, is_sound)

    def _present(self, name: str) -> str:
        note = self._names.note(name)
        if note is not None:
            self.notes.add(note)
        return self._names.present(name)

    def _column(self, name: str, today: date) -> _Column:
        axis = self._axes.get(name)
        if axis is None:
            return _Column(partial(_read_other, name), np.uint8)
        return _Column(partial(self._read_answer, axis, today), code_type(len(axis.classes)))

    def _read_answer(self, axis: Axis, today: date, text: str) -> int | None:
        """Return the value code of an answer; None if it is invalid."""
        if not text:
            return absent_code(axis)
        answer = parse(axis.fact, text)
        self.notes.update(self._names.value_notes(axis.fact.id, answer))
        value = read(axis.fact, on_day(axis.fact, answer, today))
        return None if isinstance(value, Misfit) else axis.code(value)

    def _scan(self, table: CellTable) -> Profiles:
        accepted = np.ones(table.rows, np.bool_)
        distinct, index = table.encode(self._is_read)
        codes: dict[str, Codes] = {}
        for name, column in self._columns.items():
            own = column.codes(distinct, index[self._columns_by_name[name]])
            accepted &= own != column.invalid
            codes[name] = own
        facts = {
            name: codes[name] if name in codes else _absent(axis, table.rows)
            for name, axis in self._axes.items()
        }
        return Profiles(accepted, facts, {key: self._passthrough(key, table, accepted) for key in self._keys})

    def _passthrough(self, key: str, table: CellTable, accepted: Mask) -> Passthrough:
        """Return the values of a key as JSON; reject lines in which it is not UTF-8."""
        if key not in self._columns_by_name:
            return Passthrough(pa.array([], pa.binary()), np.full(table.rows, ABSENT, np.int32))
        cells = table.column(self._columns_by_name[key])
        is_text = are_text(cells)
        accepted &= is_text
        offsets, _ = buffers(cells)
        is_present = (np.diff(offsets) > 0) & is_text
        index = np.where(is_present, np.arange(table.rows), ABSENT).astype(np.int32)
        return Passthrough(_tokens(cells, is_text), index)


def _absent(axis: Axis, rows: int) -> Codes:
    """Return the codes of a fact without a column."""
    return np.full(rows, absent_code(axis), code_type(len(axis.classes)))


def _read_other(name: str, text: str) -> int | None:
    """Return 0 for an absent value, and for the constant in the column `schema`; None for any other."""
    return 0 if not text or (name == "schema" and text == SCHEMA) else None


def _spread(profiles: Profiles, is_sound: Mask) -> Profiles:
    """Return the records of the sound lines among the other lines, which are not accepted."""
    places = np.flatnonzero(is_sound)
    accepted = np.zeros(len(is_sound), np.bool_)
    accepted[places] = profiles.accepted
    codes: dict[str, Codes] = {}
    for fact, own in profiles.codes.items():
        codes[fact] = np.zeros(len(is_sound), own.dtype)
        codes[fact][places] = own
    passthrough = {}
    for key, each in profiles.passthrough.items():
        index = np.full(len(is_sound), ABSENT, np.int32)
        index[places] = each.index
        passthrough[key] = Passthrough(each.values, index)
    return Profiles(accepted, codes, passthrough)


def _tokens(cells: pa.BinaryArray, is_text: Mask) -> pa.BinaryArray:
    """Return cells as JSON; null if they are not UTF-8."""
    offsets, data = buffers(cells)
    tokens = pc.binary_join_element_wise(b'"', cells, b'"', b"")
    escaped = np.flatnonzero((data < FIRST_PRINTABLE) | (data == BACKSLASH))
    if not len(escaped) and is_text.all():
        return tokens
    is_special = ~is_text
    is_special[np.searchsorted(offsets, escaped, "right") - 1] = True
    written = [_token(cell) for cell in cells.filter(pa.array(is_special)).to_pylist()]
    return pc.replace_with_mask(tokens, pa.array(is_special), pa.array(written, pa.binary()))


def _token(cell: bytes) -> bytes:
    return msgspec.json.encode(cell.decode()) if is_text(cell) else b"null"
