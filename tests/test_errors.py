"""Errors: exit statuses, and messages with a separate help."""

import pickle
from collections.abc import Callable
from copy import copy

import pytest

from exitwise.diagnostic import PackDiagnostic, Place, ProfileDiagnostic, render
from exitwise.errors import (
    ExitCode,
    ExitwiseError,
    FileError,
    InputError,
    Interrupted,
    LimitError,
    MapError,
    PackError,
    ProfileError,
)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (InputError("x"), 2),
        (ProfileError([]), 2),
        (MapError([]), 2),
        (FileError("x"), 3),
        (PackError([]), 4),
        (LimitError("x"), 5),
        (ExitwiseError("x"), 70),
        (Interrupted("x"), 130),
    ],
)
def test_every_error_has_an_exit_status(error: ExitwiseError, code: int) -> None:
    """The status follows from the class of the error."""
    assert error.code == code


def test_exit_statuses_are_documented_numbers() -> None:
    """Other programs rely on them."""
    assert {code.name: int(code) for code in ExitCode} == {
        "DONE": 0,
        "NO": 1,
        "USAGE": 2,
        "FILE": 3,
        "PACK": 4,
        "LIMIT": 5,
        "BUG": 70,
        "INTERRUPTED": 130,
    }


@pytest.mark.parametrize("kind", [ExitwiseError, InputError, FileError, LimitError, Interrupted])
def test_help_is_separate_from_the_message(kind: type[ExitwiseError]) -> None:
    """`message` and `help` are attributes; the text of the error is rendered from both."""
    error = kind("unknown fact `x`", help="did you mean `y`?")

    assert (error.message, error.help) == ("unknown fact `x`", "did you mean `y`?")
    assert str(error) == render(error.message, error.help) == "unknown fact `x`\n  help: did you mean `y`?"
    assert str(kind("unknown fact `x`")) == "unknown fact `x`"


def test_profile_diagnostics_are_sorted_by_pointer() -> None:
    """In any order of detection; the text of the error lists them all."""
    later = ProfileDiagnostic(pointer="/b", cause="x", message="two")
    first = ProfileDiagnostic(pointer="/a", cause="y", message="one", help="fix it")
    error = ProfileError([later, first], constraints=["c"])

    assert error.diagnostics == (first, later)
    assert error.constraints == ("c",)
    assert (error.message, error.help) == ("/a: one (and 1 more)", "fix it")
    assert str(error) == "/a: one\n  help: fix it\n/b: two"


@pytest.mark.parametrize("kind", [PackError, MapError])
def test_a_faulty_file_lists_its_diagnostics(kind: type[PackError | MapError]) -> None:
    """As values, and in the text of the error."""
    first = PackDiagnostic(id="b", message="one", place=Place("a.yaml", 2, 9), help="fix it")
    later = PackDiagnostic(id="a", message="two", place=Place("a.yaml", 10, 1))
    error = kind([first, later])

    assert error.diagnostics == (first, later)
    assert str(error) == f"{first}\n{later}"


def pickled(error: ExitwiseError) -> ExitwiseError:
    """Return an error as another process gets it."""
    same: ExitwiseError = pickle.loads(pickle.dumps(error))  # noqa: S301 (its own)
    return same


@pytest.mark.parametrize("again", [copy, pickled])
def test_a_copy_has_all_that_the_error_has(again: Callable[[ExitwiseError], ExitwiseError]) -> None:
    """Nothing is lost when a worker process pickles an error for its parent."""
    diagnostics = [
        ProfileDiagnostic(message="second", pointer="/b", cause="type"),
        ProfileDiagnostic(message="first", pointer="/a", cause="type", help="a way out"),
    ]
    error = ProfileError(diagnostics, ["one", "two"], keep_order=True)

    same = again(error)

    assert isinstance(same, ProfileError)
    assert (same.diagnostics, same.constraints) == (tuple(diagnostics), ("one", "two"))
    assert (str(same), same.message, same.help) == (str(error), error.message, error.help)
