"""`exitwise audit export`: the rules in the format of another system."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import click

from exitwise.cli.settings import common_options
from exitwise.cli.streams import write

HELP = """Export the rules to another system.

\b
Targets:
  sql   one query over a table of profiles; the dialects duckdb, postgres and spark
        are tested, all others are marked as untested in the output

\b
Examples:
  exitwise audit export --to sql > rules.sql
  exitwise audit export --to sql --dialect spark --pack PATH
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one call."""

    target: str
    dialect: str | None
    pack: str | None


@click.command("export", help=HELP, short_help="Export the rules as SQL.")
@click.option("--to", "target", required=True, metavar="TARGET", help="Target system.")
@click.option("--dialect", metavar="NAME", help="Dialect of the target.  [default: its first]")
@common_options
def command(**options: Any) -> None:
    """Build the options and run the command."""
    run(Options(**options))


def run(options: Options) -> None:
    """Print the rules in the format of the target."""
    from exitwise.exchange.targets import export  # noqa: PLC0415 (`--help` does not load the rules)
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415

    knowledge = KnowledgeBase.of(options.pack, cases=False).knowledge
    write(export(options.target, knowledge, options.dialect))
