"""A page of lines: wrapped where it is prose, whole where it is not."""

import pytest

from exitwise.present.page import MAX_WIDTH, MIN_WIDTH, Page


def page(width: int = 20, *, colour: bool = False) -> Page:
    """An empty page."""
    return Page(width, colour=colour)


def test_a_paragraph_stands_under_its_first_word() -> None:
    """Its lead stands once, and further lines are indented by as much."""
    filled = page()
    filled.paragraph("  - ", "one two three four five six")

    assert filled.text() == "  - one two three\n    four five six\n"


def test_a_line_is_never_broken() -> None:
    """What must stay whole, as a call to be copied, runs over the edge."""
    filled = page()
    filled.line("one two three four five six")
    filled.line()
    filled.paragraph("", "")
    filled.line("end")

    assert filled.text() == "one two three four five six\n\n\nend\n"


def test_a_page_is_no_wider_than_people_read() -> None:
    """A wide window does not make long lines."""
    filled = page(300)
    filled.paragraph("", "word " * 100)

    assert filled.width == MAX_WIDTH
    assert max(map(len, filled.text().splitlines())) <= MAX_WIDTH


def test_a_deep_lead_leaves_room_for_words() -> None:
    """Where a lead takes the whole window, the words still have some columns."""
    filled = page(8)
    filled.paragraph(" " * 8, "one two three")

    assert filled.text() == f"{' ' * 8}one two\n{' ' * 8}three\n"
    assert len("one two") <= MIN_WIDTH


@pytest.mark.parametrize("words", ["[bold]x[/bold]", ":smile:", "[/x]"])
def test_words_are_no_markup(words: str) -> None:
    """Whatever a text holds is shown."""
    filled = page()
    filled.paragraph("", words)
    filled.line(words)

    assert filled.text() == f"{words}\n{words}\n"


def test_styles_are_for_colour() -> None:
    """A style is written where colour is wanted, and only there."""
    coloured, plain = page(colour=True), page()
    for each in (coloured, plain):
        each.paragraph("", "word", "bold")

    assert coloured.text() == "\x1b[1mword\x1b[0m\n"
    assert plain.text() == "word\n"
