"""`exitwise audit`: the checks of a pack; the other audit commands are the modules of this package."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from exitwise.audit import formats
from exitwise.audit.formats import RenderOptions
from exitwise.cli import Commands
from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import columns, supports_colour, supports_unicode, write
from exitwise.cli.usage import UsageError
from exitwise.diagnostic import SEVERITIES
from exitwise.errors import ExitCode, PackError

if TYPE_CHECKING:
    from exitwise.audit.report import Report
    from exitwise.diagnostic import Severity

HELP = """Check the rules of a pack, exactly and for all profiles at once.

Each defect comes with a profile that reproduces it.

\b
Examples:
  exitwise audit                                 run all checks
  exitwise audit --select gap --select conflict  run only these checks
  exitwise audit --format sarif > audit.sarif    for a code host
  exitwise audit explain gap                     explain a check

Exits with 1 if a defect is at least as severe as --fail-on, with 4 if the pack does not load.
"""
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one call."""

    form: str
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: Severity
    as_of: date | None
    pack: str | None


def _parse_date(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """Return the date that an option holds, in the format of packs."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value if DAY.fullmatch(value) else "")
    except ValueError as error:
        raise UsageError(f"`{value}` is not a valid date", help="write it as YYYY-MM-DD") from error


@click.group(
    "audit",
    cls=Commands,
    package=__name__,
    help=HELP,
    short_help="Check the rules of a pack.",
    invoke_without_command=True,
)
@format_option(*formats.format_names(), default="text", help="Format of the report.")
@click.option("--select", multiple=True, metavar="CHECK", help="Run only this check; repeatable.")
@click.option("--ignore", multiple=True, metavar="CHECK", help="Skip this check; repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="Exit with 1 if a defect is at least this severe.",
)
@click.option(
    "--as-of",
    metavar="DATE",
    callback=_parse_date,
    help="Date on which sources are reviewed. [default: today]",
)
@common_options
@click.pass_context
def command(ctx: click.Context, /, **options: Any) -> int:
    """Run the checks, unless a command of the group is invoked, which has options of its own."""
    if ctx.invoked_subcommand is not None:
        _reject_options(ctx, ctx.invoked_subcommand)
        return ExitCode.DONE
    return run(Options(**options))


def run(options: Options) -> int:
    """Print the report and return the exit status."""
    report = _report(options)
    render_options = RenderOptions(
        fail_on=options.fail_on,
        pack=options.pack,
        width=columns(),
        colour=supports_colour(),
        ascii_only=not supports_unicode(),
    )
    write(formats.render(options.form, report, render_options))
    if report.profiles is None:
        return ExitCode.PACK
    return ExitCode.NO if report.fails(options.fail_on) else ExitCode.DONE


def _reject_options(ctx: click.Context, name: str) -> None:
    """Reject options before the name of a command of the group: they would be ignored."""
    for option in ctx.command.params:
        if option.expose_value and ctx.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE:
            message = f"`{option.opts[0]}` before `{name}` has no effect"
            raise UsageError(message, help=f"put options after `{name}`")


def _report(options: Options) -> Report:
    from exitwise.audit.report import audit, report_of_invalid_pack, select_checks  # noqa: PLC0415 (loads the diagrams)
    from exitwise.audit.subject import Subject  # noqa: PLC0415
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415
    from exitwise.loader.folder import default_pack  # noqa: PLC0415

    checks = select_checks(options.select, options.ignore)
    name = default_pack() if options.pack is None else options.pack
    try:
        knowledge = KnowledgeBase.of(name, translations=True).knowledge
    except PackError as error:
        return report_of_invalid_pack(name, error.diagnostics)
    today = options.as_of or date.today()  # noqa: DTZ011 (the local date)
    return audit(Subject(knowledge, today), checks)
