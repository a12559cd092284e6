"""`exitwise audit diff`: what a change of the rules does to the advice of all profiles."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

import click

from exitwise.cli.population import counted, on
from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import columns, supports_colour, to_json, write
from exitwise.errors import ExitCode, InputError

if TYPE_CHECKING:
    from exitwise.audit.population.comparison import PopulationComparison
    from exitwise.audit.population.source import Population
    from exitwise.model.knowledge import Knowledge

HELP = """Compare two packs: what is written otherwise, and how many profiles get other advice, and why.

Facts, values and rules with equal ids are taken for the same; a fact that only one pack has is compared at
each of its values. Ends with 0 where every profile that OLD admits gets the same advice, which is then
proved, and with 1 where one does not. With --on it also counts what becomes of the records of a population;
of a record nothing is shown but its line and its id.

\b
Examples:
  exitwise audit diff ../before/rules/my-pack rules/my-pack
  exitwise audit diff OLD NEW --format json
  exitwise audit diff OLD NEW --on profiles.jsonl
"""


@click.command("diff", help=HELP, short_help="Compare the advice of two packs.")
@click.argument("old")
@click.argument("new")
@format_option("text", "json", help="How the comparison is written.")
@on
@common_options
def command(old: str, new: str, form: str, files: tuple[str, ...], pack: str | None) -> int:
    """Load both, compare, write."""
    from exitwise.audit.diff.difference import difference, render  # noqa: PLC0415 (loads the diagrams)
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415

    if pack is not None:
        raise InputError(
            "`--pack` has no effect here", help="name the two packs: exitwise audit diff OLD NEW"
        )
    before, after = KnowledgeBase.of(old).knowledge, KnowledgeBase.of(new).knowledge
    population = counted(files, partial(_shifted, before, after))
    found = replace(difference(before, after), population=population)
    if form == "json":
        write(to_json(found.as_dict()))
    else:
        write(render(found, width=columns(), colour=supports_colour()))
    return ExitCode.DONE if found.comparison.same else ExitCode.NO


def _shifted(before: Knowledge, after: Knowledge, people: Population) -> PopulationComparison:
    from exitwise.audit.population.comparison import compare_population  # noqa: PLC0415 (loads the database)

    return compare_population(before, after, people)
