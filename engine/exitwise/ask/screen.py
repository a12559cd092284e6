"""A screen of lines: what is said goes to one stream, what is typed comes from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from exitwise.present.page import Page
from exitwise.present.printable import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable

PROMPT: Final = "> "
MOST_CHARACTERS: Final = 10_000
"""Characters of a line that are looked at: nobody types more."""
MOST_CHUNKS: Final = 1_000
"""How often as many are read and left unlooked at: a stream without line ends has no end."""
BOM: Final = "\ufeff"
"""What some programs write before the first line of a file."""


class EndOfInput(Exception):  # noqa: N818 (not an error: the answers have come to an end)
    """Nothing more can be read."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a conversation takes place; `width` is asked anew each time, for windows change.

    With `echo` what is typed is shown: no terminal does.
    """

    output: IO[str]
    source: IO[str]
    width: Callable[[], int]
    colour: bool = False
    echo: bool = False

    def new_page(self) -> Page:
        """Return an empty page of the present width."""
        return Page(self.width(), colour=self.colour)

    def show(self, page: Page) -> None:
        """Show a page."""
        self.output.write(page.text())
        self.output.flush()

    def write(self, words: str = "", style: str = "", prefix: str = "") -> None:
        """Say one paragraph, or without words leave a line empty."""
        page = self.new_page()
        page.paragraph(prefix, one_line(words), style)
        self.show(page)

    def read_line(self) -> str:
        """Return the next line typed, without white space around it.

        Raises:
            Ended: there is none.
        """
        self.output.write(PROMPT)
        self.output.flush()
        line = self._read_whole_line()
        if not line:
            raise EndOfInput
        text = printable(line.removeprefix(BOM).strip())
        if self.echo:
            self.output.write(f"{text}\n")
        elif not line.endswith("\n"):
            self.output.write("\n")
        return text

    def _read_whole_line(self) -> str:
        """Read one line to its end, and return its beginning."""
        line = piece = self.source.readline(MOST_CHARACTERS)
        for _ in range(MOST_CHUNKS):
            if len(piece) < MOST_CHARACTERS or piece.endswith("\n"):
                return line
            piece = self.source.readline(MOST_CHARACTERS)
        return ""
