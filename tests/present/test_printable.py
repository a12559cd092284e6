"""Text that cannot steer a terminal, whatever it was made of."""

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.present.printable import json_text, one_line, printable
from support.packs import hostile

REORDERING = ("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI")
ANYTHING = st.text(st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp", "Zs", "L", "S"]))


def steers(character: str) -> bool:
    """Whether a terminal may do something else with a character than show it, as Unicode's tables say."""
    return (
        unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp")
        or unicodedata.bidirectional(character) in REORDERING
    )


@given(ANYTHING)
def test_what_is_printable_steers_nothing(text: str) -> None:
    """Of all that could steer, line breaks alone are kept; on one line not even these."""
    assert not [character for character in printable(text) if steers(character) and character != "\n"]
    assert not [character for character in one_line(text) if steers(character)]


@given(st.text(st.characters(categories=["L", "M", "N", "P", "S", "Zs"])))
def test_what_steers_nothing_is_kept(text: str) -> None:
    """Letters and signs of any language are shown as they are."""
    assert printable(text) == text


@pytest.mark.parametrize("text", hostile.DISPLAYED, ids=ascii)
def test_steering_characters_are_shown(text: str) -> None:
    """A steering character is shown by its number, white space is folded, the rest stands as it was."""
    assert one_line(text) == hostile.as_displayed(text)


@given(st.recursive(st.text() | st.integers() | st.none(), lambda below: st.dictionaries(st.text(), below)))
def test_json_says_the_same_and_steers_nothing(content: object) -> None:
    """JSON is read back as what was written, and none of its characters steers a terminal."""
    text = json_text(content)

    assert json.loads(text) == content
    assert not [character for character in text if steers(character) and character != "\n"]


@pytest.mark.parametrize("text", [*hostile.DISPLAYED, "\ud800 alone"], ids=ascii)
def test_json_keeps_hostile_texts(text: str) -> None:
    """What a text is made of is kept in JSON, by escapes where it would steer."""
    assert json.loads(json_text({text: text})) == {text: text}
    assert not [character for character in json_text(text) if steers(character)]


def test_json_is_readable_in_any_language() -> None:
    """Letters stand in JSON as they are, one entry a line."""
    assert json_text({"id": "Größe 推荐"}) == '{\n  "id": "Größe 推荐"\n}'
