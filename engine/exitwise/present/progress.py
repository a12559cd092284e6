"""Progress of long work: a line that is redrawn on a terminal, otherwise a plain line now and then."""

from __future__ import annotations

from time import monotonic
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import TypeVar

    T = TypeVar("T")

REDRAW_SECONDS: Final = 0.5
LINE_SECONDS: Final = 30.0
"""Seconds between two updates of a terminal, and between plain lines."""


def track_progress(
    work: Iterable[T], *, label: str, total: int, stream: IO[str] | None, redraw: bool
) -> Iterator[T]:
    """Yield the items of `work`, printing to `stream` how many are done, if there is a stream.

    `redraw` means that the stream is a terminal that can redraw a line.
    """
    if stream is None:
        return iter(work)
    return _redraw_bar(work, label, total, stream) if redraw else _print_lines(work, label, total, stream)


def _redraw_bar(work: Iterable[T], what: str, total: int, stream: IO[str]) -> Iterator[T]:
    from rich.console import Console  # noqa: PLC0415 (only a terminal needs it)
    from rich.progress import (  # noqa: PLC0415 (as above)
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as progress:
        yield from progress.track(work, total=total, description=what)


def _print_lines(work: Iterable[T], what: str, total: int, stream: IO[str]) -> Iterator[T]:
    last = monotonic()
    for done, item in enumerate(work, 1):
        yield item
        if monotonic() - last >= LINE_SECONDS:
            last = monotonic()
            stream.write(f"{what}: {done:,} of {total:,}\n")
            stream.flush()


class Meter:
    """Progress in records, and in per cent of the bytes if their number is known."""

    def __init__(self, stream: IO[str] | None, *, total: int | None, redraw: bool) -> None:
        """Start the clock; `redraw` means that the stream is a terminal that can redraw a line."""
        self._stream, self._total, self._last = stream, total, monotonic()
        self._every = REDRAW_SECONDS if redraw else LINE_SECONDS
        self._end = "\r" if redraw else "\n"
        self._longest = 0

    def update(self, done: int, records: int) -> None:
        """Print the progress, unless the last line is too recent."""
        if self._stream is None or monotonic() - self._last < self._every:
            return
        self._last = monotonic()
        share = f", {100 * done / self._total:.0f} %" if self._total else ""
        words = f"{records:,} records{share}"
        self._longest = max(self._longest, len(words))
        self._stream.write(f"{words}{self._end}")
        self._stream.flush()

    def end(self) -> None:
        """Clear the redrawn line for the output that follows."""
        if self._stream is not None and self._end == "\r" and self._longest:
            self._stream.write(f"{' ' * self._longest}\r")
            self._stream.flush()
