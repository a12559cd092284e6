"""What comes out: a file that appears under its name only when it is complete, or standard output."""

from __future__ import annotations

import os
import shutil
from contextlib import suppress
from pathlib import Path
from tempfile import gettempdir
from typing import IO, TYPE_CHECKING, Final

from exitwise.batch.source import STANDARD
from exitwise.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Callable

UNFINISHED: Final = ".part"
COPIED: Final = 1024 * 1024


class Whole:
    """A file being written beside its name; what a killed run left there is removed first."""

    def __init__(self, file: str) -> None:
        self._meant = Path(os.path.realpath(file))
        if self._meant.exists() and not self._meant.is_file():
            raise FileError(f"{file} cannot be written: it is no plain file")
        self._beside = self._meant.with_name(f".{self._meant.name}.{os.getpid()}{UNFINISHED}")
        _sweep(self._meant)
        try:
            self.file: IO[bytes] = self._beside.open("wb")
        except OSError as error:
            raise FileError(f"{file} cannot be written: {error.strerror}") from error

    def complete(self) -> None:
        """Store what was written; the file is not yet in its place."""
        self.file.flush()
        os.fsync(self.file.fileno())
        self.file.close()

    def finish(self) -> None:
        """Put the file in its place."""
        self._beside.replace(self._meant)

    def abandon(self) -> None:
        """Leave nothing behind."""
        with suppress(OSError):
            self.file.close()
        with suppress(OSError):
            self._beside.unlink()


class Standard:
    """Standard output: what is written has been read by somebody, and cannot be taken back."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.file = stream

    def complete(self) -> None:
        """Let nothing wait."""
        self.file.flush()

    def finish(self) -> None:
        """It is in its place."""

    def abandon(self) -> None:
        """Nothing can be done."""


Target = Whole | Standard


def target(file: str, standard: Callable[[], IO[bytes]]) -> Target:
    """Return where a file is written to."""
    return Standard(standard()) if file == STANDARD else Whole(file)


def append(target: Target, piece: Path, *, header: bool) -> None:
    """Add a piece, without its first line unless a header is wanted."""
    with piece.open("rb") as file:
        if not header:
            file.readline()
        shutil.copyfileobj(file, target.file, COPIED)
    piece.unlink()


def _sweep(meant: Path) -> None:
    """Remove what runs that are no more have left beside a file: it holds what people answered."""
    for each in meant.parent.glob(f".{glob_escaped(meant.name)}.*{UNFINISHED}"):
        process = each.name.removesuffix(UNFINISHED).rpartition(".")[2]
        if process.isdecimal() and not _runs(int(process)):
            with suppress(OSError):
                shutil.rmtree(each) if each.is_dir() else each.unlink()


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def glob_escaped(name: str) -> str:
    """Return a name as a pattern that matches nothing else."""
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)


class Workshop:
    """A folder beside a file, for what is not yet part of it; it goes when the work ends."""

    def __init__(self, file: str) -> None:
        meant = Path(os.path.realpath(f"{gettempdir()}/advice" if file == STANDARD else file))
        self.folder = meant.with_name(f".{meant.name}.work.{os.getpid()}{UNFINISHED}")
        _sweep(meant)

    def __enter__(self) -> Path:
        """Make the folder; one of our own number is of a run that was killed, numbers come again."""
        shutil.rmtree(self.folder, ignore_errors=True)
        try:
            self.folder.mkdir(mode=0o700)
        except OSError as error:
            raise FileError(f"{self.folder.parent} cannot be written to: {error.strerror}") from error
        return self.folder

    def __exit__(self, *_: object) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
