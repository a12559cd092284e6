"""Reading a saved session from a file, and the messages about changes since it was saved."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from exitwise.catalogue import _
from exitwise.cli.profile import read_bytes, with_origin
from exitwise.errors import FileError, InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.ask.resume import Resumption
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.session import Session


def today() -> date:
    """Return the current day in the user's time zone."""
    return date.today()  # noqa: DTZ011 (the local time zone is meant)


def read_session(file: str, knowledge: Knowledge | None, notes: set[str] | None = None) -> Session:
    """Return the session in a file, with the present names of facts; without a pack it may be of any.

    Notes on former names are added to `notes`.

    Raises:
        FileError: the file cannot be read.
        InputError: the file is damaged, does not hold a session, or holds one of another pack.
    """
    from exitwise.model.session import with_present_names  # noqa: PLC0415 (`--help` reads nothing)
    from exitwise.session_file import HOW_TO_SAVE, parse_session_file  # noqa: PLC0415 (`--help` reads nothing)

    try:
        session = parse_session_file(read_bytes(file), None if knowledge is None else knowledge.name)
        return session if knowledge is None else with_present_names(session, knowledge, notes)
    except FileError as error:
        raise FileError(error.message, help=HOW_TO_SAVE) from error
    except InputError as error:
        raise with_origin(error, file) from error


def describe_changes(resumption: Resumption, facts: Mapping[str, Fact]) -> Iterator[str]:
    """Yield a message for each change to the answers since they were saved."""
    from exitwise.model.kinds import label  # noqa: PLC0415 (`--help` describes nothing)

    if resumption.pack_changed:
        yield _("The rules have changed since these answers were saved.")
    for name, former in resumption.former_values.items():
        fact, now = facts[name], resumption.interview.answers[name]
        words = _("{question} {former} then, {now} today.")
        yield words.format(question=fact.question, former=label(fact, former), now=label(fact, now))
    for message in resumption.dropped.values():
        yield _("Answer dropped: {reason}.").format(reason=message)
