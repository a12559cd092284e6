"""Letters of a pack, and the list of them, as text or Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.catalogue import _
from exitwise.model.letter import fill_letter
from exitwise.present.markdown import literal
from exitwise.present.page import Page
from exitwise.present.printable import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from exitwise.model.fact import Fact, Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.letter import Letter


def text(
    letter: Letter, facts: Mapping[str, Fact], answers: Mapping[str, Value], as_of: date | None = None
) -> str:
    """Return a letter as text to copy, with the line breaks of the pack."""
    sent = fill_letter(letter, facts, answers, one_line, as_of)
    to, subject = _("To: {to}"), _("Subject: {subject}")
    head = f"{to.format(to=one_line(sent.to))}\n{subject.format(subject=one_line(sent.subject))}\n"
    return f"{head}\n{printable(sent.body)}\n"


def markdown(
    letter: Letter, facts: Mapping[str, Fact], answers: Mapping[str, Value], as_of: date | None = None
) -> str:
    """Return a letter as Markdown; answers filled in are escaped, the text of the pack is not."""
    sent = fill_letter(letter, facts, answers, lambda answer: literal(one_line(answer)), as_of)
    to, subject = literal(one_line(sent.to)), literal(one_line(sent.subject))
    head = _("**To:** {to}\\\n**Subject:** {subject}").format(to=to, subject=subject)
    return f"{head}\n\n{printable(sent.body)}\n"


def list_text(knowledge: Knowledge, *, width: int, colour: bool) -> str:
    """Return the ids, titles and steps of all letters as text, wrapped to a width in columns."""
    page = Page(width, colour=colour)
    for name, title, steps in _entries(knowledge):
        page.paragraph("", name, "bold")
        page.paragraph("  ", title)
        page.paragraph("  ", _("Steps: {steps}").format(steps=steps), "dim")
    return page.text()


def list_markdown(knowledge: Knowledge) -> str:
    """Return the ids, titles and steps of all letters as a Markdown list."""
    used = _("*Steps:* {steps}")
    entries = (
        f"- **{literal(name)}**: {literal(title)}\n  - {used.format(steps=literal(steps))}\n"
        for name, title, steps in _entries(knowledge)
    )
    return "".join(entries)


def _entries(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    """Yield the id of each letter, its title, and the steps that refer to it."""
    ordered = {name: knowledge.rules[name] for name in knowledge.step_order}
    for letter in knowledge.letters:
        steps = [name for name, step in ordered.items() if getattr(step, "letter", "") == letter.id]
        yield letter.id, one_line(letter.title), ", ".join(steps) or _("none")
