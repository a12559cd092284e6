"""The paragraphs of a document, independent of the output format."""

from collections.abc import Iterator
from typing import NamedTuple

from exitwise.present.document import Document
from exitwise.present.section import Section


class Paragraph(NamedTuple):
    """A paragraph: its mark (a bullet, a numbered box, or nothing) and its words."""

    mark: str
    words: str


def paragraphs(document: Document) -> Iterator[Paragraph]:
    """Yield the paragraphs in reading order."""
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
