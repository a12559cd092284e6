"""Jobs of Spark: a function of each of some items, on whatever machines Spark has."""

from __future__ import annotations

import re
from contextlib import contextmanager, suppress
from secrets import token_hex
from threading import Event, Thread
from typing import TYPE_CHECKING, Any, Final, TypeVar

from exitwise.batch.spark.session import first_line
from exitwise.errors import ExitwiseError, FileError, InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    Item = TypeVar("Item")
    Out = TypeVar("Out")

OWN_ERROR: Final = re.compile(r"exitwise\.errors\.(FileError|InputError): (.*)(?:\n  help: (.*))?")
"""An error of a task in the trace that Spark returns."""
INTERVAL: Final = 0.5
"""Seconds between two reports of progress."""


class Jobs:
    """Jobs of Spark, which are cancelled together by an interrupt."""

    def __init__(self, spark: Any) -> None:
        self._spark, self._group = spark, f"exitwise-{token_hex(4)}"

    @property
    def cores(self) -> int:
        """The number of tasks that run side by side."""
        return int(self._spark.defaultParallelism)

    def counter(self) -> Any:
        """Return a counter to which tasks add when they end."""
        return self._spark.accumulator(0)

    def broadcast(self, value: object) -> Any:
        """Send a value to all workers."""
        return self._spark.broadcast(value)

    def map(self, function: Callable[[Item], Out], items: Sequence[Item]) -> list[Out]:
        """Return the results of a function of each item, one task for each.

        Raises:
            FileError, InputError: that of a task, or Spark failed.
        """
        if not items:
            return []
        self._spark.setJobGroup(self._group, "exitwise batch", interruptOnCancel=True)
        try:
            results: list[Out] = self._spark.parallelize(items, len(items)).map(function).collect()
        except _failures() as error:
            raise _error(error) from error
        except KeyboardInterrupt:
            with suppress(*_failures()):  # a call of Java was interrupted
                self._spark.cancelJobGroup(self._group)
            raise
        return results


def _failures() -> tuple[type[Exception], ...]:
    from py4j.protocol import Py4JError  # noqa: PLC0415 (comes with Spark)
    from pyspark.errors import PySparkException  # noqa: PLC0415

    return Py4JError, PySparkException, ConnectionError


def _error(error: Exception) -> ExitwiseError:
    """Return the error of a task that a failure of Spark quotes, or else the failure itself."""
    quoted = OWN_ERROR.findall(str(error))
    if not quoted:
        return FileError(f"Spark failed: {first_line(error)}")
    name, message, help_ = quoted[-1]
    return (InputError if name == "InputError" else FileError)(message, help=help_)


@contextmanager
def repeated(report: Callable[[], None]) -> Iterator[None]:
    """Call a function now and then, on a thread of its own."""
    ended = Event()

    def loop() -> None:
        while not ended.wait(INTERVAL):
            report()

    thread = Thread(target=loop, daemon=True)
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()
