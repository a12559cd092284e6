"""Threads that work on chunks side by side, and end soon after an interrupt."""

from __future__ import annotations

import os
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from contextlib import contextmanager
from threading import Event
from typing import TYPE_CHECKING, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

INTERVAL: Final = 0.1
"""Seconds between two looks at a running thread: while the main thread waits, it receives no signal."""


class Executor:
    """One thread, which runs work in the order in which it is submitted."""

    def __init__(self) -> None:
        """Start the thread."""
        self._pool = ThreadPoolExecutor(1)
        self._stopped = Event()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Run `work` on the thread, after the work submitted before."""
        return self._pool.submit(work)

    def result(self, future: Future[T]) -> T:
        """Wait for a result; an interrupt stops the thread."""
        try:
            while True:
                try:
                    return future.result(INTERVAL)
                except StillRunning:
                    if future.done():  # the work itself raised it, or it has ended since
                        return future.result()
        except KeyboardInterrupt:
            self.stop()
            raise

    def until_stopped(self, items: Iterable[T]) -> Iterator[T]:
        """Yield items while the thread is not stopped; long work takes its items through this.

        Raises:
            CancelledError: the thread is stopped.
        """
        for item in items:
            if self._stopped.is_set():
                raise CancelledError
            yield item

    def stop(self) -> None:
        """Ask the thread to stop at the next item."""
        self._stopped.set()

    def close(self) -> None:
        """Stop the thread and wait until it has ended."""
        self.stop()
        self._pool.shutdown(cancel_futures=True)


@contextmanager
def executors(threads: int | None = None) -> Iterator[list[Executor]]:
    """Yield a number of threads, by default one for each core that may be used."""
    several = [Executor() for _ in range(threads or _cores())]
    try:
        yield several
    finally:
        for each in several:
            each.stop()
        for each in several:
            each.close()


def _cores() -> int:
    """Return the number of usable cores; not every system distinguishes them from those that exist."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
