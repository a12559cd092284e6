"""Standard streams as they are: of any encoding, closed, or not a terminal."""

from __future__ import annotations

import os
import sys
from typing import IO, Any, Final

from exitwise.errors import FileError

STANDARD_OUTPUT: Final = 1


def survive_narrow_encodings() -> None:
    """A character that a stream cannot take is replaced there; it must not end the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def standard_input() -> IO[bytes]:
    """Return standard input as bytes.

    Raises:
        FileError: it is closed.
    """
    if sys.stdin is None:
        raise FileError("standard input is closed")
    return sys.stdin.buffer


def write(text: str) -> None:
    """Write a result to standard output, in the encoding that it has.

    Raises:
        FileError: it is closed.
    """
    if sys.stdout is None:
        raise FileError("standard output is closed")
    sys.stdout.write(text)
    sys.stdout.flush()


def json_of(content: Any) -> str:
    """Return a result as JSON that standard output can take."""
    from exitwise.present.printable import json_text  # noqa: PLC0415 (only JSON needs it)

    return json_text(content, ascii_only=not takes_any_character()) + "\n"


def complain(message: str) -> None:
    """Write a message to standard error; where that is closed, nobody wants to know."""
    if sys.stderr is not None:
        sys.stderr.write(f"exitwise: {message}\n")


def abandon_output() -> None:
    """Let nothing more be written: whoever read the output has gone, or it cannot be stored."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), STANDARD_OUTPUT)


def takes_any_character() -> bool:
    """Whether standard output can take every character there is."""
    encoding = getattr(sys.stdout, "encoding", None) or ""
    return encoding.lower().replace("-", "").startswith("utf")


def columns() -> int:
    """Return how many columns the terminal has, or 80 where there is none."""
    from shutil import get_terminal_size  # noqa: PLC0415 (only text is wrapped)

    return get_terminal_size((80, 24)).columns


def colour() -> bool:
    """Whether standard output is a terminal that takes styles."""
    return _takes_codes(sys.stdout)


def moving() -> bool:
    """Whether standard error is a terminal that can redraw a line."""
    return _takes_codes(sys.stderr)


def _takes_codes(stream: IO[str] | None) -> bool:
    """Codes go only where a person looks at them, and nobody asked for none (no-color.org)."""
    return (
        stream is not None
        and stream.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )
