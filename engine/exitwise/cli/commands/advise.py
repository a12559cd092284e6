"""`exitwise advise`: advice on one profile."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

import click

from exitwise.cli.advice import FORMS, exit_code, render
from exitwise.cli.pack import load_pack
from exitwise.cli.profile import print_notes, read_bytes, with_origin
from exitwise.cli.session import today
from exitwise.cli.settings import as_of_option, common_options, format_option, language_option
from exitwise.cli.streams import write
from exitwise.cli.usage import UsageError
from exitwise.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.advice import Advice
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.scenario import Scenario

HELP = """Advise on one profile.

PROFILE is a JSON file that maps facts to values, or a saved session; `-` reads it from standard input. Facts
that may be unknown can be left out; `exitwise schema profile` lists the facts and their values. With
--scenario the profile is that of a worked case in the pack.

\b
Examples:
  exitwise advise profile.json
  exitwise advise profile.json --set FACT=VALUE     what if this answer changes?
  exitwise advise profile.json --why-not OUTCOME    what rules out this outcome?
  exitwise advise --scenario ID                     a worked case of the pack
  exitwise advise profile.json --record FILE        for `exitwise replay`
  exitwise advise - --format json < profile.json
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one call."""

    profile: str | None
    scenario: str | None
    assignments: tuple[str, ...]
    why_not: str | None
    as_of: date | None
    record: str | None
    form: str
    pack: str | None
    lang: str | None

    def __post_init__(self) -> None:
        if self.record == "-":
            raise UsageError("`--record` needs a file, not standard output", help="name a file")
        if self.profile is not None and self.scenario is not None:
            raise UsageError("`--scenario` takes the place of a profile", help="name only one of them")
        if self.profile is None and self.scenario is None and not self.assignments:
            advice = "name a JSON file, `-` for standard input, --scenario ID, or use --set"
            raise UsageError("no profile given", help=advice)

    @property
    def origin(self) -> str | None:
        """The name of the profile in errors."""
        return self.profile if self.scenario is None else f"scenario {self.scenario}"


@click.command("advise", help=HELP, short_help="Advise on one profile.")
@click.argument("profile", required=False)
@click.option("--scenario", metavar="ID", help="Advise on this worked case of the pack.")
@click.option(
    "--set", "assignments", multiple=True, metavar="FACT=VALUE", help="Set or replace an answer; repeatable."
)
@click.option("--why-not", metavar="OUTCOME", help="Also explain why this outcome is not recommended.")
@click.option("--record", metavar="FILE", help="Write the profile and the advice to FILE, to replay it.")
@format_option(*FORMS, help="Output format.")
@as_of_option
@language_option
@common_options
def command(**options: Any) -> int:
    """Build the options and run the command."""
    return run(Options(**options))


def run(options: Options) -> int:
    """Print the advice and return the exit status."""
    content = b"{}" if options.profile is None else read_bytes(options.profile)
    kb = load_pack(options.pack, options.lang, cases=options.scenario is not None)
    _check_outcome(kb, options.why_not)
    worked = None if options.scenario is None else _scenario(kb.knowledge, options.scenario).profile
    day = options.as_of or today()
    try:
        answers = _parse(content) if worked is None else worked
        profile = _profile(kb, answers, options, day)
        advice = kb.advise(profile, as_of=day, why_not=options.why_not)
    except InputError as error:
        raise with_origin(error, options.origin) from error
    if options.record is not None:
        _record(kb, profile, advice, options.record)
    write(render(kb, advice, options.form, _waits(answers)))
    return exit_code(kb, advice)


def _scenario(knowledge: Knowledge, name: str) -> Scenario:
    """Return a worked case of the pack by its id.

    Raises:
        InputError: there is none; the help suggests the nearest, or says where they all are.
    """
    from exitwise.model.profile import quote  # noqa: PLC0415 (only a mistake pays for it)
    from exitwise.nearest import did_you_mean, join_names  # noqa: PLC0415
    from exitwise.present.printable import escaped_line  # noqa: PLC0415

    scenarios = {scenario.id: scenario for scenario in knowledge.scenarios}
    if name in scenarios:
        return scenarios[name]
    if not scenarios:
        raise InputError("the pack has no scenarios", help="name a JSON file instead")
    folder = PurePath(knowledge.scenarios[0].place.file).parent
    advice = did_you_mean(name, scenarios) or f"the files in {folder} list them: {join_names(scenarios)}"
    raise InputError(f"unknown scenario {quote(escaped_line(name))}", help=advice)


def _parse(content: bytes) -> Mapping[str, object]:
    from exitwise.loader.profile import parse_profile  # noqa: PLC0415 (`--help` does not load the rules)

    return parse_profile(content)


def _profile(
    kb: KnowledgeBase, answers: Mapping[str, object], options: Options, day: date
) -> Mapping[str, object]:
    """Return the answers of a profile or a session, changed as `--set` says; days in a profile stay days."""
    from exitwise.loader.profile import apply_assignments  # noqa: PLC0415 (`--help` does not load the rules)
    from exitwise.model.session import is_session, raw_answers  # noqa: PLC0415

    notes: set[str] = set()
    if is_session(answers):
        raw = raw_answers(answers, kb.knowledge, day, notes=notes)
    else:
        raw = kb.knowledge.former_names.renamed(answers, notes=notes)
    changed = apply_assignments(raw, options.assignments, kb.knowledge, notes)
    print_notes(notes)
    return changed


def _waits(answers: Mapping[str, object]) -> Mapping[str, date]:
    """Return the days on which holds began, if the answers are those of a valid session."""
    from exitwise.model.session import is_session, parse_session  # noqa: PLC0415

    return parse_session(answers, None).waits if is_session(answers) else {}


def _record(kb: KnowledgeBase, profile: Mapping[str, object], advice: Advice, file: str) -> None:
    """Write the record of a decision, which only its owner can read; `--why-not` is no part of it."""
    from exitwise import __version__  # noqa: PLC0415 (only --record needs these)
    from exitwise.atomic_file import OWNER_ONLY, write_atomically  # noqa: PLC0415
    from exitwise.model.record import Record  # noqa: PLC0415
    from exitwise.present.printable import json_text  # noqa: PLC0415

    record = Record(
        profile=profile,
        as_of=date.fromisoformat(advice.as_of),
        language=kb.knowledge.language,
        pack=advice.pack,
        engine=__version__,
        advice=replace(advice, why_not=None).as_dict(),
    )
    write_atomically(file, f"{json_text(record.as_dict())}\n".encode(), mode=OWNER_ONLY)


def _check_outcome(kb: KnowledgeBase, outcome: str | None) -> None:
    """Reject an unknown outcome before the profile is read; it is escaped, as the message quotes it."""
    from exitwise.present.printable import escaped_line  # noqa: PLC0415 (only --why-not needs it)

    if outcome is not None:
        kb.check_outcome(escaped_line(outcome))
