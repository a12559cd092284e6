"""`exitwise audit show`: all that the pack contains under an id."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import columns, supports_colour, to_json, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.audit.show.entries import Entry

HELP = """Show the rule, finding, fact, outcome, property, scenario, letter, source or statement with an id.

The output has its text, its lines in the file, what it depends on and what depends on it, and the exact
number of admissible profiles for which it holds, with the smallest of them. Integers are counted by the
intervals that the rules distinguish. All entities that share the id are shown.

\b
Examples:
  exitwise audit show RULE
  exitwise audit show STATEMENT --format json
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one call."""

    name: str
    form: str
    pack: str | None


@click.command("show", help=HELP, short_help="Show a rule, a fact or a source, and its relations.")
@click.argument("name", metavar="ID")
@format_option("text", "json", help="Output format.")
@common_options
def command(**options: Any) -> None:
    """Build the options and run the command."""
    run(Options(**options))


def run(options: Options) -> None:
    """Print every entity with the id."""
    from exitwise.audit.show.entries import entries  # noqa: PLC0415 (loads the diagrams)
    from exitwise.audit.subject import Subject  # noqa: PLC0415
    from exitwise.diagram.manager import within_limits  # noqa: PLC0415
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415

    subject = Subject(KnowledgeBase.of(options.pack).knowledge, date.today())  # noqa: DTZ011 (the local date)
    with within_limits():
        matches = entries(subject, options.name, _read)
    write(_render(matches, options))


def _read(file: str) -> str:
    """Return the text of a file of the pack, which has been loaded before.

    Raises:
        PackError: the file has become invalid since.
    """
    from pathlib import Path  # noqa: PLC0415

    from exitwise.diagnostic import Diagnostics  # noqa: PLC0415
    from exitwise.errors import PackError  # noqa: PLC0415
    from exitwise.loader.folder import read_text  # noqa: PLC0415

    diagnostics = Diagnostics()
    content = read_text(Path(file), diagnostics)
    if content is None:
        raise PackError(diagnostics)
    return content


def _render(entries: Iterable[Entry], options: Options) -> str:
    if options.form == "json":
        return to_json([entry.as_dict() for entry in entries])
    from exitwise.audit.show.text import to_text  # noqa: PLC0415

    return to_text(entries, pack=options.pack, width=columns(), colour=supports_colour())
