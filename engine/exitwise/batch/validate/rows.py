"""A scan of tables: which rows are profiles, and the value codes of their answers; null means absent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa

from exitwise.batch.profiles import ABSENT, Passthrough, Profiles
from exitwise.batch.validate.typed_columns import KindReader, needs_kind_reader
from exitwise.batch.values.arrays import typed_values, values_of
from exitwise.model.former_names import FormerNames
from exitwise.model.interval import Interval
from exitwise.model.kinds import kind_of
from exitwise.model.profile import SCHEMA
from exitwise.planes.block import absent_code, code_type, invalid_code

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from exitwise.model.axis import Axis
    from exitwise.planes.block import Codes

SCHEMA_CODES: Final = {SCHEMA: 0, None: 0}


class RowScanner:
    """A scanner for the facts of some axes; `keys` are the keys that pass through, the first of them `id`."""

    def __init__(self, axes: Mapping[str, Axis], keys: Sequence[str], today: date) -> None:
        """Take the answers of every fact as they stand on a day."""
        self.notes = set[str]()
        """Notes on former names in the rows so far."""
        self._names = FormerNames(axis.fact for axis in axes.values())
        self._facts = {name: _reader(axis, today, self._see) for name, axis in axes.items()}
        self._schema = TextReader(SCHEMA_CODES, np.uint8)
        self._keys = tuple(keys)

    def _see(self, fact: str, answer: object) -> None:
        """Take a note of former values."""
        self.notes.update(self._names.value_notes(fact, answer))

    def with_present_names(self, table: pa.Table) -> pa.Table:
        """Return a table with the present names of its columns, of which none has two."""
        kept = (*self._keys, "schema")
        present = [name if name in kept else self._names.present(name) for name in table.column_names]
        if present == table.column_names:
            return table
        self.notes.update(note for name in table.column_names if (note := self._names.note(name)))
        return table.rename_columns(present)

    def scan(self, table: pa.Table) -> Profiles:
        """Scan the rows of a table; the types of its columns are those that `read.parquet` accepts."""
        codes = {name: reader.codes(_column(table, name)) for name, reader in self._facts.items()}
        accepted = np.ones(table.num_rows, np.bool_)
        for own in (*codes.values(), self._schema.codes(_column(table, "schema"))):
            accepted &= own != invalid_code(own.dtype)
        return Profiles(accepted, codes, {key: _passthrough(table, key) for key in self._keys})


def record(table: pa.Table, row: int) -> dict[str, object]:
    """Return the values of one row."""
    return {name: _plain(table.column(name)[row]) for name in table.column_names}


def _plain(value: pa.Scalar) -> object:
    """Return a value of Python; times to the nanosecond, which Python lacks, as text."""
    return (value.cast(pa.string()) if getattr(value.type, "unit", None) == "ns" else value).as_py()


# Facts


@dataclass(frozen=True, slots=True)
class TextReader:
    """Reads columns of text: the value code of each valid text, and that of null under None.

    Any other text, and null unless it has a code, has the code of an invalid answer.
    """

    codes_by_text: Mapping[str | None, int]
    code_type: type[np.uint8 | np.uint16]
    seen: Callable[[list[str | None]], None] = lambda _: None
    """Is called with the distinct texts."""

    def codes(self, column: pa.ChunkedArray) -> Codes:
        """Return the value code of each row."""
        return np.concatenate([np.empty(0, self.code_type), *map(self._codes, column.chunks)])

    def _codes(self, texts: pa.Array) -> Codes:
        dictionary = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
        invalid = invalid_code(self.code_type)
        texts_in_order = dictionary.dictionary.to_pylist()
        self.seen(texts_in_order)
        distinct = (*texts_in_order, None)
        by_index = np.array([self.codes_by_text.get(text, invalid) for text in distinct], self.code_type)
        codes = np.take(by_index, values_of(dictionary.indices), mode="clip")  # null may be any number
        return _with_null(codes, texts, int(by_index[-1]))


@dataclass(frozen=True, slots=True)
class NumberReader:
    """Reads columns of integers: the value code of an interval is its place, and null has one of its own."""

    intervals: Sequence[Interval]
    null: int
    code_type: type[np.uint8 | np.uint16]

    def codes(self, column: pa.ChunkedArray) -> Codes:
        """Return the value code of each row."""
        if pa.types.is_null(column.type):
            return np.full(len(column), self.null, self.code_type)
        numbers = column.combine_chunks()
        values = values_of(numbers)
        lows = np.array([interval.low for interval in self.intervals], np.int64)
        codes: Codes = np.searchsorted(lows[1:], values.astype(np.int64), side="right").astype(self.code_type)
        outside = (values < self.intervals[0].low) | (values > self.intervals[-1].high)
        np.putmask(codes, outside, invalid_code(self.code_type))
        return _with_null(codes, numbers, self.null)


def _with_null(codes: Codes, column: pa.Array, null: int) -> Codes:
    """Set the code of each null."""
    if column.null_count:
        np.putmask(codes, column.is_null().to_numpy(zero_copy_only=False), null)
    return codes


def _reader(
    axis: Axis, today: date, see: Callable[[str, object], None]
) -> TextReader | NumberReader | KindReader:
    kind = code_type(len(axis.classes))
    null = absent_code(axis)
    if needs_kind_reader(axis):
        return KindReader(axis, today, null, kind, see)
    if kind_of(axis.fact).is_number:
        intervals = [each for each in axis.classes if isinstance(each, Interval)]
        return NumberReader(intervals, null, kind)
    present = {name: name for name in axis.fact.names} | axis.fact.present_values
    codes: dict[str | None, int] = {text: axis.code(name) for text, name in present.items()}
    return TextReader(codes | {None: null}, kind, partial(see, axis.fact.id))


def _column(table: pa.Table, name: str) -> pa.ChunkedArray:
    """Return a column; of nulls if the table has none."""
    return table.column(name) if name in table.column_names else pa.chunked_array([pa.nulls(table.num_rows)])


# Values that pass through


def _passthrough(table: pa.Table, key: str) -> Passthrough:
    """Return the values of a column, none if the table does not have it."""
    if key not in table.column_names:
        return Passthrough(pa.array([], pa.binary()), np.full(table.num_rows, ABSENT, np.int32))
    return Passthrough(typed_values(table.column(key)), np.arange(table.num_rows, dtype=np.int32))
