"""`exitwise ask`: the questionnaire; the conversation on standard error, the advice on standard output."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

import click

from exitwise.catalogue import _
from exitwise.cli.advice import FORMS, exit_code, render
from exitwise.cli.pack import load_pack
from exitwise.cli.profile import print_notes, with_origin
from exitwise.cli.session import describe_changes, read_session, today
from exitwise.cli.settings import as_of_option, common_options, format_option, language_option
from exitwise.cli.streams import (
    columns,
    conversation,
    end_line,
    print_paragraph,
    supports_redraw,
    text_input,
    write,
)
from exitwise.cli.usage import UsageError
from exitwise.errors import ExitCode, FileError, InputError, Interrupted

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from exitwise.ask.interview import Interview
    from exitwise.diagram.completions.scope import Scope
    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.advice import Advice
    from exitwise.model.session import Session

SUFFIXES: Final = {".md": "markdown", ".json": "json", ".txt": "text"}
HELP = """Ask the questions that matter, then give advice.

Only questions that can still change the recommendation, the plan, or more than a minor warning are asked.
`?` explains why. Questions are shown on standard error and answers are read from standard input, line by
line; the advice goes to standard output.

\b
Examples:
  exitwise ask
  exitwise ask --save answers.json          save after every answer, for you alone
  exitwise ask --resume answers.json        resume where you left off
  exitwise ask --output advice.md           also write the advice to a file
  exitwise ask --fewest                     fewer questions, in an order of its own
  exitwise ask --thorough                   also what changes only minor warnings
  exitwise ask --no-input --set FACT=VALUE  no questions; reports missing answers
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """The options of one call."""

    form: str
    pack: str | None
    lang: str | None
    save: str | None
    resume: str | None
    output: str | None
    assignments: tuple[str, ...]
    no_input: bool
    brief: bool
    thorough: bool
    fewest: bool
    as_of: date | None

    @property
    def day(self) -> date:
        """The day of the advice."""
        return self.as_of or today()

    @property
    def scope(self) -> Scope:
        """The part of the advice that the answers have to settle."""
        from exitwise.diagram.completions.scope import Scope  # noqa: PLC0415 (`--help` asks nothing)

        return Scope.BRIEF if self.brief else Scope.FULL if self.thorough else Scope.USUAL


@click.command("ask", help=HELP, short_help="Ask the questions that matter, then give advice.")
@click.option("--save", metavar="FILE", help="Save the answers to a new file after every answer.")
@click.option("--resume", metavar="FILE", help="Resume from the answers in a file, and save them there.")
@click.option("--output", metavar="FILE", help="Also write the advice to FILE.md, FILE.json or FILE.txt.")
@click.option(
    "--set",
    "assignments",
    multiple=True,
    metavar="FACT=VALUE",
    help="Answer a question in advance; repeatable.",
)
@click.option("--no-input", is_flag=True, help="Ask nothing; report missing answers.")
@click.option("--brief", is_flag=True, help="Stop once the recommendation and its holds are settled.")
@click.option("--thorough", is_flag=True, help="Also ask what can change only warnings of severity `info`.")
@click.option("--fewest", is_flag=True, help="Ask first what tells most, for fewer questions on average.")
@format_option(*FORMS, help="How the advice is written.")
@as_of_option
@language_option
@common_options
def command(**options: Any) -> int:
    """Run the command."""
    return run(Options(**options))


def run(options: Options) -> int:
    """Ask, advise and write the advice; return the exit status."""
    if options.brief and options.thorough:
        raise UsageError("`--thorough` is not available with --brief", help="leave out one of them")
    questionnaire = Questionnaire(options, options.save or options.resume)
    check_output(options.output, questionnaire.file, options.resume)
    kb = load_pack(options.pack, options.lang)
    try:
        interview = questionnaire.run(kb)
        return ExitCode.DONE if interview is None else _advise(questionnaire, kb, interview)
    except KeyboardInterrupt as end:
        end_line()
        raise questionnaire.interrupted() from end


def _advise(questionnaire: Questionnaire, kb: KnowledgeBase, interview: Interview) -> int:
    from exitwise.model.kinds import plain_values  # noqa: PLC0415 (`--help` does not load the rules)

    options = questionnaire.options
    day = interview.as_of or options.day
    advice = kb.advise(plain_values(kb.knowledge.fact, interview.profile, day), as_of=day)
    try:
        if options.output is not None:
            write_output(kb, advice, options.output, questionnaire.waits)
    finally:
        write(render(kb, advice, options.form, questionnaire.waits))  # also when the file cannot be written
    questionnaire.report_file()
    return exit_code(kb, advice)


