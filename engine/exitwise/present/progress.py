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

EVERY: Final = 30.0
"""Seconds between plain lines."""


def tracked(work: Iterable[T], *, what: str, total: int, stream: IO[str] | None, moving: bool) -> Iterator[T]:
    """Yield the work piece by piece, telling on a stream how much is done; without a stream nobody is told.

    `moving` says that the stream is a terminal that can redraw a line.
    """
    if stream is None:
        return iter(work)
    return _moving(work, what, total, stream) if moving else _plain(work, what, total, stream)


def _moving(work: Iterable[T], what: str, total: int, stream: IO[str]) -> Iterator[T]:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(file=stream), transient=True) as progress:
        yield from progress.track(work, total=total, description=what)


def _plain(work: Iterable[T], what: str, total: int, stream: IO[str]) -> Iterator[T]:
    told = monotonic()
    for done, piece in enumerate(work, 1):
        yield piece
        if monotonic() - told >= EVERY:
            told = monotonic()
            stream.write(f"{what}: {done:,} of {total:,}\n")
            stream.flush()
