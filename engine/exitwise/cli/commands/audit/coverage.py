"""`exitwise audit coverage`: which rules cite which source statements, and which have no counterpart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from exitwise.cli.population import count_population, population_option
from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import columns, supports_colour, to_json, write

if TYPE_CHECKING:
    from exitwise.audit.coverage.matrix import Coverage
    from exitwise.audit.population.rule_counts import RuleCounts
    from exitwise.audit.population.source import Population
    from exitwise.model.knowledge import Knowledge

HELP = """Trace every source statement to the rules that cite it, and every rule to its statements.

Statements and rules without a counterpart are marked, with the reason if the pack records one. The matrix is
only a view, so the command exits with 0; `exitwise audit` reports defects. With --on the matrix also shows on
how many records of a population each rule fires, and which rules never fire.

\b
Examples:
  exitwise audit coverage
  exitwise audit coverage --format markdown > coverage.md
  exitwise audit coverage --on profiles.jsonl
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one call."""

    form: str
    files: tuple[str, ...]
    pack: str | None


@click.command("coverage", help=HELP, short_help="Trace the sources to the rules, and back.")
@format_option("text", "markdown", "json", help="Format of the matrix.")
@population_option
@common_options
def command(**options: Any) -> None:
    """Build the options and run the command."""
    run(Options(**options))


def run(options: Options) -> None:
    """Print the coverage matrix."""
    from exitwise.audit.coverage.matrix import coverage  # noqa: PLC0415 (`--help` does not load the rules)
    from exitwise.audit.subject import Subject  # noqa: PLC0415
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415

    knowledge = KnowledgeBase.of(options.pack, cases=False).knowledge
    counts = count_population(options.files, partial(_count_rules, knowledge))
    subject = Subject(knowledge, date.today())  # noqa: DTZ011 (the local date)
    write(_render(coverage(subject, counts), options.form))


def _count_rules(knowledge: Knowledge, population: Population) -> RuleCounts:
    from exitwise.audit.population.rule_counts import count_rules  # noqa: PLC0415 (loads the readers)

    return count_rules(knowledge, population)


def _render(matrix: Coverage, form: str) -> str:
    if form == "json":
        return to_json(matrix.as_dict())
    from exitwise.audit.coverage.formats import to_markdown, to_text  # noqa: PLC0415

    if form == "markdown":
        return to_markdown(matrix)
    return to_text(matrix, width=columns(), colour=supports_colour())