def check_output(output: str | None, *session_files: str | None) -> None:
    """Reject an output file that cannot take the advice, before anything is asked.

    Raises:
        UsageError: its extension is unknown, or it is one of the session files.
        FileError: its folder does not exist.
    """
    if output is None:
        return
    if Path(output).suffix.lower() not in SUFFIXES:
        raise UsageError(f"`{output}` has no known extension", help="name it .md, .json or .txt")
    if any(_is_same_file(output, file) for file in session_files if file is not None):
        raise UsageError(f"`{output}` already holds the answers", help="name another file for the advice")
    if not Path(output).resolve().parent.is_dir():
        raise FileError(f"{output} cannot be written: no such folder")


def write_output(kb: KnowledgeBase, advice: Advice, output: str, waits: Mapping[str, date]) -> None:
    """Write the advice to a file, in the format of its extension."""
    from exitwise.atomic_file import OWNER_ONLY, write_atomically  # noqa: PLC0415 (only to write a file)

    text = render(kb, advice, SUFFIXES[Path(output).suffix.lower()], waits, to_file=True)
    write_atomically(output, text.encode(), mode=OWNER_ONLY)


@dataclass(slots=True)
class Questionnaire:
    """One run of the questionnaire; `file` is the session file, or None as long as nothing is saved."""

    options: Options
    file: str | None
    waits: Mapping[str, date] = field(default_factory=dict, init=False)
    """The days on which holds began, as the session that was resumed says."""
    _has_answers: bool = field(default=False, init=False)
    _is_saved: bool = field(default=False, init=False)

    def run(self, kb: KnowledgeBase) -> Interview | None:
        """Return the interview at its end, or None if it was saved for later.

        Raises:
            InputError: the answers cannot be used, or too few were given and no more can be asked for.
            FileError: a stream is closed, or a session file cannot be read or written.
            Interrupted: Ctrl-C or the end of input at a terminal.
        """
        streams = None if self.options.no_input else (conversation(), text_input())
        interview = self._start(kb)
        if streams is None:
            _require_complete(interview, "--set")
        self._save_start(interview)
        return interview if streams is None else self._converse(interview, *streams)

    # Start

    def _start(self, kb: KnowledgeBase) -> Interview:
        """Return the interview with the answers of `--resume` and `--set`."""
        from exitwise.ask.presets import with_presets  # noqa: PLC0415 (loads the diagrams)
        from exitwise.loader.profile import apply_assignments  # noqa: PLC0415
        from exitwise.model.kinds import dated  # noqa: PLC0415

        interview = self._resume(kb)
        try:
            notes: set[str] = set()
            values = apply_assignments({}, self.options.assignments, kb.knowledge, notes)
            print_notes(notes)
            given = {name: value for name, value in values.items() if value is not None}
            presets = dated(kb.knowledge.fact, given, interview.as_of or self.options.day)
            interview = with_presets(interview, presets)
        except InputError as error:
            raise with_origin(error, None) from error
        self._has_answers = bool(interview.answers)
        return interview

    def _resume(self, kb: KnowledgeBase) -> Interview:
        from exitwise.ask.interview import Interview  # noqa: PLC0415 (loads the diagrams)
        from exitwise.ask.resume import resume  # noqa: PLC0415

        if self.options.resume is None:
            options = self.options
            return Interview(kb.compiled, scope=options.scope, fewest=options.fewest, as_of=options.day)
        notes: set[str] = set()
        session = read_session(self.options.resume, kb.knowledge, notes)
        print_notes(notes)
        resumption = resume(
            kb.compiled, session, self.options.day, self.options.scope, fewest=self.options.fewest
        )
        self._is_saved, self.waits = True, session.waits
        for line in describe_changes(resumption, kb.knowledge.fact):
            print_paragraph(line)
        return resumption.interview

    def _save_start(self, interview: Interview) -> None:
        """Create the file of `--save`; save the answers of `--set` to the file of `--resume`."""
        new, former = self.options.save, self.options.resume
        if new is not None and (former is None or not _is_same_file(new, former)):
            try:
                self._save_new(interview, new)
            except InputError as error:
                advice = f"resume it with --resume {shlex.quote(new)}, or name another file"
                raise InputError(error.message, help=advice) from error
        elif self.options.assignments:
            self._on_change(interview)

    # Conversation

    def _converse(self, interview: Interview, output: IO[str], source: IO[str]) -> Interview | None:
        from exitwise.ask.conversation import Conversation, SavedForLater  # noqa: PLC0415
        from exitwise.ask.screen import EndOfInput, Screen  # noqa: PLC0415

        interactive = source.isatty()
        screen = Screen(
            output, source, lambda: columns(output), colour=supports_redraw(), echo=not interactive
        )
        save = None if self.file else self._save_new
        talk = Conversation(interview, screen, self._on_change, save, interactive)
        try:
            return talk.run()
        except SavedForLater:
            self._report_saved()
            return None
        except EndOfInput as end:
            end_line()
            if not interactive:
                _require_complete(talk.interview, "standard input")
                return talk.interview
            raise self.interrupted() from end
        except BrokenPipeError as end:
            raise FileError("the questions cannot be shown: standard error is closed") from end

    def interrupted(self) -> Interrupted:
        """Return the error of an interrupt, which says whether the answers are saved."""
        if self._is_saved:
            advice = _("resume with {call}").format(call=self._resume_call())
            return Interrupted(_("interrupted; the answers are saved"), help=advice)
        if not self._has_answers:
            return Interrupted(_("interrupted"))
        return Interrupted(
            _("interrupted; the answers are not saved"), help=_("--save FILE saves them after every answer")
        )

    def _resume_call(self) -> str:
        flags = [name for name in ("brief", "thorough", "fewest") if getattr(self.options, name)]
        return self._call("ask", *(f"--{name}" for name in flags), "--resume")

    def _call(self, *words: str) -> str:
        """Return a call of the program on the session file."""
        chosen = {"--pack": self.options.pack, "--lang": self.options.lang}
        options = (part for option in chosen.items() if option[1] is not None for part in option)
        return shlex.join(("exitwise", words[0], *map(str, options), *words[1:], str(self.file)))

    # Saving

    def _on_change(self, interview: Interview) -> None:
        self._has_answers = bool(interview.answers)
        if self.file:
            self._save(interview, self.file)

    def _save(self, interview: Interview, file: str) -> None:
        from exitwise.session_file import save  # noqa: PLC0415

        save(self._to_session(interview), file)
        self._is_saved = True

    def _save_new(self, interview: Interview, file: str) -> None:
        """Save the answers, from now on, to a file that must not exist yet."""
        from exitwise.session_file import save_new  # noqa: PLC0415

        path = str(Path(file).expanduser())
        save_new(self._to_session(interview), path)
        self.file, self._is_saved = path, True

    def _to_session(self, interview: Interview) -> Session:
        """Return the session to save; `--resume` is read again, as a step may have been ticked meanwhile."""
        from exitwise.ask.resume import to_session  # noqa: PLC0415

        file, knowledge = self.options.resume, interview.compiled.knowledge
        former = None if file is None else read_session(file, knowledge)
        return to_session(interview, former, interview.as_of or self.options.day)

    def _report_saved(self) -> None:
        to_resume = _("To resume:")
        print_paragraph(f"{self._where_saved()} {to_resume}", self._resume_call())

    def _where_saved(self) -> str:
        return _("The answers are saved in {file}; only you can read them.").format(file=self.file)

    def report_file(self) -> None:
        """Say where the answers are saved, and the commands that use them."""
        if self.file:
            print_paragraph(self._where_saved())
            print_paragraph(_("To tick off the plan:"), self._call("plan"))
            print_paragraph(_("To delete the file for good:"), shlex.join(("exitwise", "forget", self.file)))


def _is_same_file(one: str, other: str) -> bool:
    """Whether two paths lead to the same file; it need not exist."""
    return Path(one).expanduser().resolve() == Path(other).expanduser().resolve()


def _require_complete(interview: Interview, origin: str) -> None:
    """Reject answers that leave a question to ask.

    Raises:
        InputError: names the next answer, and counts those that may be needed after it.
    """
    if interview.question is None:
        return
    first, *others = interview.askable
    more = "another" if len(others) == 1 else f"{len(others)} others"
    rest = f", and perhaps {more}" if others else ""
    raise InputError(
        f"{origin}: an answer is missing: `{first}`{rest}",
        help=f"{interview.question.question} (`exitwise schema profile` lists the answers)",
    )
