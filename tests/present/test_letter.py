"""Letters and the list of them, as text and as Markdown: no data steers a terminal or passes for markup."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from exitwise.diagnostic import Place
from exitwise.loader import pack
from exitwise.model.fact import Fact
from exitwise.model.letter import Blank, Letter
from exitwise.present.letter import list_markdown, list_text, markdown, text
from support.packs import hostile, random_packs, toy

PARSER = MarkdownIt("commonmark")
PLACE = Place("letters/note.md", 1, 1)
BICYCLE = toy.bicycle().knowledge


def note(says: str, body: str, *, subject: str = "{{own}}") -> Letter:
    """A letter whose address, subject and text each have a blank of which is said the same."""
    own = Blank(id="own", says=says.strip(), place=PLACE)  # as every text is loaded
    return Letter(id="note", title="T", to="{{own}}", subject=subject, body=body, blanks=(own,), place=PLACE)


def fact(says: str) -> dict[str, Fact]:
    """A fact of which everything is said alike."""
    values = (("a", says), ("b", says))
    return {"door": Fact(id="door", question=says, kind="choice", values=values, unknown=True, place=PLACE)}


def test_a_letter_is_its_address_its_subject_and_its_text() -> None:
    """Below each other, the text with its own lines after an empty one."""
    body = "Dear {{own}},\n\n  - it is {{door}}\n  - so long " + "x" * 200

    assert text(note("me", body), fact("Open"), {"door": "a"}) == (
        "To: [me]\nSubject: [me]\n\nDear [me],\n\n  - it is Open\n  - so long " + "x" * 200 + "\n"
    )


def test_as_markdown_the_text_is_what_the_pack_wrote() -> None:
    """Its lists and its emphasis stay; what is filled in is no link."""
    written = markdown(note("me", "*Dear* {{own}},\n\n- one"), {}, {})

    assert written == "**To:** \\[me\\]\\\n**Subject:** \\[me\\]\n\n*Dear* \\[me\\],\n\n- one\n"


@pytest.mark.parametrize("says", hostile.DISPLAYED, ids=ascii)
def test_what_is_filled_in_is_text_on_one_line(says: str) -> None:
    """Whatever a pack says of a fact or of a blank, it does not steer a terminal or begin a line."""
    letter = note(says, "a {{own}} b\nc {{door}} d", subject="s {{door}}")
    lines = text(letter, fact(says), {"door": "b"}).split("\n")
    shown = hostile.as_displayed(says)

    assert lines == [f"To: [{shown}]", f"Subject: s {shown}", "", f"a [{shown}] b", f"c {shown} d", ""]
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("says", [*hostile.DISPLAYED, *hostile.LINE_STARTS], ids=ascii)
def test_what_is_filled_into_markdown_stays_text(says: str) -> None:
    """It becomes no heading, link, code, HTML or list, also where it begins a line."""
    tokens = PARSER.parse(markdown(note(says, "{{door}}\n\n{{own}}"), fact(says), {"door": "a"}))
    said = [
        "".join("\n" if child.type == "hardbreak" else child.content for child in token.children or [])
        for token in tokens
        if token.type == "inline"
    ]
    shown = hostile.as_displayed(says)

    assert said == [f"To: [{shown}]\nSubject: [{shown}]", shown, f"[{shown}]"]
    assert {token.type for token in tokens} == {"paragraph_open", "inline", "paragraph_close"}


def test_a_text_that_would_steer_a_terminal_is_shown() -> None:
    """What the pack itself writes is no exception."""
    for written in (text(note("x", "a\x1b[31mb"), {}, {}), markdown(note("x", "a\x1b[31mb"), {}, {})):
        assert written.endswith("\n\na\\x1b[31mb\n")


def test_the_list_says_who_sends_a_letter() -> None:
    """Each by its id, with its title and the steps that name it."""
    told = list_text(BICYCLE, width=80, colour=False)

    assert told == "hello\n  Write home that you have set out\n  Steps: write-home\n"
    assert list_markdown(BICYCLE) == (
        "- **hello**: Write home that you have set out\n  - *Steps:* write-home\n"
    )


def test_the_steps_stand_in_the_order_of_the_plan(tmp_path: Path) -> None:
    """And where no step names a letter, the list says so."""
    step = {"title": "T", "how": "H", "because": "So.", "letter": "one"}
    steps = [step | {"id": phase, "phase": phase} for phase in ("after", "act", "before")]
    facts = {"facts": [{"id": "x", "question": "X?", "kind": "choice", "values": {"a": "A", "b": "B"}}]}
    head = {"name": "toy", "version": "2026.11.0", "title": "A toy", "outcomes": {"go": "Go"}}
    arguments = [{"id": "default", "recommend": "go", "because": "So."}]
    data = {"pack.yaml": head, "facts.yaml": facts, "recommendations.yaml": arguments, "plan.yaml": steps}
    random_packs.write(data, tmp_path)
    (tmp_path / "letters").mkdir()
    for name in ("one", "two"):
        (tmp_path / "letters" / f"{name}.md").write_text(
            "---\n{title: 'A *note*', to: you, subject: This}\n---\nSo.", "utf-8"
        )
    knowledge = pack.load(tmp_path)

    assert list_text(knowledge, width=80, colour=False).splitlines() == [
        *("one", "  A *note*", "  Steps: before, act, after"),
        *("two", "  A *note*", "  Steps: none"),
    ]
    assert "**two**: A \\*note\\*" in list_markdown(knowledge)


def test_the_list_fits_a_narrow_window() -> None:
    """At twenty columns no line runs over."""
    assert max(map(len, list_text(BICYCLE, width=20, colour=False).splitlines())) <= 20
