"""Session files: written atomically, readable by their owner alone, removed with all their leftovers."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Final

from exitwise.atomic_file import OWNER_ONLY, leftovers, write_atomically
from exitwise.errors import FileError, InputError
from exitwise.loader.profile import parse_file
from exitwise.model.profile import quote
from exitwise.model.session import is_session, parse_session
from exitwise.present.printable import json_text, one_line

if TYPE_CHECKING:
    from exitwise.model.session import Session

HOW_TO_SAVE: Final = "`exitwise ask --save FILE` saves a session"


def save(session: Session, file: str) -> None:
    """Write a session, replacing an existing file.

    Raises:
        FileError: the file cannot be written; an existing one is unchanged.
    """
    write_atomically(file, f"{json_text(session.as_dict())}\n".encode(), mode=OWNER_ONLY)


def save_new(session: Session, file: str) -> None:
    """Write a session to a new file; a file created meanwhile by another process is not replaced either.

    Raises:
        InputError: the file exists.
        FileError: the file cannot be written; none is left behind.
    """
    path = Path(os.path.realpath(file))
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, OWNER_ONLY))
    except FileExistsError as error:
        raise InputError(f"{file} already exists") from error
    except OSError as error:
        raise FileError(f"{file} cannot be written: {error.strerror}") from error
    try:
        save(session, file)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def parse_session_file(content: bytes, pack: str | None) -> Session:
    """Return the session in a file's content; without `pack`, a session of any pack.

    Raises:
        InputError: the content is damaged, not a session, or a session of another pack.
    """
    raw = parse_file(content, "a session file", HOW_TO_SAVE)
    if not is_session(raw):
        schema = raw.get("schema")
        actual = f": its schema is {quote(one_line(schema))}" if isinstance(schema, str) else ""
        raise InputError(f"not a session file{actual}", help=HOW_TO_SAVE)
    return parse_session(raw, pack)


def forget(file: str) -> tuple[str, ...]:
    """Remove a session file, its leftovers, and the symbolic link if `file` is one; return their paths.

    The leftovers are removed first: if one cannot be removed, the file remains to find it by.

    Raises:
        FileError: one of them cannot be removed.
    """
    path = Path(os.path.realpath(file))
    links = (Path(file),) if Path(file).is_symlink() else ()
    removals = (*sorted(leftovers(path)), path, *links)
    for removal in removals:
        try:
            removal.unlink()
        except OSError as error:
            raise FileError(f"{removal} cannot be removed: {error.strerror}") from error
    return tuple(str(removal) for removal in removals)
