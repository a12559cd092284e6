"""The target of a run: a file that appears under its name when it is complete, or standard output."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from exitwise.atomic_file import AtomicFile
from exitwise.batch.inputs import STANDARD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class Standard:
    """Standard output, which cannot be taken back."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.file = stream

    def write(self, chunks: Iterable[bytes | memoryview]) -> None:
        """Write chunks, in order."""
        self.file.writelines(chunks)

    def complete(self) -> None:
        """Flush the stream."""
        self.file.flush()

    def finish(self) -> None:
        """Do nothing: the output is in its place."""

    def abandon(self) -> None:
        """Do nothing: the output has been read."""


Target = AtomicFile | Standard


def target(file: str, standard: Callable[[], IO[bytes]]) -> Target:
    """Return the target of a name."""
    return Standard(standard()) if file == STANDARD else AtomicFile(file)
