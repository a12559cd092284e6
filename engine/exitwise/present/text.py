"""The document as lines for a terminal, a log or a screen reader: nothing is ever redrawn or cut."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from exitwise.present.document import Document, Item, Section

WIDEST: Final = 100
"""Columns; longer lines are hard to read, however wide the window is."""

STYLES: Final = {"danger": "bold red", "plain": "bold", "faint": "bold dim"}


def text(document: Document, *, width: int, colour: bool) -> str:
    """Return the document wrapped to a width in columns, with styles only where colour is wanted."""
    return _Page(min(width, WIDEST), colour=colour).written(document)


class _Page:
    """A page being filled; markup and emoji codes in the texts stay text."""

    def __init__(self, width: int, *, colour: bool) -> None:
        self._out = StringIO()
        self._console = Console(
            file=self._out,
            width=width,
            force_terminal=colour,
            color_system="standard" if colour else None,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
        )
        self._lines: list[Text] = []

    def written(self, document: Document) -> str:
        self._line("", document.title, "bold")
        self._line("", document.about, "dim")
        self._line("", "")
        self._line("", f"Recommendation: {document.recommendation}", "bold green")
        self._line("", document.readiness, STYLES[document.tone])
        for section in document.sections:
            self._section(section)
        if document.notice:
            self._line("", "")
            self._line("", document.notice, "dim")
        self._console.print(Text("\n").join(self._lines), soft_wrap=True)
        return self._out.getvalue()

    def _section(self, section: Section) -> None:
        self._line("", "")
        self._line("", section.title, STYLES[section.tone])
        if section.intro:
            self._line("", section.intro)
        for index, item in enumerate(section.items):
            if index and section.spaced:
                self._line("", "")
            self._item(item)

    def _item(self, item: Item) -> None:
        lead = f"  {item.mark} "
        self._line(lead, item.text, "bold" if item.strong else "")
        # Deep marks would leave a narrow window no room: notes then stand under the bullet.
        indent = " " * (len(lead) if self._console.width >= 60 else 4)  # noqa: PLR2004 (columns)
        for note in item.notes:
            self._line(
                indent, f"{note.label}: {note.text}" if note.label else note.text, "dim" * bool(note.label)
            )

    def _line(self, lead: str, words: str, style: str = "") -> None:
        """Write a paragraph, its further lines under the first word."""
        room = max(self._console.width - len(lead), 10)
        lines = Text(words, style=style).wrap(self._console, room) if words else [Text("")]
        for index, line in enumerate(lines):
            line.rstrip()
            start = lead if index == 0 else " " * len(lead)
            self._lines.append(Text(start if line.plain else "").append_text(line))
