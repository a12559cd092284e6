"""A template of a column map for a pack: every fact with its question and the names of its values."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from exitwise.loader.yaml.nodes import Scalar
from exitwise.loader.yaml.readers import NAME
from exitwise.model.kinds import kind_of, number_kind
from exitwise.nearest import nearest_name
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

HEAD: Final = """\
# A map from the columns of an export to the facts of `{pack}` {version}.
# At `column`, write the name of the column in the export. Under `values`, write the export's value on the
# left of each value of the pack. Several values may map to the same one, and "" is an empty cell; a value
# that is not listed is a fault. Without `values`, the column has the values of the pack. For a constant,
# write {{always: VALUE}}. A fact that is not listed here is read from the column of its own name, if any.
# For a number, `whole: true` accepts 5.0, `number: text` accepts "5", and `unknown: [n/a, -1]` lists values
# that mean not known. Several values in one cell are separated by semicolons. `date: "%d.%m.%Y"` is the form
# of a date; for a number of days, it stands beside `days_since`.
"""
DAYS: Final = {1: "days_since", -1: "days_until"}
LAST_OF_FOUR: Final = 0xFFFF
"""The last character whose escape has four digits."""


def template(knowledge: Knowledge, columns: Sequence[str] | None = None) -> str:
    """Return a map with the names of the pack.

    With the columns of an export, each fact gets the column with the nearest name. Facts without a column and
    columns without a fact are comments.
    """
    column_by_fact = (
        {fact.id: fact.id for fact in knowledge.facts}
        if columns is None
        else _match_columns(knowledge, columns)
    )
    lines = list(_head(knowledge, columns))
    for fact in knowledge.facts:
        lines += _entry(fact, column_by_fact.get(fact.id))
    unused = [
        column for column in columns or () if column not in column_by_fact.values() and not _is_id(column)
    ]
    return "\n".join([*lines, *_unused(unused, has_columns=columns is not None)]) + "\n"


def _head(knowledge: Knowledge, columns: Sequence[str] | None) -> Iterator[str]:
    yield HEAD.format(pack=one_line(knowledge.name), version=one_line(knowledge.version)).rstrip("\n")
    ids = ["id"] if columns is None else [column for column in columns if _is_id(column)]
    yield f"id: {quoted(ids[0])}" if ids else "# id: the column of a record's id"
    yield "facts:"


def _is_id(column: str) -> bool:
    return column.casefold() == "id"


def _match_columns(knowledge: Knowledge, columns: Sequence[str]) -> dict[str, str]:
    """Return the column of each fact that has one; no column belongs to two facts."""
    free = {_folded(column): column for column in reversed(columns) if not _is_id(column)}
    matches: dict[str, str] = {}
    for near in (False, True):
        for fact in knowledge.facts:
            if fact.id not in matches:
                word = _folded(fact.id)
                key = nearest_name(word, free) if near else word
                if key in free:
                    matches[fact.id] = free.pop(key)
    return matches


def _folded(name: str) -> str:
    """Return a name in the form used for comparison: case-folded, with single blanks between words."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.split(r"[\W_]+", apart.casefold())).strip()


def _entry(fact: Fact, column: str | None) -> Iterator[str]:
    mark = "  " if column is not None else "  # "
    yield f"  # {one_line(fact.question)}{_kind(fact)}"
    yield f"{mark}{quoted(fact.id)}:"
    yield f"{mark}  column: {quoted(fact.id if column is None else column)}"
    if fact.ages:
        yield f"  #   {DAYS[fact.ages]}: true  # where the column holds a date"
    if fact.counts:
        yield '  #   date: "%d.%m.%Y"  # where days are not written as YYYY-MM-DD'
    if not kind_of(fact).is_number:
        yield f"{mark}  values:"
        labels = dict(fact.values)
        for value in fact.names:
            name = quoted(value)
            yield f"{mark}    {name}: {name}  # {one_line(labels.get(value, 'not known'))}"


def _kind(fact: Fact) -> str:
    """Return a number in words, with its unit and bounds; empty for a choice, whose values are listed."""
    kind = number_kind(fact)
    if kind is None:
        return ""
    bounds = {"at least": fact.minimum, "at most": fact.maximum}
    limits = (f"{word} {kind.written(fact, bound)}" for word, bound in bounds.items() if bound is not None)
    noun = kind.noun(fact).removesuffix(",")
    unit = f" ({one_line(fact.unit)})" if fact.unit else ""
    return " ".join(filter(None, (f" {noun[0].upper()}{noun[1:]}{unit}", " and ".join(limits))))


def _unused(columns: Sequence[str], *, has_columns: bool) -> Iterator[str]:
    if not has_columns:
        yield "# The columns that are passed through to the output:"
        yield "# keep: [column, another]"
    elif columns:
        yield "# No fact is read from these columns; those listed here are passed through to the output:"
        yield f"# keep: [{', '.join(map(quoted, columns))}]"


def quoted(text: str) -> str:
    """Return a text as a YAML scalar: plain if it is a name, otherwise in quotes."""
    if NAME.match(text) and Scalar(text, plain=True, line=0, column=0).kind == "text":
        return text
    return "".join(map(_escape, json.dumps(text, ensure_ascii=False)))


def _escape(letter: str) -> str:
    """Return a character, or its escape if it is not printable."""
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\u{code:04x}" if code <= LAST_OF_FOUR else f"\\U{code:08x}"
