"""`exitwise replay`: makes a recorded decision again, and says what differs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from exitwise.cli.profile import read_bytes
from exitwise.cli.settings import common_options
from exitwise.cli.streams import print_paragraph, write
from exitwise.errors import ExitCode, InputError, ProfileError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.data_difference import Difference
    from exitwise.model.record import Record

HELP = """Make a recorded decision again with the present pack, and say what differs.

RECORD is a file that `exitwise advise --record` wrote; `-` reads it from standard input. The advice is of the
day in the record. Without --pack, the pack is the shipped one with the name in the record.

\b
Examples:
  exitwise advise profile.json --record decision.json
  exitwise replay decision.json

Exits with 0 if the advice is the same, with 1 if it differs, and with 2 if RECORD is damaged.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The argument and the options of one call."""

    record: str
    pack: str | None


@click.command("replay", help=HELP, short_help="Make a recorded decision again.")
@click.argument("record")
@common_options
def command(**options: Any) -> int:
    """Build the options and run the command."""
    return run(Options(**options))


def run(options: Options) -> int:
    """Print what differs, and return the exit status."""
    from exitwise.cli.record import parse_record  # noqa: PLC0415
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (`--help` does not load the rules)

    try:
        record = parse_record(read_bytes(options.record))
    except InputError as error:
        origin = "standard input" if options.record == "-" else options.record
        raise InputError(f"{origin}: {error.message}", help=error.help) from error
    language = record.language if "language" in record.advice else None
    kb = KnowledgeBase.of(options.pack or record.pack.name, cases=False, lang=language)
    _check_pack(kb, record)
    for line in _changes_of_versions(kb, record):
        print_paragraph(line)
    lines = tuple(_compare(kb, record))
    write("".join(f"{line}\n" for line in lines or ("The advice is the same.",)))
    return ExitCode.NO if lines else ExitCode.DONE


def _check_pack(kb: KnowledgeBase, record: Record) -> None:
    from exitwise.model.profile import quote  # noqa: PLC0415

    if kb.knowledge.name != record.pack.name:
        raise InputError(
            f"the record is of pack {quote(record.pack.name)}, not `{kb.knowledge.name}`",
            help="use --pack with the name or the folder of that pack",
        )


def _changes_of_versions(kb: KnowledgeBase, record: Record) -> Iterator[str]:
    """Yield what has changed since the record that may explain a difference."""
    from exitwise import __version__  # noqa: PLC0415

    knowledge = kb.knowledge
    if knowledge.digest != record.pack.digest:
        versions = f"from {record.pack.version} to {knowledge.version}"
        same = knowledge.version == record.pack.version
        yield f"The pack has changed{f' within version {knowledge.version}' if same else f' {versions}'}."
    if record.engine != __version__:
        yield f"The record was made by exitwise {record.engine}; this is {__version__}."


def _compare(kb: KnowledgeBase, record: Record) -> Iterator[str]:
    """Yield a line for each difference between the recorded advice and the present one."""
    from exitwise.model.data_difference import differences  # noqa: PLC0415
    from exitwise.present.printable import json_text  # noqa: PLC0415

    try:
        advice = kb.advise(record.profile, as_of=record.as_of)
    except ProfileError as error:
        yield "The pack no longer accepts the profile:"
        yield from (f"  {_one_line(diagnostic.headline)}" for diagnostic in error.diagnostics)
        return
    present = json.loads(json_text(advice.as_dict()), parse_float=Decimal)
    found = differences(_without_pack(record.advice), _without_pack(present))
    yield from map(_describe, found)


def _without_pack(advice: Any) -> dict[str, Any]:
    """Return an advice without its pack, whose versions are compared apart."""
    return {key: value for key, value in advice.items() if key != "pack"}


def _describe(difference: Difference) -> str:
    from exitwise.model.data_difference import ABSENT, ORDER  # noqa: PLC0415

    *parents, last = difference.path
    path = _one_line(" > ".join(difference.path))
    if last == ORDER and isinstance(difference.old, list):
        return f"{_one_line(' > '.join(parents))}: in another order: {_names(difference.new)}"
    if difference.old is ABSENT:
        return f"{path}: new{_scalar(difference.new)}"
    if difference.new is ABSENT:
        return f"{path}: gone{_scalar(difference.old)}"
    return f"{path}: {_value(difference.old)}, now {_value(difference.new)}"


def _names(names: Iterable[str]) -> str:
    return ", ".join(f"`{_one_line(name)}`" for name in names)


def _scalar(value: object) -> str:
    """Return a value that appears or disappears, if it is short."""
    return "" if isinstance(value, dict | list) else f", {_value(value)}"


def _value(value: object) -> str:
    from exitwise.present.printable import json_line  # noqa: PLC0415

    text = value if isinstance(value, str) else json_line(value).decode().strip()
    return f"`{_one_line(text)}`"


def _one_line(text: str) -> str:
    from exitwise.present.printable import escaped_line  # noqa: PLC0415

    return escaped_line(text)
