"""The validation of a chunk: the scan accepts most records, and the record validator judges the others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

import numpy as np
import pyarrow as pa

from exitwise.batch.profiles import ABSENT, Passthrough, Profiles, concatenate, replace_rows
from exitwise.batch.read.rows import Cells
from exitwise.batch.records import Text
from exitwise.batch.validate.cells import CellScanner
from exitwise.batch.validate.lines import LineScanner

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from exitwise.batch.records import Records
    from exitwise.batch.reject import Reject
    from exitwise.batch.validate.record_validator import RecordValidator
    from exitwise.model.axis import Axis

    Stoppable = Callable[[Iterable[Any]], Iterable[Any]]

SLAB: Final = 8 * 1024 * 1024
"""Bytes of lines that are scanned at once."""


class Validated(NamedTuple):
    """The profiles and rejects of some records, and by row the lines that the record validator accepted."""

    profiles: Profiles
    rejects: list[Reject]
    lines: Mapping[int, bytes]


class Validator:
    """A validator of lines; `keys` are the keys that pass through."""

    def __init__(
        self, axes: Mapping[str, Axis], keys: Sequence[str], record_validator: RecordValidator
    ) -> None:
        """Prepare the scans."""
        self._axes = axes
        self._keys = tuple(keys)
        self._record_validator = record_validator
        self._lines = LineScanner(axes, keys, record_validator.today)
        self._cells: dict[tuple[str, ...], CellScanner] = {}

    @property
    def notes(self) -> set[str]:
        """Notes on former names in the records so far."""
        of_cells = (scanner.notes for scanner in self._cells.values())
        return self._lines.notes.union(self._record_validator.notes, *of_cells)

    def validate(self, records: Records, stoppable: Stoppable = iter) -> Validated:
        """Validate a chunk; long work takes its items through `stoppable`, which can end it."""
        scan = self._scan(records, stoppable)
        rows = np.flatnonzero(~scan.accepted).tolist()
        if not rows:
            return Validated(scan, [], {})
        validated = self._record_validator.validate(records, rows, stoppable)
        profiles = (
            replace_rows(scan, validated.rows, self._lines.read(validated.lines)) if validated.lines else scan
        )
        return Validated(profiles, validated.rejects, dict(zip(validated.rows, validated.lines, strict=True)))

    def _scan(self, records: Records, stoppable: Stoppable) -> Profiles:
        lines = records.lines
        if self._record_validator.is_mapped or not len(lines):
            return self._nothing(len(lines))
        scan = self._cell_scanner(lines.header).scan if isinstance(lines, Cells) else self._lines.scan
        content = lines.content if isinstance(lines, Text) else b"\n".join([*lines, b""])
        return concatenate([scan(slab) for slab in stoppable(slabs(content))])

    def _cell_scanner(self, header: tuple[str, ...]) -> CellScanner:
        if header not in self._cells:
            self._cells[header] = CellScanner(self._axes, self._keys, header, self._record_validator.today)
        return self._cells[header]

    def _nothing(self, count: int) -> Profiles:
        """Return records without accepted ones."""
        empty = Passthrough(pa.array([], pa.binary()), np.full(count, ABSENT, np.int32))
        codes = {fact: np.zeros(count, np.uint16) for fact in self._axes}
        return Profiles(np.zeros(count, np.bool_), codes, dict.fromkeys(self._keys, empty))


def slabs(content: bytes | bytearray) -> Iterator[memoryview]:
    """Yield lines in slabs of a bounded size; each line ends with a line feed."""
    view, first = memoryview(content), 0
    while first < len(content):
        end = content.find(b"\n", first + SLAB) + 1 or len(content)
        yield view[first:end]
        first = end
