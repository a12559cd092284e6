"""`exitwise plan`: the plan of a saved session, to be ticked off step by step."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from exitwise.cli.advice import FORMS, exit_code
from exitwise.cli.profile import with_origin
from exitwise.cli.session import describe_changes, read_session, today
from exitwise.cli.settings import common_options, format_option
from exitwise.cli.streams import columns, print_paragraph, supports_colour, to_json, write
from exitwise.cli.usage import UsageError
from exitwise.errors import InputError, ProfileError

if TYPE_CHECKING:
    from exitwise.ask.interview import Interview
    from exitwise.knowledge_base import KnowledgeBase
    from exitwise.model.session import Session
    from exitwise.plan.checklist import Checklist
    from exitwise.plan.tick import Changes

HELP = """Show the plan of a saved session as a checklist, and tick what is done.

A step is ticked with its id. Where it changes what is known, the advice is worked out anew; the file is
written then, and only then. A step is refused while others come before it, or while something holds it up.

\b
Examples:
  exitwise ask --save answers.json          first, once
  exitwise plan answers.json                what is done, what is next
  exitwise plan answers.json --done STEP    tick a step; repeatable
  exitwise plan answers.json --format markdown > plan.md
"""


@click.command("plan", help=HELP, short_help="Show a saved plan, and tick what is done.")
@click.argument("file")
@click.option("--done", "steps", multiple=True, metavar="STEP", help="Tick a step; repeatable.")
@format_option(*FORMS, help="How the checklist is written.")
@common_options
def command(file: str, steps: tuple[str, ...], form: str, pack: str | None) -> int:
    """Read, tick, keep, write."""
    from exitwise.knowledge_base import KnowledgeBase  # noqa: PLC0415 (`--help` does not load the rules)

    if steps and file == "-":
        raise UsageError("standard input cannot be ticked", help="name the file of the session")
    kb = KnowledgeBase.of(pack, cases=False)
    before = Planning(kb, file).begun()
    now = before
    for step in steps:
        now = Planning(kb, file).ticked(now, step)
    if steps:
        _keep(now.session, file)
    _tell_open(kb, now, file)
    write(_written(before, now, steps, form))
    return exit_code(kb, now.advice)


@dataclass(frozen=True, slots=True)
class Planning:
    """How a session in a file becomes a checklist."""

    kb: KnowledgeBase
    file: str

    def begun(self) -> Checklist:
        """Return the checklist of the session in the file, as it stands today."""
        from exitwise.ask.resume import resume, to_session  # noqa: PLC0415 (loads the diagrams)

        session = read_session(self.file, self.kb.knowledge.name)
        found = resume(self.kb.compiled, session, today())
        for words in describe_changes(found, self.kb.knowledge.fact):
            print_paragraph(words)
        self._check_required(found.interview)
        return self._checklist(to_session(found.interview, session, today()))

    def ticked(self, checklist: Checklist, step: str) -> Checklist:
        """Return the checklist once a step of it is ticked."""
        from exitwise.plan.tick import tick  # noqa: PLC0415

        return self._checklist(tick(self.kb.compiled, checklist, step, today()))

    def _checklist(self, session: Session) -> Checklist:
        from exitwise.plan.checklist import Checklist  # noqa: PLC0415

        try:
            advice = self.kb.advise(session.as_dict(), as_of=today())
        except ProfileError as error:
            raise with_origin(error, self.file) from error
        return Checklist(self.kb.knowledge, session, advice)

    def _check_required(self, interview: Interview) -> None:
        """Refuse answers that are too few for any advice."""
        facts = self.kb.knowledge.facts
        missing = [fact for fact in facts if not fact.unknown and fact.id not in interview.profile]
        if missing:
            words = f"{self.file}: an answer is missing: `{missing[0].id}` ({missing[0].question})"
            raise InputError(words, help=f"`exitwise ask --resume {self.file}` asks what is open")


def _keep(session: Session, file: str) -> None:
    from exitwise.session_file import save  # noqa: PLC0415

    save(session, file)


def _tell_open(kb: KnowledgeBase, checklist: Checklist, file: str) -> None:
    """Say that there are questions left, where there are."""
    from exitwise.ask.interview import Interview  # noqa: PLC0415

    if Interview(kb.compiled, checklist.session.answers).question is not None:
        print_paragraph(
            f"Questions are open that can change this plan; exitwise ask --resume {file} asks them."
        )


def _written(before: Checklist, now: Checklist, steps: tuple[str, ...], form: str) -> str:
    changes = _changes(before, now, steps)
    if form == "json":
        return to_json({**now.as_dict(), **({"changed": changes.as_dict()} if changes else {})})
    from exitwise.plan.document import checklist_document  # noqa: PLC0415

    document = checklist_document(now, before, changes)
    if form == "markdown":
        from exitwise.present.markdown import markdown  # noqa: PLC0415

        return markdown(document)
    from exitwise.present.text import text  # noqa: PLC0415

    return text(document, width=columns(), colour=supports_colour())


def _changes(before: Checklist, now: Checklist, steps: tuple[str, ...]) -> Changes | None:
    from exitwise.plan.tick import compare  # noqa: PLC0415

    return compare(before, now, steps) if steps else None
