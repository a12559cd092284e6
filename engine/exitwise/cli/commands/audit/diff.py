"""`exitwise audit diff`: the effect of changed rules on the advice for all profiles."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from exitwise.cli.population import count_population, population_option
from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import columns, supports_colour, to_json, write
from exitwise.errors import ExitCode, InputError

if TYPE_CHECKING:
    from exitwise.audit.population.comparison import PopulationComparison
    from exitwise.audit.population.source import Population
    from exitwise.model.knowledge import Knowledge

HELP = """Compare two packs: the rules that changed, the number of profiles whose advice changes, and why.

Facts, values and rules are matched by id; a fact that only one pack has is compared at each of its values.
Exits with 0 if every profile that OLD admits gets the same advice from NEW, which is proved for all profiles,
and with 1 otherwise. With --on it also counts the changes for the records of a population; it shows only the
line number and the id of a record.

\b
Examples:
  exitwise audit diff ../before/rules/my-pack rules/my-pack
  exitwise audit diff OLD NEW --format json
  exitwise audit diff OLD NEW --on profiles.jsonl
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one call."""

    old: str
    new: str
    form: str
    files: tuple[str, ...]
    pack: str | None

    def __post_init__(self) -> None:
        if self.pack is not None:
            advice = "name the two packs: exitwise audit diff OLD NEW"
            raise InputError("`--pack` has no effect here", help=advice)


@click.command("diff", help=HELP, short_help="Compare the advice of two packs.")
@click.argument("old")
@click.argument("new")
@format_option("text", "json", help="Format of the comparison.")
@population_option
@common_options
def command(**options: Any) -> int:
    """Build the options and run the command."""
    return run(Options(**options))


def run(options: Options) -> int:
    """Print the differences of two packs and return the exit status."""
    from exitwise.audit.diff.difference import difference, render  # noqa: PLC0415 (loads the diagrams)
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415

    old, new = KnowledgeBase.of(options.old).knowledge, KnowledgeBase.of(options.new).knowledge
    comparison = count_population(options.files, partial(_compare, old, new))
    changes = replace(difference(old, new), population=comparison)
    if options.form == "json":
        write(to_json(changes.as_dict()))
    else:
        write(render(changes, width=columns(), colour=supports_colour()))
    return ExitCode.DONE if changes.comparison.same else ExitCode.NO


def _compare(old: Knowledge, new: Knowledge, population: Population) -> PopulationComparison:
    from exitwise.audit.population.comparison import compare_population  # noqa: PLC0415 (loads the readers)

    return compare_population(old, new, population)
