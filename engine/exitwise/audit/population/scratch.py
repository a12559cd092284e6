"""A scratch database for counting records, and how work is run on it."""

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
    """Yield a database and a folder for what passes through; both go at the end."""
    with scratch_folder(STANDARD) as folder:
        database = Database(folder)
        try:
            yield database, folder
        finally:
            database.close()


def run_on_worker(database: Database, work: Callable[[], T]) -> T:
    """Let the database's worker do something, and wait for it; so it can be interrupted."""
    return database.result(database.submit(work))
