"""A profile as a call names it: where it is read, and whose faults are whose."""

from __future__ import annotations

from dataclasses import replace

from exitwise.cli.streams import print_message, standard_input
from exitwise.errors import FileError, InputError, ProfileError


def read_bytes(profile: str) -> bytes:
    """Return a profile's bytes, and no more of them than a profile may have; `-` is standard input.

    Raises:
        FileError: it cannot be read.
    """
    from exitwise.loader.profile import MAX_BYTES  # noqa: PLC0415 (`--help` reads nothing)

    try:
        if profile == "-":
            stream = standard_input()
            if stream.isatty():
                print_message("type or paste the profile, then Ctrl-D")
            return stream.read(MAX_BYTES + 1)
        with open(profile, "rb") as file:  # noqa: PTH123 (a name such as /dev/fd/3 is no path to inspect)
            return file.read(MAX_BYTES + 1)
    except OSError as error:
        raise FileError(f"{profile} cannot be read: {error.strerror}") from error


def with_origin(error: InputError, profile: str | None) -> InputError:
    """Return an error that names the profile; its text is escaped, so that it looks like no line of ours."""
    from exitwise.present.printable import escaped_line  # noqa: PLC0415 (only a failure pays for it)

    origin = {"-": "standard input", None: "--set"}.get(profile, profile) or ""
    if not isinstance(error, ProfileError):
        return InputError(f"{origin}: {error.message}", help=error.help)
    named = (
        replace(
            diagnostic,
            origin=origin,
            pointer=escaped_line(diagnostic.pointer),
            message=escaped_line(diagnostic.message),
            help=escaped_line(diagnostic.help),
        )
        for diagnostic in error.diagnostics
    )
    return ProfileError(named, error.constraints)
