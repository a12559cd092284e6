"""Advice as tables, and as a file of Parquet to which they are added."""

from __future__ import annotations

from itertools import chain
from typing import IO, TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from exitwise.batch.profiles import ABSENT
from exitwise.batch.values.text import text_of_json, text_of_values
from exitwise.batch.write.segments import choice
from exitwise.batch.write.writer import TargetStream
from exitwise.model.advice import CHOICES, LISTS
from exitwise.planes import bits

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from exitwise.batch.profiles import Passthrough
    from exitwise.batch.write.output import Target
    from exitwise.planes.evaluate import ConclusionPlanes

BITS: Final = np.unpackbits(np.arange(256, dtype=np.uint8)[:, None], axis=1, bitorder="little")
"""The bits of each byte."""


class NameLists:
    """Columns of lists of names; a list has the names whose bits are set in its row.

    Names are values of a dictionary. The indices of the names in each byte are one value of a pool of bytes,
    and gathering the values of all rows in order lays the indices out one after the other.
    """

    def __init__(self, names: Sequence[str]) -> None:
        """Make the pool, which has 256 values for every eight names."""
        self._names = pa.array(names, pa.string())
        self._index_type = np.dtype(np.uint8 if len(names) <= len(BITS) else np.uint16)
        groups = -(-len(names) // 8)
        self._pool = _pool(groups, self._index_type)
        kind = np.dtype(np.uint16 if groups <= len(BITS) else np.int32)
        self._firsts: NDArray[Any] = (len(BITS) * np.arange(groups)).astype(kind)

    @property
    def type(self) -> pa.DataType:
        """The type of the columns."""
        names = pa.dictionary(pa.from_numpy_dtype(self._index_type), pa.string())
        return pa.list_(pa.field("element", names, nullable=False))

    def column(self, by_row: bits.Bytes) -> pa.ListArray:
        """Return the list of each row; `by_row` has a bit for each name."""
        numbers = (by_row + self._firsts).ravel()[np.flatnonzero(by_row != 0)]
        index_bytes = self._pool.take(pa.array(numbers))
        offsets = np.zeros(len(by_row) + 1, np.int32)
        bits.counts(by_row).cumsum(out=offsets[1:])
        indices = np.frombuffer(index_bytes.buffers()[2] or b"", self._index_type, offsets[-1])
        dictionary = pa.DictionaryArray.from_arrays(indices, self._names, safe=False)  # all are in the pool
        return pa.ListArray.from_arrays(pa.array(offsets), dictionary, type=self.type)


def _pool(groups: int, index_type: np.dtype[Any]) -> pa.BinaryArray:
    """Return the indices of the set bits for every value of the first byte of a row, then of the second."""
    counts = np.tile(BITS.sum(axis=1, dtype=np.int32), groups)
    offsets = np.concatenate([[0], counts.cumsum()]).astype(np.int32)
    firsts = 8 * np.arange(groups)[:, None]
    indices = (firsts + BITS.nonzero()[1]).astype(index_type)
    buffers = [None, pa.py_buffer(offsets * index_type.itemsize), pa.py_buffer(indices)]
    return pa.BinaryArray.from_buffers(pa.binary(), len(counts), buffers)


class TableRenderer:
    """Renders the advice of one knowledge base; `keys` are the keys that pass through.

    Values that pass through keep the type that `kinds` has for their key, and are text if it has none.
    """

    def __init__(
        self,
        names: Mapping[str, Sequence[str]],
        keys: Sequence[str],
        kinds: Mapping[str, pa.DataType] | None = None,
    ) -> None:
        """Prepare the texts; `names` are those of the evaluator."""
        self._keys = {key: (kinds or {}).get(key, pa.string()) for key in keys}
        self._choices = {name: pa.array(names[name], pa.string()) for name in CHOICES}
        self._lists = {name: NameLists(names[name]) for name in LISTS}

    @property
    def schema(self) -> pa.Schema:
        """The schema of the tables."""
        word = pa.dictionary(pa.uint8(), pa.string())
        types = dict.fromkeys(CHOICES, word) | {name: lists.type for name, lists in self._lists.items()}
        return pa.schema(
            [
                *self._keys.items(),
                *(pa.field(name, kind, nullable=False) for name, kind in types.items()),
            ]
        )

    def open(self, target: Target) -> TableWriter:
        """Begin a file of Parquet."""
        return TableWriter(TargetStream(target), self.schema)

    def render(
        self, planes: ConclusionPlanes, rows: NDArray[np.int64], passthrough: Mapping[str, Passthrough]
    ) -> pa.Table:
        """Return the table of some rows."""
        values = (_values(passthrough[key], rows, kind) for key, kind in self._keys.items())
        choices = (
            pa.DictionaryArray.from_arrays(choice(getattr(planes, name), planes.rows)[rows], names)
            for name, names in self._choices.items()
        )
        lists = (
            own.column(bits.transpose(list(getattr(planes, name).values()), planes.rows, rows))
            for name, own in self._lists.items()
        )
        return pa.Table.from_arrays(list(chain(values, choices, lists)), schema=self.schema)


def _values(own: Passthrough, rows: NDArray[np.int64], kind: pa.DataType) -> pa.Array:
    values, index = own.values, own.index[rows]
    if values.type == pa.binary():
        values = text_of_json(values)
    elif pa.types.is_string(kind):
        values = text_of_values(values)
    return values.take(pa.array(index, mask=index == ABSENT)).cast(kind)


class TableWriter:
    """Writes tables to a file of Parquet, each as a row group; the file has its columns even without any.

    Ids have no dictionary, because few of them are equal.
    """

    def __init__(self, stream: IO[bytes] | TargetStream, schema: pa.Schema) -> None:
        """Begin the file; the stream stays open at its end."""
        self._writer = parquet.ParquetWriter(
            stream,
            schema,
            compression="snappy",
            store_schema=False,  # columns are text, not dictionaries
            use_dictionary=[f"{name}.list.element" if name in LISTS else name for name in schema.names[1:]],
            write_statistics=[name for name in schema.names if name not in LISTS],
        )

    def add(self, advice: pa.Table) -> None:
        """Write a table that is not empty."""
        if advice.num_rows:
            self._writer.write_table(advice, row_group_size=advice.num_rows)

    def close(self) -> None:
        """Write the end of the file."""
        self._writer.close()
