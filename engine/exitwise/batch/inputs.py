"""The inputs of a batch: files by name, each with its format and, for CSV, its dialect."""

from __future__ import annotations

from dataclasses import dataclass, replace
from glob import glob
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

from exitwise.batch.packed import PACKED
from exitwise.errors import FileError, InputError
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Sequence

Form = Literal["jsonl", "json", "csv", "tsv", "parquet"]
"""A format; `tsv` is CSV that is usually separated by tabs, and becomes that."""
FORMS: Final[dict[str, Form]] = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".parquet": "parquet",
}
STANDARD: Final = "-"


@dataclass(frozen=True, slots=True)
class Dialect:
    """The delimiter and the encoding of CSV that a call names; None if the file shows them."""

    delimiter: str | None = None
    encoding: str | None = None
    usual_delimiter: str = ","

    def as_dict(self) -> dict[str, str]:
        """Return what a call names as plain data."""
        named = {"delimiter": self.delimiter, "encoding": self.encoding}
        return {name: value for name, value in named.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Input:
    """One file, or standard input: its name, its format, and its dialect if it is CSV."""

    name: str
    form: Form
    dialect: Dialect = Dialect()

    @property
    def size(self) -> int | None:
        """The number of its bytes; None if that cannot be known."""
        return None if self.name == STANDARD else Path(self.name).stat().st_size


def inputs(names: Sequence[str], form: Form | None = None, dialect: Dialect = Dialect()) -> tuple[Input, ...]:
    """Return the files that names and patterns stand for; standard input is JSON Lines by default.

    Raises:
        FileError: a file does not exist.
        InputError: a name does not say its format.
    """
    files = [file for name in names for file in _matching(name)]
    return tuple(_input(file, _form(file, form), dialect) for file in files)


def _matching(name: str) -> list[str]:
    if name == STANDARD or Path(name).exists():
        return [name]
    files = sorted(glob(name, recursive=True))  # noqa: PTH207 (a pattern may begin anywhere)
    if not files:
        raise FileError(f"{name} cannot be read: there is no such file")
    return files


def _input(name: str, form: Form, dialect: Dialect) -> Input:
    if form == "tsv":
        return Input(name, "csv", replace(dialect, usual_delimiter="\t"))
    return Input(name, form, dialect)


def _form(name: str, form: Form | None) -> Form:
    if name == STANDARD:
        return form or "jsonl"
    if Path(name).is_dir():
        raise FileError(f"{name} cannot be read: it is a folder", help=f"name its files, say {name}/*.jsonl")
    suffixes = [suffix for suffix in Path(name).suffixes if suffix not in PACKED]
    suffix = suffixes[-1] if suffixes else ""
    if form is None and suffix not in FORMS:
        advice = did_you_mean(suffix, FORMS) or f"a file ends with {join_names(FORMS)}; or say --from FORM"
        raise InputError(f"{name} does not say its form", help=advice)
    return form or FORMS[suffix]
