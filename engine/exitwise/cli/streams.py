"""Standard streams, whether closed, in any encoding, or connected to a terminal."""

from __future__ import annotations

import codecs
import os
import sys
from typing import IO, Any, Final

from exitwise.errors import FileError

STANDARD_OUTPUT: Final = 1
STANDARD_ERROR: Final = 2
DEFAULT_COLUMNS: Final = 80
"""The width of output that does not go to a terminal."""
NEAREST: Final = "exitwise.nearest"
"""The name of the error handler that writes the nearest ASCII for a character a stream cannot encode."""


def replace_unencodable() -> None:
    """Make both output streams replace characters outside their encoding instead of failing."""
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
    """Return standard input as text; bytes that are invalid in its encoding are replaced.

    Raises:
        FileError: standard input is closed.
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
        FileError: standard input is closed.
    """
    return _as_bytes(sys.stdin, "input")


def standard_output() -> IO[bytes]:
    """Return standard output as bytes.

    Raises:
        FileError: standard output is closed.
    """
    return _as_bytes(sys.stdout, "output")


def _as_bytes(stream: Any, name: str) -> IO[bytes]:
    if stream is None:
        raise FileError(f"standard {name} is closed")
    buffer: IO[bytes] = stream.buffer
    return buffer


def write(text: str) -> None:
    """Write a result to standard output, in its own encoding.

    Raises:
        FileError: standard output is closed.
    """
    if sys.stdout is None:
        raise FileError("standard output is closed")
    sys.stdout.write(text)
    sys.stdout.flush()


def to_json(content: Any, *, to_file: bool = False) -> str:
    """Return a result as JSON, in ASCII if it goes to a standard output that is not Unicode."""
    from exitwise.present.printable import json_text  # noqa: PLC0415 (only JSON needs it)

    return json_text(content, ascii_only=not (to_file or supports_unicode())) + "\n"


def conversation() -> IO[str]:
    """Return standard error, where `ask` prints its questions.

    Raises:
        FileError: standard error is closed.
    """
    if sys.stderr is None:
        raise FileError("standard error is closed, but the questions are printed there")
    return sys.stderr


def end_line() -> None:
    """End the line on which the user was typing."""
    if sys.stderr is not None:
        sys.stderr.write("\n")


def print_message(message: str) -> None:
    """Write a message to standard error, unless it is closed or its reader has gone."""
    if sys.stderr is None:
        return
    try:
        sys.stderr.write(f"exitwise: {message}\n")
        sys.stderr.flush()
    except BrokenPipeError:
        _abandon(STANDARD_ERROR)


def print_paragraph(message: str, *calls: str) -> None:
    """Write a paragraph to standard error, wrapped to its width, unless it is closed.

    Each of `calls` follows unwrapped on its own line, ready to be copied.
    """
    if sys.stderr is None:
        return
    from exitwise.present.page import Page  # noqa: PLC0415 (loads the terminal library)
    from exitwise.present.printable import one_line  # noqa: PLC0415

    page = Page(columns(sys.stderr), colour=False)
    page.paragraph("", one_line(message))
    for call in calls:
        page.line(f"  {one_line(call)}")
    sys.stderr.write(page.text())


def abandon_output() -> None:
    """Redirect standard output to nowhere after it failed, so that Python does not fail again at exit."""
    _abandon(STANDARD_OUTPUT)


def _abandon(stream: int) -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream)


def supports_unicode() -> bool:
    """Whether standard output can encode every character."""
    encoding = getattr(sys.stdout, "encoding", None) or ""
    return encoding.lower().startswith("utf")


def columns(stream: IO[str] | None = None) -> int:
    """Return the width of a stream in columns, by default of standard output; 80 without a terminal."""
    setting = os.environ.get("COLUMNS", "")
    if setting.isdecimal() and int(setting):
        return int(setting)
    try:
        return os.get_terminal_size((stream or sys.stdout).fileno()).columns or DEFAULT_COLUMNS
    except (AttributeError, OSError, ValueError):
        return DEFAULT_COLUMNS


def supports_colour() -> bool:
    """Whether standard output is a terminal with styles."""
    return _supports_styles(sys.stdout)


def supports_redraw() -> bool:
    """Whether standard error is a terminal on which a line can be redrawn."""
    return _supports_styles(sys.stderr)


def _supports_styles(stream: IO[str] | None) -> bool:
    """Whether a stream is a terminal with control codes, and NO_COLOR (no-color.org) is not set."""
    return (
        stream is not None
        and stream.isatty()
        and not os.environ.get("NO_COLOR")
        and os.environ.get("TERM") != "dumb"
    )
