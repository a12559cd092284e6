"""`exitwise forget`: deletes a saved session for good."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click

from exitwise.cli.session import read_session
from exitwise.cli.settings import common_options
from exitwise.cli.streams import print_message
from exitwise.cli.usage import UsageError
from exitwise.errors import FileError

HELP = """Delete a saved session of any pack for good, with the leftovers of interrupted writes beside it.

Only a file that holds a session is deleted. If FILE is a symbolic link, both the link and the file are
deleted. Copies elsewhere, such as backups, are not found.

\b
Example:
  exitwise forget answers.json
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The argument and the options of one call."""

    file: str
    pack: str | None


@click.command("forget", help=HELP, short_help="Delete a saved session for good.")
@click.argument("file")
@common_options
def command(**options: Any) -> None:
    """Run the command."""
    run(Options(**options))


def run(options: Options) -> None:
    """Check that the file holds a session, delete it, and report every path deleted."""
    from exitwise.present.printable import escaped_line  # noqa: PLC0415
    from exitwise.session_file import forget  # noqa: PLC0415 (`--help` deletes nothing)

    _check(options)
    has_other_name = Path(options.file).stat().st_nlink > 1
    for path in forget(options.file):
        print_message(f"deleted {escaped_line(path)}")
    if has_other_name:
        print_message("the file has another name (a hard link), which still holds the answers")


def _check(options: Options) -> None:
    """Reject a call that would not delete one session file.

    Raises:
        UsageError: the call names a pack, or standard input.
        FileError: the file cannot be read, or is not a regular file.
        InputError: the file does not hold a session.
    """
    file = options.file
    if options.pack is not None:
        raise UsageError("`--pack` has no effect here", help="name the file alone: exitwise forget FILE")
    if file == "-":
        raise UsageError("standard input cannot be deleted", help="name the file of the session")
    if Path(file).exists() and not Path(file).is_file():
        raise FileError(f"{file} is not a regular file", help="name the file of a session")
    read_session(file, None)
