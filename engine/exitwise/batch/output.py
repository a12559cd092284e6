"""What comes out: a file that appears under its name only when it is complete, or standard output."""

from __future__ import annotations

from functools import partial
from tempfile import gettempdir
from typing import IO, TYPE_CHECKING, Final

from exitwise import whole
from exitwise.batch.source import STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

COPIED: Final = 1024 * 1024


class Standard:
    """Standard output: what is written has been read by somebody, and cannot be taken back."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.file = stream

    def write(self, parts: Iterable[bytes]) -> None:
        """Write one part after the other."""
        self.file.writelines(parts)

    def complete(self) -> None:
        """Let nothing wait."""
        self.file.flush()

    def finish(self) -> None:
        """It is in its place."""

    def abandon(self) -> None:
        """Nothing can be done."""


Target = whole.Whole | Standard


def target(file: str, standard: Callable[[], IO[bytes]]) -> Target:
    """Return where a file is written to."""
    return Standard(standard()) if file == STANDARD else whole.Whole(file)


def append(target: Target, piece: Path, *, header: bool) -> None:
    """Add a piece, without its first line unless a header is wanted."""
    with piece.open("rb") as file:
        if not header:
            file.readline()
        target.write(iter(partial(file.read, COPIED), b""))
    piece.unlink()


class Workshop(whole.Workshop):
    """A folder beside a file, for what is not yet part of it; for standard output, where such folders are."""

    def __init__(self, file: str) -> None:
        super().__init__(f"{gettempdir()}/advice" if file == STANDARD else file)
