"""`exitwise audit`: all checks of a pack; the analyst's other tools are the modules of this folder."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import click
from click.core import ParameterSource

from exitwise.audit import formats as forms
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

HELP = """Check the rules of a pack: for all profiles at once, exactly, each defect with a witness to replay.

\b
Examples:
  exitwise audit                                 all checks
  exitwise audit --select gap --select conflict  only these
  exitwise audit --format sarif > audit.sarif    for a code host
  exitwise audit explain gap                     what a defect means

Ends with 1 where a defect is as grave as --fail-on, with 4 where the pack does not load.
"""
DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def _day(_: click.Context, __: click.Parameter, value: str | None) -> date | None:
    """Read a day as packs write theirs."""
    if value is None:
        return None
    try:
        return date.fromisoformat(value if DAY.fullmatch(value) else "")
    except ValueError as error:
        raise UsageError(f"`{value}` is no day", help="write it as YYYY-MM-DD") from error


@click.group(
    "audit",
    cls=Commands,
    package=__name__,
    help=HELP,
    short_help="Check the rules of a pack.",
    invoke_without_command=True,
)
@format_option(*forms.format_names(), default="text", help="How the report is written.")
@click.option("--select", multiple=True, metavar="CHECK", help="Make only this check; repeatable.")
@click.option("--ignore", multiple=True, metavar="CHECK", help="Leave this check out; repeatable.")
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="How grave a defect must be to end with 1.",
)
@click.option(
    "--as-of", metavar="DATE", callback=_day, help="The day on which sources are judged. [default: today]"
)
@common_options
@click.pass_context
def command(ctx: click.Context, /, form: str, fail_on: Severity, pack: str | None, **scope: Any) -> int:
    """Audit; where a command of the group is named, it takes its own options and those here mean nothing."""
    if ctx.invoked_subcommand is not None:
        _refuse_options(ctx, ctx.invoked_subcommand)
        return ExitCode.DONE
    report = _report(pack, **scope)
    presentation = RenderOptions(
        fail_on=fail_on,
        pack=pack,
        width=columns(),
        colour=supports_colour(),
        ascii_only=not supports_unicode(),
    )
    write(forms.render(form, report, presentation))
    if report.profiles is None:
        return ExitCode.PACK
    return ExitCode.NO if report.fails(fail_on) else ExitCode.DONE


def _refuse_options(ctx: click.Context, name: str) -> None:
    """An option before the command's name would be read and then forgotten."""
    for option in ctx.command.params:
        if option.expose_value and ctx.get_parameter_source(option.name or "") is ParameterSource.COMMANDLINE:
            raise UsageError(
                f"`{option.opts[0]}` before `{name}` has no effect", help=f"options stand after `{name}`"
            )


def _report(
    pack: str | None, *, select: tuple[str, ...], ignore: tuple[str, ...], as_of: date | None
) -> Report:
    from exitwise.audit.report import audit, report_of_invalid_pack, select_checks  # noqa: PLC0415 (loads the diagrams)
    from exitwise.audit.subject import Subject  # noqa: PLC0415
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415
    from exitwise.loader.folder import default_pack  # noqa: PLC0415

    checks = select_checks(select, ignore)
    name = default_pack() if pack is None else pack
    try:
        knowledge = KnowledgeBase.of(name).knowledge
    except PackError as error:
        return report_of_invalid_pack(name, error.diagnostics)
    return audit(Subject(knowledge, as_of or date.today()), checks)  # noqa: DTZ011 (the user's own day)
