"""Lists that the query gives as bits: as a list, as words, as JSON, and counted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from exitwise.batch.database import listed, name, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from exitwise.sql.masks import Piece

HALF: Final = 4
"""Entries that are looked up at once: what there may be of them is written out in sixteen ways."""


def as_list(pieces: Sequence[Piece]) -> str:
    """Return the entries as a list."""
    return f"flatten([{_looked_up(pieces, _list)}]::VARCHAR[][])"


def as_words(pieces: Sequence[Piece]) -> str:
    """Return the entries as one text, with a blank between two."""
    return _texts(pieces, " ")


def as_line(values: Iterable[tuple[str, str]], lists: Mapping[str, Sequence[Piece]]) -> str:
    """Return an object as a line of JSON, of values that are JSON and of lists, each by its key."""
    parts = [f"{text(json.dumps(key, ensure_ascii=False) + ':')}, {value}" for key, value in values]
    parts += [
        f"{text(json.dumps(key) + ':[')}, {_texts(own, ',', json.dumps)}, ']'" for key, own in lists.items()
    ]
    told = ", ',', ".join(parts)
    return f"concat('{{', {told}, '}}')"


def is_empty(pieces: Sequence[Piece]) -> str:
    """Return whether there is no entry."""
    return " AND ".join(f"{name(piece.column)} = 0" for piece in pieces) or "TRUE"


def count_of(pieces: Sequence[Piece]) -> dict[str, str]:
    """Return for each entry in how many rows it is."""
    return {
        entry: f"count_if({name(piece.column)} & {1 << place} <> 0)"
        for piece in pieces
        for place, entry in enumerate(piece.names)
    }


def _texts(pieces: Sequence[Piece], between: str, spelled: Callable[[str], str] = str) -> str:
    def joined(entries: Sequence[str]) -> str:
        return text("".join(between + spelled(entry) for entry in entries))

    return f"substr(concat('', {_looked_up(pieces, joined)}), {len(between) + 1})" if pieces else "''"


def _list(entries: Sequence[str]) -> str:
    return f"[{listed(list(map(text, entries)))}]"


def _looked_up(pieces: Sequence[Piece], made: Callable[[Sequence[str]], str]) -> str:
    """Return what the bits stand for, a few at a time, looked up in all that they may be."""
    return listed([each for piece in pieces for each in _halves(piece, made)])


def _halves(piece: Piece, made: Callable[[Sequence[str]], str]) -> Iterator[str]:
    low, high = piece.names[:HALF], piece.names[HALF:]
    for entries, number in (
        (low, f"{name(piece.column)} & {(1 << HALF) - 1}"),
        (high, f"{name(piece.column)} >> {HALF}"),
    ):
        if entries:
            table = listed([made(each) for each in _subsets(entries)])
            yield f"list_extract([{table}], ({number}) + 1)"


def _subsets(entries: Sequence[str]) -> list[list[str]]:
    """Return what each number says of some entries, by its bits from the lowest."""
    return [
        [entry for place, entry in enumerate(entries) if number >> place & 1]
        for number in range(1 << len(entries))
    ]
