"""How far long work is: a line that moves on a terminal, a plain line now and then anywhere else."""

from __future__ import annotations

from time import monotonic
from typing import IO, TYPE_CHECKING, Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeVar

    T = TypeVar("T")

REDRAW_SECONDS: Final = 0.5
LINE_SECONDS: Final = 30.0
"""Seconds between two looks at a terminal, and between plain lines."""


def track_progress(
    work: Iterable[T], *, label: str, total: int, stream: IO[str] | None, redraw: bool
) -> Iterator[T]:
    """Yield the work piece by piece, telling on a stream how much is done; without a stream nobody is told.

    `moving` says that the stream is a terminal that can redraw a line.
    """
    if stream is None:
        return iter(work)
    return _redraw_bar(work, label, total, stream) if redraw else _print_lines(work, label, total, stream)


def _redraw_bar(work: Iterable[T], what: str, total: int, stream: IO[str]) -> Iterator[T]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as progress:
        yield from progress.track(work, total=total, description=what)


def _print_lines(work: Iterable[T], what: str, total: int, stream: IO[str]) -> Iterator[T]:
    told = monotonic()
    for done, piece in enumerate(work, 1):
        yield piece
        if monotonic() - told >= LINE_SECONDS:
            told = monotonic()
            stream.write(f"{what}: {done:,} of {total:,}\n")
            stream.flush()


class Meter:
    """How much of something is done that is counted in bytes, or in records where its size is not known."""

    def __init__(self, stream: IO[str] | None, *, total: int | None, redraw: bool) -> None:
        """Begin; `moving` says that the stream is a terminal that can redraw a line."""
        self._stream, self._total, self._told = stream, total, monotonic()
        self._every = REDRAW_SECONDS if redraw else LINE_SECONDS
        self._end = "\r" if redraw else "\n"
        self._longest = 0

    def update(self, done: int, records: int) -> None:
        """Say how far it is, if it is time to."""
        if self._stream is None or monotonic() - self._told < self._every:
            return
        self._told = monotonic()
        share = f", {100 * done / self._total:.0f} %" if self._total else ""
        words = f"{records:,} records{share}"
        self._longest = max(self._longest, len(words))
        self._stream.write(f"{words}{self._end}")
        self._stream.flush()

    def end(self) -> None:
        """Leave the line empty on which it moved, for what is written next."""
        if self._stream is not None and self._end == "\r" and self._longest:
            self._stream.write(f"{' ' * self._longest}\r")
            self._stream.flush()
