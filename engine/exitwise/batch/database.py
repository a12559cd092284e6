"""The embedded database: nothing to install or start, bounded in memory, and it can be interrupted."""

from __future__ import annotations

import os
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, wait
from concurrent.futures import TimeoutError as NotYet
from contextlib import contextmanager, suppress
from threading import Event
from typing import TYPE_CHECKING, Any, Final, TypeVar

import duckdb

from exitwise.errors import FileError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

T = TypeVar("T")

PATIENCE: Final = 0.1
"""Seconds between looks whether somebody wants it to end: a query itself does not listen."""
MEMORY: Final = "2GB"
ALIKE: Final = "SET disabled_optimizers = 'statistics_propagation'"
"""Else whether a column of Parquet can be null hangs on what a piece happens to hold, and pieces differ."""


class Database:
    """One database in memory, used by one worker at a time; `folder` takes what does not fit."""

    def __init__(
        self, folder: Path, *, threads: int | None = None, memory: str = MEMORY, share: int = 1
    ) -> None:
        self._connection = duckdb.connect()
        self._worker = ThreadPoolExecutor(1)
        self._works: list[Future[Any]] = []
        self._ended = Event()
        try:
            self._connection.execute(f"SET memory_limit = {text(memory)}")
        except duckdb.Error as error:
            self.close()
            raise InputError(f"`{memory}` is no amount of memory", help="say --memory 2GB") from error
        if share > 1:
            ((limit,),) = self.rows("SELECT value FROM duckdb_settings() WHERE name = 'memory_limit'")
            self._connection.execute(f"SET memory_limit = {text(_divided(limit, share))}")
        self._connection.execute(f"SET temp_directory = {text(str(folder))}")
        self._connection.execute(ALIKE)
        if threads is not None:
            self._connection.execute(f"SET threads = {threads}")

    def rows(self, statement: str) -> list[tuple[Any, ...]]:
        """Run a statement, in the worker, and return what it gives."""
        self._go_on()
        return self._connection.execute(statement).fetchall()

    def submit(self, work: Callable[[], T]) -> Future[T]:
        """Let the worker do something."""
        future = self._worker.submit(work)
        self._works = [each for each in (*self._works, future) if not each.done()]
        return future

    def result(self, future: Future[T]) -> T:
        """Wait for the worker; whoever is interrupted meanwhile interrupts it.

        Raises:
            FileError: the database cannot read, or write.
        """
        with failures():
            try:
                while True:
                    try:
                        return future.result(PATIENCE)
                    except NotYet:
                        if future.done():  # it ended just now, or its work said so itself
                            return future.result()
            except KeyboardInterrupt:
                self._ended.set()
                self._connection.interrupt()
                raise

    def while_wanted(self, things: Iterable[T]) -> Iterator[T]:
        """Yield things until the database is to end: work that is not its own would not notice."""
        for each in things:
            self._go_on()
            yield each

    def end(self) -> None:
        """Let the worker come to an end soon, whatever it is doing."""
        self._ended.set()
        with suppress(duckdb.ConnectionException):  # it is closed
            self._connection.interrupt()

    def _go_on(self) -> None:
        if self._ended.is_set():
            raise CancelledError

    def close(self) -> None:
        """End the worker and then the database, whatever it is doing; again, it does nothing.

        An interrupt that comes while a statement is only being made ready is lost, so it is repeated. What
        the worker uses must not be closed before the worker has ended.
        """
        self._ended.set()
        running = [each for each in self._works if not each.cancel()]
        while not all(each.done() for each in running):
            self._connection.interrupt()
            wait(running, PATIENCE)
        self._worker.shutdown()
        self._connection.close()


@contextmanager
def databases(folder: Path, threads: int | None, memory: str) -> Iterator[list[Database]]:
    """Yield a database for each thread, which share the memory."""
    count = threads or _cores()
    found: list[Database] = []
    try:
        while len(found) < count:
            found.append(Database(folder, threads=1, memory=memory, share=count))
        yield found
    finally:
        for each in found:
            each.end()
        for each in found:
            each.close()


@contextmanager
def failures() -> Iterator[None]:
    """Say in one line what the database cannot do."""
    try:
        yield
    except duckdb.OutOfMemoryException as error:
        raise FileError(
            f"the memory does not suffice: {_first(error)}", help="allow more by --memory"
        ) from error
    except (duckdb.IOException, duckdb.InvalidInputException) as error:
        raise FileError(_first(error)) from error
    except duckdb.Error as error:
        if type(error) is not duckdb.Error:
            raise
        raise FileError(f"a file cannot be read: {_first(error)}") from error  # so it says what is damaged


@contextmanager
def of_file(file: str) -> Iterator[None]:
    """Say which file is damaged."""
    try:
        yield
    except duckdb.Error as error:
        if type(error) not in {duckdb.Error, duckdb.InvalidInputException}:
            raise
        raise FileError(f"{file} cannot be read: {_first(error)}") from error


def _cores() -> int:
    """Return how many may be used, which not every system tells apart from how many there are."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _divided(amount: str, share: int) -> str:
    number, unit = amount.split()
    return f"{float(number) / share:.1f}{unit}"


def _first(error: Exception) -> str:
    """Return what it says in its first line, without what the database calls such an error."""
    return str(error).partition("\n")[0].removeprefix("Invalid Input Error: ").removeprefix("IO Error: ")


def name(identifier: str) -> str:
    """Return a name as a statement has it."""
    return '"' + identifier.replace('"', '""') + '"'


def text(words: str) -> str:
    """Return a text as a statement has it."""
    return "'" + words.replace("'", "''") + "'"


def listed(parts: Sequence[str]) -> str:
    """Return a list of parts of a statement."""
    return ", ".join(parts)
