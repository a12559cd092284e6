"""A screen of lines: what is said goes to one stream, what is typed comes from another."""

from __future__ import annotations

from dataclasses import dataclass
from typing import IO, TYPE_CHECKING, Final

from exitwise.present.page import Page
from exitwise.present.printable import one_line, printable

if TYPE_CHECKING:
    from collections.abc import Callable

PROMPT: Final = "> "
MOST_TYPED: Final = 10_000
"""Characters of a line that are looked at: nobody types more."""
MOST_PIECES: Final = 1_000
"""How often as many are read and left unlooked at: a stream without line ends has no end."""
MARK: Final = "\ufeff"
"""What some programs write before the first line of a file."""


class Ended(Exception):  # noqa: N818 (not an error: the answers have come to an end)
    """Nothing more can be read."""


@dataclass(frozen=True, slots=True)
class Screen:
    """Where a conversation takes place; `width` is asked anew each time, for windows change.

    With `echo` what is typed is shown: no terminal does.
    """

    out: IO[str]
    typed: IO[str]
    width: Callable[[], int]
    colour: bool = False
    echo: bool = False

    def page(self) -> Page:
        """Return an empty page of the present width."""
        return Page(self.width(), colour=self.colour)

    def show(self, page: Page) -> None:
        """Show a page."""
        self.out.write(page.text())
        self.out.flush()

    def say(self, words: str = "", style: str = "", lead: str = "") -> None:
        """Say one paragraph, or without words leave a line empty."""
        page = self.page()
        page.paragraph(lead, one_line(words), style)
        self.show(page)

    def ask(self) -> str:
        """Return the next line typed, without white space around it.

        Raises:
            Ended: there is none.
        """
        self.out.write(PROMPT)
        self.out.flush()
        line = self._line()
        if not line:
            raise Ended
        text = printable(line.removeprefix(MARK).strip())
        if self.echo:
            self.out.write(f"{text}\n")
        elif not line.endswith("\n"):
            self.out.write("\n")
        return text

    def _line(self) -> str:
        """Read one line to its end, and return its beginning."""
        line = piece = self.typed.readline(MOST_TYPED)
        for _ in range(MOST_PIECES):
            if len(piece) < MOST_TYPED or piece.endswith("\n"):
                return line
            piece = self.typed.readline(MOST_TYPED)
        return ""
