"""`exitwise audit graph`: the rules as a graph, for Graphviz, Mermaid or other programs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import to_json, write
from exitwise.cli.usage import UsageError

if TYPE_CHECKING:
    from exitwise.audit.graph.build import Graph

HELP = """Draw the rules as a graph: facts, findings, arguments, outcomes, steps, warnings and relations.

Arrows run from a premise to its conclusion; in JSON an edge runs from its subject to its object. With an ID
the graph is limited to at most --depth links around it, in either direction. The graph of a whole pack is
large.

\b
Examples:
  exitwise audit graph ID --depth 2 | dot -Tsvg > rules.svg
  exitwise audit graph ID --format mermaid
  exitwise audit graph --format json
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one call."""

    name: str | None
    depth: int | None
    form: str
    pack: str | None

    def __post_init__(self) -> None:
        if self.name is None and self.depth is not None:
            raise UsageError("`--depth` needs an ID", help="name the centre of the graph")


@click.command("graph", help=HELP, short_help="Draw the rules and their relations.")
@click.argument("name", metavar="[ID]", required=False)
@click.option("--depth", type=click.IntRange(min=0), metavar="N", help="Links around the ID.  [default: 1]")
@format_option("dot", "mermaid", "json", help="Format of the graph.")
@common_options
def command(**options: Any) -> None:
    """Build the options and run the command."""
    run(Options(**options))


def run(options: Options) -> None:
    """Print the graph of a pack, or of the neighbourhood of an id."""
    from exitwise.audit.graph.build import build_graph, neighbourhood  # noqa: PLC0415 (`--help` does not load the rules)
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415

    graph = build_graph(KnowledgeBase.of(options.pack, cases=False).knowledge)
    if options.name is not None:
        graph = neighbourhood(graph, options.name, 1 if options.depth is None else options.depth)
    write(_render(graph, options.form))


def _render(graph: Graph, form: str) -> str:
    if form == "json":
        return to_json(graph.as_dict())
    if form == "mermaid":
        from exitwise.audit.graph.mermaid import to_mermaid  # noqa: PLC0415

        return to_mermaid(graph)
    from exitwise.audit.graph.dot import to_dot  # noqa: PLC0415

    return to_dot(graph)
