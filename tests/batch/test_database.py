"""The embedded database: it can be interrupted, and says what it cannot do."""

import _thread
import time
from concurrent.futures import Future
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from threading import Event, Timer
from typing import Any

import duckdb
import pytest

from exitwise.batch.database import Database
from exitwise.errors import FileError, InputError

ENDLESS = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range + b.range = 7"


def test_an_interrupt_ends_a_query_at_once(tmp_path: Path) -> None:
    """Though a query itself does not listen."""
    database = Database(tmp_path, threads=1)
    future = database.submit(lambda: database.rows(ENDLESS))
    began = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        interrupted(database, future)
    database.close()

    assert time.monotonic() - began < 3


def interrupted(database: Database, future: Future[Any]) -> None:
    """Wait for the worker, and be interrupted; a waker that comes too late would end all the tests."""
    waker = Timer(0.3, _thread.interrupt_main)
    waker.start()
    try:
        database.result(future)
    finally:
        waker.cancel()


def test_closing_ends_work_that_is_not_the_databases_own(tmp_path: Path) -> None:
    """Work of many things looks between them whether it is still wanted."""
    database = Database(tmp_path, threads=1)
    done: list[int] = []

    def work() -> None:
        for each in database.while_wanted(range(10_000)):
            done.append(each)
            time.sleep(0.01)

    database.submit(work)
    time.sleep(0.1)
    database.close()

    assert 0 < len(done) < 1000


def test_closing_ends_work_of_many_short_statements(tmp_path: Path) -> None:
    """An interrupt that meets none of them is not lost."""
    for delay in (0, 1, 5, 10, 20):
        database = Database(tmp_path, threads=1)
        future = database.submit(partial(short, database))
        waiting = database.submit(partial(short, database))
        time.sleep(delay / 1000)
        began = time.monotonic()
        database.close()

        assert time.monotonic() - began < 5
        assert (future.done(), waiting.cancelled()) == (True, True)


def short(database: Database) -> None:
    """Do much that takes no time."""
    for _ in range(1_000_000):
        database.rows("SELECT 1")


def test_what_the_worker_uses_is_closed_after_it(tmp_path: Path) -> None:
    """Though it does not listen; to close it again does nothing."""
    database = Database(tmp_path, threads=1)
    begun = Event()

    def work() -> int:
        begun.set()
        time.sleep(0.5)
        return database._connection.execute("SELECT 7").fetchall()[0][0]  # type: ignore[no-any-return]  # noqa: SLF001

    future = database.submit(work)
    begun.wait()
    database.close()
    database.close()

    assert future.done()
    assert not isinstance(future.exception(), duckdb.ConnectionException)


def test_too_little_memory_is_told(tmp_path: Path) -> None:
    """In one line, with what to do."""
    database = Database(tmp_path, threads=1, memory="10MB")
    future = database.submit(lambda: database.rows("SELECT list(range) FROM range(100000000)"))
    with pytest.raises(FileError, match="the memory does not suffice") as told:
        database.result(future)
    database.close()

    assert "--memory" in str(told.value)
    with pytest.raises(InputError, match="`much`"):
        Database(tmp_path, memory="much")


def test_what_ends_just_when_patience_does_has_ended(tmp_path: Path) -> None:
    """The wait is over and the work is done: its result counts."""

    class Late(Future[int]):
        def result(self, timeout: float | None = None) -> int:
            if timeout is not None:
                self.set_result(7)
                raise TimeoutError
            return super().result(timeout)

    database = Database(tmp_path, threads=1)

    assert database.result(Late()) == 7
    database.close()


def test_what_is_damaged_is_a_file_that_failed(tmp_path: Path) -> None:
    """Wherever it is; a statement that is none is a fault of ours."""
    file = tmp_path / "a.parquet"
    duckdb.sql(f"COPY (SELECT range AS a FROM range(3000)) TO '{file}' (FORMAT parquet, CODEC gzip)")
    content = file.read_bytes()
    damaged = [content[:7], content[:-7], content[: len(content) // 2], b""]
    damaged += [content[:at] + bytes(50) + content[at + 50 :] for at in range(0, len(content) - 50, 400)]
    with closing(Database(tmp_path, threads=1)) as database:
        for each in damaged:
            file.write_bytes(each)
            with suppress(FileError):
                database.result(database.submit(partial(database.rows, f"FROM '{file}'")))
        with pytest.raises(duckdb.ParserException):
            database.result(database.submit(partial(database.rows, "SELEKT 7")))
