"""Standard streams as they are: of any encoding, closed, or not a terminal."""

from __future__ import annotations

import codecs
import os
import sys
from typing import IO, Any, Final

from exitwise.errors import FileError

STANDARD_OUTPUT: Final = 1
STANDARD_ERROR: Final = 2
DEFAULT_COLUMNS: Final = 80
"""Columns where there is no window to fit."""
NEAREST: Final = "exitwise.nearest"
"""The name of the way in which a character is written that a stream cannot take."""


def replace_unencodable() -> None:
    """A character that a stream cannot take is written as the nearest it can; it must not end the program."""
    codecs.register_error(NEAREST, _nearest)
    for stream in (sys.stdout, sys.stderr):
        reconfigure: Any = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors=NEAREST)


def _nearest(error: UnicodeError) -> tuple[str, int]:
    from exitwise.present.to_ascii import nearest_ascii  # noqa: PLC0415 (only a narrow stream needs it)

    if not isinstance(error, UnicodeEncodeError):
        raise error
    return nearest_ascii(error.object[error.start : error.end]), error.end


def text_input() -> IO[str]:
    """Return standard input as lines of text; what is no text in its encoding is replaced.

    Raises:
        FileError: it is closed.
    """
    if sys.stdin is None:
        raise FileError("standard input is closed")
    reconfigure: Any = getattr(sys.stdin, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    return sys.stdin


def standard_input() -> IO[bytes]:
    """Return standard input as bytes.

    Raises:
        FileError: it is closed.
    """
    if sys.stdin is None:
        raise FileError("standard input is closed")
    return sys.stdin.buffer


def standard_output() -> IO[bytes]:
    """Return standard output as bytes.

    Raises:
        FileError: it is closed.
    """
    if sys.stdout is None:
        raise FileError("standard output is closed")
    return sys.stdout.buffer


def write(text: str) -> None:
    """Write a result to standard output, in the encoding that it has.

    Raises:
        FileError: it is closed.
    """
    if sys.stdout is None:
        raise FileError("standard output is closed")
    sys.stdout.write(text)
    sys.stdout.flush()


def to_json(content: Any, *, to_file: bool = False) -> str:
    """Return a result as JSON that standard output can take, or a file, which takes every character."""
    from exitwise.present.printable import json_text  # noqa: PLC0415 (only JSON needs it)

    return json_text(content, ascii_only=not (to_file or supports_unicode())) + "\n"


def conversation() -> IO[str]:
    """Return where a conversation is shown.

    Raises:
        FileError: standard error is closed.
    """
    if sys.stderr is None:
        raise FileError("standard error is closed, and the questions are asked there")
    return sys.stderr


def end_line() -> None:
    """End the line of standard error on which somebody was typing."""
    if sys.stderr is not None:
        sys.stderr.write("\n")


def print_message(message: str) -> None:
    """Write a message to standard error; where that is closed or its reader gone, nobody wants to know."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"exitwise: {message}\n")
        sys.stderr.flush()
    except BrokenPipeError:
        _abandon(STANDARD_ERROR)


def print_paragraph(words: str, *calls: str) -> None:
    """Write a paragraph to standard error, as wide as it is; where that is closed, nobody wants to know.

    Calls of the program stand below it, each whole on its line, to be copied.
    """
    if sys.stderr is None:
        return
    from exitwise.present.page import Page  # noqa: PLC0415 (only who is told something)
    from exitwise.present.printable import one_line  # noqa: PLC0415

    page = Page(columns(sys.stderr), colour=False)
    page.paragraph("", one_line(words))
    for call in calls:
        page.line(f"  {one_line(call)}")
    sys.stderr.write(page.text())


def abandon_output() -> None:
    """Let nothing more be written: whoever read the output has gone, or it cannot be stored."""
    _abandon(STANDARD_OUTPUT)


def _abandon(stream: int) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream)


def supports_unicode() -> bool:
    """Whether standard output can take every character there is."""
    encoding = getattr(sys.stdout, "encoding", None) or ""
    return encoding.lower().replace("-", "").startswith("utf")


def columns(stream: IO[str] | None = None) -> int:
    """Return how many columns a stream's terminal has, standard output's unless named; 80 without one."""
    asked = os.environ.get("COLUMNS", "")
    if asked.isdecimal() and int(asked):
        return int(asked)
    try:
        return os.get_terminal_size((stream or sys.stdout).fileno()).columns or DEFAULT_COLUMNS
    except (AttributeError, OSError, ValueError):
        return DEFAULT_COLUMNS


def supports_colour() -> bool:
    """Whether standard output is a terminal that takes styles."""
    return _supports_styles(sys.stdout)


def supports_redraw() -> bool:
    """Whether standard error is a terminal that takes styles, and can redraw a line."""
    return _supports_styles(sys.stderr)


def _supports_styles(stream: IO[str] | None) -> bool:
    """Codes go only where a person looks at them, and nobody asked for none (no-color.org)."""
    return (
        stream is not None
        and stream.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )
