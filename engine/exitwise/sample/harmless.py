"""Unusual but valid lines derived from a valid record, each with a line end, but for one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.sample.original import escape_all, join_pairs, json_pairs, to_json, to_line, with_value

if TYPE_CHECKING:
    from exitwise.sample.original import Original

UNUSUAL_TEXT: Final = r'"\u0000\"\\\/\n \u2028 \u202e \ud83d\ude80 🚀 é <b> [x](y) {z}, \"a\": null, "'
"""A JSON string that is a valid id, although it looks like markup, escapes or control codes."""


def carriage_return(original: Original) -> bytes:
    """Return the record with CR LF at its end."""
    return to_line(original.record)[:-1] + b"\r\n"


def spaces(original: Original) -> bytes:
    """Return the record with white space around every token."""
    inside = " ,\t".join(f"{key} :  {value}" for key, value in json_pairs(original.record))
    return f" \t{{ {inside}\t}} \n".encode()


def escaped_key(original: Original) -> bytes:
    """Return the record with one key written in escapes."""
    chosen = original.one_of(list(original.record))
    return join_pairs(
        (escape_all(key) if key == chosen else to_json(key), to_json(original.record[key]))
        for key in original.record
    )


def escaped_value(original: Original) -> bytes:
    """Return the record with an answer written in escapes."""
    return with_value(original, escape_all(str(original.answer)))


def another_order(original: Original) -> bytes:
    """Return the record with its keys in reverse order."""
    return join_pairs(reversed(json_pairs(original.record)))


def without_id(original: Original) -> bytes:
    """Return the record without its id."""
    return to_line({key: value for key, value in original.record.items() if key != "id"})


def without_newline(original: Original) -> bytes:
    """Return the record without a line end."""
    return to_line(original.record)[:-1]
