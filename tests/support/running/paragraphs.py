"""What a document says, paragraph by paragraph, before it is known how it is shown."""

from collections.abc import Iterator
from typing import NamedTuple

from exitwise.present.document import Document
from exitwise.present.section import Section


class Paragraph(NamedTuple):
    """A paragraph: the mark it stands behind (a bullet, a box with a number, or none), and its words."""

    mark: str
    words: str


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Every paragraph, in the order in which it is read."""
    yield Paragraph("", document.title)
    yield Paragraph("", document.about)
    yield Paragraph("", f"Recommendation: {document.recommendation}")
    yield Paragraph("", document.readiness)
    for section in document.sections:
        yield from _of_section(section)
    if document.notice:
        yield Paragraph("", document.notice)


def _of_section(section: Section) -> Iterator[Paragraph]:
    yield Paragraph("", section.title)
    if section.intro:
        yield Paragraph("", section.intro)
    for item in section.items:
        yield Paragraph(item.mark, item.text)
        for note in item.notes:
            yield Paragraph("", f"{note.label}: {note.text}" if note.label else note.text)
