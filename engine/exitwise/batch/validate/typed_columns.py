"""Columns of decimals, days and lists, read as value codes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exitwise.batch.values.arrays import values_of
from exitwise.model.interval import LARGEST, SMALLEST, Interval
from exitwise.model.kinds import kind_of, on_day, parse, read
from exitwise.model.kinds.kind import Misfit
from exitwise.planes.block import invalid_code

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from exitwise.batch.profiles import Mask
    from exitwise.model.axis import Axis
    from exitwise.planes.block import Codes

    Integers = NDArray[np.int64]

EPOCH: Final = date(1970, 1, 1)
PER_DAY: Final = {"s": 86_400, "ms": 86_400_000, "us": 86_400_000_000, "ns": 86_400_000_000_000}
"""The units of a timestamp in a day."""
WIDEST: Final = 38
"""The digits of a decimal of 128 bits."""
LOW_HALF: Final = 2
"""A decimal is stored as two words of 64 bits, the lower first."""


@dataclass(frozen=True, slots=True)
class KindReader:
    """Reads the columns of one fact; `null` is the code of null."""

    axis: Axis
    today: date
    null: int
    code_type: type[np.uint8 | np.uint16]
    seen: Callable[[str, object], None]
    """Is called with the fact and each answer that may have a former name."""

    @property
    def invalid(self) -> int:
        """The code of an invalid value."""
        return invalid_code(self.code_type)

    def codes(self, column: pa.ChunkedArray) -> Codes:
        """Return the value code of each row."""
        return np.concatenate([np.empty(0, self.code_type), *map(self._codes, column.chunks)])

    def _codes(self, values: pa.Array) -> Codes:
        kind = values.type
        if pa.types.is_null(kind):
            return np.full(len(values), self.null, self.code_type)
        if pa.types.is_list(kind) or pa.types.is_large_list(kind):
            codes = self._lists(values)
        elif pa.types.is_integer(kind) or pa.types.is_decimal(kind) or pa.types.is_temporal(kind):
            codes = self._intervals(*self._numbers(values))
        else:
            codes = self._texts(values)
        if values.null_count:
            np.putmask(codes, values.is_null().to_numpy(zero_copy_only=False), self.null)
        return codes

    # Texts

    def _texts(self, texts: pa.Array) -> Codes:
        """Read each distinct text once."""
        encoded = texts if pa.types.is_dictionary(texts.type) else texts.dictionary_encode()
        distinct = [self._text_code(text) for text in encoded.dictionary.to_pylist()]
        by_index = np.array([*distinct, self.null], self.code_type)
        return np.take(by_index, values_of(encoded.indices), mode="clip")

    def _text_code(self, text: str | None) -> int:
        fact = self.axis.fact
        answer = None if text is None else parse(fact, text)
        self.seen(fact.id, answer)
        value = Misfit("") if text is None else read(fact, on_day(fact, answer, self.today))
        return self.invalid if isinstance(value, Misfit) else self.axis.code(value)

    # Numbers

    def _intervals(self, numbers: Integers, is_exact: Mask) -> Codes:
        intervals = [each for each in self.axis.classes if isinstance(each, Interval)]
        lows = np.array([interval.low for interval in intervals], np.int64)
        codes: Codes = np.searchsorted(lows[1:], numbers, side="right").astype(self.code_type)
        outside = (numbers < intervals[0].low) | (numbers > intervals[-1].high) | ~is_exact
        np.putmask(codes, outside, self.invalid)
        return codes

    def _numbers(self, values: pa.Array) -> tuple[Integers, Mask]:
        """Return the numbers as rules see them, and which of them are exact."""
        kind, digits = values.type, self.axis.fact.digits
        if pa.types.is_temporal(kind):
            days = (self.today - EPOCH).days - _days(values)
            return (days if self.axis.fact.counts == "since" else -days), np.ones(len(values), np.bool_)
        if pa.types.is_decimal(kind):
            return _rescaled(*_unscaled(values), digits - kind.scale)
        own = values_of(values)
        fits = own <= LARGEST if own.dtype == np.uint64 else np.ones(len(own), np.bool_)
        return _rescaled(own.astype(np.int64), fits, digits)

    # Lists

    def _lists(self, lists: pa.Array) -> Codes:
        """Return the value codes of lists, whose bits are the values in them."""
        encoded = lists.flatten().dictionary_encode()
        names = [name for name, _ in self.axis.fact.values]
        words = encoded.dictionary.to_pylist()
        self.seen(self.axis.fact.id, words)
        present = self.axis.fact.present_values
        words = [present.get(word, word) for word in words]
        known = np.array([*(word in names for word in words), False], np.bool_)
        bits = np.array([*(1 << names.index(word) if word in names else 0 for word in words), 0], np.int64)
        places = encoded.indices.fill_null(len(words)).to_numpy(zero_copy_only=False)
        rows = pc.list_parent_indices(lists).to_numpy(zero_copy_only=False)
        total = np.zeros(len(lists), np.int64)
        np.add.at(total, rows, bits[places])
        union = np.zeros(len(lists), np.int64)
        np.bitwise_or.at(union, rows, bits[places])
        faulty = total != union  # a repeated value
        faulty[rows[~known[places]]] = True
        codes: Codes = np.where(faulty, self.invalid, union).astype(self.code_type)
        return codes


def _days(values: pa.Array) -> Integers:
    """Return days as their distance from the epoch; of a timestamp the day as it is written."""
    kind = values.type
    if pa.types.is_date32(kind):
        return values_of(values.view(pa.int32())).astype(np.int64)
    if pa.types.is_date64(kind):
        return values_of(values.view(pa.int64())).astype(np.int64) // PER_DAY["ms"]
    local = pc.local_timestamp(values) if kind.tz is not None else values
    days: Integers = values_of(local.view(pa.int64())).astype(np.int64) // PER_DAY[kind.unit]
    return days


def _unscaled(decimals: pa.Array) -> tuple[Integers, Mask]:
    """Return decimals in units of their last digit, and which of these fit in 64 bits."""
    wide = decimals.cast(pa.decimal128(WIDEST, decimals.type.scale))
    _, data = wide.buffers()
    halves = np.frombuffer(data or b"", np.int64).reshape(-1, LOW_HALF)[wide.offset : wide.offset + len(wide)]
    return halves[:, 0].copy(), halves[:, 1] == halves[:, 0] >> 63


def _rescaled(numbers: Integers, fits: Mask, shift: int) -> tuple[Integers, Mask]:
    """Return numbers with so many more digits after the point, and which of them are exact."""
    if abs(shift) > len(str(LARGEST)) - 1:
        return np.zeros_like(numbers), fits & (numbers == 0)
    power = 10 ** abs(shift)
    if shift < 0:
        return numbers // power, fits & (numbers % power == 0)
    within = (numbers <= LARGEST // power) & (numbers >= -(-SMALLEST // power))
    return np.where(within, numbers, 0) * power, fits & within


def needs_kind_reader(axis: Axis) -> bool:
    """Whether the columns of a fact are more than texts of names, or integers."""
    return kind_of(axis.fact).name in {"several", "decimal", "date"}


def days_as_text(values: dict[str, Any], names: Sequence[str]) -> dict[str, Any]:
    """Return the values of a row with the days of some columns as in JSON."""
    return values | {name: _as_text(values[name]) for name in names if name in values}


def _as_text(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()[: len("YYYY-MM-DD")]
    is_timestamp = isinstance(value, str) and value[10:11] in {" ", "T"}
    return value[: len("YYYY-MM-DD")] if is_timestamp and isinstance(value, str) else value
