"""A substitute for a Spark context: tasks run in this process, and everything sent to them is pickled."""

import pickle
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any


class FailedError(Exception):
    """A failure of Spark."""


@dataclass
class Accumulator:
    """A number that tasks add to."""

    value: int

    def add(self, number: int) -> None:
        """Add a number."""
        self.value += number


@dataclass(frozen=True)
class Broadcast:
    """A value that is sent to all tasks."""

    value: Any


class Items:
    """Items to which tasks are applied, one task for each."""

    def __init__(self, items: Sequence[Any], function: Callable[[Any], Any] = lambda item: item) -> None:
        self._items, self._function = items, function

    def map(self, function: Callable[[Any], Any]) -> "Items":
        """Return the items with a function to apply to each."""
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
    """Return a value as another process receives it."""
    return pickle.loads(pickle.dumps(value))  # noqa: S301 (it was pickled here)


class Context:
    """The part of a context that jobs use."""

    defaultParallelism = 2  # noqa: N815 (the name of Spark)

    def setJobGroup(self, *_: object, **__: object) -> None:  # noqa: N802
        """Do nothing."""

    def accumulator(self, value: int) -> Accumulator:
        """Return an accumulator."""
        return Accumulator(value)

    def broadcast(self, value: object) -> Broadcast:
        """Return a value as tasks receive it."""
        return Broadcast(copy(value))

    def parallelize(self, items: Sequence[Any], _: int) -> Items:
        """Return items for tasks."""
        return Items(items)


@contextmanager
def context(_: str | None) -> Iterator[Context]:
    """Yield a context, whatever the URL of the master."""
    yield Context()
