"""`exitwise plan`: the plan of a saved session as a checklist, to be ticked off step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from exitwise.catalogue import _
from exitwise.cli.advice import FORMS, exit_code
from exitwise.cli.pack import load_pack
from exitwise.cli.profile import print_notes, with_origin
from exitwise.cli.session import describe_changes, read_session, today
from exitwise.cli.settings import as_of_option, common_options, format_option, language_option
from exitwise.cli.streams import columns, print_paragraph, supports_colour, to_json, write
from exitwise.cli.usage import UsageError
from exitwise.errors import InputError, ProfileError

if TYPE_CHECKING:
    from datetime import date

    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.session import Session
    from exitwise.plan.checklist import Checklist

HELP = """Show the plan of a saved session as a checklist, and tick steps.

A step is ticked by its id. If that changes an answer, the advice is computed again. The file is written only
when a step is ticked or taken back. A step is rejected while earlier steps are open or a hold blocks it, and
is not taken back while a later one that depends on it is done.

\b
Examples:
  exitwise ask --save answers.json          first, once
  exitwise plan answers.json                what is done, what is next
  exitwise plan answers.json --done STEP    tick a step; repeatable
  exitwise plan answers.json --undo STEP    take a tick back; repeatable
  exitwise plan answers.json --format markdown > plan.md
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The argument and the options of one call."""

    file: str
    form: str
    pack: str | None
    lang: str | None
    steps: tuple[str, ...]
    undone: tuple[str, ...]
    as_of: date | None

    @property
    def writes(self) -> bool:
        """Whether the call changes the session."""
        return bool(self.steps or self.undone)


@click.command("plan", help=HELP, short_help="Show a saved plan, and tick steps.")
@click.argument("file")
@click.option("--done", "steps", multiple=True, metavar="STEP", help="Tick a step; repeatable.")
@click.option(
    "--undo", "undone", multiple=True, metavar="STEP", help="Take back a tick, before --done; repeatable."
)
@format_option(*FORMS, help="How the checklist is written.")
@as_of_option
@language_option
@common_options
def command(**options: Any) -> int:
    """Run the command."""
    return run(Options(**options))


def run(options: Options) -> int:
    """Take back and tick the steps, save the session, and write the checklist; return the exit status."""
    if options.writes and options.file == "-":
        option = "--done" if options.steps else "--undo"
        raise UsageError(f"{option} needs a file, not standard input", help="name the file of the session")
    kb = load_pack(options.pack, options.lang)
    checklists = Checklists(kb, options.file, options.as_of or today())
    before = checklists.load()
    now = before
    for step in options.undone:
        now = checklists.undo(now, step)
    for step in options.steps:
        now = checklists.tick(now, step)
    if options.writes:
        _save(now.session, options.file)
    _report_open_questions(kb, now, options.file)
    write(_render(before, now, options))
    return exit_code(kb, now.advice)


@dataclass(frozen=True, slots=True)
class Checklists:
    """The checklists of the session in a file, before and after ticks."""

    kb: KnowledgeBase
    file: str
    as_of: date

    def load(self) -> Checklist:
        """Return the checklist of the session as of its day.

        Raises:
            FileError: the file cannot be read.
            InputError: it is not a session of this pack, or lacks an answer that advice requires.
        """
        from exitwise.ask.resume import resume, to_session  # noqa: PLC0415 (loads the diagrams)

        notes: set[str] = set()
        session = read_session(self.file, self.kb.knowledge, notes)
        print_notes(notes)
        resumption = resume(self.kb.compiled, session, self.as_of)
        for line in describe_changes(resumption, self.kb.knowledge.fact):
            print_paragraph(line)
        return self._advise(to_session(resumption.interview, session, self.as_of))

    def tick(self, checklist: Checklist, step: str) -> Checklist:
        """Return the checklist after one more step is ticked.

        Raises:
            InputError: the step cannot be ticked now.
        """
        from exitwise.plan.tick import tick  # noqa: PLC0415

        now = self._advise(tick(self.kb.compiled, checklist, step, self.as_of))
        return now.with_begun_waits(before=checklist)

    def undo(self, checklist: Checklist, step: str) -> Checklist:
        """Return the checklist after the tick of a step is taken back.

        Raises:
            InputError: the step is not ticked, or its tick cannot be taken back.
        """
        from exitwise.plan.undo import undo  # noqa: PLC0415

        session = undo(self.kb.compiled, checklist, step, self.as_of, self._advise)
        return self._advise(session).with_begun_waits()

    def _advise(self, session: Session) -> Checklist:
        from exitwise.plan.checklist import Checklist  # noqa: PLC0415

        try:
            advice = self.kb.advise(session.as_dict(), as_of=self.as_of)
        except ProfileError as error:
            raise self._missing(error) or with_origin(error, self.file) from error
        return Checklist(self.kb.compiled, session, advice)

    def _missing(self, error: ProfileError) -> InputError | None:
        """Return the error of a session that lacks an answer on which the advice depends."""
        first = error.diagnostics[0]
        if first.cause != "missing-fact":
            return None
        message = f"{self.file}: an answer is missing: `{first.pointer[1:]}` ({first.help})"
        return InputError(message, help=f"`exitwise ask --resume {self.file}` asks for it")


def _save(session: Session, file: str) -> None:
    from exitwise.session_file import save  # noqa: PLC0415

    save(session, file)


def _report_open_questions(kb: KnowledgeBase, checklist: Checklist, file: str) -> None:
    """Say so if questions are open that can change the plan."""
    from exitwise.ask.interview import Interview  # noqa: PLC0415

    if Interview(kb.compiled, checklist.stated).question is not None:
        words = _("Open questions can still change this plan; {call} asks them.")
        print_paragraph(words.format(call=f"exitwise ask --resume {file}"))


def _render(before: Checklist, now: Checklist, options: Options) -> str:
    from exitwise.plan.changes import changes_as_dict, compare  # noqa: PLC0415

    changes = compare(before, now, ticked=options.steps, undone=options.undone) if options.writes else None
    if options.form == "json":
        return to_json({**now.as_dict(), **({"changed": changes_as_dict(changes, now)} if changes else {})})
    from exitwise.plan.document import checklist_document  # noqa: PLC0415

    document = checklist_document(now, before, changes)
    if options.form == "markdown":
        from exitwise.present.markdown import markdown  # noqa: PLC0415

        return markdown(document)
    from exitwise.present.text import text  # noqa: PLC0415

    return text(document, width=columns(), colour=supports_colour())
