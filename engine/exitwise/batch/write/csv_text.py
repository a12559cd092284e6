"""Values as cells of CSV.

A cell is quoted if it is empty text, or holds a comma, a quote, a line break or `#`, which some readers take
for a comment; an absent value is an empty cell. Text that a spreadsheet would run as a formula has an
apostrophe before it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from exitwise.batch.values.arrays import buffers, slices
from exitwise.batch.values.text import text_of_values

if TYPE_CHECKING:
    from collections.abc import Callable

    from exitwise.batch.profiles import Mask, Numbers
    from exitwise.planes.bits import Bytes

EMPTY: Final = '""'
SPECIAL: Final = re.compile('[,"\n\r#]')
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
NUMBER: Final = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
QUOTE: Final = ord('"')
SPECIAL_BYTES: Final = b',"\n\r#'
"""Bytes of a text that is not copied as it is."""
SPECIAL_BYTES_IN_JSON: Final = b",\n\r#\\"
"""The same in JSON, where a quote in a text follows a backslash."""
SCALAR: Final = b"-0123456789tf"
"""First bytes of numbers and truth values in JSON."""


def quote_cell(text: str) -> str:
    """Return text as a cell, which is quoted if necessary."""
    if not text:
        return EMPTY
    return '"' + text.replace('"', '""') + '"' if SPECIAL.search(text) else text


def write_cells(values: pa.Array) -> pa.BinaryArray:
    """Return a cell for each value; null is an empty cell.

    Values of the type `binary` are JSON: strings are written as their text, `null` as an empty cell, and
    anything else as it is. Values of other types are written as their text.
    """
    if pa.types.is_binary(values.type):
        return _json_cells(values.fill_null(b"null"))
    return _text_cells(text_of_values(values))


def _json_cells(values: pa.BinaryArray) -> pa.BinaryArray:
    offsets, data = buffers(values)
    starts, stops = offsets[:-1], offsets[1:]
    is_string = data[starts] == QUOTE
    is_text = is_string & (stops - starts > len(EMPTY))
    is_special = _hold(data, offsets, SPECIAL_BYTES_IN_JSON) | (is_string & ~is_text)
    is_special |= _begin_with(data, starts + 1, is_text, bytes(map(ord, FORMULA)))
    is_special |= ~is_string & ~_begin_with(data, starts, ~is_string, SCALAR)
    cells = slices(data, starts + is_string, stops - is_string)
    return _replace(cells, is_special, values, _json_cell)


def _json_cell(token: bytes) -> str:
    if token == b"null":
        return ""
    return quote_cell(_guard(json.loads(token)) if token.startswith(b'"') else token.decode())


def _text_cells(texts: pa.StringArray) -> pa.BinaryArray:
    values = texts.cast(pa.binary()).fill_null(b"")
    offsets, data = buffers(values)
    is_empty = np.diff(offsets) == 0
    is_special = is_empty & texts.is_valid().to_numpy(zero_copy_only=False)
    is_special |= _hold(data, offsets, SPECIAL_BYTES) | _begin_with(
        data, offsets[:-1], ~is_empty, bytes(map(ord, FORMULA))
    )
    return _replace(values, is_special, values, lambda value: quote_cell(_guard(value.decode())))


def _guard(text: str) -> str:
    """Return text with an apostrophe before it if a spreadsheet would run it."""
    return f"'{text}" if text.startswith(FORMULA) and not NUMBER.fullmatch(text) else text


def _hold(data: Bytes, offsets: Numbers, some: bytes) -> Mask:
    """Return which values hold one of some bytes."""
    mask = np.zeros(len(offsets) - 1, np.bool_)
    for byte in some:
        mask[np.searchsorted(offsets, np.flatnonzero(data == byte), "right") - 1] = True
    return mask


def _begin_with(data: Bytes, starts: Numbers, chosen: Mask, some: bytes) -> Mask:
    """Return which of the chosen values begin with one of some bytes; none of them may be empty."""
    mask = np.zeros(len(starts), np.bool_)
    mask[chosen] = np.isin(data[starts[chosen]], np.frombuffer(some, np.uint8))
    return mask


def _replace(
    cells: pa.BinaryArray, is_special: Mask, values: pa.BinaryArray, write: Callable[[bytes], str]
) -> pa.BinaryArray:
    """Return the cells with those of special values written one by one."""
    if not is_special.any():
        return cells
    special = pa.array(is_special)
    return pc.replace_with_mask(
        cells, special, pa.array(map(write, values.filter(special).to_pylist()), pa.binary())
    )
