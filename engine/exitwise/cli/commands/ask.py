"""`exitwise ask`: the questionnaire; the conversation on standard error, the advice on standard output."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, TYPE_CHECKING, Final

import click

from exitwise.cli.advice import FORMS, exit_code, render
from exitwise.cli.profile import with_origin
from exitwise.cli.session import describe_changes, read_session, today
from exitwise.cli.settings import common_options, format_option
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
    from exitwise.ask.interview import Interview
    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.advice import Advice
    from exitwise.model.session import Session

SUFFIXES: Final = {".md": "markdown", ".json": "json", ".txt": "text"}
HELP = """Ask what must be known, and no more; then advise.

Only questions that can still change the advice are asked. `?` says why. Questions are shown on standard error
and answers read from standard input, line by line; the advice goes to standard output.

\b
Examples:
  exitwise ask
  exitwise ask --save answers.json          kept after every answer, for you alone
  exitwise ask --resume answers.json        go on where you left
  exitwise ask --output advice.md           keep the advice too
  exitwise ask --no-input --set FACT=VALUE  no questions; says what is missing
"""


@click.command("ask", help=HELP, short_help="Ask what must be known, then advise.")
@click.option("--save", "keep", metavar="FILE", help="Keep the answers in a new file, after every answer.")
@click.option("--resume", metavar="FILE", help="Go on with the answers of a file, and keep them there.")
@click.option("--output", metavar="FILE", help="Write the advice to FILE.md, FILE.json or FILE.txt too.")
@click.option(
    "--set", "assignments", multiple=True, metavar="FACT=VALUE", help="Answer beforehand; repeatable."
)
@click.option("--no-input", is_flag=True, help="Never ask; name what is missing.")
@click.option("--brief", is_flag=True, help="Stop once the recommendation and what holds it up are settled.")
@format_option(*FORMS, help="How the advice is written.")
@common_options
def command(form: str, pack: str | None, output: str | None, **told: object) -> int:
    """Begin or go on, ask, advise, write."""
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (`--help` does not load the rules)

    asking = Asking(pack, **told)  # type: ignore[arg-type]  # click's options are its fields
    check_output(output, asking.file, asking.resume)
    kb = KnowledgeBase.of(pack, cases=False)
    try:
        interview = asking.held(kb)
        return ExitCode.DONE if interview is None else _advised(asking, kb, interview, form, output)
    except KeyboardInterrupt as end:
        end_line()
        raise asking.interrupted() from end


def _advised(asking: Asking, kb: KnowledgeBase, interview: Interview, form: str, output: str | None) -> int:
    """Advise, write the advice, and say where the answers are."""
    advice = kb.advise(interview.profile)
    try:
        if output is not None:
            write_output(kb, advice, output)
    finally:
        write(render(kb, advice, form))  # whatever becomes of the file
    asking.say_kept()
    return exit_code(kb, advice)


def check_output(output: str | None, *kept: str | None) -> None:
    """Refuse a file that cannot take the advice, before anything is asked.

    Its name has to say what is to be written, its folder to be there, and the answers to be elsewhere.
    """
    if output is None:
        return
    if Path(output).suffix.lower() not in SUFFIXES:
        raise UsageError(f"`{output}` does not say its form", help="name it .md, .json or .txt")
    if any(_same(output, file) for file in kept if file is not None):
        raise UsageError(f"`{output}` holds the answers", help="name another file for the advice")
    if not Path(output).resolve().parent.is_dir():
        raise FileError(f"{output} cannot be written: there is no such folder")


def write_output(kb: KnowledgeBase, advice: Advice, output: str) -> None:
    """Write the advice to a file, in the form that its name says."""
    from exitwise.atomic_file import OWNER_ONLY, write_atomically  # noqa: PLC0415 (only to write a file)

    text = render(kb, advice, SUFFIXES[Path(output).suffix.lower()], to_file=True)
    write_atomically(output, text.encode(), mode=OWNER_ONLY)


@dataclass(slots=True)
class Asking:
    """One call of the command: where the answers come from, and where they are kept."""

    pack: str | None
    keep: str | None
    resume: str | None
    assignments: tuple[str, ...]
    no_input: bool
    brief: bool
    _answered: bool = field(default=False, init=False)
    _written: bool = field(default=False, init=False)

    def held(self, kb: KnowledgeBase) -> Interview | None:
        """Return the conversation at its end; None where it was saved to be continued."""
        streams = None if self.no_input else (conversation(), text_input())
        interview = self._begun(kb)
        if streams is None:
            interview = _whole(interview, "--set")
        self._save_begun(interview)
        return interview if streams is None else self._conversed(interview, *streams)

    @property
    def file(self) -> str | None:
        """Where the answers are kept, if they are."""
        return self.keep or self.resume

    # Beginning

    def _begun(self, kb: KnowledgeBase) -> Interview:
        from exitwise.ask.interview import Interview  # noqa: PLC0415
        from exitwise.ask.resume import resume, with_presets  # noqa: PLC0415 (loads the diagrams)
        from exitwise.loader.profile import apply_assignments  # noqa: PLC0415

        interview = Interview(kb.compiled, brief=self.brief)
        if self.resume is not None:
            session = read_session(self.resume, kb.knowledge.name)
            found = resume(kb.compiled, session, today(), brief=self.brief)
            self._written = True
            for words in describe_changes(found, kb.knowledge.fact):
                print_paragraph(words)
            interview = found.interview
        try:
            given = apply_assignments({}, self.assignments, kb.knowledge.fact)
            interview = with_presets(
                interview, {name: value for name, value in given.items() if value is not None}
            )
        except InputError as error:
            raise with_origin(error, None) from error
        self._answered = bool(interview.answers)
        return interview

    def _save_begun(self, interview: Interview) -> None:
        """Make a new file, if one is wanted; of one gone on with the answers given beforehand are new."""
        if self.keep is not None and (self.resume is None or not _same(self.keep, self.resume)):
            try:
                self._save_new(interview, self.keep)
            except InputError as error:
                advice = f"go on with it by --resume {shlex.quote(self.keep)}, or name another"
                raise InputError(error.message, help=advice) from error
        elif self.assignments:
            self._keep(interview)

    # Talking

    def _conversed(self, interview: Interview, out: IO[str], answers: IO[str]) -> Interview | None:
        from exitwise.ask.conversation import Conversation, SavedForLater  # noqa: PLC0415
        from exitwise.ask.screen import EndOfInput, Screen  # noqa: PLC0415

        interactive = answers.isatty()
        screen = Screen(out, answers, lambda: columns(out), colour=supports_redraw(), echo=not interactive)
        save = None if self.file else self._save_new
        talk = Conversation(interview, screen, self._keep, save, interactive)
        try:
            return talk.run()
        except SavedForLater:
            self._say_left()
            return None
        except EndOfInput as end:
            end_line()
            if not interactive:
                return _whole(talk.interview, "standard input")
            raise self.interrupted() from end
        except BrokenPipeError as end:
            raise FileError("nobody reads the questions any more") from end

    def interrupted(self) -> Interrupted:
        """Return the error of an interrupt, which says what became of the answers."""
        if self._written:
            return Interrupted("interrupted; the answers are saved", help=f"resume with {self._go_on()}")
        if not self._answered:
            return Interrupted("interrupted")
        return Interrupted(
            "interrupted; the answers are not saved", help="--save FILE saves them after every answer"
        )

    def _go_on(self) -> str:
        """Return the call that continues this one."""
        return self._call("ask", *(("--brief",) if self.brief else ()), "--resume")

    def _call(self, *words: str) -> str:
        """Return a call of the program for the file in which the answers are."""
        pack = () if self.pack is None else ("--pack", self.pack)
        return shlex.join(("exitwise", words[0], *pack, *words[1:], str(self.file)))

    # Keeping

    def _keep(self, interview: Interview) -> None:
        self._answered = bool(interview.answers)
        if self.file:
            self._save_as(interview, self.file)

    def _save_as(self, interview: Interview, file: str) -> None:
        from exitwise.session_file import save  # noqa: PLC0415

        save(self._so_far(interview), file)
        self._written = True

    def _save_new(self, interview: Interview, file: str) -> None:
        """Keep the answers from now on in a file that is not there yet."""
        from exitwise.session_file import save_new  # noqa: PLC0415

        path = str(Path(file).expanduser())
        save_new(self._so_far(interview), path)
        self.keep, self._written = path, True

    def _so_far(self, interview: Interview) -> Session:
        """Return the session to keep, that gone on with read anew: a step may have been ticked meanwhile."""
        from exitwise.ask.resume import to_session  # noqa: PLC0415

        pack = interview.compiled.knowledge.name
        former = None if self.resume is None else read_session(self.resume, pack)
        return to_session(interview, former, today())

    def _say_left(self) -> None:
        print_paragraph(f"The answers are in {self.file}, readable by you alone. Go on with:", self._go_on())

    def say_kept(self) -> None:
        """Say where the answers are, and what can be done with them."""
        if self.file:
            print_paragraph(f"The answers are in {self.file}, readable by you alone.")
            print_paragraph("The plan, to tick off:", self._call("plan"))
            print_paragraph("To remove the file for good:", shlex.join(("exitwise", "forget", self.file)))


def _same(one: str, other: str) -> bool:
    """Whether two names are of the same file, there already or not."""
    return Path(one).expanduser().resolve() == Path(other).expanduser().resolve()


def _whole(interview: Interview, source: str) -> Interview:
    """Return the conversation if it is at its end; or say which answers are missing."""
    if interview.question is None:
        return interview
    missing = interview.askable
    rest = f"; and perhaps {', '.join(f'`{name}`' for name in missing[1:])}" if missing[1:] else ""
    raise InputError(
        f"{source}: an answer is missing: `{missing[0]}`{rest}",
        help=f"{interview.question.question} (`exitwise schema profile` lists the answers)",
    )
