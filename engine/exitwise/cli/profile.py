"""A profile as a call names it: where it is read, and whose faults are whose."""

from __future__ import annotations

from exitwise.cli.streams import complain, standard_input
from exitwise.errors import FileError, InputError, ProfileError


def read_bytes(profile: str) -> bytes:
    """Return a profile's bytes, and no more of them than a profile may have; `-` is standard input.

    Raises:
        FileError: it cannot be read.
    """
    from exitwise.loader.profile import MOST_BYTES  # noqa: PLC0415 (`--help` reads nothing)

    try:
        if profile == "-":
            stream = standard_input()
            if stream.isatty():
                complain("type or paste the profile, then Ctrl-D")
            return stream.read(MOST_BYTES + 1)
        with open(profile, "rb") as file:  # noqa: PTH123 (a name such as /dev/fd/3 is no path to inspect)
            return file.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileError(f"{profile} cannot be read: {error.strerror}") from error


def naming_profile(error: InputError, profile: str | None) -> InputError:
    """Say of which profile each fault is; what a profile holds cannot pass for a line of ours."""
    from exitwise.present.printable import escaped  # noqa: PLC0415 (only a failure pays for it)

    place = {"-": "standard input", None: "--set"}.get(profile, profile)
    if not isinstance(error, ProfileError):
        return InputError(f"{place}: {error}")
    told = (
        (f"{place}: {escaped(fault.pointer)}: {escaped(fault.message)}", escaped(fault.help))
        for fault in error.diagnostics
    )
    return InputError("\n".join(f"{line}\n  help: {advice}" if advice else line for line, advice in told))
