"""Files that appear under their name only when they are complete."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

from exitwise.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator

UNFINISHED: Final = ".part"


@contextmanager
def written_beside(file: str) -> Iterator[Path]:
    """Yield where to write a file, in a folder of its own beside; it is put in its place at the end.

    Raises:
        FileError: it cannot be written; what was there is as it was.
    """
    meant = Path(os.path.realpath(file))  # a link stays a link, and leads to what is new
    if meant.exists() and not meant.is_file():
        raise FileError(f"{file} cannot be written: it is no plain file")
    try:
        with TemporaryDirectory(prefix=f".{meant.name}.", suffix=UNFINISHED, dir=meant.parent) as folder:
            path = Path(folder) / meant.name
            yield path
            with path.open("rb") as whole:
                os.fsync(whole.fileno())
            path.replace(meant)
    except OSError as error:
        raise FileError(f"{file} cannot be written: {error.strerror}") from error
