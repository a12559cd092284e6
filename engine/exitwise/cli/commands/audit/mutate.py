"""`exitwise audit mutate`: whether the worked cases and the properties would notice a mistake in a rule."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import columns, supports_colour, supports_redraw, to_json, write
from exitwise.cli.usage import UsageError
from exitwise.errors import ExitCode

if TYPE_CHECKING:
    from exitwise.audit.mutation.report import MutationReport

HELP = """Change each rule in every standard way, and see whether a worked case or a property notices.

Mutants that advise every profile as before are proved so and set aside; those that change advice and go
unnoticed survive, each shown with the smallest profile that it changes. A worked case that fails, or a
property that is broken, without any mutant notices none. Ends with 1 where a mutant survives.

\b
Examples:
  exitwise audit mutate
  exitwise audit mutate --of arguments --of holds
  exitwise audit mutate --format json

The groups are: arguments, overrides, holds, before (steps that prepare), constraints, findings, later (other
steps) and warnings (those that do not hold).
"""


@click.command("mutate", help=HELP, short_help="See whether a mistake in a rule would be noticed.")
@click.option("--of", "groups", multiple=True, metavar="GROUP", help="Only these rules; repeatable.")
@format_option("text", "json", help="How the result is written.")
@common_options
def command(groups: tuple[str, ...], form: str, pack: str | None) -> int:
    """Mutate, judge, write."""
    mutation = _mutation(groups, pack)
    if form == "json":
        write(to_json(mutation.as_dict()))
    else:
        from exitwise.audit.mutation.report import render  # noqa: PLC0415

        write(render(mutation, pack=pack, width=columns(), colour=supports_colour()))
    return ExitCode.NO if mutation.survivors else ExitCode.DONE


def _mutation(groups: tuple[str, ...], pack: str | None) -> MutationReport:
    from exitwise.audit.mutation.mutants import GROUPS  # noqa: PLC0415 (`--help` loads no diagrams)
    from exitwise.audit.mutation.report import MutationReport  # noqa: PLC0415
    from exitwise.audit.mutation.run import run, select_mutants  # noqa: PLC0415
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415
    from exitwise.nearest import did_you_mean, join_names  # noqa: PLC0415
    from exitwise.present.progress import track_progress  # noqa: PLC0415

    for group in groups:
        if group not in GROUPS:
            advice = did_you_mean(group, GROUPS) or f"the groups are {join_names(GROUPS)}"
            raise UsageError(f"no group of mutants is called `{group}`", help=advice)
    knowledge = KnowledgeBase.of(pack).knowledge
    selected = select_mutants(knowledge, groups)
    results = track_progress(
        run(knowledge, selected),
        label="mutants judged",
        total=len(selected),
        stream=sys.stderr,
        redraw=supports_redraw(),
    )
    return MutationReport(knowledge=knowledge, results=tuple(results))
