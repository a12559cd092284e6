"""Files that hold what somebody answered: written whole or not at all, for their owner alone, and removed."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exitwise import atomic_file as whole
from exitwise.errors import FileError, InputError
from exitwise.loader.profile import parse_profile
from exitwise.model.profile import quote
from exitwise.model.session import is_session, parse_session
from exitwise.present.printable import json_text, one_line

if TYPE_CHECKING:
    from exitwise.model.session import Session

HOW_TO_SAVE: Final = "`exitwise ask --save FILE` makes one"


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
    path = Path(os.path.realpath(file))
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, whole.OWNER_ONLY))
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
    """Write a text that holds answers, for their owner alone.

    Raises:
        FileError: it cannot be written; what was there is as it was.
    """
    whole.write_atomically(file, text.encode(), mode=whole.OWNER_ONLY)


def parse_session_file(content: bytes, pack: str | None) -> Session:
    """Return the session that a file holds; without `pack` it may be of any.

    Raises:
        InputError: it is damaged, no session, or one of another pack.
    """
    try:
        raw = parse_profile(content)
    except InputError as error:
        problem = error.message.replace("the profile", "the file")
        raise InputError(f"it holds no session: {problem}", help=HOW_TO_SAVE) from error
    if not is_session(raw):
        other = raw.get("schema")
        what = f", but says that it is {quote(one_line(other))}" if isinstance(other, str) else ""
        raise InputError(f"it holds no session{what}", help=HOW_TO_SAVE)
    return parse_session(raw, pack)


def forget(file: str) -> tuple[str, ...]:
    """Remove a file, whatever interrupted writes left beside it, and the link to it if it is named by one.

    Returned is what was removed. The leftovers go first: where one stays, the file still names it.

    Raises:
        FileError: something cannot be removed.
    """
    path = Path(os.path.realpath(file))
    links = (Path(file),) if Path(file).is_symlink() else ()
    going = (*sorted(whole.leftovers(path)), path, *links)
    for each in going:
        try:
            each.unlink()
        except OSError as error:
            raise FileError(f"{each} cannot be removed: {error.strerror}") from error
    return tuple(str(each) for each in going)
