"""A scratch database for counting records, and a way to run work on it that can be interrupted."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

from exitwise.batch.database import Database
from exitwise.batch.output import scratch_folder
from exitwise.batch.source import STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    T = TypeVar("T")


@contextmanager
def scratch_database() -> Iterator[tuple[Database, Path]]:
    """Yield a database and a folder for intermediate files; both are removed at the end."""
    with scratch_folder(STANDARD) as folder:
        database = Database(folder)
        try:
            yield database, folder
        finally:
            database.close()


def run_on_worker(database: Database, work: Callable[[], T]) -> T:
    """Run `work` on the database's worker thread and return its result; an interrupt ends the wait."""
    return database.result(database.submit(work))
