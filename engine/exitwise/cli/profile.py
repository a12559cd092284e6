"""The profile argument of a command: reading it, and naming it in errors."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from exitwise.cli.streams import print_message, standard_input
from exitwise.errors import FileError, InputError, ProfileError

if TYPE_CHECKING:
    from collections.abc import Iterable


def read_bytes(profile: str) -> bytes:
    """Return the bytes of a profile, `-` being standard input; at most one more than the size limit.

    Raises:
        FileError: the file cannot be read.
    """
    from exitwise.loader.profile import MAX_BYTES  # noqa: PLC0415 (`--help` reads nothing)

    try:
        if profile == "-":
            stream = standard_input()
            if stream.isatty():
                print_message("type or paste the profile, then Ctrl-D")
            return stream.read(MAX_BYTES + 1)
        with open(profile, "rb") as file:  # noqa: PTH123 (also opens /dev/fd/3)
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileError(f"{profile} cannot be read: {error.strerror}") from error


def print_notes(notes: Iterable[str]) -> None:
    """Write notes on former names to standard error, in their order."""
    for note in sorted(notes):
        print_message(note)


def with_origin(error: InputError, profile: str | None) -> InputError:
    """Return the error with the name of the profile, escaped so that it cannot imitate our messages."""
    from exitwise.present.printable import escaped_line  # noqa: PLC0415 (only a failure pays for it)

    origin = {"-": "standard input", None: "--set"}.get(profile, profile) or ""
    if not isinstance(error, ProfileError):
        return InputError(f"{origin}: {error.message}", help=error.help)
    located = (
        replace(
            diagnostic,
            origin=origin,
            pointer=escaped_line(diagnostic.pointer),
            message=escaped_line(diagnostic.message),
            help=escaped_line(diagnostic.help),
        )
        for diagnostic in error.diagnostics
    )
    return ProfileError(located, error.constraints, keep_order=True)  # escaped pointers sort otherwise
