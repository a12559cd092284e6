"""The format and the compression of the output of `exitwise batch`, by its name."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from exitwise.cli.usage import UsageError

FORMS: Final = {".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}
STANDARD: Final = "-"
COMPRESSED: Final = (".gz", ".zst")
NOT_WRITTEN: Final = (".bz2", ".xz", ".zip")
"""The suffixes of compressed files that are read but not written."""


def format_of(output: str) -> str:
    """Return the format that the name of the output stands for; folders and streams are JSON Lines.

    Raises:
        UsageError: the name does not say it.
    """
    if output == STANDARD or is_folder(output):
        return "jsonl"
    name = output.lower()
    for suffix in (*COMPRESSED, *NOT_WRITTEN):
        name = name.removesuffix(suffix)
    suffix = Path(name).suffix
    if suffix not in FORMS:
        advice = "name it .jsonl, .csv or .parquet, or use --to"
        raise UsageError(f"cannot tell the format of `{output}`", help=advice)
    return FORMS[suffix]


def check_compression(output: str, form: str) -> None:
    """Check that a file of a format can be compressed as its suffix says.

    Raises:
        UsageError: it cannot.
    """
    suffix = Path(output).suffix.lower()
    if output == STANDARD or is_folder(output):
        return
    if suffix in NOT_WRITTEN:
        raise UsageError(f"`{output}`: {suffix} files are not written", help="use .gz or .zst")
    if suffix in COMPRESSED and form == "parquet":
        advice = f"leave out {suffix}: the columns of Parquet are compressed"
        raise UsageError(f"`{output}`: Parquet is not compressed as a whole", help=advice)


def is_folder(output: str) -> bool:
    """Whether an output is a folder, of parts and their rejects."""
    return output.endswith("/") or Path(output).is_dir()
