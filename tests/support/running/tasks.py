"""A stand-in for a context of Spark: tasks run in this process, and everything sent to them is pickled."""

import pickle
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


class FailedError(Exception):
    """A failure of Spark."""


@dataclass
class Counter:
    """An accumulator."""

    value: int

    def add(self, number: int) -> None:
        """Add a number."""
        self.value += number


@dataclass(frozen=True)
class Sent:
    """A broadcast value."""

    value: Any


class Items:
    """Items that are given out to tasks, one for each."""

    def __init__(self, items: Sequence[Any], function: Callable[[Any], Any] = lambda item: item) -> None:
        self._items, self._function = items, function

    def map(self, function: Callable[[Any], Any]) -> "Items":
        """Apply a function to each item."""
        return Items(self._items, function)

    def collect(self) -> list[Any]:
        """Return the results; a failure is text with the trace of the task, as on a cluster.

        Raises:
            FailedError: with that text.
        """
        try:
            return [copy(self._function(copy(item))) for item in self._items]
        except Exception as error:
            trace = "".join(traceback.format_exception(error))
            raise FailedError(f"PythonException: {trace}\n\tat org.apache.spark.Task.run") from error


def copy(value: Any) -> Any:
    """Return a value as it arrives in another process."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301 (it was pickled here)


class Context:
    """As much of a context as jobs use."""

    defaultParallelism = 2  # noqa: N815 (the name of Spark)

    def setJobGroup(self, *_: object, **__: object) -> None:  # noqa: N802
        """Do nothing."""

    def accumulator(self, value: int) -> Counter:
        """Return a counter."""
        return Counter(value)

    def broadcast(self, value: object) -> Sent:
        """Return a value as a worker gets it."""
        return Sent(copy(value))

    def parallelize(self, items: Sequence[Any], _: int) -> Items:
        """Give items out."""
        return Items(items)


@contextmanager
def context(_: str | None) -> Iterator[Context]:
    """Yield a context, whatever the URL of the master."""
    yield Context()
