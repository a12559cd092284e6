"""`exitwise advise`: one profile in, advice out."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from exitwise.cli.advice import FORMS, exit_code, render
from exitwise.cli.profile import read_bytes, with_origin
from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import write
from exitwise.cli.usage import UsageError
from exitwise.errors import InputError

if TYPE_CHECKING:
    from exitwise.knowledge_base import KnowledgeBase

HELP = """Advise on one profile: a JSON object of facts and values, or a saved session; `-` is standard input.

\b
Examples:
  exitwise advise profile.json
  exitwise advise profile.json --set FACT=VALUE     what if?
  exitwise advise profile.json --why-not OUTCOME    what stands in the way?
  exitwise advise - --format json < profile.json

`exitwise schema profile` lists the facts and their values. A fact that is left out counts as not known.
"""


@click.command("advise", help=HELP, short_help="Advise on one profile.")
@click.argument("profile", required=False)
@click.option(
    "--set", "assignments", multiple=True, metavar="FACT=VALUE", help="Put an answer in place; repeatable."
)
@click.option("--why-not", metavar="OUTCOME", help="Say also why this outcome is not recommended.")
@format_option(*FORMS, help="How the advice is written.")
@common_options
def command(
    profile: str | None, assignments: tuple[str, ...], why_not: str | None, form: str, pack: str | None
) -> int:
    """Read, advise, write; a pack that leaves no single outcome is told apart by the exit status."""
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (`--help` does not load the rules)
    from exitwise.loader.profile import apply_assignments, parse_profile  # noqa: PLC0415
    from exitwise.model.session import raw_answers  # noqa: PLC0415

    if profile is None and not assignments:
        raise UsageError(
            "a profile is missing", help="name a JSON file, `-` for standard input, or use --set"
        )
    content = read_bytes(profile) if profile is not None else b"{}"
    kb = KnowledgeBase.of(pack, cases=False)
    _check(kb, why_not)
    try:
        raw = raw_answers(parse_profile(content), kb.knowledge, date.today())  # noqa: DTZ011 (the user's own day)
        advice = kb.advise(apply_assignments(raw, assignments, kb.knowledge.fact), why_not=why_not)
    except InputError as error:
        raise with_origin(error, profile) from error
    write(render(kb, advice, form))
    return exit_code(kb, advice)


def _check(kb: KnowledgeBase, outcome: str | None) -> None:
    """Refuse an outcome before a profile is looked at; a line end in it cannot pass for a line of ours."""
    from exitwise.present.printable import escaped_line  # noqa: PLC0415 (only who asks pays for it)

    if outcome is not None:
        kb.check_outcome(escaped_line(outcome))
