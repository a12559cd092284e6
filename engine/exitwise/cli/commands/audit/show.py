"""`exitwise audit show`: everything there is to say of one name."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import columns, supports_colour, to_json, write

if TYPE_CHECKING:
    from collections.abc import Iterable

    from exitwise.audit.show.entries import Entry

HELP = """Show what a name of the pack stands for: a rule, finding, fact, outcome, property, scenario, letter,
source or statement.

Its text, the lines of the file, what it rests on, what rests on it, and on how many admissible profiles it
holds, exactly, with the smallest of them. Integers count as the intervals that rules tell apart. A name that
several things share shows all of them.

\b
Examples:
  exitwise audit show RULE
  exitwise audit show STATEMENT --format json
"""


@click.command("show", help=HELP, short_help="Show a rule, a fact or a source, and what hangs on it.")
@click.argument("name", metavar="ID")
@format_option("text", "json", help="How it is written.")
@common_options
def command(name: str, form: str, pack: str | None) -> None:
    """Find the name, count, write."""
    from exitwise.audit.show.entries import entries  # noqa: PLC0415 (loads the diagrams)
    from exitwise.audit.subject import Subject  # noqa: PLC0415
    from exitwise.diagram.manager import within_limits  # noqa: PLC0415
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415

    knowledge = KnowledgeBase.of(pack).knowledge
    with within_limits():
        found = entries(Subject(knowledge, date.today()), name, _read)  # noqa: DTZ011 (the user's own day)
    write(_written(found, form, pack))


def _read(file: str) -> str:
    """Return the text of a file that has just been loaded.

    Raises:
        PackError: it has become unusable since.
    """
    from pathlib import Path  # noqa: PLC0415

    from exitwise.diagnostic import Diagnostics  # noqa: PLC0415
    from exitwise.errors import PackError  # noqa: PLC0415
    from exitwise.loader.folder import read_text  # noqa: PLC0415

    defects = Diagnostics()
    content = read_text(Path(file), defects)
    if content is None:
        raise PackError(defects)
    return content


def _written(entries: Iterable[Entry], form: str, pack: str | None) -> str:
    if form == "json":
        content = [entry.as_dict() for entry in entries]
        return to_json(content)
    from exitwise.audit.show.text import to_text  # noqa: PLC0415

    return to_text(entries, pack=pack, width=columns(), colour=supports_colour())
