"""The inputs of a batch: files by name, each with its format and, for CSV, its dialect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from exitwise.batch.packed import PACKED, DamagedError, members
from exitwise.errors import FileError, InputError
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Sequence

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


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or standard input: its name, its format, and how a table in it is to be read.

    `path` is the file that is read if it is not that of the name. As a path, an input is that file.
    """

    name: str
    form: Form
    dialect: Dialect = Dialect()
    path: str | None = None

    def __str__(self) -> str:
        return self.name

    def __fspath__(self) -> str:
        return self.path or self.name

    @property
    def size(self) -> int | None:
        """The number of its bytes; None if that cannot be known."""
        return None if self.name == STANDARD else Path(self.name).stat().st_size


def inputs(names: Sequence[str], form: Form | None = None, dialect: Dialect = Dialect()) -> tuple[Input, ...]:
    """Return the files that names and patterns match; standard input is JSON Lines by default.

    Raises:
        FileError: a file does not exist.
        InputError: a name does not say its format.
    """
    files = [file for name in names for file in _matching(name, form)]
    return tuple(_input(file, _form(file, form), dialect) for file in files)


def _matching(name: str, form: Form | None) -> list[str]:
    if name == STANDARD or Path(name).exists():
        return _files(name, form)
    names = sorted(glob(name, recursive=True))  # noqa: PTH207 (a pattern may begin anywhere)
    if not names:
        raise FileError(f"{name} cannot be read: the file does not exist")
    return [file for each in names for file in _files(each, form)]


def _files(name: str, form: Form | None) -> list[str]:
    """Return a name, or the files of known formats in a folder, without those that begin with `.` or `_`."""
    if name == STANDARD or not Path(name).is_dir():
        return [name]
    try:
        paths = sorted(path for path in Path(name).iterdir() if path.is_file())
    except OSError as error:
        raise FileError(f"{name} cannot be read: {error.strerror}") from error
    files = [
        str(path)
        for path in paths
        if not path.name.startswith((".", "_")) and (form is not None or suffix_of(path.name) in FORMS)
    ]
    if not files:
        advice = f"name a folder with files that end with {join_names(FORMS)}, or a pattern"
        raise FileError(f"{name} cannot be read: the folder has no file of a known form", help=advice)
    return files


def _input(name: str, form: Form, dialect: Dialect) -> Input:
    if form == "tsv":
        return Input(name, "csv", replace(dialect, usual_delimiter="\t"))
    return Input(name, form, dialect)


def _form(name: str, form: Form | None) -> Form:
    if name == STANDARD:
        return form or "jsonl"
    member = _member(name) if name.lower().endswith(".zip") and Path(name).is_file() else ""
    suffix = suffix_of(name) or suffix_of(member)
    if form is None and suffix not in FORMS:
        advice = "save it as .xlsx" if suffix == ".xls" else did_you_mean(suffix, FORMS)
        advice = advice or f"a file ends with {join_names(FORMS)}; or say --from FORM"
        raise InputError(f"{name} does not say its form", help=advice)
    return form or FORMS[suffix]


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
