"""`exitwise audit export`: the rules written for another program."""

from __future__ import annotations

import click

from exitwise.cli.settings import common_options
from exitwise.cli.streams import write

HELP = """Write the rules for another program, from the same knowledge that is advised by.

\b
Targets:
  sql   one query over a table of profiles; --dialect duckdb, postgres and spark are
        tested, every other that can be written is marked as not run

\b
Examples:
  exitwise audit export --to sql > rules.sql
  exitwise audit export --to sql --dialect spark --pack PATH
"""


@click.command("export", help=HELP, short_help="Write the rules as SQL.")
@click.option("--to", "target", required=True, metavar="TARGET", help="For what they are written.")
@click.option("--dialect", metavar="NAME", help="In which dialect of it.  [default: the first]")
@common_options
def command(target: str, dialect: str | None, pack: str | None) -> None:
    """Load and write."""
    from exitwise.exchange.targets import export  # noqa: PLC0415 (`--help` does not load the rules)
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415

    write(export(target, KnowledgeBase.of(pack, cases=False).knowledge, dialect))
