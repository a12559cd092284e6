"""What comes out: a file that appears under its name only when it is complete, or standard output."""

from __future__ import annotations

from functools import partial
from tempfile import gettempdir
from typing import IO, TYPE_CHECKING, Final

from exitwise import atomic_file as whole
from exitwise.batch.source import STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from exitwise.batch.row_groups import RowGroups

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


class Lines:
    """Files of lines made one; of those with a header, that of the first stays."""

    def __init__(self, *, header: bool) -> None:
        self._leave_out = False
        self._header = header

    def added(self, file: Path) -> Iterator[bytes]:
        """Yield what a file adds to the one file."""
        with file.open("rb") as stream:
            if self._leave_out:
                stream.readline()
            self._leave_out = self._header
            yield from iter(partial(stream.read, COPIED), b"")

    def end(self) -> bytes:
        """Return what ends the one file, when all are added."""
        return b""


def joined(form: str) -> Lines | RowGroups:
    """Return what makes files of a form one."""
    if form != "parquet":
        return Lines(header=form == "csv")
    from exitwise.batch.row_groups import RowGroups  # noqa: PLC0415 (only Parquet needs what it is made of)

    return RowGroups()


def scratch_folder(file: str) -> AbstractContextManager[Path]:
    """Return a scratch folder beside a file; for standard output, one among the system's temporary files."""
    return whole.scratch_folder(f"{gettempdir()}/advice" if file == STANDARD else file)
