"""`exitwise ask`: the questionnaire; the conversation on standard error, the advice on standard output."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from exitwise.cli._advice import FORMS, status, written
from exitwise.cli._profile import named
from exitwise.cli._session import session_in, since_then, today
from exitwise.cli._settings import common, formats
from exitwise.cli._streams import columns, conversation, moving, typed, write
from exitwise.errors import ExitCode, InputError, Interrupted

if TYPE_CHECKING:
    from exitwise.ask.interview import Interview
    from exitwise.ask.screen import Screen
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
@formats(*FORMS, help="How the advice is written.")
@common
def command(form: str, pack: str | None, output: str | None, **told: object) -> int:
    """Begin or go on, ask, advise, write."""
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (`--help` does not load the rules)

    check_output(output)
    kb = KnowledgeBase.of(pack, cases=False)
    asking = Asking(kb, **told)  # type: ignore[arg-type]  # click's options are its fields
    interview = asking.held()
    if interview is None:
        return ExitCode.DONE
    advice = kb.advise(interview.profile)
    if output is not None:
        write_output(kb, advice, output)
    write(written(kb, advice, form))
    asking.say_kept()
    return status(advice)


def check_output(output: str | None) -> None:
    """Refuse a file whose name does not say what is to be written, before anything is asked."""
    if output is not None and Path(output).suffix not in SUFFIXES:
        raise click.UsageError(f"`{output}` does not say its form\n  help: name it .md, .json or .txt")


def write_output(kb: KnowledgeBase, advice: Advice, output: str) -> None:
    """Write the advice to a file, in the form that its name says."""
    from exitwise.ask.keep import write_whole  # noqa: PLC0415 (only who wants a file)

    write_whole(output, written(kb, advice, SUFFIXES[Path(output).suffix], to_file=True))


@dataclass(slots=True, kw_only=False)
class Asking:
    """One call of the command: where the answers come from, and where they are kept."""

    kb: KnowledgeBase
    keep: str | None
    resume: str | None
    assignments: tuple[str, ...]
    no_input: bool
    brief: bool

    def held(self) -> Interview | None:
        """Return the conversation at its end; None where it was saved to be continued."""
        interview = self._begun()
        if self.no_input:
            return _whole(interview, "--set")
        self._check_new()
        self._keep(interview)
        return self._conversed(interview)

    # Beginning

    def _begun(self) -> Interview:
        from exitwise.ask.given import begun, resumed  # noqa: PLC0415 (loads the diagrams)
        from exitwise.ask.interview import Interview  # noqa: PLC0415
        from exitwise.load.profile import assigned  # noqa: PLC0415

        interview = Interview(self.kb.meaning, brief=self.brief)
        if self.resume is not None:
            session = session_in(self.resume, self.kb.knowledge.name)
            found = resumed(self.kb.meaning, session, today(), brief=self.brief)
            for words in since_then(found, self.kb.knowledge.fact):
                self._screen().say(words)
            interview = found.interview
        try:
            given = assigned({}, self.assignments, self.kb.knowledge.fact)
            return begun(interview, {name: value for name, value in given.items() if value is not None})
        except InputError as error:
            raise named(error, None) from error

    def _check_new(self) -> None:
        """A file that is there already is not written over, unless it is the one gone on with."""
        if self.keep is None or self.keep == self.resume or not Path(self.keep).exists():
            return
        raise InputError(
            f"{self.keep} is there already", help=f"go on with it by --resume {self.keep}, or name another"
        )

    # Talking

    def _screen(self) -> Screen:
        from exitwise.ask.screen import Screen  # noqa: PLC0415

        out, answers = conversation(), typed()
        return Screen(out, answers, lambda: columns(out), colour=moving(), echo=not answers.isatty())

    def _conversed(self, interview: Interview) -> Interview | None:
        from exitwise.ask.conversation import Conversation, Left  # noqa: PLC0415
        from exitwise.ask.screen import Ended  # noqa: PLC0415

        interactive = typed().isatty()
        save = None if self._file else self._save_as
        talk = Conversation(interview, self._screen(), self._keep, save, interactive)
        try:
            return talk.hold()
        except Left:
            self.say_kept()
            return None
        except (KeyboardInterrupt, Ended) as end:
            if isinstance(end, Ended) and not interactive:
                return _whole(talk.interview, "standard input")
            conversation().write("\n")
            raise Interrupted(self._interrupted(talk.interview)) from end

    def _interrupted(self, interview: Interview) -> str:
        if self._file:
            return (
                f"interrupted; the answers are saved\n  help: go on with exitwise ask --resume {self._file}"
            )
        if not interview.answers:
            return "interrupted"
        return "interrupted; the answers are not kept\n  help: with --save FILE they are, after every answer"

    # Keeping

    @property
    def _file(self) -> str | None:
        return self.keep or self.resume

    def _keep(self, interview: Interview) -> None:
        if self._file:
            self._save_as(interview, self._file)

    def _save_as(self, interview: Interview, file: str) -> None:
        from exitwise.ask.given import continued  # noqa: PLC0415
        from exitwise.ask.keep import save  # noqa: PLC0415

        save(continued(interview, self._former(), today()), file)
        self.keep = file

    def _former(self) -> Session | None:
        """Return the session gone on with, read anew: a step may have been ticked meanwhile."""
        return None if self.resume is None else session_in(self.resume, self.kb.knowledge.name)

    def say_kept(self) -> None:
        """Say where the answers are, and what can be done with them."""
        if self._file:
            said = f"The answers are in {self._file}, readable by you alone. exitwise plan {self._file} "
            more = "shows the plan to tick off, exitwise forget removes the file for good."
            self._screen().say(said + more)


def _whole(interview: Interview, source: str) -> Interview:
    """Return the conversation if it is at its end; or say which answers are missing."""
    if interview.question is None:
        return interview
    missing = interview.missing
    rest = f"; and perhaps {', '.join(f'`{name}`' for name in missing[1:])}" if missing[1:] else ""
    raise InputError(
        f"{source}: an answer is missing: `{missing[0]}`{rest}",
        help=f"{interview.question.question} (`exitwise schema profile` lists the answers)",
    )
