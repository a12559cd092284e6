"""The summary of a batch: as JSON in a file, and as lines on standard error."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from exitwise.cli.streams import print_message
from exitwise.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.batch.summary import Summary
    from exitwise.model.knowledge import Knowledge


def check_summary(file: str | None, output: str) -> None:
    """Check, before a run, that the folder of the summary exists, or is the output.

    Raises:
        FileError: it does not exist.
    """
    if file is None:
        return
    folder = Path(file).parent
    if not folder.is_dir() and folder.resolve() != Path(output).resolve():
        advice = f"make the folder {folder} first, or name another file"
        raise FileError(f"{file} cannot be written: its folder does not exist", help=advice)


def write_summary(knowledge: Knowledge, summary: Summary, seconds: float, file: str | None) -> None:
    """Print the counts of a run, and write them to a file if one is named.

    Raises:
        FileError: the file cannot be written.
    """
    content = _content(knowledge, summary, seconds)
    if file is not None:
        from exitwise.atomic_file import write_atomically  # noqa: PLC0415 (only --summary needs it)
        from exitwise.present.printable import json_text  # noqa: PLC0415

        write_atomically(file, f"{json_text(content)}\n".encode())
    for line in _lines(content):
        print_message(line)


def _content(knowledge: Knowledge, summary: Summary, seconds: float) -> dict[str, Any]:
    """Return the summary as plain data."""
    from exitwise.batch.summary import SCHEMA  # noqa: PLC0415 (`--help` loads no batch)

    return {
        "schema": SCHEMA,
        "pack": {"name": knowledge.name, "version": knowledge.version, "digest": knowledge.digest},
        **summary.as_dict(knowledge),
        "seconds": round(seconds, 3),
        "rate": round(summary.read / seconds) if seconds else None,
    }


def _lines(content: Mapping[str, Any]) -> Iterator[str]:
    rejected = content["rejected"]
    yield f"{content['read']:,} read = {content['advised']:,} advised + {rejected['all']:,} rejected"
    if rejected["by_cause"]:
        yield f"rejected: {_counts(rejected['by_cause'])}"
    yield from _repeated_ids(content["repeated_ids"])
    yield f"outcomes: {_counts(content['outcomes'])}"
    yield f"readiness: {_counts(content['readiness'])}"
    yield f"rules: {len(content['rules'])} among the reasons, {len(content['never'])} never"
    yield f"{content['seconds']:.1f} s, {content['rate'] or 0:,} a second"


def _repeated_ids(counts: Mapping[str, int] | None) -> Iterator[str]:
    from exitwise.batch.ids import LIMIT  # noqa: PLC0415 (`--help` loads no batch)

    if counts is None:
        return
    records, compared = counts["records"], counts["compared"]
    if compared >= LIMIT:
        yield f"repeated ids: {records:,} of the first {compared:,}; later ones were not compared"
    elif records:
        yield f"repeated ids: {records:,} {'record repeats' if records == 1 else 'records repeat'} an id"


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {count:,}" for name, count in counts.items())
