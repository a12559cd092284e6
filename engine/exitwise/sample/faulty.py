"""Faulty lines derived from a valid record, each with one fault and a line end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.loader.profile import MAX_BYTES
from exitwise.model.interval import LARGEST, SMALLEST
from exitwise.sample.original import (
    escape_all,
    join_pairs,
    json_pairs,
    just_outside,
    misspell,
    to_json,
    to_line,
    with_key,
    with_value,
)

if TYPE_CHECKING:
    from exitwise.sample.original import Original

LEVELS: Final = 5_000
"""Levels of nesting: more than a reader supports, in a record of a few KiB."""


def without_quotes(original: Original) -> bytes:
    """Return the record with unquoted keys."""
    return join_pairs((key.strip('"'), value) for key, value in json_pairs(original.record))


def cut_short(original: Original) -> bytes:
    """Return the beginning of the record."""
    text = to_json(dict(original.record))
    return text[: 1 + original.below(len(text) - 1)].encode() + b"\n"


def trailing_comma(original: Original) -> bytes:
    """Return the record with a comma too many."""
    return to_line(original.record)[:-2] + b",}\n"


def two_objects(original: Original) -> bytes:
    """Return the record twice on one line."""
    return to_line(original.record)[:-1] + b" " + to_line(original.record)


def wrapped_in_list(original: Original) -> bytes:
    """Return a list that holds the record."""
    return b"[" + to_line(original.record)[:-1] + b"]\n"


def bad_utf_8(original: Original) -> bytes:
    """Return the record with invalid UTF-8 as its id: a stray byte, truncated, overlong, or a surrogate."""
    wrong = original.one_of((b"\xff", b"\xe2\x82", b"\xc0\xaf", b"\xed\xa0\x80"))
    return with_value(original, '"no text"', "id").replace(b"no text", wrong)


def utf_16(original: Original) -> bytes:
    """Return the record encoded as UTF-16."""
    return to_json(dict(original.record)).encode("utf-16") + b"\n"


def byte_order_mark(original: Original) -> bytes:
    """Return the record with a byte-order mark after the opening brace."""
    return b"{\xef\xbb\xbf" + to_line(original.record)[1:]


def control_character(original: Original) -> bytes:
    """Return the record with an unescaped control character in its id."""
    return with_value(original, f'"a{original.one_of(chr(0) + chr(1) + chr(9) + chr(27))}b"', "id")


def deep_nesting(original: Original) -> bytes:
    """Return the record with deeply nested lists as an answer."""
    return with_value(original, "[" * LEVELS + "]" * LEVELS)


def oversized(original: Original) -> bytes:
    """Return a record above the size limit."""
    return with_value(original, f'"{"x" * MAX_BYTES}"', "id")


def unknown_key(original: Original) -> bytes:
    """Return the record with a key that resembles no fact."""
    return to_line({**original.record, "-".join(("no such fact", max(original.keys, key=len))): "yes"})


def misspelt_key(original: Original) -> bytes:
    """Return the record with a misspelt key."""
    return with_key(original, misspell(original.fact.id, original, original.keys))


def other_case_key(original: Original) -> bytes:
    """Return the record with a key in the wrong case."""
    return with_key(original, original.fact.id.swapcase())


def duplicate_key(original: Original) -> bytes:
    """Return the record with one key twice."""
    members = json_pairs(original.record)
    return join_pairs([*members, original.one_of(members)])


def escaped_duplicate(original: Original) -> bytes:
    """Return the record with one key twice, the second time written with escapes."""
    key = original.one_of(list(original.record))
    return join_pairs([*json_pairs(original.record), (escape_all(key), to_json(original.record[key]))])


def answer_in_list(original: Original) -> bytes:
    """Return the record with an answer in a list."""
    return with_value(original, to_json([original.answer]))


def misspelt_value(original: Original) -> bytes:
    """Return the record with a misspelt answer."""
    return with_value(original, to_json(misspell(str(original.answer), original, original.fact.names)))


def value_after_space(original: Original) -> bytes:
    """Return the record with a space before an answer."""
    return with_value(original, to_json(f" {original.answer}"))


def out_of_bounds(original: Original) -> bytes:
    """Return the record with a number just outside the bounds."""
    return with_value(original, original.one_of(just_outside(original.fact)))


def beyond_64_bits(original: Original) -> bytes:
    """Return the record with a number just beyond 64 bits."""
    return with_value(original, str(original.one_of((LARGEST + 1, SMALLEST - 1))))


def one_digit_more(original: Original) -> bytes:
    """Return the record with a number that has a digit too many after the point."""
    return with_value(original, f"1.{'0' * original.fact.digits}1")


def repeated_value(original: Original) -> bytes:
    """Return the record with a value twice in a list."""
    name = original.fact.values[0][0]
    return with_value(original, to_json([name, name]))


def contradiction(original: Original) -> bytes:
    """Return answers that violate a constraint, with the id of the record."""
    return to_line({"id": original.record["id"], **(original.contradiction or {})})


def id_of_wrong_kind(original: Original) -> bytes:
    """Return the record with an id that is neither text nor an integer."""
    return with_value(original, original.one_of(("[1]", "{}", "true", "1.5")), "id")
