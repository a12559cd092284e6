"""A page of lines for a terminal, a log or a screen reader: nothing is ever redrawn or cut."""

from __future__ import annotations

from io import StringIO
from typing import Final

from rich.console import Console
from rich.text import Text

MAX_WIDTH: Final = 100
"""Columns; longer lines are hard to read, however wide the window is."""
MIN_WIDTH: Final = 10
"""Columns that a paragraph has, however narrow the window is."""


class Page:
    """A page being filled; markup and emoji codes in the texts stay text."""

    def __init__(self, width: int, *, colour: bool) -> None:
        """Begin a page of a width in columns, with styles only where colour is wanted."""
        self._out = StringIO()
        self._console = Console(
            file=self._out,
            width=min(width, MAX_WIDTH),
            force_terminal=colour,
            color_system="standard" if colour else None,
            markup=False,
            emoji=False,
            highlight=False,
            legacy_windows=False,
        )
        self._lines: list[Text] = []

    @property
    def width(self) -> int:
        """How many columns the page has."""
        return self._console.width

    def paragraph(self, prefix: str, words: str, style: str = "") -> None:
        """Write a paragraph, its further lines under the first word."""
        room = max(self.width - len(prefix), MIN_WIDTH)
        lines = Text(words, style=style).wrap(self._console, room) if words else [Text("")]
        for index, line in enumerate(lines):
            line.rstrip()
            start = prefix if index == 0 else " " * len(prefix)
            self._lines.append(Text(start if line.plain else "").append_text(line))

    def line(self, words: str = "", style: str = "") -> None:
        """Write one line as it is, however long; without words an empty one."""
        self._lines.append(Text(words, style=style))

    def text(self) -> str:
        """Return all that was written."""
        self._console.print(Text("\n").join(self._lines), soft_wrap=True)
        return self._out.getvalue()
