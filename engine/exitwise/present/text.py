"""The document as text for a terminal, a log or a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.catalogue import _
from exitwise.present.page import Page

if TYPE_CHECKING:
    from exitwise.present.document import Document
    from exitwise.present.section import Item, Section

STYLES: Final = {"danger": "bold red", "plain": "bold", "faint": "bold dim"}
ROOMY: Final = 60
"""The width in columns from which notes are indented to the text of their item, not to its mark."""


def text(document: Document, *, width: int, colour: bool) -> str:
    """Return the document wrapped to a width in columns; styles need `colour`."""
    page = Page(width, colour=colour)
    page.paragraph("", document.title, "bold")
    page.paragraph("", document.about, "dim")
    page.line()
    page.paragraph("", _("Recommendation: {outcome}").format(outcome=document.recommendation), "bold green")
    page.paragraph("", document.readiness, STYLES[document.tone])
    for section in document.sections:
        _section(page, section)
    if document.notice:
        page.line()
        page.paragraph("", document.notice, "dim")
    return page.text()


def _section(page: Page, section: Section) -> None:
    page.line()
    page.paragraph("", section.title, STYLES[section.tone])
    if section.intro:
        page.paragraph("", section.intro)
    for index, item in enumerate(section.items):
        if index and section.spaced:
            page.line()
        _item(page, item)


def _item(page: Page, item: Item) -> None:
    prefix = f"  {item.mark} "
    page.paragraph(prefix, item.text, "bold" if item.strong else "")
    # In a narrow window a long mark would leave no room, so notes are indented to the bullet.
    indent = " " * (len(prefix) if page.width >= ROOMY else 4)
    for note in item.notes:
        words = f"{note.label}: {note.text}" if note.label else note.text
        page.paragraph(indent, words, "dim" * bool(note.label))
