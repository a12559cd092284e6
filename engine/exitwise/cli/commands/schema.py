"""`exitwise schema`: the JSON Schemas of what is read and written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from exitwise.cli.settings import common_options
from exitwise.cli.streams import to_json, write

if TYPE_CHECKING:
    from exitwise.model.fact import Fact

HELP = """Print a JSON Schema (2020-12): of a pack's files, of a source, of a profile or of the advice.

\b
Examples:
  exitwise schema               lists the names
  exitwise schema profile       what a profile may hold, by the pack's facts
  exitwise schema findings      for an editor that completes a pack's findings.yaml
"""


@click.command("schema", help=HELP, short_help="Print a JSON Schema.")
@click.argument("name", required=False)
@common_options
def command(name: str | None, pack: str | None) -> None:
    """Print one schema, or the names of all."""
    from exitwise.loader.schemas import PROFILE, names, schema  # noqa: PLC0415 (`--help` reads no schema)

    if name is None:
        write("\n".join(names()) + "\n")
        return
    facts: tuple[Fact, ...] = ()
    if name == PROFILE:
        from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (only a profile depends on the pack)

        facts = KnowledgeBase.of(pack, cases=False).knowledge.facts
    write(to_json(schema(name, facts)))
