"""The document as Markdown; texts of the pack and answers are escaped."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from exitwise.catalogue import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from exitwise.present.document import Document
    from exitwise.present.section import Item, Section

SPECIAL: Final = re.compile(r"([\\`*_\[\]<>|#~&])")
LEADING: Final = re.compile(r"\A(\d*)([-+=.)])")
BOX: Final = re.compile(r"(\[[ x]\]) ?(.*)")


def markdown(document: Document) -> str:
    """Return the document as CommonMark with task lists."""
    return "\n".join(_lines(document)).rstrip() + "\n"


def literal(text: str) -> str:
    """Return a text with everything escaped that Markdown would interpret, inside or at its start."""
    return LEADING.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", text), count=1)


def _lines(document: Document) -> Iterator[str]:
    yield f"# {literal(document.title)}"
    yield ""
    yield literal(document.about)
    yield ""
    words = _("Recommendation: {outcome}")
    yield f"**{words.format(outcome=literal(document.recommendation))}**"
    yield ""
    yield literal(document.readiness)
    for section in document.sections:
        yield ""
        yield from _section(section)
    if document.notice:
        yield ""
        yield "---"
        yield ""
        yield literal(document.notice)


def _section(section: Section) -> Iterator[str]:
    yield f"## {literal(section.title)}"
    yield ""
    if section.intro:
        yield literal(section.intro)
        yield ""
    for item in section.items:
        yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    """Yield the lines of an item; a number follows its task box, as no Markdown list has both."""
    match = BOX.fullmatch(item.mark)
    box, number = (f"{part} " if part else "" for part in (match.groups() if match else ("", "")))
    words = number + literal(item.text)
    yield f"- {box}**{words}**" if item.strong else f"- {box}{words}"
    for note in item.notes:
        yield (
            f"  - *{literal(note.label)}:* {literal(note.text)}"
            if note.label
            else f"  - {literal(note.text)}"
        )
