"""`exitwise audit mutate`: mutation tests of the worked cases and the properties of a pack."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import columns, supports_colour, supports_redraw, to_json, write
from exitwise.cli.usage import UsageError
from exitwise.errors import ExitCode

if TYPE_CHECKING:
    from exitwise.audit.mutation.report import MutationReport

HELP = """Test the worked cases and properties of a pack by mutation: would they detect a mistake in a rule?

Every rule is changed in several standard ways, each change being a mutant. A mutant that changes no advice is
proved equivalent and skipped. One that changes advice survives unless a worked case or a property detects it;
survivors are listed, each with the smallest profile whose advice it changes. Deeds and ends of holds change
the course of a plan, which properties with `along: course` detect, and worked cases that expect `waits`,
`later_steps`, a `way_to_ready` or the answers that it `leads_to`. Worked cases and properties that fail
without a mutant detect none. Exits with 1 if a mutant survives.

\b
Examples:
  exitwise audit mutate
  exitwise audit mutate --of arguments --of holds
  exitwise audit mutate --format json

The groups are arguments, overrides, holds, before (steps to take first), constraints, findings, later (other
steps), warnings (without holds), deeds, ends and urgency.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one call."""

    groups: tuple[str, ...]
    form: str
    pack: str | None


@click.command("mutate", help=HELP, short_help="Test whether a mistake in a rule would be detected.")
@click.option("--of", "groups", multiple=True, metavar="GROUP", help="Mutate only these rules; repeatable.")
@format_option("text", "json", help="Format of the result.")
@common_options
def command(**options: Any) -> int:
    """Build the options and run the command."""
    return run(Options(**options))


def run(options: Options) -> int:
    """Print the mutation report and return the exit status."""
    mutation = _mutation(options)
    if options.form == "json":
        write(to_json(mutation.as_dict()))
    else:
        from exitwise.audit.mutation.report import render  # noqa: PLC0415

        write(render(mutation, pack=options.pack, width=columns(), colour=supports_colour()))
    return ExitCode.NO if mutation.survivors else ExitCode.DONE


def _mutation(options: Options) -> MutationReport:
    from exitwise.audit.mutation.mutants import GROUPS  # noqa: PLC0415 (`--help` loads no diagrams)
    from exitwise.audit.mutation.report import MutationReport  # noqa: PLC0415
    from exitwise.audit.mutation.run import run as run_mutants  # noqa: PLC0415
    from exitwise.audit.mutation.run import select_mutants  # noqa: PLC0415
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415
    from exitwise.nearest import did_you_mean, join_names  # noqa: PLC0415
    from exitwise.present.progress import track_progress  # noqa: PLC0415

    for group in options.groups:
        if group not in GROUPS:
            advice = did_you_mean(group, GROUPS) or f"the groups are {join_names(GROUPS, most=20)}"
            raise UsageError(f"unknown group of mutants `{group}`", help=advice)
    knowledge = KnowledgeBase.of(options.pack).knowledge
    mutants = select_mutants(knowledge, options.groups)
    results = track_progress(
        run_mutants(knowledge, mutants),
        label="mutants tested",
        total=len(mutants),
        stream=sys.stderr,
        redraw=supports_redraw(),
    )
    return MutationReport(knowledge=knowledge, results=tuple(results))
