"""The inputs of a batch: files by name or address, each with its format and, for CSV, its dialect."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from glob import glob
from io import BufferedReader
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final, Literal, NamedTuple

from exitwise.batch.read.packed import PACKED, DamagedError, members
from exitwise.batch.read.storage import find, is_address, is_hidden
from exitwise.errors import FileError, InputError
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exitwise.batch.read.storage import StoredFile

Form = Literal["jsonl", "json", "csv", "tsv", "parquet", "xlsx"]
"""A format; `tsv` is CSV that is usually separated by tabs, and becomes that."""
FORMS: Final[dict[str, Form]] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
    ".xlsx": "xlsx",
}
STANDARD: Final = "-"
MOST_LISTED: Final = 8
"""Members of an archive that an error lists."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """The delimiter and the encoding of CSV, and the sheet of a workbook; None if the call does not say."""

    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    usual_delimiter: str = ","

    def as_dict(self) -> dict[str, str]:
        """Return the options that were set as plain data."""
        named = {"delimiter": self.delimiter, "encoding": self.encoding, "sheet": self.sheet}
        return {name: value for name, value in named.items() if value is not None}


class Piece(NamedTuple):
    """A range of a file: of row groups for Parquet, otherwise of the bytes at which lines begin."""

    start: int
    stop: int


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or standard input: its name, its format, and how a table in it is to be read.

    `path` is the file that is read if it is not that of the name, and `stored` that of an address. As a path,
    an input is its local file. With a `piece` it is that piece of the file.
    """

    name: str
    form: Form
    dialect: Dialect = Dialect()
    path: str | None = None
    stored: StoredFile | None = None
    piece: Piece | None = None

    def __str__(self) -> str:
        return self.name

    def __fspath__(self) -> str:
        return self.path or self.name

    def located(self) -> Input:
        """Return the input with the absolute path of its local file, for a process with another folder."""
        return self if self.stored is not None else replace(self, path=os.path.abspath(self))  # noqa: PTH100

    def open(self) -> IO[bytes]:
        """Open the file."""
        return Path(self).open("rb") if self.stored is None else BufferedReader(self.stored.open())

    @property
    def size(self) -> int | None:
        """The number of its bytes; None if that cannot be known."""
        if self.stored is not None:
            return self.stored.size
        return None if self.name == STANDARD and self.path is None else Path(self).stat().st_size

    @property
    def modified(self) -> int | None:
        """The modification time in nanoseconds since the Unix epoch; None if the file system keeps none."""
        return Path(self).stat().st_mtime_ns if self.stored is None else self.stored.modified


def inputs(names: Sequence[str], form: Form | None = None, dialect: Dialect = Dialect()) -> tuple[Input, ...]:
    """Return the files that names and patterns match; standard input is JSON Lines by default.

    Raises:
        FileError: a file does not exist.
        InputError: a name does not say its format.
    """
    return tuple(source for name in names for source in _inputs(name, form, dialect))


def _inputs(name: str, form: Form | None, dialect: Dialect) -> list[Input]:
    if not is_address(name):
        return [_input(file, _form(file, form), dialect) for file in _matching(name, form)]
    found = find(name)
    known = [(address, file) for address, file in found if form or suffix_of(file.path) in FORMS] or found
    return [
        replace(_input(address, form or _form_of(file.path, ""), dialect), stored=file)
        for address, file in known
    ]


def _matching(name: str, form: Form | None) -> list[str]:
    if name == STANDARD or Path(name).exists():
        return _files(name, form)
    names = sorted(glob(name, recursive=True))  # noqa: PTH207 (a pattern may begin anywhere)
    if not names:
        raise FileError(f"{name} cannot be read: the file does not exist")
    return [file for each in names for file in _files(each, form)]


def _files(name: str, form: Form | None) -> list[str]:
    """Return a name, or the files of known formats in a folder and its folders that are not hidden."""
    if name == STANDARD or not Path(name).is_dir():
        return [name]
    try:
        paths = sorted(path for path in _walk(name) if path.is_file())
    except OSError as error:
        raise FileError(f"{error.filename} cannot be read: {error.strerror}") from error
    files = [str(path) for path in paths if form is not None or suffix_of(path.name) in FORMS]
    if not files:
        advice = f"name a folder with files that end with {join_names(FORMS)}, or a pattern"
        raise FileError(f"{name} cannot be read: the folder has no file of a known form", help=advice)
    return files


def _walk(folder: str) -> Iterator[Path]:
    """Yield the contents of a folder that are not hidden; a folder that cannot be listed is an error."""

    def fail(error: OSError) -> None:
        raise error

    for root, folders, names in os.walk(folder, onerror=fail):
        folders[:] = [each for each in folders if not is_hidden([each])]
        yield from (Path(root, each) for each in names if not is_hidden([each]))


def _input(name: str, form: Form, dialect: Dialect) -> Input:
    if form == "tsv":
        return Input(name, "csv", replace(dialect, usual_delimiter="\t"))
    return Input(name, form, dialect)


def _form(name: str, form: Form | None) -> Form:
    if name == STANDARD:
        return form or "jsonl"
    member = _member(name) if name.lower().endswith(".zip") and Path(name).is_file() else ""
    return form or _form_of(name, member)


def _form_of(name: str, member: str) -> Form:
    """Return the format that a name or, for an archive, the name of its member says."""
    suffix = suffix_of(name) or suffix_of(member)
    if suffix not in FORMS:
        advice = "save it as .xlsx" if suffix == ".xls" else did_you_mean(suffix, FORMS)
        advice = advice or f"a file ends with {join_names(FORMS)}; or say --from FORM"
        raise InputError(f"{name} does not say its form", help=advice)
    return FORMS[suffix]


def suffix_of(name: str) -> str:
    """Return the suffix of a name, without that of its compression."""
    suffixes = [suffix for suffix in map(str.lower, Path(name).suffixes) if suffix not in PACKED]
    return suffixes[-1] if suffixes else ""


def _member(archive: str) -> str:
    """Return the name of the only file in a zip archive."""
    try:
        names = members(archive)
    except (OSError, DamagedError) as error:
        raise FileError(f"{archive} cannot be read: {getattr(error, 'strerror', None) or error}") from error
    if len(names) != 1:
        advice = f"unpack it; it holds {join_names(names[:MOST_LISTED])}" if names else ""
        raise InputError(f"{archive} holds {len(names)} files, expected one", help=advice)
    return names[0]
