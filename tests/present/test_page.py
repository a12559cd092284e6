"""Pages: paragraphs are wrapped, lines are not."""

import pytest

from exitwise.present.page import MAX_WIDTH, MIN_WIDTH, Page


def page(width: int = 20, *, colour: bool = False) -> Page:
    """Return an empty page."""
    return Page(width, colour=colour)


def test_paragraph_is_indented_to_its_first_word() -> None:
    """The prefix occurs once, and further lines are indented by its length."""
    filled = page()
    filled.paragraph("  - ", "one two three four five six")

    assert filled.text() == "  - one two three\n    four five six\n"


def test_line_is_never_wrapped() -> None:
    """A line to be copied is longer than the page if it must be."""
    filled = page()
    filled.line("one two three four five six")
    filled.line()
    filled.paragraph("", "")
    filled.line("end")

    assert filled.text() == "one two three four five six\n\n\nend\n"


def test_page_has_a_maximum_width() -> None:
    """A wide window does not make lines longer."""
    filled = page(300)
    filled.paragraph("", "word " * 100)

    assert filled.width == MAX_WIDTH
    assert max(map(len, filled.text().splitlines())) <= MAX_WIDTH


def test_long_prefix_leaves_room_for_words() -> None:
    """With a prefix as wide as the window, words still have some columns."""
    filled = page(8)
    filled.paragraph(" " * 8, "one two three")

    assert filled.text() == f"{' ' * 8}one two\n{' ' * 8}three\n"
    assert len("one two") <= MIN_WIDTH


@pytest.mark.parametrize("words", ["[bold]x[/bold]", ":smile:", "[/x]"])
def test_markup_is_printed_literally(words: str) -> None:
    """Markup and emoji codes are shown as they are."""
    filled = page()
    filled.paragraph("", words)
    filled.line(words)

    assert filled.text() == f"{words}\n{words}\n"


def test_styles_need_colour() -> None:
    """A style is written only with colour."""
    coloured, plain = page(colour=True), page()
    for each in (coloured, plain):
        each.paragraph("", "word", "bold")

    assert coloured.text() == "\x1b[1mword\x1b[0m\n"
    assert plain.text() == "word\n"


def test_columns_are_as_wide_as_their_widest_cell() -> None:
    """Below a header; a wide character takes two columns, and nothing is wrapped or cut."""
    filled = page()
    filled.columns("  ", [("row", "colour"), ("1", "紅"), ("second row", "blue or green")])
    filled.columns("", [])

    assert filled.text() == (
        "  row         colour\n  ----------  -------------\n  1           紅\n  second row  blue or green\n"
    )
