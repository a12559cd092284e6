"""`exitwise forget`: removes a saved session for good."""

from __future__ import annotations

from pathlib import Path

import click

from exitwise.cli.session import read_session
from exitwise.cli.settings import common_options
from exitwise.cli.streams import print_message
from exitwise.errors import ExitCode, FileError, InputError

HELP = """Remove a saved session for good, of whatever pack, and what interrupted writes have left beside it.

Only a file that holds a session is removed. Of a link to one, both go. What you or a backup have copied
elsewhere, exitwise does not know of.

\b
Example:
  exitwise forget answers.json
"""


@click.command("forget", help=HELP, short_help="Remove a saved session for good.")
@click.argument("file")
@common_options
def command(file: str, pack: str | None) -> int:
    """Make sure that it is a session, remove it, say so."""
    if pack is not None:
        raise InputError("`--pack` has no effect here", help="name the file alone: exitwise forget FILE")
    if file == "-":
        raise InputError("standard input cannot be removed", help="name the file of the session")
    if Path(file).exists() and not Path(file).is_file():
        raise FileError(f"{file} is no plain file", help="name the file of a session")
    read_session(file, None)
    shared = Path(file).stat().st_nlink > 1
    from exitwise.present.printable import escaped_line  # noqa: PLC0415
    from exitwise.session_file import forget  # noqa: PLC0415 (`--help` removes nothing)

    for gone in forget(file):
        print_message(f"removed {escaped_line(gone)}")
    if shared:
        print_message("the same file has another name (a hard link), which still holds the answers")
    return ExitCode.DONE
