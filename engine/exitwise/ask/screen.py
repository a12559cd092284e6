"""A line-based screen: paragraphs and pages go to one stream, typed lines come from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from exitwise.present.page import Page
from exitwise.present.printable import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable

PROMPT: Final = "> "
MOST_CHARACTERS: Final = 10_000
"""Characters of a line that are read; the rest of a longer line is skipped."""
MOST_CHUNKS: Final = 1_000
"""Chunks of a line that are skipped; a stream without line ends counts as ended after that."""
BOM: Final = "\ufeff"
"""The byte order mark, which some programs write before the first line of a file."""


class EndOfInput(Exception):  # noqa: N818 (not a failure: a pipe ends, and a person types Ctrl-D)
    """There are no more lines to read."""


@dataclass(frozen=True, slots=True)
class Screen:
    """The output and the input of a conversation; `width` is called for every page, as windows are resized.

    With `echo` every line read is also written, because no terminal shows it.
    """

    output: IO[str]
    source: IO[str]
    width: Callable[[], int]
    colour: bool = False
    echo: bool = False

    def new_page(self) -> Page:
        """Return an empty page of the current width."""
        return Page(self.width(), colour=self.colour)

    def show(self, page: Page) -> None:
        """Show a page."""
        self.output.write(page.text())
        self.output.flush()

    def write(self, words: str = "", style: str = "", prefix: str = "") -> None:
        """Write one paragraph, or an empty line if there are no words."""
        page = self.new_page()
        page.paragraph(prefix, one_line(words), style)
        self.show(page)

    def read_line(self) -> str:
        """Prompt for a line, and return it without white space around it.

        Raises:
            EndOfInput: there is none.
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
        """Read a line to its end, and return its first characters."""
        line = chunk = self.source.readline(MOST_CHARACTERS)
        for _ in range(MOST_CHUNKS):
            if len(chunk) < MOST_CHARACTERS or chunk.endswith("\n"):
                return line
            chunk = self.source.readline(MOST_CHARACTERS)
        return ""
