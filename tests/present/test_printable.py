"""Printable text: no input controls a terminal."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.present.printable import json_text, one_line, printable
from support.packs import hostile

REORDERING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
ANYTHING = st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs", "L", "S"]))


def is_control(character: str) -> bool:
    """Whether a character may control a terminal, by the tables of Unicode."""
    return (
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(character) in REORDERING
    )


@given(ANYTHING)
def test_printable_text_has_no_control_characters(text: str) -> None:
    """Only line feeds remain, and on one line not even these."""
    assert not [character for character in printable(text) if is_control(character) and character != "\n"]
    assert not [character for character in one_line(text) if is_control(character)]


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_other_characters_are_unchanged(text: str) -> None:
    """Letters and signs of any language stay as they are."""
    assert printable(text) == text


@pytest.mark.parametrize("text", hostile.DISPLAYED, ids=ascii)
def test_control_characters_are_escaped(text: str) -> None:
    """A control character becomes its number, and white space is collapsed."""
    assert one_line(text) == hostile.as_displayed(text)


@given(st.recursive(st.text() | st.integers() | st.none(), lambda below: st.dictionaries(st.text(), below)))
def test_json_is_printable_and_reversible(content: object) -> None:
    """The JSON has no control characters and is read back unchanged."""
    text = json_text(content)

    assert json.loads(text) == content
    assert not [character for character in text if is_control(character) and character != "\n"]


@pytest.mark.parametrize("text", [*hostile.DISPLAYED, "\ud800 alone"], ids=ascii)
def test_json_escapes_hostile_texts(text: str) -> None:
    """Hostile texts are read back from JSON unchanged."""
    assert json.loads(json_text({text: text})) == {text: text}
    assert not [character for character in json_text(text) if is_control(character)]


def test_json_is_indented_and_not_ascii() -> None:
    """Letters are not escaped, and each entry has a line."""
    assert json_text({"id": "Größe 推荐"}) == '{\n  "id": "Größe 推荐"\n}'
