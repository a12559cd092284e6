"""`exitwise letter`: a letter of the pack, filled with what a profile knows."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from exitwise.cli.profile import read_bytes, with_origin
from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import columns, print_message, supports_colour, write
from exitwise.cli.usage import UsageError
from exitwise.errors import InputError

if TYPE_CHECKING:
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.letter import Letter

HELP = """Write a letter of the pack, filled with what a profile or a saved session knows.

What is not known stays in brackets, to be filled in by hand; nothing is made up, and nothing is kept.

\b
Examples:
  exitwise letter                               lists the letters
  exitwise letter ID                            one of them, with all its blanks
  exitwise letter ID --profile profile.json     filled as far as the profile goes
  exitwise letter ID --profile - --set FACT=VALUE < session.json

The profile may leave out anything, also what advice requires.
"""


@click.command("letter", help=HELP, short_help="Write a letter of the pack.")
@click.argument("name", metavar="[ID]", required=False)
@click.option("--profile", metavar="FILE", help="A JSON profile or a saved session; `-` is standard input.")
@click.option(
    "--set", "assignments", multiple=True, metavar="FACT=VALUE", help="Put an answer in place; repeatable."
)
@format_option("text", "markdown", help="How it is written.")
@common_options
def command(
    name: str | None, profile: str | None, assignments: tuple[str, ...], form: str, pack: str | None
) -> None:
    """Fill one letter, or list them all; which blanks are left is said beside it."""
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (`--help` does not load the rules)

    if name is None and (profile is not None or assignments):
        raise UsageError("a profile fills one letter, and none is named", help="name its ID")
    content = read_bytes(profile) if profile is not None else b"{}"
    knowledge = KnowledgeBase.of(pack, cases=False).knowledge
    if name is None:
        _list(knowledge, form)
        return
    letter = _found(knowledge, name)
    try:
        answers = _answers(knowledge, content, assignments)
    except InputError as error:
        raise with_origin(error, profile) from error
    _write(knowledge, letter, answers, form)


def _found(knowledge: Knowledge, name: str) -> Letter:
    from exitwise.model.profile import quote  # noqa: PLC0415 (as the rules)
    from exitwise.nearest import did_you_mean, join_names  # noqa: PLC0415
    from exitwise.present.printable import escaped_line  # noqa: PLC0415

    if name not in knowledge.letter:
        known = tuple(knowledge.letter)
        others = f"the letters are {join_names(known, most=20)}" if known else "the pack has no letters"
        raise InputError(
            f"no letter is called {quote(escaped_line(name))}", help=did_you_mean(name, known) or others
        )
    return knowledge.letter[name]


def _answers(knowledge: Knowledge, content: bytes, assignments: tuple[str, ...]) -> dict[str, Value]:
    from exitwise.loader.profile import apply_assignments, parse_profile  # noqa: PLC0415 (as the rules)
    from exitwise.model.profile import parse_answers  # noqa: PLC0415
    from exitwise.model.session import raw_answers  # noqa: PLC0415

    raw = raw_answers(parse_profile(content), knowledge, date.today())  # noqa: DTZ011 (the user's own day)
    return parse_answers(knowledge.facts, apply_assignments(raw, assignments, knowledge.fact))


def _write(knowledge: Knowledge, letter: Letter, answers: dict[str, Value], form: str) -> None:
    from exitwise.model.letter import unfilled_blanks  # noqa: PLC0415 (as the rules)
    from exitwise.present.letter import markdown, text  # noqa: PLC0415

    written = markdown if form == "markdown" else text
    write(written(letter, knowledge.fact, answers))
    names = unfilled_blanks(letter, answers)
    count = f"{len(names)} blank is" if len(names) == 1 else f"{len(names) or 'no'} blanks are"
    print_message(f"{count} left to fill in" + (f": {', '.join(names)}" if names else ""))


def _list(knowledge: Knowledge, form: str) -> None:
    from exitwise.present.letter import list_markdown, list_text  # noqa: PLC0415 (loads the screen's library)

    if not knowledge.letters:
        print_message("the pack has no letters")
        return
    markdown = form == "markdown"
    write(
        list_markdown(knowledge)
        if markdown
        else list_text(knowledge, width=columns(), colour=supports_colour())
    )
