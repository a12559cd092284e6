"""Jobs of Spark: results in order, errors of tasks, and interrupts."""

from threading import Event
from typing import Any

import pytest

from exitwise.batch.spark import jobs as module
from exitwise.batch.spark.jobs import Jobs, repeated
from exitwise.errors import FileError, InputError
from support.running import tasks


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Jobs:
    """Return jobs whose tasks run in this process."""
    monkeypatch.setattr(module, "_failures", lambda: (tasks.FailedError,))
    return Jobs(tasks.Context())


def raise_error(error: Exception) -> None:
    """Raise an error."""
    raise error


def test_results_are_in_the_order_of_the_items(jobs: Jobs) -> None:
    """Without items no task runs."""
    assert jobs.map(str, [3, 1, 2]) == ["3", "1", "2"]
    assert jobs.map(str, []) == []
    assert jobs.cores == 2


@pytest.mark.parametrize(
    "error",
    [
        FileError("a.gz cannot be read: it is damaged"),
        InputError("a.csv: no header", help="the first line names the columns"),
    ],
)
def test_an_error_of_a_task_is_raised_by_the_job(jobs: Jobs, error: FileError | InputError) -> None:
    """It has the same class, message and help."""
    with pytest.raises(type(error)) as raised:
        jobs.map(raise_error, [error])

    assert (raised.value.message, raised.value.help) == (error.message, error.help)


def test_other_failures_are_those_of_spark(jobs: Jobs) -> None:
    """They are reported in one line."""
    with pytest.raises(FileError, match=r"\ASpark failed: PythonException: [^\n]*\Z"):
        jobs.map(raise_error, [ZeroDivisionError("no")])


def test_an_interrupt_cancels_the_group(monkeypatch: pytest.MonkeyPatch) -> None:
    """Other jobs of the same Spark context continue."""
    cancelled: list[str] = []

    class Interrupted(tasks.Context):
        def setJobGroup(self, *arguments: object, **__: object) -> None:  # noqa: N802
            self.group = arguments[0]

        def cancelJobGroup(self, group: str) -> None:  # noqa: N802
            cancelled.append(group)

        def parallelize(self, *_: Any) -> Any:
            raise KeyboardInterrupt

    monkeypatch.setattr(module, "_failures", lambda: (tasks.FailedError,))
    context = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        Jobs(context).map(str, [1])

    assert cancelled == [context.group]


def test_a_report_is_repeated_until_the_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """It runs concurrently with the work, and not after it."""
    monkeypatch.setattr(module, "INTERVAL", 0.001)
    reports: list[int] = []
    twice = Event()

    def report() -> None:
        reports.append(1)
        if len(reports) == 2:
            twice.set()

    with repeated(report):
        assert twice.wait(10)

    count = len(reports)
    assert not Event().wait(0.01)
    assert len(reports) == count
