"""Source files: a document's head, and its statements."""

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
    """Return an ISO 8601 date, as exact as it is known, or `undated`."""
    if isinstance(node, Scalar) and node.text == UNDATED:
        return UNDATED
    return _matching(node, file, DATED, "a date (2026, 2026-05 or 2026-05-11) or `undated`")


def _day(node: Node, file: File) -> str | None:
    return _matching(node, file, DAY, "a date such as 2026-05-11")


def _matching(node: Node, file: File, pattern: re.Pattern[str], expected: str) -> str | None:
    found = scalar(node, file, expected)
    if found is None or (pattern.match(found.text) and _exists(found.text)):
        return found and found.text
    file.report("bad-date", node, f"{describe(found)} is not {expected}")
    return None


def _exists(dated: str) -> bool:
    """Whether the calendar has such a day; a year or a month is completed to its first."""
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
    "reliability": Key(one_of("unknown-reliability", "a reliability", RELIABILITIES), required=True),
    "review_by": Key(_day, required=True),
    "note": Key(text),
}

STATEMENT: Final = {
    "id": Key(name, required=True),
    "says": Key(text, required=True),
    "kind": Key(one_of("unknown-kind", "a kind of statement", STATEMENT_KINDS), required=True),
    "because": Key(text),
    "unused": Key(text),
}


def source(node: Node, file: File, vocabulary: Vocabulary) -> Source | None:
    """Return one source with its statements; their relations name statements of the vocabulary."""
    found = read_record(node, file, "a source file", SOURCE_FILE)
    if found is None or not found.complete:
        return None
    head = found.values["source"]
    return Source(**head, statements=_statements(found, file, vocabulary), place=found.place)


def _head(node: Node, file: File) -> dict[str, str] | None:
    found = read_record(node, file, "a source", HEAD)
    return found.values if found is not None and found.complete else None


SOURCE_FILE: Final = {
    "source": Key(_head, required=True),
    "statements": Key(lambda node, _: node, required=True),
}


def _statements(found: Record, file: File, vocabulary: Vocabulary) -> tuple[Statement, ...]:
    related = one_or_many(vocabulary.statement)
    keys = {**STATEMENT, "confirms": Key(related), "refines": Key(related), "contradicts": Key(related)}
    prefix = f"{found.values['source']['id']}."

    def read(node: Node, file: File) -> Statement | None:
        entry = read_record(node, file, "a statement", keys)
        if entry is None or not entry.complete:
            return None
        own = entry.values["id"]
        if not own.startswith(prefix):
            message = f"the statement `{own}` does not begin with its source's `{prefix}`"
            entry.report(file, "wrong-prefix", "id", message)
        if "because" in entry.nodes and "contradicts" not in entry.nodes:
            message = "`because` says why a contradiction is decided so, and there is no `contradicts`"
            entry.report(file, "contradictory-keys", "because", message)
        return Statement(**entry.values, place=entry.place)

    return read_records(found.nodes["statements"], file, read)
