"""Source files: a document's description, and its statements."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Final

from exitwise.loader.yaml.nodes import Scalar
from exitwise.loader.yaml.readers import describe, name, one_of, one_or_many, scalar, text
from exitwise.loader.yaml.records import Key, Record, read_record, read_records
from exitwise.model.source import RELIABILITIES, STATEMENT_KINDS, Source, Statement

if TYPE_CHECKING:
    from exitwise.loader.vocabulary import Vocabulary
    from exitwise.loader.yaml.nodes import Node
    from exitwise.loader.yaml.readers import File

DAY: Final = re.compile(r"\d{4}-\d{2}-\d{2}\Z", re.ASCII)
DATED: Final = re.compile(r"\d{4}(?:-\d{2}){0,2}\Z", re.ASCII)
UNDATED: Final = "undated"


def _dated(node: Node, file: File) -> str | None:
    """Return a date of ISO 8601 to the year, month or day, or `undated`."""
    if isinstance(node, Scalar) and node.text == UNDATED:
        return UNDATED
    return _date(node, file, DATED, "a date such as 2026, 2026-05 or 2026-05-11, or `undated`")


def _day(node: Node, file: File) -> str | None:
    return _date(node, file, DAY, "a date such as 2026-05-11")


def _date(node: Node, file: File, pattern: re.Pattern[str], expected: str) -> str | None:
    value = scalar(node, file, expected)
    if value is None or (pattern.match(value.text) and _is_in_calendar(value.text)):
        return value and value.text
    file.report("bad-date", node, f"invalid date {describe(value)}, expected {expected}")
    return None


def _is_in_calendar(dated: str) -> bool:
    """Whether the day exists; a year or a month is completed to its first day."""
    try:
        date.fromisoformat(f"{dated}-01-01"[: len("2026-01-01")])
    except ValueError:
        return False
    return True


HEAD: Final = {
    "id": Key(name, required=True),
    "title": Key(text, required=True),
    "url": Key(text),
    "dated": Key(_dated, required=True),
    "reliability": Key(one_of("unknown-reliability", "reliability", RELIABILITIES), required=True),
    "review_by": Key(_day, required=True),
    "note": Key(text),
}

STATEMENT: Final = {
    "id": Key(name, required=True),
    "says": Key(text, required=True),
    "kind": Key(one_of("unknown-kind", "kind of statement", STATEMENT_KINDS), required=True),
    "because": Key(text),
    "unused": Key(text),
}


def source(node: Node, file: File, vocabulary: Vocabulary) -> Source | None:
    """Return one source with its statements; their relations refer to statements of the vocabulary."""
    record = read_record(node, file, "a source file", SOURCE_FILE)
    if record is None or not record.complete:
        return None
    head = record.values["source"]
    return Source(**head, statements=_statements(record, file, vocabulary), place=record.place)


def _head(node: Node, file: File) -> dict[str, str] | None:
    record = read_record(node, file, "a source", HEAD)
    return record.values if record is not None and record.complete else None


SOURCE_FILE: Final = {
    "source": Key(_head, required=True),
    "statements": Key(lambda node, _: node, required=True),
}


def _statements(source_file: Record, file: File, vocabulary: Vocabulary) -> tuple[Statement, ...]:
    related = one_or_many(vocabulary.statement)
    keys = {**STATEMENT, "confirms": Key(related), "refines": Key(related), "contradicts": Key(related)}
    prefix = f"{source_file.values['source']['id']}."

    def read(node: Node, file: File) -> Statement | None:
        record = read_record(node, file, "a statement", keys)
        if record is None or not record.complete:
            return None
        statement = record.values["id"]
        if not statement.startswith(prefix):
            message = f"statement id `{statement}` does not start with `{prefix}`"
            record.report(file, "wrong-prefix", "id", message)
        if "because" in record.nodes and "contradicts" not in record.nodes:
            message = "`because` is only valid together with `contradicts`"
            record.report(file, "contradictory-keys", "because", message)
        return Statement(**record.values, place=record.place)

    return read_records(source_file.nodes["statements"], file, read)
