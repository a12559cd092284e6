"""`exitwise audit coverage`: which rules follow which statements of the sources, and what is left over."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

import click

from exitwise.cli.population import counted, on
from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import columns, supports_colour, to_json, write

if TYPE_CHECKING:
    from exitwise.audit.coverage.matrix import Coverage
    from exitwise.audit.population.rule_counts import RuleCounts
    from exitwise.audit.population.source import Population
    from exitwise.model.knowledge import Knowledge

HELP = """Trace every statement of the sources to the rules that cite it, and every rule to its statements.

Gaps are marked, and so are the reasons recorded where no rule cites a statement. This is a view and always
ends with 0; `exitwise audit` judges. With --on it also says on how many records of a population each rule
fires, and which never do.

\b
Examples:
  exitwise audit coverage
  exitwise audit coverage --format markdown > coverage.md
  exitwise audit coverage --on profiles.jsonl
"""


@click.command("coverage", help=HELP, short_help="Trace the sources to the rules, and back.")
@format_option("text", "markdown", "json", help="How the matrix is written.")
@on
@common_options
def command(form: str, files: tuple[str, ...], pack: str | None) -> None:
    """Trace and write."""
    from exitwise.audit.coverage.matrix import coverage  # noqa: PLC0415 (`--help` does not load the rules)
    from exitwise.audit.subject import Subject  # noqa: PLC0415
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415

    knowledge = KnowledgeBase.of(pack, cases=False).knowledge
    population = counted(files, partial(_fired, knowledge))
    write(_written(coverage(Subject(knowledge, date.today()), population), form))  # noqa: DTZ011 (the user's own day)


def _fired(knowledge: Knowledge, people: Population) -> RuleCounts:
    from exitwise.audit.population.rule_counts import count_rules  # noqa: PLC0415 (loads the database)

    return count_rules(knowledge, people)


def _written(found: Coverage, form: str) -> str:
    if form == "json":
        return to_json(found.as_dict())
    from exitwise.audit.coverage.formats import to_markdown, to_text  # noqa: PLC0415

    return (
        to_markdown(found)
        if form == "markdown"
        else to_text(found, width=columns(), colour=supports_colour())
    )
