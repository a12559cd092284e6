"""What comes out: a file that appears under its name only when it is complete, or standard output."""

from __future__ import annotations

from tempfile import gettempdir
from typing import IO, TYPE_CHECKING, Final

from exitwise import atomic_file as whole
from exitwise.batch.source import STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from contextlib import AbstractContextManager
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


Target = whole.AtomicFile | Standard


def target(file: str, standard: Callable[[], IO[bytes]]) -> Target:
    """Return where a file is written to."""
    return Standard(standard()) if file == STANDARD else whole.AtomicFile(file)


def scratch_folder(file: str) -> AbstractContextManager[Path]:
    """Return a scratch folder beside a file; for standard output, one among the system's temporary files."""
    return whole.scratch_folder(f"{gettempdir()}/advice" if file == STANDARD else file)
