"""The document as Markdown, to keep or to send; what stands in data stays text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

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


def _lines(document: Document) -> Iterator[str]:
    yield f"# {_escaped(document.title)}"
    yield ""
    yield _escaped(document.about)
    yield ""
    yield f"**Recommendation: {_escaped(document.recommendation)}**"
    yield ""
    yield _escaped(document.readiness)
    for section in document.sections:
        yield ""
        yield from _section(section)
    if document.notice:
        yield ""
        yield "---"
        yield ""
        yield _escaped(document.notice)


def _section(section: Section) -> Iterator[str]:
    yield f"## {_escaped(section.title)}"
    yield ""
    if section.intro:
        yield _escaped(section.intro)
        yield ""
    for item in section.items:
        yield from _item(item)


def _item(item: Item) -> Iterator[str]:
    """A step's number stands inside its box's text: a list cannot have both."""
    found = BOX.fullmatch(item.mark)
    box, number = (f"{part} " if part else "" for part in (found.groups() if found else ("", "")))
    words = number + _escaped(item.text)
    yield f"- {box}**{words}**" if item.strong else f"- {box}{words}"
    for note in item.notes:
        yield (
            f"  - *{_escaped(note.label)}:* {_escaped(note.text)}"
            if note.label
            else f"  - {_escaped(note.text)}"
        )


def _escaped(text: str) -> str:
    """Return a text as itself: no mark in it, nor at its beginning, is taken for Markdown."""
    return LEADING.sub(r"\1\\\2", SPECIAL.sub(r"\\\1", text), count=1)
