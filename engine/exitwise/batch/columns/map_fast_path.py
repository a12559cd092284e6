"""The fast path of a map: lines of an export become lines of profiles, each distinct value mapped once."""

from __future__ import annotations

import re
from operator import getitem
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec

from exitwise.batch.columns.whole_numbers import text_of
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.loader.profile import MAX_BYTES
from exitwise.model.fact import UNKNOWN
from exitwise.model.interval import LARGEST, SMALLEST
from exitwise.model.kinds import kind_of
from exitwise.model.profile import SCHEMA, value_diagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.batch.columns.mapping import RecordMapper
    from exitwise.model.fact import Fact

ID: Final = str | Annotated[int, msgspec.Meta(ge=SMALLEST, le=LARGEST)] | None
ESCAPED: Final = re.compile(r'["\\\x00-\x1f]')
"""A character that JSON escapes; a struct has no key with one."""
MOST_CACHED: Final = 20_000
"""Distinct values of one column that are cached."""
LONGEST_CACHED: Final = 64
BOOLEANS: Final = ("true", "false")


class Column(dict[object, bytes]):
    """The members that each value of a column adds to a profile, mapped when the value first occurs.

    A faulty value raises `KeyError`. A column that no fact is mapped from is false.
    """

    def __init__(self, mapper: RecordMapper, column: str) -> None:
        super().__init__()
        self._mapper = mapper
        self._facts = [fact for fact in mapper.facts if mapper.origins[fact.id].column == column]
        self._schema = column in mapper.schema
        self.kind = Literal[SCHEMA] if self._schema else _kind(mapper, self._facts)

    def __bool__(self) -> bool:
        return bool(self._facts) or self._schema

    def __missing__(self, value: Any) -> bytes:
        answers = {fact.id: self._answer(fact, value) for fact in self._facts}
        if self._schema and value == SCHEMA:
            answers["schema"] = value
        stated = {name: answer for name, answer in answers.items() if answer is not None}
        members = msgspec.json.encode(stated)[1:-1] + b"," if stated else b""
        if len(self) < MOST_CACHED and not (isinstance(value, str) and len(value) > LONGEST_CACHED):
            self[value] = members
        return members

    def _answer(self, fact: Fact, value: object) -> object:
        stated = None if value is msgspec.UNSET else value
        answer = self._mapper.answer(fact.id, self._mapper.origins[fact.id], stated)
        if answer is None:
            return None
        if isinstance(answer, ProfileDiagnostic) or value_diagnostic(fact, answer) is not None:
            raise KeyError(value)
        return answer


class FastPath:
    """Maps the lines that need no full check.

    The result is final unless columns pass through, whose values have to be checked in it.
    """

    def __init__(self, mapper: RecordMapper) -> None:
        columns = {name: Column(mapper, name) for name in mapper.known}
        raw = {name: [name] for name in mapper.keep}
        if mapper.id in raw or columns[mapper.id]:
            raw.setdefault(mapper.id, []).append("id")
        self.is_final = not raw
        """Whether the profiles need no further check."""
        plain = [name for name in columns if name not in raw and name != mapper.id]
        kinds = {name: columns[name].kind | None for name in plain} | dict.fromkeys(raw, msgspec.Raw)
        self._has_typed_id = mapper.id not in raw
        self._decode = msgspec.json.Decoder(
            _record(kinds | ({mapper.id: ID} if self._has_typed_id else {}))
        ).decode
        self._columns = tuple(columns[name] for name in plain)
        self._raw_columns = [(columns[name], [_key(key) for key in keys]) for name, keys in raw.items()]
        self._width = len(columns)
        always = {fact: origin.always for fact, origin in mapper.origins.items() if origin.always is not None}
        self._always = msgspec.json.encode(always)[1:-1] + b"," if always else b""

    def lines(self, lines: Sequence[bytes]) -> list[bytes]:
        """Return the lines of profiles, empty for records that need the full check."""
        return list(map(self._line, lines))

    def _line(self, line: bytes) -> bytes:
        """Return one line; keys are counted by their colons, since the decoder drops a repeated key."""
        try:
            values = msgspec.structs.astuple(self._decode(line))
            members = b"".join(map(getitem, self._columns, values))
            if self._raw_columns:
                members += self._raw(values[len(self._columns) :])
        except (KeyError, TypeError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return b""
        if self._has_typed_id and values[-1] is not msgspec.UNSET and values[-1] is not None:
            members += b'"id":' + msgspec.json.encode(values[-1]) + b","
        stated = self._width - values.count(msgspec.UNSET)
        if line.count(b'":') != stated or b'\\"' in line or len(line) > MAX_BYTES:
            return b""
        return b"{" + (members + self._always)[:-1] + b"}"

    def _raw(self, tokens: Sequence[Any]) -> bytes:
        """Return the values that pass through, unparsed, and the answers from the same columns."""
        members = b""
        for (column, keys), token in zip(self._raw_columns, tokens, strict=False):
            value = token
            if token is not msgspec.UNSET:
                text = bytes(token)
                members += b"".join([key + text + b"," for key in keys])
                value = msgspec.json.decode(text, type=str | int | None) if column else None
            if column:
                members += column[value]
        return members


class NoFastPath:
    """The path for columns that a struct cannot have, or cannot read exactly: all are checked in full."""

    is_final = True

    def lines(self, lines: Sequence[bytes]) -> list[bytes]:
        """Return an empty line for each."""
        return [b""] * len(lines)


def fast_path(mapper: RecordMapper) -> FastPath | NoFastPath:
    """Return the fast path of a map."""
    exact = any(fact.kind in {"several", "decimal", "date"} for fact in mapper.facts)
    return NoFastPath() if exact or any(map(ESCAPED.search, mapper.known)) else FastPath(mapper)


def _key(name: str) -> bytes:
    return msgspec.json.encode(name) + b":"


def _kind(mapper: RecordMapper, facts: Sequence[Fact]) -> Any:
    """Return the type of a column's values; no value may decode as a value of another type."""
    if len(facts) != 1:
        return str | int
    fact, origin = facts[0], mapper.origins[facts[0].id]
    if origin.values is not None:
        return _literal(tuple(origin.values))
    if origin.days:
        return str | int if origin.date or origin.unknown else str
    if origin.whole:
        return int | float | str
    if origin.from_text or origin.unknown:
        return int | str
    return int | Literal[UNKNOWN] if kind_of(fact).is_number else Literal[fact.names]


def _literal(values: tuple[str, ...]) -> Any:
    """Return the type of the values of a map, which may also be numbers or booleans of the same spelling."""
    if any(value in values for value in BOOLEANS):
        return Literal[values] | bool
    numbers = tuple(number for number in map(_number, values) if number is not None)
    return Literal[values + numbers]


def _number(text: str) -> int | None:
    try:
        number = int(text)
    except ValueError:
        return None
    return number if text_of(number) == text and SMALLEST <= number <= LARGEST else None


def _record(kinds: dict[str, Any]) -> Any:
    """Return the type of a record, in which any key may be absent."""
    fields = {f"f{number}": name for number, name in enumerate(kinds)}
    return msgspec.defstruct(
        "Export",
        [(field, kinds[name] | msgspec.UnsetType, msgspec.UNSET) for field, name in fields.items()],
        rename=fields,
        forbid_unknown_fields=True,
        gc=False,
    )
