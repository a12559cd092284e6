"""Files that hold what somebody answered: written whole or not at all, and for their owner alone."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Final

from exitwise.errors import FileError, InputError
from exitwise.load.profile import read
from exitwise.model.session import is_session, opened
from exitwise.present.printable import json_text

if TYPE_CHECKING:
    from exitwise.model.session import Session

OWNER_ALONE: Final = 0o600


def save(session: Session, file: str) -> None:
    """Write a session, in place of what was in the file.

    Raises:
        FileError: it cannot be written; what was there is as it was.
    """
    write_whole(file, json_text(session.as_dict()) + "\n")


def save_new(session: Session, file: str) -> None:
    """Write a session to a file that is not there yet, nor is made by somebody else meanwhile.

    Raises:
        InputError: it is there.
        FileError: it cannot be written; there is none then.
    """
    path = Path(file).resolve()
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ALONE))
    except FileExistsError as error:
        raise InputError(f"{file} is there already") from error
    except OSError as error:
        raise FileError(f"{file} cannot be written: {error.strerror}") from error
    try:
        save(session, file)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def write_whole(file: str, text: str) -> None:
    """Write a text beside a file and put it in its place once it is complete; only its owner can read it.

    Raises:
        FileError: it cannot be written; what was there is as it was.
    """
    path = Path(file).resolve()  # a link stays a link, and leads to what is new
    if path.exists() and not path.is_file():
        raise FileError(f"{file} cannot be written: it is no plain file")
    try:
        _replace(path, text)
    except OSError as error:
        raise FileError(f"{file} cannot be written: {error.strerror}") from error


def _replace(path: Path, text: str) -> None:
    beside = NamedTemporaryFile(  # noqa: SIM115 (it outlives its block, under the file's own name)
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", delete=False
    )
    try:
        with beside:
            beside.write(text)
            beside.flush()
            os.fsync(beside.fileno())
        Path(beside.name).replace(path)
    except BaseException:
        with suppress(OSError):
            Path(beside.name).unlink()
        raise


def session_of(content: bytes, pack: str) -> Session:
    """Return the session that a file holds.

    Raises:
        InputError: it is damaged, no session, or one of another pack.
    """
    raw = read(content)
    if not is_session(raw):
        raise InputError("it holds no session", help="`exitwise ask --save FILE` makes one")
    return opened(raw, pack)
