"""`exitwise audit explain`: the meaning of a defect, why it matters and how to fix it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from exitwise.cli.settings import common_options
from exitwise.cli.streams import columns, supports_colour, write
from exitwise.errors import InputError

if TYPE_CHECKING:
    from exitwise.audit.check import Check

HELP = """Explain a check or a kind of defect: the problem, why it matters, an example, and how to fix it.

\b
Examples:
  exitwise audit explain                list the checks
  exitwise audit explain gap            explain a check
  exitwise audit explain unknown-fact   explain a defect that prevents loading
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one call."""

    check: str | None
    pack: str | None
    """Accepted as with every command; the checks are the same for all packs."""


@click.command("explain", help=HELP, short_help="Explain a check.")
@click.argument("check", required=False)
@common_options
def command(**options: Any) -> None:
    """Build the options and run the command."""
    run(Options(**options))


def run(options: Options) -> None:
    """Print the documentation of a check, or a line on each of them."""
    write(_list() if options.check is None else f"{_find(options.check).doc}\n")


def _find(name: str) -> Check:
    from exitwise.audit.check import all_checks, find_check  # noqa: PLC0415 (loads the checks, and so the diagrams)
    from exitwise.nearest import did_you_mean  # noqa: PLC0415

    check = find_check(name)
    if check is None:
        advice = did_you_mean(name, all_checks()) or "`exitwise audit explain` lists the checks"
        raise InputError(f"unknown check `{name}`", help=advice)
    return check


def _list() -> str:
    from exitwise.audit.check import all_checks  # noqa: PLC0415
    from exitwise.present.page import Page  # noqa: PLC0415

    page = Page(columns(), colour=supports_colour())
    for check in all_checks().values():
        page.paragraph("", f"{check.id} ({check.severity})", "bold")
        page.paragraph("  ", check.title)
    return page.text()
