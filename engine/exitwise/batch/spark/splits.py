"""Splits: the inputs of a job cut into work of similar size, in the order of the records.

Parquet is cut between row groups. JSON Lines, and CSV in which every line is a row, are cut into ranges of
bytes. Other files are not cut. Small files that follow each other are one split.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, TypeAlias

from exitwise.batch.read.csv_start import COMMA, read_start
from exitwise.batch.read.inputs import Piece
from exitwise.batch.read.packed import PACKED
from exitwise.batch.read.parquet import group_sizes
from exitwise.batch.read.rows import CHUNK_SIZE, are_rows
from exitwise.batch.read.source import opened
from exitwise.batch.read.window import window
from exitwise.batch.spark.task import Split, no_standard_input

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from exitwise.batch.job import Job
    from exitwise.batch.read.inputs import Input

    Range: TypeAlias = tuple[Input, str | None]
    Run: TypeAlias = Callable[[Callable[[Range], bool], Sequence[Range]], Sequence[bool]]
    """Calls a function with each of some items, on any machine."""

LEAST_BYTES: Final = 8 * 1024 * 1024
MOST_BYTES: Final = 128 * 1024 * 1024
"""Bytes of text in a split; the most is what Hadoop and Spark have by default."""
LEAST_ROWS: Final = 65_536
MOST_ROWS: Final = 1_000_000
"""Rows of Parquet in a split, if the row groups allow it."""
PER_CORE: Final = 4
"""Splits for each core, at least: the longest of them is then a small share of the run."""


@dataclass(frozen=True, slots=True)
class _Part:
    """An input, or a piece of one, and its share of a split."""

    source: Input
    share: float

    @property
    def is_piece(self) -> bool:
        return self.source.piece is not None


def splits(job: Job, cores: int, run: Run) -> list[Split]:
    """Cut the inputs of a job for a number of cores.

    Raises:
        FileError: a file cannot be read.
    """
    cut = _Cut(job, cores, run)
    parts = [part for source in job.inputs for part in cut.parts(source)]
    return [Split(number, sources) for number, sources in enumerate(_joined(parts), 1)]


def _joined(parts: Sequence[_Part]) -> Iterator[tuple[Input, ...]]:
    """Yield pieces one by one, and whole files together until they are large enough."""
    together: list[_Part] = []
    for part in parts:
        is_full = together and (part.is_piece or sum(each.share for each in together) >= 1)
        if is_full:
            yield tuple(each.source for each in together)
            together = []
        if part.is_piece:
            yield (part.source,)
        else:
            together.append(part)
    if together:
        yield tuple(each.source for each in together)


class _Cut:
    """The sizes of splits, and the files of CSV that can be cut into lines."""

    def __init__(self, job: Job, cores: int, run: Run) -> None:
        tables = [source for source in job.inputs if source.form == "parquet"]
        self._groups = {source.name: group_sizes(source) for source in tables}
        rows = sum(map(sum, self._groups.values()))
        self._rows = max(LEAST_ROWS, min(MOST_ROWS, rows // (PER_CORE * cores)))
        size = sum(source.size or 0 for source in job.inputs if source.form != "parquet")
        self._bytes = max(LEAST_BYTES, min(MOST_BYTES, size // (PER_CORE * cores)))
        self._lines = {source.name for source in job.inputs if self._is_long(source, "jsonl")}
        self._lines |= self._with_rows(job, run)

    def parts(self, source: Input) -> list[_Part]:
        """Return an input as it is, or its pieces in order."""
        if source.form == "parquet":
            groups = self._groups[source.name]
            pieces, share = list(_rows(groups, self._rows)), sum(groups) / self._rows
        else:
            pieces = list(self._ranges(source)) if source.name in self._lines else []
            share = (source.size or 0) / self._bytes
        if len(pieces) > 1:
            return [_Part(replace(source, piece=piece), 1) for piece in pieces]
        return [_Part(source, share)]

    def _is_long(self, source: Input, form: str) -> bool:
        is_packed = source.name.lower().endswith(tuple(PACKED))
        return source.form == form and not is_packed and (source.size or 0) > self._bytes

    def _ranges(self, source: Input) -> Iterator[Piece]:
        """Yield ranges of bytes that cover a file; the last has whatever was appended meanwhile."""
        size = source.size or 0
        count = -(-size // self._bytes)
        bounds = [size * number // count for number in range(count)]
        return map(Piece, bounds, [*bounds[1:], size])

    def _with_rows(self, job: Job, run: Run) -> set[str]:
        """Return the names of the long files of CSV in which every line is a row."""
        files = [source for source in job.inputs if self._is_long(source, "csv")]
        ranges = [
            (replace(source, piece=piece), delimiter)
            for source in files
            for delimiter in _delimiters(source, job)
            for piece in self._ranges(source)
        ]
        results = run(lines_are_rows, ranges) if ranges else ()
        others = {source.name for (source, _), result in zip(ranges, results, strict=True) if not result}
        return {source.name for source, _ in ranges} - others


def _rows(groups: Sequence[int], rows: int) -> Iterator[Piece]:
    """Yield ranges of row groups with so many rows, or few more."""
    start, count = 0, 0
    for number, size in enumerate(groups, 1):
        count += size
        if count >= rows or number == len(groups):
            yield Piece(start, number)
            start, count = number, 0


def _delimiters(source: Input, job: Job) -> Iterator[str | None]:
    """Yield the delimiter of a file of CSV if its cells have to be parsed to find its rows, or else None.

    A file in another encoding than UTF-8 has none, since its bytes are not those of its lines.
    """
    with opened(source, no_standard_input) as (stream, _):
        start = read_start(source, stream)
    if start.offset is not None:
        yield None if start.delimiter == COMMA and job.columns is None else start.delimiter


def lines_are_rows(item: tuple[Input, str | None]) -> bool:
    """Whether each line of a piece of CSV is a row; without a delimiter, whether its quotes are paired."""
    source, delimiter = item
    with opened(source, no_standard_input) as (stream, _):
        lines, _ = window(stream, source.piece or Piece(0, source.size or 0))
        while content := lines.read(CHUNK_SIZE) + lines.readline():
            if not are_rows(content) or not _are_parsed(content, delimiter):
                return False
    return True


def _are_parsed(content: bytes, delimiter: str | None) -> bool:
    """Whether each line with a quote is a row by itself, so that no cell goes on in the next line."""
    if delimiter is None or b'"' not in content:
        return True
    lines = (line.decode("utf-8", "surrogateescape") for line in content.splitlines() if b'"' in line)
    try:
        for line in lines:
            next(csv.reader([line], delimiter=delimiter, strict=True))
    except csv.Error:
        return False
    return True
