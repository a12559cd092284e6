"""A map to fill in, written from a pack: every fact with its question, and what its values are called."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Final

from exitwise.loader.yaml.nodes import Scalar
from exitwise.loader.yaml.readers import NAME
from exitwise.nearest import nearest_name
from exitwise.present.printable import one_line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

HEAD: Final = """\
# What the columns of an export mean to `{pack}` {version}.
# Write at `column` what the export calls it, and at the left of each value what the export writes for it:
# several of its values may mean one, and "" is an empty cell. A value that is not listed is a fault. Without
# `values` the column has the pack's own. What is the same for every record: {{always: VALUE}}. A fact that
# does not stand here is taken from the column of its own name, and is absent where there is none.
# For a number, `whole: true` accepts 5.0, `number: text` accepts "5", and `unknown: [n/a, -1]` lists values
# that mean not known. For days, `date: "%d.%m.%Y"` beside `days_since` is the form of the date.
"""
DAYS: Final = {1: "days_since", -1: "days_until"}
LAST_OF_FOUR: Final = 0xFFFF
"""The last character whose escape has four digits."""


def template(knowledge: Knowledge, columns: Sequence[str] | None = None) -> str:
    """Return a map in which everything has the pack's own names.

    With the columns of an export each fact has the one whose name is nearest, and a fact that has none is a
    comment, as are the columns that are left.
    """
    meant = {fact.id: fact.id for fact in knowledge.facts} if columns is None else _meant(knowledge, columns)
    lines = list(_head(knowledge, columns))
    for fact in knowledge.facts:
        lines += _entry(fact, meant.get(fact.id))
    left = [column for column in columns or () if column not in meant.values() and not _is_id(column)]
    return "\n".join([*lines, *_left(left, asked=columns is not None)]) + "\n"


def _head(knowledge: Knowledge, columns: Sequence[str] | None) -> Iterator[str]:
    yield HEAD.format(pack=one_line(knowledge.name), version=one_line(knowledge.version)).rstrip("\n")
    found = ["id"] if columns is None else [column for column in columns if _is_id(column)]
    yield f"id: {quoted(found[0])}" if found else "# id: the column of a record's id"
    yield "facts:"


def _is_id(column: str) -> bool:
    return column.casefold() == "id"


def _meant(knowledge: Knowledge, columns: Sequence[str]) -> dict[str, str]:
    """Return the column of each fact that has one; none is given to two facts."""
    free = {_folded(column): column for column in reversed(columns) if not _is_id(column)}
    found: dict[str, str] = {}
    for near in (False, True):
        for fact in knowledge.facts:
            if fact.id not in found:
                word = _folded(fact.id)
                key = nearest_name(word, free) if near else word
                if key in free:
                    found[fact.id] = free.pop(key)
    return found


def _folded(name: str) -> str:
    """Return a name as it is compared: without case, and every gap alike."""
    apart = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.split(r"[\W_]+", apart.casefold())).strip()


def _entry(fact: Fact, column: str | None) -> Iterator[str]:
    mark = "  " if column is not None else "  # "
    yield f"  # {one_line(fact.question)}{_kind(fact)}"
    yield f"{mark}{quoted(fact.id)}:"
    yield f"{mark}  column: {quoted(fact.id if column is None else column)}"
    if fact.ages:
        yield f"  #   {DAYS[fact.ages]}: true  # where the column holds a date"
    if fact.kind == "choice":
        yield f"{mark}  values:"
        labels = dict(fact.values)
        for value in fact.names:
            name = quoted(value)
            yield f"{mark}    {name}: {name}  # {one_line(labels.get(value, 'not known'))}"


def _kind(fact: Fact) -> str:
    """A choice shows its values; of a number the unit and the bounds are told."""
    if fact.kind == "choice":
        return ""
    bounds = {"at least": fact.minimum, "at most": fact.maximum}
    limits = " and ".join(f"{word} {number}" for word, number in bounds.items() if number is not None)
    unit = f" ({one_line(fact.unit)})" if fact.unit else ""
    return " ".join(filter(None, (" A whole number" + unit, limits)))


def _left(columns: Sequence[str], *, asked: bool) -> Iterator[str]:
    if not asked:
        yield "# The columns that are passed through to the output:"
        yield "# keep: [column, another]"
    elif columns:
        yield "# No fact is taken from these columns; what is left here is passed through to the output:"
        yield f"# keep: [{', '.join(map(quoted, columns))}]"


def quoted(text: str) -> str:
    """Return a text as YAML reads it: plain where it is a name, else in quotes."""
    if NAME.match(text) and Scalar(text, plain=True, line=0, column=0).kind == "text":
        return text
    return "".join(map(_safe, json.dumps(text, ensure_ascii=False)))


def _safe(letter: str) -> str:
    """A letter that is not seen, or steers what is, is written as its escape."""
    if letter.isprintable():
        return letter
    code = ord(letter)
    return f"\\u{code:04x}" if code <= LAST_OF_FOUR else f"\\U{code:08x}"
