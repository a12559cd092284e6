"""Files that hold what somebody answered: written whole or not at all, for their owner alone, and removed."""

from __future__ import annotations

import os
import re
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TYPE_CHECKING, Final

from exitwise.errors import FileError, InputError
from exitwise.load.profile import read
from exitwise.model.profile import shown
from exitwise.model.session import is_session, opened
from exitwise.present.printable import json_text, one_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.model.session import Session

UNFINISHED: Final = ".part"
"""How the name of a file ends that is not written to its end; such a one is left only by a killed program."""
ELSEWHERE: Final = "what was there is as it was; name a file in a folder that takes new ones"
MAKES_ONE: Final = "`exitwise ask --save FILE` makes one"
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
    path = _meant(file)
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
    path = _meant(file)  # a link stays a link, and leads to what is new
    try:
        if path.exists() and not path.is_file():
            raise FileError(f"{file} cannot be written: it is no plain file\n  help: {ELSEWHERE}")
        _replace(path, text)
    except OSError as error:
        raise FileError(f"{file} cannot be written: {error.strerror}\n  help: {ELSEWHERE}") from error


def _meant(file: str) -> Path:
    """Return the file that links lead to; one that leads in a circle is itself, and cannot be used."""
    return Path(os.path.realpath(file))


def _replace(path: Path, text: str) -> None:
    beside = NamedTemporaryFile(  # noqa: SIM115 (it outlives its block, under the file's own name)
        "w", encoding="utf-8", dir=path.parent, prefix=f".{path.name}.", suffix=UNFINISHED, delete=False
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


def session_of(content: bytes, pack: str | None) -> Session:
    """Return the session that a file holds; without `pack` it may be of any.

    Raises:
        InputError: it is damaged, no session, or one of another pack.
    """
    try:
        raw = read(content)
    except InputError as error:
        problem = str(error).partition("\n")[0].replace("the profile", "the file")
        raise InputError(f"it holds no session: {problem}", help=MAKES_ONE) from error
    if not is_session(raw):
        other = raw.get("schema")
        what = f", but says that it is {shown(one_line(other))}" if isinstance(other, str) else ""
        raise InputError(f"it holds no session{what}", help=MAKES_ONE)
    return opened(raw, pack)


def forget(file: str) -> tuple[str, ...]:
    """Remove a file, whatever interrupted writes left beside it, and the link to it if it is named by one.

    Returned is what was removed. The leftovers go first: where one stays, the file still names it.

    Raises:
        FileError: something cannot be removed.
    """
    path = _meant(file)
    links = (Path(file),) if Path(file).is_symlink() else ()
    going = (*sorted(leftovers(path)), path, *links)
    for each in going:
        try:
            each.unlink()
        except OSError as error:
            raise FileError(f"{each} cannot be removed: {error.strerror}") from error
    return tuple(str(each) for each in going)


def leftovers(path: Path) -> Iterator[Path]:
    """Yield the files beside one that writes of it left there which were killed."""
    made = re.compile(rf"\.{re.escape(path.name)}\.[a-z0-9_]{{8}}{re.escape(UNFINISHED)}")
    return (each for each in path.parent.iterdir() if made.fullmatch(each.name) and each.is_file())
