"""A quick look at lines of JSON, by the database: which of them are surely profiles, and what they answer.

What was read of a line needs at least so many bytes to be said. A line that has no more than these, blanks
left out, says nothing else: no other key, none twice, and nothing that was read otherwise than it is spelled.
Lines that have no more together than they need together have none of them more.
"""

from __future__ import annotations

import json
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

import msgspec

from exitwise.batch.codes import coded, is_answer, is_number, member, token
from exitwise.batch.database import listed, name, text
from exitwise.batch.records import MARK
from exitwise.loader.profile import MAX_BYTES
from exitwise.model.profile import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from exitwise.model.fact import Fact

NOTHING: Final = b"?"
"""What stands for a line that the database cannot take as it is; it is no profile, and seen to be none."""


def readable(content: bytes) -> bytes:
    """Return lines as the database reads the same number of them, whatever they hold."""
    if b"\r" in content:
        content = content.replace(b"\r\n", b"\n").removesuffix(b"\r")
    if (
        content
        and _is_readable(content)
        and b"\n\n" not in content
        and content[:1] != b"\n"
        and content[-1:] != b"\n"
    ):
        return content
    lines = content.split(b"\n")
    return b"\n".join(line if line and _is_readable(line) else NOTHING for line in lines)


def _is_readable(content: bytes) -> bool:
    if any(odd in content for odd in (b"\r", b"\0", b"\1")) or content.startswith(MARK):
        return False
    try:
        content.isascii() or content.decode()
    except UnicodeDecodeError:
        return False
    return True


class Look:
    """Writes the look for one vocabulary; `columns` says what each fact's column is called.

    `keep` are further keys, of which it is sure where they are text or a whole number.
    """

    def __init__(self, facts: Sequence[Fact], columns: Mapping[str, str], keep: Sequence[str]) -> None:
        self._facts = facts
        self._columns = columns
        self._further = ("id", *keep)
        self._keys = {key: f"t{place}" for place, key in enumerate((*columns, *self._further, "schema"))}

    @property
    def can_tell(self) -> bool:
        """Whether the database can: it folds the case of keys."""
        return len({key.casefold() for key in self._keys}) == len(self._keys)

    @property
    def can_tell_at_once(self) -> bool:
        """Whether it can without a look at each token: no value reads like a number, a truth or nothing."""
        return self.can_tell and not any(map(_is_bare, (name for fact in self._facts for name in fact.names)))

    def at_once(self, file: str) -> str:
        """Return the look at a whole file, of which it is sure if all the `shortest` add up to its length.

        It fails where something is no answer.
        """
        kinds = [f"{text(key)}: '{'VARCHAR' if key in self._columns else 'JSON'}'" for key in self._keys]
        options = f"columns = {{{listed(kinds)}}}, maximum_object_size = {MAX_BYTES}"
        reader = f"read_json({text(file)}, format = 'newline_delimited', {options})"
        required = " AND ".join(["TRUE", *self._required()])
        return (
            f"WITH tokens AS (SELECT {self._tokens()} FROM {reader}), {self._codes(member)} "
            f"SELECT TRUE AS sure, CASE WHEN {required} THEN {self._shortest(_bare_length)} END AS shortest, "
            f"{self._answers()} FROM codes"
        )

    def at_each(self, file: str) -> str:
        """Return the look at each line of a file: whether it is `sure`, its answers, and what is kept."""
        options = "header = false, auto_detect = false, delim = E'\\x01', quote = '', escape = ''"
        columns = f"columns = {{'line': 'VARCHAR'}}, max_line_size = {2 * MAX_BYTES}"
        structure = text(msgspec.json.encode(dict.fromkeys(self._keys, "JSON")).decode())
        said = f"TRY(from_json(line, {structure})) AS said FROM read_csv({text(file)}, {options}, {columns})"
        return (
            f"WITH said AS (SELECT line, {said}), "
            f"tokens AS (SELECT line, {self._tokens('said.')} FROM said), "
            f"{self._codes(partial(member, spelled=token, tried=True))}, "
            f"spelled AS (SELECT *, {self._shortest(_token_length)} AS shortest FROM codes) "
            f"SELECT {self._sure()} AS sure, {self._answers()} FROM spelled"
        )

    # Parts of both

    def _each(self) -> Iterator[tuple[Fact, str, str]]:
        """Yield each fact with what is said of it, and the code of that."""
        return ((fact, self._keys[fact.id], f"c{place}") for place, fact in enumerate(self._facts))

    def _tokens(self, of: str = "") -> str:
        return listed([f"{of}{name(key)}::VARCHAR AS {own}" for key, own in self._keys.items()])

    def _codes(self, made: Callable[[Fact, str], str]) -> str:
        codes = [f"{made(fact, said)} AS {code}" for fact, said, code in self._each()]
        return f"codes AS (SELECT *, {listed(codes)} FROM tokens)"

    def _shortest(self, length: Callable[[Fact, str, str], str]) -> str:
        return " + ".join(["1", *(length(*each) for each in self._each()), *self._further_lengths()])

    def _answers(self) -> str:
        answers = [f"{coded(fact, code)} AS {name(self._columns[fact.id])}" for fact, _, code in self._each()]
        return listed([*answers, *(f"{self._keys[key]} AS {name(key)}" for key in self._further)])

    def _required(self) -> Iterator[str]:
        return (f"{self._keys[fact.id]} IS NOT NULL" for fact in self._facts if not fact.unknown)

    def _sure(self) -> str:
        length = (
            "CASE strlen(line) WHEN shortest THEN TRUE ELSE strlen(replace(line, ' ', '')) = shortest END"
        )
        whole = ("starts_with(line, '{')", f"strlen(line) <= {MAX_BYTES}")
        return f"coalesce({' AND '.join((*self._required(), *whole, length))}, FALSE)"

    def _further_lengths(self) -> Iterator[str]:
        schema = self._keys["schema"]
        yield _length("schema", schema, f"{schema} = {text(token(SCHEMA))}")
        for key in self._further:
            own = self._keys[key]
            plain = f"starts_with({own}, '\"') OR TRY_CAST({own} AS BIGINT)::VARCHAR = {own}"
            yield _length(key, f"replace({own}, ' ', '')", plain)


def _around(key: str) -> int:
    """Return the bytes of a member of an object besides its value: its key, a colon and a comma."""
    return len(msgspec.json.encode(key).replace(b" ", b"")) + 2


def _length(key: str, spelled: str, when: str) -> str:
    """Return how long a key with its value is at least; what is no answer counts for nothing."""
    return f"CASE WHEN {when} THEN strlen({spelled}) + {_around(key)} ELSE 0 END"


def _token_length(fact: Fact, said: str, code: str) -> str:
    return _length(fact.id, said, is_answer(fact, said, code, spelled=token))


def _bare_length(fact: Fact, said: str, code: str) -> str:
    around = _around(fact.id)
    if fact.kind == "choice":
        return f"coalesce(strlen({said}) + {around + 2}, 0)"
    words = (f"WHEN {said} = {text(value)} THEN {around + len(token(value))}" for value in fact.names)
    cases = (f"WHEN {is_number(fact, said, code)} THEN strlen({said}) + {around}", *words)
    return f"CASE {' '.join(cases)} ELSE 0 END"


def _is_bare(value: str) -> bool:
    """Whether a text could stand in JSON without its marks."""
    with suppress(ValueError):
        json.loads(value)
        return True
    return value.casefold().lstrip("+-") in {"nan", "inf", "infinity"} or " " in value
