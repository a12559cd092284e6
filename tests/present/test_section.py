"""Sections: the lines that a section becomes in text and in Markdown, and its defaults."""

from exitwise.present.document import Document
from exitwise.present.markdown import markdown
from exitwise.present.section import Item, Note, Section
from exitwise.present.text import text


def document(section: Section) -> Document:
    """Return a document with one section only."""
    return Document("Pack", "about", "Stay", "Ready.", "plain", (section,), "")


def text_lines(section: Section, *, colour: bool = False) -> list[str]:
    """Return the lines of a section as text, below the six lines of the document's head."""
    return text(document(section), width=80, colour=colour).splitlines()[6:]


def markdown_lines(section: Section) -> list[str]:
    """Return the lines of a section as Markdown, from its heading on."""
    lines = markdown(document(section)).splitlines()
    return lines[lines.index(f"## {section.title}") :]


def test_items_are_a_list_of_bullets_by_default() -> None:
    """Without an introduction the items follow the title, one a line."""
    section = Section("Why", (Item("One."), Item("Two.")))

    assert text_lines(section) == ["Why", "  - One.", "  - Two."]
    assert markdown_lines(section) == ["## Why", "", "- One.", "- Two."]


def test_introduction_comes_before_the_items() -> None:
    """It is a paragraph of its own below the title."""
    section = Section("Why", (Item("One."),), intro="For this:")

    assert text_lines(section) == ["Why", "For this:", "  - One."]
    assert markdown_lines(section) == ["## Why", "", "For this:", "", "- One."]


def test_notes_follow_their_item() -> None:
    """A note is indented to the text of its item; only a note with a label has a colon."""
    section = Section(
        "Plan", (Item("Oil it", "[ ] 1.", (Note("Why", "It is dry."), Note("", "Two drops."))),)
    )

    assert text_lines(section) == [
        "Plan",
        "  [ ] 1. Oil it",
        "         Why: It is dry.",
        "         Two drops.",
    ]
    assert markdown_lines(section)[2:] == ["- [ ] 1. Oil it", "  - *Why:* It is dry.", "  - Two drops."]


def test_items_of_a_spaced_section_are_separated() -> None:
    """A blank line is between two items, not before the first or within one."""
    items = (Item("One.", notes=(Note("", "More."),)), Item("Two."))

    assert text_lines(Section("Why", items, spaced=True)) == ["Why", "  - One.", "    More.", "", "  - Two."]


def test_only_strong_items_and_titles_are_styled() -> None:
    """The title of a section is bold, in red if it is urgent; an item is bold if it is strong."""
    items = (Item("One."), Item("Two.", strong=True))
    bold, red, off = "\x1b[1m", "\x1b[1;31m", "\x1b[0m"

    assert text_lines(Section("Why", items), colour=True) == [
        f"{bold}Why{off}",
        "  - One.",
        f"  - {bold}Two.{off}",
    ]
    assert text_lines(Section("Why", (), tone="danger"), colour=True) == [f"{red}Why{off}"]
