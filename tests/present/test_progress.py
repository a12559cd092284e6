"""Progress: at once on a terminal, now and then elsewhere, never for short work."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from exitwise.present import progress
from exitwise.present.progress import LINE_SECONDS, Meter, track_progress
from support.running.program import STYLE


class Clock:
    """A clock that a test advances."""

    now = 100.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """Replace the clock of the progress."""
    own = Clock()
    monkeypatch.setattr(progress, "monotonic", lambda: own.now)
    return own


def timed_items(clock: Clock, *seconds: float) -> Iterator[int]:
    """Yield items, each of which takes some seconds."""
    for number, each in enumerate(seconds):
        clock.now += each
        yield number


def run_and_log(work: Iterator[int], total: int) -> tuple[list[int], str]:
    """Return the items of the work and the lines logged."""
    log = StringIO()
    return list(
        track_progress(work, label="doors shut", total=total, stream=log, redraw=False)
    ), log.getvalue()


def test_short_work_prints_nothing(clock: Clock) -> None:
    """However many items there are, the log stays empty."""
    assert run_and_log(timed_items(clock, *[LINE_SECONDS / 1001] * 1000), 1000) == ([*range(1000)], "")


def test_long_work_prints_a_line_now_and_then(clock: Clock) -> None:
    """The line has the count; there is at most one per interval."""
    pieces, log = run_and_log(timed_items(clock, 1, LINE_SECONDS, 1, 1, LINE_SECONDS - 1, 1), 6000)

    assert pieces == [0, 1, 2, 3, 4, 5]
    assert log == "doors shut: 2 of 6,000\ndoors shut: 5 of 6,000\n"


@pytest.mark.parametrize("moving", [True, False])
def test_progress_without_a_stream(clock: Clock, *, moving: bool) -> None:
    """With a closed standard error the work is done all the same."""
    work = timed_items(clock, LINE_SECONDS, LINE_SECONDS)

    assert list(track_progress(work, label="doors shut", total=2, stream=None, redraw=moving)) == [0, 1]


@pytest.mark.parametrize("moving", [True, False])
def test_items_are_lazy(*, moving: bool) -> None:
    """No item is computed before the one before it was taken."""
    begun: list[int] = []

    def work() -> Iterator[int]:
        for number in range(3):
            begun.append(number)
            yield number

    pieces = track_progress(work(), label="doors shut", total=3, stream=StringIO(), redraw=moving)

    assert next(pieces) == 0
    assert begun == [0]
    assert list(pieces) == [1, 2]


def test_line_on_a_terminal_is_redrawn_and_cleared() -> None:
    """It shows the count and the total, and is cleared at the end."""

    class Terminal(StringIO):
        def isatty(self) -> bool:
            return True

    terminal = Terminal()
    pieces = list(track_progress(iter(range(3)), label="doors shut", total=3, stream=terminal, redraw=True))
    written: Any = terminal.getvalue()

    assert pieces == [0, 1, 2]
    assert "doors shut" in STYLE.sub("", written)
    assert "3/3" in STYLE.sub("", written)
    assert written.endswith("\x1b[2K")


@pytest.mark.parametrize("moving", [True, False])
def test_error_of_the_work_is_raised(*, moving: bool) -> None:
    """The error is raised where the failing item is taken."""

    def work() -> Iterator[int]:
        yield 1
        raise ZeroDivisionError

    pieces = track_progress(work(), label="doors shut", total=3, stream=StringIO(), redraw=moving)

    assert next(pieces) == 1
    with pytest.raises(ZeroDivisionError):
        next(pieces)


@pytest.mark.parametrize(
    ("moving", "written"),
    [
        (True, "1,000 records, 50 %\r9 records, 100 %\r                   \r"),
        (False, "1,000 records, 50 %\n9 records, 100 %\n"),
    ],
)
def test_redrawn_line_is_cleared(clock: Clock, *, moving: bool, written: str) -> None:
    """The output that follows starts on the line; in a log every line stays."""
    log = StringIO()
    meter = Meter(log, total=10, redraw=moving)
    meter.update(1, 1)
    for done, records in ((5, 1000), (10, 9)):
        clock.now += LINE_SECONDS
        meter.update(done, records)
    meter.end()

    assert log.getvalue() == written


def test_short_work_clears_no_line(clock: Clock) -> None:
    """Nothing was written, and there may be no stream."""
    log = StringIO()
    for stream in (log, None):
        Meter(stream, total=None, redraw=True).end()

    assert (log.getvalue(), clock.now) == ("", 100.0)
