"""The nearest ASCII: letters without diacritics, plain quotes and dashes, otherwise a question mark."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exitwise.present.to_ascii import nearest_ascii

NEAREST = {
    "Caf\u00e9 na\u00efve \u010desk\u00fd": "Cafe naive cesky",
    "e\u0301": "e",
    "Stra\u00dfe, \u00c6r\u00f8, \u0141\u00f3d\u017a": "Strasse, AEro, Lodz",
    "\u201cOne\u201d \u2018two\u2019 \u201ethree\u201f": '"One" \'two\' "three"',
    "\u00abfour\u00bb don\u2019t": '"four" don\'t',
    "1\u20132 \u2014 3 \u2212 4 \u2010": "1-2 - 3 - 4 -",
    "wait\u2026": "wait...",
    "\u2022 a \u00b7 b": "* a * b",
    "a \u2192 b \u2190 c": "a -> b <- c",
    "\u2264 2 \u2265 1": "<= 2 >= 1",
    "\u00bd \u00d7 3\u00b2": "1/2 x 32",
    "5 \u20ac \u2122 \ufb01": "5 EUR TM fi",
    "a\u00a0b\u2009c": "a b c",
    "soft\u00adhyphen zero\u200bwidth": "softhyphen zerowidth",
    "\uff11\uff12": "12",
    "\u2602 \u63a8\u8350": "? ??",
    "\ud800": "?",
}


@pytest.mark.parametrize(("text", "ascii_text"), NEAREST.items(), ids=ascii)
def test_character_has_a_nearest_equivalent(text: str, ascii_text: str) -> None:
    """The result stays readable in ASCII."""
    assert nearest_ascii(text) == ascii_text


@given(st.text(st.characters()))
def test_result_is_ascii_and_ascii_is_unchanged(text: str) -> None:
    """Every text becomes ASCII, and ASCII stays as it is."""
    nearest = nearest_ascii(text)

    assert nearest.isascii()
    assert nearest_ascii(nearest) == nearest
