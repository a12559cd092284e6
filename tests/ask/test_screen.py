"""A screen of lines: what is typed is taken as text, and what is said fits the window."""

from io import BytesIO, StringIO, TextIOWrapper
from typing import Final

import pytest

from exitwise.ask.screen import MOST_CHARACTERS, MOST_CHUNKS, EndOfInput, Screen
from support.packs import hostile


def screen(typed: str = "", *, width: int = 40, echo: bool = False, colour: bool = False) -> Screen:
    """A screen on which something is going to be typed."""
    return Screen(StringIO(), StringIO(typed), lambda: width, colour=colour, echo=echo)


def shown(on: Screen) -> str:
    """What stands on it."""
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
def test_a_line_is_taken_without_what_surrounds_it(line: str, text: str) -> None:
    """White space and a byte order mark go, and what would steer a terminal is written out."""
    assert screen(line).read_line() == text


def test_lines_are_taken_one_by_one_until_there_are_none() -> None:
    """Whatever was typed ahead is there when it is asked for."""
    ahead = screen("one\ntwo\nthree")

    assert [ahead.read_line(), ahead.read_line(), ahead.read_line()] == ["one", "two", "three"]
    with pytest.raises(EndOfInput):
        ahead.read_line()


def test_a_long_line_is_one_line() -> None:
    """Of a pasted book the beginning is looked at, and its rest is no further answer."""
    pasted = screen(f"{'x' * (3 * MOST_CHARACTERS + 5)}\nyes\n")

    assert [pasted.read_line(), pasted.read_line()] == ["x" * MOST_CHARACTERS, "yes"]


class Endless(StringIO):
    """A stream of one character, which has no line ends."""

    def readline(self, size: int = -1, /) -> str:  # type: ignore[override]
        """Return as much as is asked for."""
        return "x" * size


def test_a_line_without_an_end_comes_to_one() -> None:
    """A device that never ends a line has nothing to say."""
    with pytest.raises(EndOfInput):
        Screen(StringIO(), Endless(), lambda: 80).read_line()

    assert MOST_CHUNKS * MOST_CHARACTERS < 10**8


def test_what_is_no_text_is_replaced() -> None:
    """Bytes that are no text in the stream's encoding end nothing."""
    stream = TextIOWrapper(BytesIO(b"\xff\xfeyes\n"), encoding="utf-8", errors="replace")

    assert Screen(StringIO(), stream, lambda: 80).read_line() == "\ufffd\ufffdyes"


@pytest.mark.parametrize(
    ("typed", "echo", "seen"),
    [("yes\n", True, "> yes\n"), ("yes\n", False, "> "), ("yes", False, "> \n"), ("yes", True, "> yes\n")],
)
def test_what_follows_begins_on_a_line_of_its_own(typed: str, *, echo: bool, seen: str) -> None:
    """A terminal shows what is typed, a log has to be told; and not every line has an end."""
    on = screen(typed, echo=echo)
    on.read_line()

    assert shown(on) == seen


WORDS: Final = "one two three four five six seven eight nine ten eleven twelve"


@pytest.mark.parametrize("width", [20, 40, 80])
def test_what_is_said_fits_the_window(width: int) -> None:
    """Words are wrapped between them, and none is lost."""
    on = screen(width=width)
    on.write(WORDS, prefix="  - ")

    assert max(map(len, shown(on).splitlines())) <= width
    assert " ".join(shown(on).split()) == f"- {WORDS}"


def test_the_width_is_asked_anew_each_time() -> None:
    """A window that has become wider is used."""
    widths = iter([20, 60])
    on = Screen(StringIO(), StringIO(), lambda: next(widths))
    on.write("twelve letters and more")
    on.write("twelve letters and more")

    assert shown(on) == "twelve letters and\nmore\ntwelve letters and more\n"


@pytest.mark.parametrize("text", hostile.DISPLAYED, ids=ascii)
def test_nothing_said_steers_a_terminal(text: str) -> None:
    """Whatever a pack says, or a person has typed, is shown and not sent."""
    on = screen(width=2 * len(text) + 80)
    on.write(text)

    assert shown(on) == f"{hostile.as_displayed(text)}\n"


def test_styles_are_for_colour() -> None:
    """Without colour not one code is written."""
    plain, coloured = screen(), screen(colour=True)
    for on in (plain, coloured):
        on.write("word", "bold")

    assert (shown(plain), shown(coloured)) == ("word\n", "\x1b[1mword\x1b[0m\n")
