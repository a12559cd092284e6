"""Errors: what they say and with which status the program ends."""

import pytest

from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import ExitCode, ExitwiseError, FileError, InputError, LimitError, ProfileError


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("x"), 2),
        (ProfileError([]), 2),
        (FileError("x"), 3),
        (LimitError("x"), 3),
        (ExitwiseError("x"), 70),
    ],
)
def test_an_error_has_the_status_of_its_kind(error: ExitwiseError, code: int) -> None:
    """What the caller can do about it decides the status."""
    assert error.code == code


def test_the_statuses_are_those_that_are_promised() -> None:
    """Other programs rely on the numbers."""
    assert {code.name: int(code) for code in ExitCode} == {
        "DONE": 0,
        "NO": 1,
        "USAGE": 2,
        "FILE": 3,
        "PACK": 4,
        "BUG": 70,
        "INTERRUPTED": 130,
    }


def test_advice_stands_on_a_line_of_its_own() -> None:
    """The message is one line, and the advice another."""
    assert str(InputError("no such thing", help="look again")) == "no such thing\n  help: look again"
    assert str(InputError("no such thing")) == "no such thing"


def test_the_faults_of_a_profile_are_sorted_by_pointer() -> None:
    """Whatever the order in which they were found."""
    late = ProfileDiagnostic(pointer="/b", cause="x", message="two")
    early = ProfileDiagnostic(pointer="/a", cause="y", message="one", help="mend it")
    error = ProfileError([late, early])

    assert error.diagnostics == (early, late)
    assert str(error) == "/a: one\n  help: mend it\n/b: two"
