"""A letter as it may be sent, and the letters that there are, as text or as Markdown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from exitwise.model.letter import fill_letter
from exitwise.present.markdown import literal
from exitwise.present.page import Page
from exitwise.present.printable import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.model.fact import Fact, Value
    from exitwise.model.knowledge import Knowledge
    from exitwise.model.letter import Letter


def text(letter: Letter, facts: Mapping[str, Fact], answers: Mapping[str, Value]) -> str:
    """Return a letter to be copied: its lines are those of the pack, and none is folded."""
    sent = fill_letter(letter, facts, answers, one_line)
    head = f"To: {one_line(sent.to)}\nSubject: {one_line(sent.subject)}\n"
    return f"{head}\n{printable(sent.body)}\n"


def markdown(letter: Letter, facts: Mapping[str, Fact], answers: Mapping[str, Value]) -> str:
    """Return a letter as Markdown, as the pack writes it; what is filled in stays text."""
    sent = fill_letter(letter, facts, answers, lambda said: literal(one_line(said)))
    to, subject = literal(one_line(sent.to)), literal(one_line(sent.subject))
    return f"**To:** {to}\\\n**Subject:** {subject}\n\n{printable(sent.body)}\n"


def list_text(knowledge: Knowledge, *, width: int, colour: bool) -> str:
    """Return every letter with its title and the steps that name it, wrapped to a width in columns."""
    page = Page(width, colour=colour)
    for name, title, steps in _entries(knowledge):
        page.paragraph("", name, "bold")
        page.paragraph("  ", title)
        page.paragraph("  ", f"Steps: {steps}", "dim")
    return page.text()


def list_markdown(knowledge: Knowledge) -> str:
    """Return every letter with its title and the steps that name it, as a list."""
    entries = (
        f"- **{literal(name)}**: {literal(title)}\n  - *Steps:* {literal(steps)}\n"
        for name, title, steps in _entries(knowledge)
    )
    return "".join(entries)


def _entries(knowledge: Knowledge) -> Iterator[tuple[str, str, str]]:
    named = {name: knowledge.rules[name] for name in knowledge.step_order}
    for letter in knowledge.letters:
        steps = [name for name, step in named.items() if getattr(step, "letter", "") == letter.id]
        yield letter.id, one_line(letter.title), ", ".join(steps) or "none"
