"""Good records made to look odd, each in one way; every line with its end, but one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from exitwise.sample.original import escape_all, join_pairs, json_pairs, to_json, to_line, with_value

if TYPE_CHECKING:
    from exitwise.sample.original import Original

UNUSUAL_TEXT: Final = r'"\u0000\"\\\/\n \u2028 \u202e \ud83d\ude80 🚀 é <b> [x](y) {z}, \"a\": null, "'
"""A text of JSON that is a good id, though it holds much that could be taken for something else."""


def carriage_return(case: Original) -> bytes:
    """Return the record as another system ends its lines."""
    return to_line(case.record)[:-1] + b"\r\n"


def spaces(case: Original) -> bytes:
    """Return the record with white space around everything."""
    inside = " ,\t".join(f"{key} :  {value}" for key, value in json_pairs(case.record))
    return f" \t{{ {inside}\t}} \n".encode()


def escaped_key(case: Original) -> bytes:
    """Return the record with a key that is spelled in escapes."""
    known = case.one_of(list(case.record))
    return join_pairs(
        (escape_all(key) if key == known else to_json(key), to_json(case.record[key])) for key in case.record
    )


def escaped_value(case: Original) -> bytes:
    """Return the record with an answer that is spelled in escapes."""
    return with_value(case, escape_all(str(case.answer)))


def another_order(case: Original) -> bytes:
    """Return the record back to front."""
    return join_pairs(reversed(json_pairs(case.record)))


def without_id(case: Original) -> bytes:
    """Return the record without its id."""
    return to_line({key: value for key, value in case.record.items() if key != "id"})


def without_newline(case: Original) -> bytes:
    """Return the record without the end of its line."""
    return to_line(case.record)[:-1]
