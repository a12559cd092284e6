"""Letters and their list as text and as Markdown: no data controls a terminal or becomes markup."""

from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from exitwise.diagnostic import Place
from exitwise.loader import pack
from exitwise.model.fact import Fact
from exitwise.model.letter import Blank, Letter
from exitwise.present.letter import list_markdown, list_text, markdown, text
from support.packs import hostile, toy, written

PARSER = MarkdownIt("commonmark")
PLACE = Place("letters/note.md", 1, 1)
BICYCLE = toy.bicycle().knowledge


def letter_about(says: str, body: str, *, subject: str = "{{own}}") -> Letter:
    """Return a letter with the same text around a blank in its address, subject and body."""
    own = Blank(id="own", says=says.strip(), place=PLACE)  # as every text is loaded
    return Letter(id="note", title="T", to="{{own}}", subject=subject, body=body, blanks=(own,), place=PLACE)


def fact_of(says: str) -> dict[str, Fact]:
    """Return a fact with the same text for everything that it says."""
    values = (("a", says), ("b", says))
    return {"door": Fact(id="door", question=says, kind="choice", values=values, unknown=True, place=PLACE)}


def test_letter_as_text() -> None:
    """The address, the subject, an empty line and the body with its own line breaks."""
    body = "Dear {{own}},\n\n  - it is {{door}}\n  - so long " + "x" * 200

    assert text(letter_about("me", body), fact_of("Open"), {"door": "a"}) == (
        "To: [me]\nSubject: [me]\n\nDear [me],\n\n  - it is Open\n  - so long " + "x" * 200 + "\n"
    )


def test_markdown_of_the_pack_is_preserved() -> None:
    """Lists and emphasis of the pack stay, but an answer does not become a link."""
    written = markdown(letter_about("me", "*Dear* {{own}},\n\n- one"), {}, {})

    assert written == "**To:** \\[me\\]\\\n**Subject:** \\[me\\]\n\n*Dear* \\[me\\],\n\n- one\n"


@pytest.mark.parametrize("says", hostile.DISPLAYED, ids=ascii)
def test_answers_in_text_are_on_one_line(says: str) -> None:
    """No text of a fact or a blank controls a terminal or starts a line."""
    letter = letter_about(says, "a {{own}} b\nc {{door}} d", subject="s {{door}}")
    lines = text(letter, fact_of(says), {"door": "b"}).split("\n")
    shown = hostile.as_displayed(says)

    assert lines == [f"To: [{shown}]", f"Subject: s {shown}", "", f"a [{shown}] b", f"c {shown} d", ""]
    assert all(line.isprintable() for line in lines)


@pytest.mark.parametrize("says", [*hostile.DISPLAYED, *hostile.LINE_STARTS], ids=ascii)
def test_answers_in_markdown_are_escaped(says: str) -> None:
    """No answer becomes a heading, link, code, HTML or list, even at the start of a line."""
    tokens = PARSER.parse(markdown(letter_about(says, "{{door}}\n\n{{own}}"), fact_of(says), {"door": "a"}))
    said = [
        "".join("\n" if child.type == "hardbreak" else child.content for child in token.children or [])
        for token in tokens
        if token.type == "inline"
    ]
    shown = hostile.as_displayed(says)

    assert said == [f"To: [{shown}]\nSubject: [{shown}]", shown, f"[{shown}]"]
    assert {token.type for token in tokens} == {"paragraph_open", "inline", "paragraph_close"}


def test_control_characters_of_the_pack_are_escaped() -> None:
    """The texts of a letter are escaped like all others."""
    for rendered in (
        text(letter_about("x", "a\x1b[31mb"), {}, {}),
        markdown(letter_about("x", "a\x1b[31mb"), {}, {}),
    ):
        assert rendered.endswith("\n\na\\x1b[31mb\n")


def test_list_has_title_and_steps() -> None:
    """Each letter is listed by its id, with its title and the steps that refer to it."""
    told = list_text(BICYCLE, width=80, colour=False)

    assert told == "hello\n  Write home that you have set out\n  Steps: write-home\n"
    assert list_markdown(BICYCLE) == (
        "- **hello**: Write home that you have set out\n  - *Steps:* write-home\n"
    )


def test_steps_in_the_list_are_in_plan_order(tmp_path: Path) -> None:
    """Without a step that refers to a letter the list says so."""
    step = {"title": "T", "how": "H", "because": "So.", "letter": "one"}
    steps = [step | {"id": phase, "phase": phase} for phase in ("after", "act", "before")]
    facts = {"facts": [{"id": "x", "question": "X?", "kind": "choice", "values": {"a": "A", "b": "B"}}]}
    head = {"name": "toy", "version": "2026.11.0", "title": "A toy", "outcomes": {"go": "Go"}}
    arguments = [{"id": "default", "recommend": "go", "because": "So."}]
    data = {"pack.yaml": head, "facts.yaml": facts, "recommendations.yaml": arguments, "plan.yaml": steps}
    written.write(data, tmp_path)
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
    """At twenty columns no line is too long."""
    assert max(map(len, list_text(BICYCLE, width=20, colour=False).splitlines())) <= 20
