"""The options of `exitwise batch` for its input: the format, and how CSV and workbooks are read."""

from __future__ import annotations

import codecs
from typing import TYPE_CHECKING, Any, Final, TypeVar

import click

from exitwise.cli.usage import UsageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from exitwise.batch.read.inputs import Input
    from exitwise.cli.batch.options import BatchOptions

F = TypeVar("F", bound="Callable[..., Any]")
FORMATS: Final = ("jsonl", "json", "csv", "tsv", "parquet", "xlsx")
TABS: Final = frozenset(("tab", "\\t", "\t"))


def _delimiter(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return the delimiter that an option names."""
    if value is None or value in TABS:
        return value and "\t"
    if len(value) != 1 or value in '"\r\n':
        advice = "name one character, say --delimiter ';', or --delimiter tab"
        raise UsageError(f"`{value}` is not a valid delimiter", help=advice)
    return value


def _encoding(_: click.Context, __: click.Parameter, value: str | None) -> str | None:
    """Return the encoding that an option names; None for UTF-8, which is the default."""
    if value is None:
        return None
    try:
        codecs.getincrementaldecoder(value)
        "a".encode(value)
        name = codecs.lookup(value).name
    except (LookupError, ValueError) as error:
        advice = "say utf-8, utf-16 or windows-1252; Python's list of standard encodings has all names"
        raise UsageError(f"`{value}` is not a known encoding", help=advice) from error
    return None if name in {"utf-8", "utf-8-sig"} else name


def input_options(command: F) -> F:
    """Add the options for the input."""
    options = (
        click.option("--from", "form", type=click.Choice(FORMATS), help="Input format."),
        click.option(
            "--delimiter",
            metavar="CHAR|tab",
            callback=_delimiter,
            help="Delimiter of CSV.  [default: comma; tab for .tsv]",
        ),
        click.option(
            "--encoding",
            metavar="NAME",
            callback=_encoding,
            help="Encoding of CSV, say windows-1252.  [default: utf-8, or utf-16 by its BOM]",
        ),
        click.option("--sheet", metavar="NAME", help="Sheet of a workbook.  [default: the first]"),
    )
    for option in reversed(options):
        command = option(command)
    return command


def read_inputs(options: BatchOptions) -> tuple[Input, ...]:
    """Return the inputs of a call.

    Raises:
        FileError: a file does not exist.
        InputError: a name does not say its format.
        UsageError: an option is for CSV or workbooks, and no input is one.
    """
    from exitwise.batch.read.inputs import Dialect, inputs  # noqa: PLC0415 (`--help` loads no reader)

    sources = inputs(
        options.inputs, options.form, Dialect(options.delimiter, options.encoding, options.sheet)
    )
    forms = {source.form for source in sources}
    if sources and "csv" not in forms:
        _reject("--delimiter", options.delimiter, "CSV", "csv")
        _reject("--encoding", options.encoding, "CSV", "csv")
    if sources and "xlsx" not in forms:
        _reject("--sheet", options.sheet, "a workbook", "xlsx")
    return sources


def _reject(option: str, value: str | None, kind: str, form: str) -> None:
    if value is not None:
        advice = f"leave out {option}, or add --from {form}"
        raise UsageError(f"`{option}` is for {kind}, and no input is one", help=advice)
