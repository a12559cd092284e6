"""Good records made bad, each in one way; every line with its end."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from exitwise.loader.profile import MAX_BYTES
from exitwise.model.profile import LARGEST, SMALLEST
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
"""Levels of nesting: more than a reader need go down, in a record of a few KiB."""


def without_quotes(case: Original) -> bytes:
    """Return the record with keys that are no texts."""
    return join_pairs((key.strip('"'), value) for key, value in json_pairs(case.record))


def cut_short(case: Original) -> bytes:
    """Return the beginning of the record."""
    text = to_json(dict(case.record))
    return text[: 1 + case.below(len(text) - 1)].encode() + b"\n"


def trailing_comma(case: Original) -> bytes:
    """Return the record with a comma too many."""
    return to_line(case.record)[:-2] + b",}\n"


def two_objects(case: Original) -> bytes:
    """Return the record twice on one line."""
    return to_line(case.record)[:-1] + b" " + to_line(case.record)


def wrapped_in_list(case: Original) -> bytes:
    """Return a list that holds the record."""
    return b"[" + to_line(case.record)[:-1] + b"]\n"


def bad_utf_8(case: Original) -> bytes:
    """Return the record with an id that is no UTF-8: a stray byte, cut short, overlong, a surrogate."""
    wrong = case.one_of((b"\xff", b"\xe2\x82", b"\xc0\xaf", b"\xed\xa0\x80"))
    return with_value(case, '"no text"', "id").replace(b"no text", wrong)


def utf_16(case: Original) -> bytes:
    """Return the record in another encoding."""
    return json.dumps(dict(case.record)).encode("utf-16") + b"\n"


def byte_order_mark(case: Original) -> bytes:
    """Return the record with a mark where none may be."""
    return b"{\xef\xbb\xbf" + to_line(case.record)[1:]


def control_character(case: Original) -> bytes:
    """Return the record with an id in which something stands raw that JSON escapes."""
    return with_value(case, f'"a{case.one_of(chr(0) + chr(1) + chr(9) + chr(27))}b"', "id")


def deep_nesting(case: Original) -> bytes:
    """Return the record with lists in lists for an answer."""
    return with_value(case, "[" * LEVELS + "]" * LEVELS)


def oversized(case: Original) -> bytes:
    """Return a record that is larger than any may be."""
    return with_value(case, f'"{"x" * MAX_BYTES}"', "id")


def unknown_key(case: Original) -> bytes:
    """Return the record with a key that is like no fact's."""
    return to_line({**case.record, "-".join(("no such fact", max(case.keys, key=len))): "yes"})


def misspelt_key(case: Original) -> bytes:
    """Return the record with a typing error in a key."""
    return with_key(case, misspell(case.fact.id, case, case.keys))


def other_case_key(case: Original) -> bytes:
    """Return the record with a key in the wrong case."""
    return with_key(case, case.fact.id.swapcase())


def duplicate_key(case: Original) -> bytes:
    """Return the record with one of its pairs twice."""
    given = json_pairs(case.record)
    return join_pairs([*given, case.one_of(given)])


def escaped_duplicate(case: Original) -> bytes:
    """Return the record with one of its pairs twice, which only who reads the escapes can see."""
    key = case.one_of(list(case.record))
    return join_pairs([*json_pairs(case.record), (escape_all(key), to_json(case.record[key]))])


def answer_in_list(case: Original) -> bytes:
    """Return the record with an answer in a list."""
    return with_value(case, to_json([case.answer]))


def misspelt_value(case: Original) -> bytes:
    """Return the record with a typing error in an answer."""
    return with_value(case, to_json(misspell(str(case.answer), case, case.fact.names)))


def value_after_space(case: Original) -> bytes:
    """Return the record with an answer after a space."""
    return with_value(case, to_json(f" {case.answer}"))


def out_of_bounds(case: Original) -> bytes:
    """Return the record with a number just outside."""
    return with_value(case, str(case.one_of(just_outside(case.fact))))


def beyond_64_bits(case: Original) -> bytes:
    """Return the record with a number that is just too large, or too small."""
    return with_value(case, str(case.one_of((LARGEST + 1, SMALLEST - 1))))


def missing_answer(case: Original) -> bytes:
    """Return the record without an answer."""
    return to_line({key: value for key, value in case.record.items() if key != case.fact.id})


def contradiction(case: Original) -> bytes:
    """Return answers that cannot stand together, under the record's id."""
    return to_line({"id": case.record["id"], **(case.contradiction or {})})


def id_of_wrong_kind(case: Original) -> bytes:
    """Return the record with an id that nobody can look up."""
    return with_value(case, case.one_of(("[1]", "{}", "true", "1.5")), "id")
