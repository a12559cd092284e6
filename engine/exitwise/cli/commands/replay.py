"""`exitwise replay`: makes a recorded decision again, and says what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from exitwise.cli.profile import read_bytes
from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import print_paragraph, to_json, write
from exitwise.errors import ExitCode, InputError

if TYPE_CHECKING:
    from exitwise.knowledge_base import KnowledgeBase
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
    form: str
    pack: str | None


@click.command("replay", help=HELP, short_help="Make a recorded decision again.")
@click.argument("record")
@format_option("text", "json", help="Output format.")
@common_options
def command(**options: Any) -> int:
    """Build the options and run the command."""
    return run(Options(**options))


def run(options: Options) -> int:
    """Print what differs, and return the exit status."""
    from exitwise.catalogue import speak  # noqa: PLC0415 (`--help` does not load the rules)
    from exitwise.cli.record import parse_record  # noqa: PLC0415
    from exitwise.cli.replayed import as_dict, notes, replayed, to_lines  # noqa: PLC0415
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415

    try:
        record = parse_record(read_bytes(options.record))
    except InputError as error:
        origin = "standard input" if options.record == "-" else options.record
        raise InputError(f"{origin}: {error.message}", help=error.help) from error
    language = record.language if "language" in record.advice else None
    kb = KnowledgeBase.of(options.pack or record.pack.name, cases=False, lang=language)
    speak(kb.knowledge.language)
    _check_pack(kb, record)
    result = replayed(kb, record)
    if options.form == "json":
        write(to_json(as_dict(result)))
    else:
        for line in notes(result):
            print_paragraph(line)
        write("".join(f"{line}\n" for line in to_lines(result)))
    return ExitCode.DONE if result.is_same else ExitCode.NO


def _check_pack(kb: KnowledgeBase, record: Record) -> None:
    from exitwise.model.profile import quote  # noqa: PLC0415

    if kb.knowledge.name != record.pack.name:
        raise InputError(
            f"the record is of pack {quote(record.pack.name)}, not `{kb.knowledge.name}`",
            help="use --pack with the name or the folder of that pack",
        )
