"""A saved session as a call names it: where it is read, and what is said of it before it is used."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exitwise.cli.profile import read_bytes, with_origin
from exitwise.errors import FileError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.ask.resume import Resumption
    from exitwise.model.fact import Fact
    from exitwise.model.session import Session


def today() -> date:
    """Return the user's own day."""
    return date.today()  # noqa: DTZ011 (no other zone's)


def read_session(file: str, pack: str | None) -> Session:
    """Return the session in a file; without `pack` it may be of any.

    Raises:
        FileError: it cannot be read.
        InputError: it is damaged, no session, or one of another pack.
    """
    from exitwise.session_file import HOW_TO_SAVE, parse_session_file  # noqa: PLC0415 (`--help` reads nothing)

    try:
        return parse_session_file(read_bytes(file), pack)
    except FileError as error:
        raise FileError(error.message, help=HOW_TO_SAVE) from error
    except InputError as error:
        raise with_origin(error, file) from error


def describe_changes(found: Resumption, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Say what has become of the answers since they were saved."""
    if found.pack_changed:
        yield "The rules have changed since these answers were saved."
    for name, was in found.former_values.items():
        now = facts[name].label(found.interview.answers[name])
        yield f"{facts[name].question} {facts[name].label(was)} then, {now} today."
    for message in found.dropped.values():
        yield f"No longer an answer: {message}."
