"""How far long work is: told on a terminal at once, elsewhere now and then, of short work not at all."""

from collections.abc import Iterator
from io import StringIO
from typing import Any

import pytest

from exitwise.present import progress
from exitwise.present.progress import LINE_SECONDS, Meter, track_progress
from support.running.program import STYLE


class Clock:
    """A clock that a test turns."""

    now = 100.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock that the plain lines look at."""
    own = Clock()
    monkeypatch.setattr(progress, "monotonic", lambda: own.now)
    return own


def lasting(clock: Clock, *seconds: float) -> Iterator[int]:
    """Pieces of work, each of which takes so long."""
    for number, each in enumerate(seconds):
        clock.now += each
        yield number


def told(work: Iterator[int], total: int) -> tuple[list[int], str]:
    """What comes of the work, and what a log reads of it."""
    log = StringIO()
    return list(
        track_progress(work, label="doors shut", total=total, stream=log, redraw=False)
    ), log.getvalue()


def test_of_short_work_nothing_is_told(clock: Clock) -> None:
    """A log stays empty, however many pieces there are."""
    assert told(lasting(clock, *[LINE_SECONDS / 1001] * 1000), 1000) == ([*range(1000)], "")


def test_of_long_work_a_plain_line_is_told_now_and_then(clock: Clock) -> None:
    """With how much is done, and no more often than so."""
    pieces, log = told(lasting(clock, 1, LINE_SECONDS, 1, 1, LINE_SECONDS - 1, 1), 6000)

    assert pieces == [0, 1, 2, 3, 4, 5]
    assert log == "doors shut: 2 of 6,000\ndoors shut: 5 of 6,000\n"


@pytest.mark.parametrize("moving", [True, False])
def test_whoever_has_no_stream_is_not_told(clock: Clock, *, moving: bool) -> None:
    """A program whose standard error is closed works all the same."""
    work = lasting(clock, LINE_SECONDS, LINE_SECONDS)

    assert list(track_progress(work, label="doors shut", total=2, stream=None, redraw=moving)) == [0, 1]


@pytest.mark.parametrize("moving", [True, False])
def test_work_is_done_piece_by_piece(*, moving: bool) -> None:
    """No piece is begun before the one before it was taken."""
    begun: list[int] = []

    def work() -> Iterator[int]:
        for number in range(3):
            begun.append(number)
            yield number

    pieces = track_progress(work(), label="doors shut", total=3, stream=StringIO(), redraw=moving)

    assert next(pieces) == 0
    assert begun == [0]
    assert list(pieces) == [1, 2]


def test_on_a_terminal_a_line_moves_and_goes() -> None:
    """It shows what is done, of how much; at the end it is wiped away."""

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
def test_a_fault_of_the_work_is_passed_on(*, moving: bool) -> None:
    """Whoever asks for the piece that fails gets the fault."""

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
def test_a_line_that_moved_is_left_empty(clock: Clock, *, moving: bool, written: str) -> None:
    """What is written next begins on it; in a log every line stays."""
    log = StringIO()
    meter = Meter(log, total=10, redraw=moving)
    meter.update(1, 1)
    for done, records in ((5, 1000), (10, 9)):
        clock.now += LINE_SECONDS
        meter.update(done, records)
    meter.end()

    assert log.getvalue() == written


def test_of_short_work_no_line_is_cleared(clock: Clock) -> None:
    """Nothing was written, and there may be no stream."""
    log = StringIO()
    for stream in (log, None):
        Meter(stream, total=None, redraw=True).end()

    assert (log.getvalue(), clock.now) == ("", 100.0)
