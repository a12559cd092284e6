"""`exitwise letter`: a letter of the pack, filled in from a profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from exitwise.catalogue import _, ngettext
from exitwise.cli.pack import load_pack
from exitwise.cli.profile import print_notes, read_bytes, with_origin
from exitwise.cli.session import today
from exitwise.cli.settings import as_of_option, common_options, format_option, language_option
from exitwise.cli.streams import columns, print_message, supports_colour, write
from exitwise.cli.usage import UsageError
from exitwise.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.fact import Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.letter import Letter

HELP = """Write a letter of the pack, filled in from a profile or a saved session.

Unknown values stay in brackets, to be filled in by hand; nothing is made up, and nothing is saved.

\b
Examples:
  exitwise letter                               list the letters
  exitwise letter ID                            one letter, with all its blanks
  exitwise letter ID --profile profile.json     filled in from a profile
  exitwise letter ID --profile - --set FACT=VALUE < session.json

The profile may be incomplete, even without the answers that advice requires.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The argument and the options of one call."""

    name: str | None
    profile: str | None
    assignments: tuple[str, ...]
    as_of: date | None
    form: str
    pack: str | None
    lang: str | None


@click.command("letter", help=HELP, short_help="Write a letter of the pack.")
@click.argument("name", metavar="[ID]", required=False)
@click.option("--profile", metavar="FILE", help="A JSON profile or a saved session; `-` is standard input.")
@click.option(
    "--set", "assignments", multiple=True, metavar="FACT=VALUE", help="Set or replace an answer; repeatable."
)
@format_option("text", "markdown", help="How the letter is written.")
@as_of_option
@language_option
@common_options
def command(**options: Any) -> None:
    """Run the command."""
    run(Options(**options))


def run(options: Options) -> None:
    """Write one letter, or list them all."""
    if options.name is None and (options.profile is not None or options.assignments):
        raise UsageError("--profile and --set need a letter", help="name it by its ID")
    content = read_bytes(options.profile) if options.profile is not None else b"{}"
    kb = load_pack(options.pack, options.lang)
    knowledge = kb.knowledge
    if options.name is None:
        _list(knowledge, options.form)
        return
    letter = _find(knowledge, options.name)
    try:
        day = options.as_of or today()
        answers = _read_answers(knowledge, content, options.assignments, day)
    except InputError as error:
        raise with_origin(error, options.profile) from error
    _write(knowledge, letter, answers | _columns(kb, letter, answers, day), options.form, day)


def _find(knowledge: Knowledge, name: str) -> Letter:
    """Return a letter by its id.

    Raises:
        InputError: the pack has no letter of this id.
    """
    from exitwise.model.profile import quote  # noqa: PLC0415 (as the rules)
    from exitwise.nearest import did_you_mean, join_names  # noqa: PLC0415
    from exitwise.present.printable import escaped_line  # noqa: PLC0415

    if name not in knowledge.letter:
        names = tuple(knowledge.letter)
        others = f"the letters are {join_names(names, most=20)}" if names else "the pack has no letters"
        raise InputError(
            f"unknown letter {quote(escaped_line(name))}", help=did_you_mean(name, names) or others
        )
    return knowledge.letter[name]


def _read_answers(
    knowledge: Knowledge, content: bytes, assignments: tuple[str, ...], day: date
) -> dict[str, Value]:
    from exitwise.loader.profile import apply_assignments, parse_profile  # noqa: PLC0415 (as the rules)
    from exitwise.model.kinds import dated  # noqa: PLC0415
    from exitwise.model.profile import parse_answers  # noqa: PLC0415
    from exitwise.model.session import raw_answers  # noqa: PLC0415

    notes: set[str] = set()
    raw = raw_answers(parse_profile(content), knowledge, day, notes=notes)
    changed = apply_assignments(raw, assignments, knowledge, notes)
    print_notes(notes)
    return parse_answers(knowledge.facts, dated(knowledge.fact, changed, day))


def _columns(kb: KnowledgeBase, letter: Letter, answers: dict[str, Value], day: date) -> dict[str, str]:
    """Return the texts of the columns of tables among the blanks, as far as the answers settle them."""
    if kb.knowledge.cell_texts.keys().isdisjoint(letter.blank_names):
        return {}
    from exitwise.advise.texts import Texts  # noqa: PLC0415 (loads the library of diagrams)

    return Texts(kb.compiled, answers, day).columns(letter.blank_names)


def _write(knowledge: Knowledge, letter: Letter, answers: dict[str, Value], form: str, day: date) -> None:
    """Write the letter to standard output, and the names of its blanks to standard error."""
    from exitwise.model.letter import unfilled_blanks  # noqa: PLC0415 (as the rules)
    from exitwise.present.letter import markdown, text  # noqa: PLC0415

    render = markdown if form == "markdown" else text
    write(render(letter, knowledge.fact, answers, day))
    names = unfilled_blanks(letter, answers)
    if not names:
        print_message(_("no blanks are left to fill in"))
        return
    words = ngettext(
        "{count} blank is left to fill in: {names}",
        "{count} blanks are left to fill in: {names}",
        len(names),
    )
    print_message(words.format(count=len(names), names=", ".join(names)))


def _list(knowledge: Knowledge, form: str) -> None:
    from exitwise.present.letter import list_markdown, list_text  # noqa: PLC0415 (loads the screen's library)

    if not knowledge.letters:
        print_message(_("the pack has no letters"))
        return
    markdown = form == "markdown"
    write(
        list_markdown(knowledge)
        if markdown
        else list_text(knowledge, width=columns(), colour=supports_colour())
    )
