"""Executors: threads that run work in order, and stop at the next item on request."""

import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError

import pytest

from exitwise.batch.executor import Executor, executors


def test_work_runs_in_order_on_one_thread() -> None:
    """It is another thread than the main one."""
    with executors(1) as (executor,):
        futures = [executor.submit(threading.get_ident) for _ in range(3)]
        idents = {executor.result(future) for future in futures}

    assert len(idents) == 1
    assert threading.get_ident() not in idents


def test_an_error_of_the_work_is_raised() -> None:
    """A `TimeoutError` of the work is not mistaken for one of the wait."""

    def fail() -> None:
        raise TimeoutError("of the work")

    with executors(1) as (executor,), pytest.raises(TimeoutError, match="of the work"):
        executor.result(executor.submit(fail))


def test_number_of_threads() -> None:
    """It is the requested one, and at least one by default."""
    with executors(3) as several:
        assert len(several) == 3
    with executors() as several:
        assert several


def slow_items(seen: list[int]) -> Iterator[int]:
    """Yield numbers slowly, and record each."""
    for number in range(10_000):
        seen.append(number)
        time.sleep(0.01)
        yield number


def test_an_interrupt_stops_the_thread_at_its_next_item() -> None:
    """The main thread is interrupted while it waits."""
    seen: list[int] = []
    executor = Executor()
    future = executor.submit(lambda: list(executor.until_stopped(slow_items(seen))))
    waker = threading.Timer(0.2, signal.raise_signal, [signal.SIGINT])
    waker.start()
    with pytest.raises(KeyboardInterrupt):
        executor.result(future)
    executor.close()

    assert len(seen) < 1000
    with pytest.raises(CancelledError):
        future.result()


def test_leaving_early_stops_all_threads() -> None:
    """Pending work never starts."""
    seen: list[int] = []
    with executors(1) as (executor,):
        first = executor.submit(lambda: list(executor.until_stopped(slow_items(seen))))
        second = executor.submit(lambda: seen.append(-1))

    assert isinstance(first.exception(), CancelledError)
    assert second.cancelled()
    assert -1 not in seen
