"""`exitwise audit graph`: the rules as a graph, for Graphviz, Mermaid or a program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import to_json, write
from exitwise.cli.usage import UsageError

if TYPE_CHECKING:
    from exitwise.audit.graph.build import Graph

HELP = """Draw the rules: facts, findings, arguments, outcomes, steps and warnings, and what connects them.

Arrows run from what something rests on to it; in JSON an edge reads from its subject to its object. With an
ID only what lies within --depth links of it, in either direction; a whole pack is a large picture.

\b
Examples:
  exitwise audit graph ID --depth 2 | dot -Tsvg > rules.svg
  exitwise audit graph ID --format mermaid
  exitwise audit graph --format json
"""


@click.command("graph", help=HELP, short_help="Draw the rules and what connects them.")
@click.argument("name", metavar="[ID]", required=False)
@click.option(
    "--depth", type=click.IntRange(min=0), metavar="N", help="How many links around the ID.  [default: 1]"
)
@format_option("dot", "mermaid", "json", help="What the graph is written for.")
@common_options
def command(name: str | None, depth: int | None, form: str, pack: str | None) -> None:
    """Link, choose, write."""
    from exitwise.audit.graph.build import build_graph, neighbourhood  # noqa: PLC0415 (`--help` does not load the rules)
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415

    if name is None and depth is not None:
        raise UsageError("--depth needs an ID", help="name what the graph is to be drawn around")
    found = build_graph(KnowledgeBase.of(pack, cases=False).knowledge)
    if name is not None:
        found = neighbourhood(found, name, 1 if depth is None else depth)
    write(_written(found, form))


def _written(found: Graph, form: str) -> str:
    if form == "json":
        return to_json(found.as_dict())
    if form == "mermaid":
        from exitwise.audit.graph.mermaid import to_mermaid  # noqa: PLC0415

        return to_mermaid(found)
    from exitwise.audit.graph.dot import to_dot  # noqa: PLC0415

    return to_dot(found)
