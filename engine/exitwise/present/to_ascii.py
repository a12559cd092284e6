"""The nearest ASCII for other characters: letters without diacritics, plain quotes and dashes."""

from __future__ import annotations

from typing import Final
from unicodedata import combining, normalize


def _pairs(text: str) -> dict[str, str]:
    words = text.split()
    return dict(zip(words[::2], words[1::2], strict=True))


NEAREST: Final = {
    **_pairs("ß ss æ ae Æ AE œ oe Œ OE ø o Ø O đ d Đ D ł l Ł L þ th Þ Th ð d Ð D \u0131 i"),
    **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u2039\u203a\u00b4", "'"),
    **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u2043", "-"),
    **dict.fromkeys("\u2022\u2023\u2219\u25aa\u25cf\u25e6\u00b7", "*"),
    **_pairs("\u2190 <- \u2192 -> \u2194 <-> \u21d0 <= \u21d2 => \u2264 <= \u2265 >= \u2260 !="),
    **_pairs("\u00d7 x \u00f7 / \u2044 / \u20ac EUR \u00a9 (c) \u00ae (R) \u2713 x \u2714 x"),
    **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060", ""),
}
"""ASCII for indecomposable letters, quotes, dashes, bullets, arrows, signs and invisible characters."""
REPLACEMENT: Final = "?"
"""The substitute for a character without a similar one in ASCII."""


def nearest_ascii(text: str) -> str:
    """Return the text with each character replaced by its nearest equivalent in ASCII."""
    return "".join(map(_nearest, text))


def _nearest(character: str) -> str:
    if character.isascii():
        return character
    if character in NEAREST:
        return NEAREST[character]
    if combining(character):
        return ""
    parts = normalize("NFKD", character)
    return REPLACEMENT if parts == character else "".join(map(_nearest, parts))
