"""`exitwise schema`: the JSON Schemas of all inputs and outputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from exitwise.cli.settings import common_options
from exitwise.cli.streams import to_json, write

if TYPE_CHECKING:
    from exitwise.model.fact import Fact

HELP = """Print a JSON Schema (2020-12) of a pack's file, a source, a profile, the advice or a report.

\b
Examples:
  exitwise schema               list the names
  exitwise schema profile       the schema of a profile, with the facts of the pack
  exitwise schema findings      for an editor that completes findings.yaml
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one call."""

    name: str | None
    pack: str | None


@click.command("schema", help=HELP, short_help="Print a JSON Schema.")
@click.argument("name", required=False)
@common_options
def command(**options: Any) -> None:
    """Build the options and run the command."""
    run(Options(**options))


def run(options: Options) -> None:
    """Print one schema, or the names of all."""
    from exitwise.loader.schemas import PROFILE, names, schema  # noqa: PLC0415 (`--help` reads no schema)

    if options.name is None:
        write("\n".join(names()) + "\n")
        return
    facts: tuple[Fact, ...] = ()
    needed: tuple[str, ...] = ()
    if options.name == PROFILE:
        from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (only a profile depends on the pack)

        kb = KnowledgeBase.of(options.pack, cases=False)
        facts, needed = kb.knowledge.facts, kb.needed
    write(to_json(schema(options.name, facts, needed)))
