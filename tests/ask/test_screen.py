"""The screen: typed lines are read as text, and paragraphs fit the window."""

from io import BytesIO, StringIO, TextIOWrapper
from typing import Final

import pytest

from exitwise.ask.screen import MOST_CHARACTERS, MOST_CHUNKS, EndOfInput, Screen
from support.packs import hostile


def screen(typed: str = "", *, width: int = 40, echo: bool = False, colour: bool = False) -> Screen:
    """Return a screen with some lines to read."""
    return Screen(StringIO(), StringIO(typed), lambda: width, colour=colour, echo=echo)


def shown(on: Screen) -> str:
    """Return the output of a screen."""
    assert isinstance(on.output, StringIO)
    return on.output.getvalue()


TYPED = {
    "yes\n": "yes",
    "  yes \t\r\n": "yes",
    "yes": "yes",
    "\n": "",
    "\ufeffyes\n": "yes",
    "y\x1b[Aes\x07\n": r"y\x1b[Aes\x07",
    "\u200eyes\u202e\n": r"\u200eyes\u202e",
    "a\x00b\n": r"a\x00b",
}


@pytest.mark.parametrize(("line", "text"), TYPED.items(), ids=ascii)
def test_line_is_stripped_and_escaped(line: str, text: str) -> None:
    """White space and a byte order mark are removed, and control characters are escaped."""
    assert screen(line).read_line() == text


def test_lines_are_read_one_by_one_to_the_end() -> None:
    """Lines typed ahead are read in order; after the last one `EndOfInput` is raised."""
    ahead = screen("one\ntwo\nthree")

    assert [ahead.read_line(), ahead.read_line(), ahead.read_line()] == ["one", "two", "three"]
    with pytest.raises(EndOfInput):
        ahead.read_line()


def test_long_line_is_cut() -> None:
    """Only the first characters are used, and the rest is not read as another line."""
    pasted = screen(f"{'x' * (3 * MOST_CHARACTERS + 5)}\nyes\n")

    assert [pasted.read_line(), pasted.read_line()] == ["x" * MOST_CHARACTERS, "yes"]


class Endless(StringIO):
    """A stream of one character, which has no line ends."""

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        """Return as many characters as requested."""
        return "x" * size


def test_line_without_end_is_end_of_input() -> None:
    """A device that never ends a line counts as ended."""
    with pytest.raises(EndOfInput):
        Screen(StringIO(), Endless(), lambda: 80).read_line()

    assert MOST_CHUNKS * MOST_CHARACTERS < 10**8


def test_undecodable_bytes_are_replaced() -> None:
    """Bytes that are invalid in the stream's encoding raise no error."""
    stream = TextIOWrapper(BytesIO(b"\xff\xfeyes\n"), encoding="utf-8", errors="replace")

    assert Screen(StringIO(), stream, lambda: 80).read_line() == "\ufffd\ufffdyes"


@pytest.mark.parametrize(
    ("typed", "echo", "seen"),
    [("yes\n", True, "> yes\n"), ("yes\n", False, "> "), ("yes", False, "> \n"), ("yes", True, "> yes\n")],
)
def test_output_after_input_starts_on_a_new_line(typed: str, *, echo: bool, seen: str) -> None:
    """With `echo` the line is written; without it a line end is added if the input has none."""
    on = screen(typed, echo=echo)
    on.read_line()

    assert shown(on) == seen


WORDS: Final = "one two three four five six seven eight nine ten eleven twelve"


@pytest.mark.parametrize("width", [20, 40, 80])
def test_paragraph_fits_the_window(width: int) -> None:
    """Lines are wrapped between words, and no word is lost."""
    on = screen(width=width)
    on.write(WORDS, prefix="  - ")

    assert max(map(len, shown(on).splitlines())) <= width
    assert " ".join(shown(on).split()) == f"- {WORDS}"


def test_width_is_read_for_every_paragraph() -> None:
    """A window that was resized is used in full."""
    widths = iter([20, 60])
    on = Screen(StringIO(), StringIO(), lambda: next(widths))
    on.write("twelve letters and more")
    on.write("twelve letters and more")

    assert shown(on) == "twelve letters and\nmore\ntwelve letters and more\n"


@pytest.mark.parametrize("text", hostile.DISPLAYED, ids=ascii)
def test_control_characters_are_escaped(text: str) -> None:
    """Neither the pack's texts nor typed lines can control the terminal."""
    on = screen(width=2 * len(text) + 80)
    on.write(text)

    assert shown(on) == f"{hostile.as_displayed(text)}\n"


def test_styles_need_colour() -> None:
    """Without colour no style code is written."""
    plain, coloured = screen(), screen(colour=True)
    for on in (plain, coloured):
        on.write("word", "bold")

    assert (shown(plain), shown(coloured)) == ("word\n", "\x1b[1mword\x1b[0m\n")
