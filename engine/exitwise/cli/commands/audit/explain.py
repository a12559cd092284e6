"""`exitwise audit explain`: what a defect means, why it matters and how it is mended."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from exitwise.cli.settings import common_options
from exitwise.cli.streams import columns, supports_colour, write
from exitwise.errors import InputError

if TYPE_CHECKING:
    from exitwise.audit.check import Check

HELP = """Explain a check, or the kind of a defect: what is wrong, why it matters, an example and the mend.

\b
Examples:
  exitwise audit explain                lists the checks
  exitwise audit explain gap            explains one of them
  exitwise audit explain unknown-fact   explains what stands beside a defect of loading
"""


@click.command("explain", help=HELP, short_help="Explain a check.")
@click.argument("check", required=False)
@common_options
def command(check: str | None, pack: str | None) -> None:  # noqa: ARG001 (the checks of all packs are the same)
    """Print the page of one check, or a line for each."""
    write(_list() if check is None else f"{_found(check).doc}\n")


def _found(name: str) -> Check:
    from exitwise.audit.check import all_checks, find_check  # noqa: PLC0415 (loads the checks, and so the diagrams)
    from exitwise.nearest import did_you_mean  # noqa: PLC0415

    found = find_check(name)
    if found is None:
        advice = did_you_mean(name, all_checks()) or "`exitwise audit explain` lists the checks"
        raise InputError(f"no check is called `{name}`", help=advice)
    return found


def _list() -> str:
    from exitwise.audit.check import all_checks  # noqa: PLC0415
    from exitwise.present.page import Page  # noqa: PLC0415

    page = Page(columns(), colour=supports_colour())
    for check in all_checks().values():
        page.paragraph("", f"{check.id} ({check.severity})", "bold")
        page.paragraph("  ", check.title)
    return page.text()
