"""Lines of text for a terminal, a log or a screen reader; nothing is ever redrawn or truncated."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

MAX_WIDTH: Final = 100
"""Columns; longer lines are hard to read in any window."""
MIN_WIDTH: Final = 10
"""Columns of a paragraph in the narrowest window."""


class Page:
    """A builder of lines; markup and emoji codes in the texts are printed literally."""

    def __init__(self, width: int, *, colour: bool) -> None:
        """Create an empty page; `width` is in columns, and styles need `colour`."""
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
        """The width in columns."""
        return self._console.width

    def paragraph(self, prefix: str, words: str, style: str = "") -> None:
        """Add a wrapped paragraph; further lines are indented to the end of the prefix."""
        room = max(self.width - len(prefix), MIN_WIDTH)
        lines = Text(words, style=style).wrap(self._console, room) if words else [Text("")]
        for index, line in enumerate(lines):
            line.rstrip()
            start = prefix if index == 0 else " " * len(prefix)
            self._lines.append(Text(start if line.plain else "").append_text(line))

    def line(self, words: str = "", style: str = "") -> None:
        """Add one line without wrapping; without words an empty one."""
        self._lines.append(Text(words, style=style))

    def columns(self, prefix: str, rows: Sequence[Sequence[str]]) -> None:
        """Add a header and rows of cells without wrapping; a column is as wide as its widest cell."""
        widths = [max(map(cell_len, column)) for column in zip(*rows, strict=True)]
        ruled = [*rows[:1], ["-" * width for width in widths], *rows[1:]] if rows else []
        for row in ruled:
            cells = (set_cell_size(cell, width) for cell, width in zip(row, widths, strict=True))
            self.line(f"{prefix}{'  '.join(cells)}".rstrip())

    def text(self) -> str:
        """Return the lines as one text."""
        self._console.print(Text("\n").join(self._lines), soft_wrap=True)
        return self._out.getvalue()
