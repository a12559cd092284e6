"""Lines of an export as lines of profiles, quickly: what a value of a column means is worked out once."""

from __future__ import annotations

import re
from operator import getitem
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal

import msgspec

from exitwise.batch.whole_numbers import text_of
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.loader.profile import MAX_BYTES
from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import LARGEST, SCHEMA, SMALLEST, value_diagnostic

if TYPE_CHECKING:
    from collections.abc import Sequence

    from exitwise.batch.mapping import Mapped
    from exitwise.model.fact import Fact

ID: Final = str | Annotated[int, msgspec.Meta(ge=SMALLEST, le=LARGEST)] | None
ESCAPED: Final = re.compile(r'["\\\x00-\x1f]')
"""A character that JSON escapes; a struct has no key with one."""
MOST_KEPT: Final = 20_000
"""Values of one column whose meaning is remembered."""
LONGEST_KEPT: Final = 64
BOOLEANS: Final = ("true", "false")


class Column(dict[object, bytes]):
    """What each value of a column adds to a line; each is judged by the careful look when it first comes.

    A value that is at fault is no key. A column from which nothing is taken is false.
    """

    def __init__(self, mapped: Mapped, column: str) -> None:
        super().__init__()
        self._mapped = mapped
        self._facts = [fact for fact in mapped.facts if mapped.origins[fact.id].column == column]
        self._schema = column in mapped.schema
        self.kind = Literal[SCHEMA] if self._schema else _kind(mapped, self._facts)

    def __bool__(self) -> bool:
        return bool(self._facts) or self._schema

    def __missing__(self, value: Any) -> bytes:
        told = {fact.id: self._answer(fact, value) for fact in self._facts}
        if self._schema and value == SCHEMA:
            told["schema"] = value
        found = msgspec.json.encode({name: each for name, each in told.items() if each is not None})
        added = found[1:-1] + b"," if found != b"{}" else b""
        if len(self) < MOST_KEPT and not (isinstance(value, str) and len(value) > LONGEST_KEPT):
            self[value] = added
        return added

    def _answer(self, fact: Fact, value: object) -> object:
        given = None if value is msgspec.UNSET else value
        answer = self._mapped.answer(fact.id, self._mapped.origins[fact.id], given)
        if answer is None and fact.unknown:
            return None
        if isinstance(answer, ProfileDiagnostic) or value_diagnostic(fact, answer) is not None:
            raise KeyError(value)
        return answer


class Fast:
    """The quick way through a map, for records of which it is sure.

    Where columns are passed through it is not: what they hold has to be looked at in what it makes.
    """

    def __init__(self, mapped: Mapped) -> None:
        columns = {name: Column(mapped, name) for name in mapped.known}
        raw = {name: [name] for name in mapped.keep}
        if mapped.id in raw or columns[mapped.id]:
            raw.setdefault(mapped.id, []).append("id")
        self.sure = not raw
        plain = [name for name in columns if name not in raw and name != mapped.id]
        kinds = {name: columns[name].kind | None for name in plain} | dict.fromkeys(raw, msgspec.Raw)
        self._named = mapped.id not in raw
        self._decode = msgspec.json.Decoder(_record(kinds | ({mapped.id: ID} if self._named else {}))).decode
        self._taken = tuple(columns[name] for name in plain)
        self._passed = [(columns[name], [_key(key) for key in keys]) for name, keys in raw.items()]
        self._width = len(columns)
        always = {fact: origin.always for fact, origin in mapped.origins.items() if origin.always is not None}
        self._always = msgspec.json.encode(always)[1:-1] + b"," if always else b""

    def lines(self, lines: Sequence[bytes]) -> list[bytes]:
        """Return the lines of profiles; an empty one stands for what needs a careful look."""
        return list(map(self._line, lines))

    def _line(self, line: bytes) -> bytes:
        """Return one line; keys are counted as the gate counts them, for one that is given twice is lost."""
        try:
            found = msgspec.structs.astuple(self._decode(line))
            told = b"".join(map(getitem, self._taken, found))
            if self._passed:
                told += self._raw(found[len(self._taken) :])
        except (KeyError, TypeError, msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return b""
        if self._named and found[-1] is not msgspec.UNSET and found[-1] is not None:
            told += b'"id":' + msgspec.json.encode(found[-1]) + b","
        stated = self._width - found.count(msgspec.UNSET)
        if line.count(b'":') != stated or b'\\"' in line or len(line) > MAX_BYTES:
            return b""
        return b"{" + (told + self._always)[:-1] + b"}"

    def _raw(self, tokens: Sequence[Any]) -> bytes:
        """Return what is passed through, byte by byte, and what is taken from the same columns."""
        told = b""
        for (column, keys), token in zip(self._passed, tokens, strict=False):
            value = token
            if token is not msgspec.UNSET:
                written = bytes(token)
                told += b"".join([key + written + b"," for key in keys])
                value = msgspec.json.decode(written, type=str | int | None) if column else None
            if column:
                told += column[value]
        return told


class Careful:
    """The way through a map with a column that no struct has: every record gets the careful look."""

    sure = True

    def lines(self, lines: Sequence[bytes]) -> list[bytes]:
        """Return an empty line for each."""
        return [b""] * len(lines)


def fast(mapped: Mapped) -> Fast | Careful:
    """Return the quickest way through a map."""
    return Careful() if any(map(ESCAPED.search, mapped.known)) else Fast(mapped)


def _key(name: str) -> bytes:
    return msgspec.json.encode(name) + b":"


def _kind(mapped: Mapped, facts: Sequence[Fact]) -> Any:
    """Return what a column may hold: of texts, numbers and booleans what is not taken for another."""
    if len(facts) != 1:
        return str | int
    fact, origin = facts[0], mapped.origins[facts[0].id]
    if origin.values is not None:
        return _listed(tuple(origin.values))
    if origin.days:
        return str | int if origin.date or origin.unknown else str
    if origin.whole:
        return int | float | str
    if origin.from_text or origin.unknown:
        return int | str
    return Literal[fact.names] if fact.kind == "choice" else int | Literal[UNKNOWN]


def _listed(values: tuple[str, ...]) -> Any:
    """Return the type of the values of a map; what JSON spells so need be no text."""
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
