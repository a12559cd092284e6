"""Which records are profiles: a fast look at each, and a careful one at those that do not pass it.

The fast look never lets through what the careful one, which is how a single profile is read, would refuse.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

import msgspec

from exitwise.batch.columns import misfit
from exitwise.batch.fast import ESCAPED, fast
from exitwise.batch.kept import faults as kept_faults
from exitwise.batch.kept import spelled
from exitwise.batch.read.csv_start import ENCODING_HELP
from exitwise.batch.reject import Reject
from exitwise.batch.unknown_columns import NAMELESS, NAMELESS_HELP
from exitwise.batch.whole_numbers import number_help
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import InputError, ProfileError
from exitwise.loader.profile import MAX_BYTES, parse_profile
from exitwise.model.fact import UNKNOWN
from exitwise.model.profile import LARGEST, SMALLEST, complete, pointer
from exitwise.model.profile import SCHEMA as PROFILE
from exitwise.model.session import raw_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from exitwise.batch.mapping import Mapped
    from exitwise.batch.records import Records
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

ID: Final = str | Annotated[int, msgspec.Meta(ge=SMALLEST, le=LARGEST)] | None | msgspec.UnsetType
PRETTY: Final = {
    b"{": "write one record a line: jq -c . FILE",
    b"[": "write one record a line: jq -c '.[]' FILE",
}
"""The help for the first line of a record, or of an array, that is spread over several lines."""
SPACED: Final = (b" :", b"\t:", b"\r:", b"\n:")
MOST_QUOTED: Final = 1000
"""Characters of a raw record that a reject repeats."""


class Gated(NamedTuple):
    """What became of records, or of some: the lines that passed, each with its place, and the rejects."""

    records: Records
    lines: list[bytes]
    places: Sequence[int]
    rejects: list[Reject]


class Gate:
    """The gate of one knowledge base: `keep` names keys that are let through as they are.

    With `raw` a reject repeats its record. With `mapped` the records are somebody's export.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        today: date,
        *,
        keep: Sequence[str] = (),
        raw: bool = False,
        mapped: Mapped | None = None,
    ) -> None:
        self._knowledge = knowledge
        self._today = today
        self._keep = frozenset(keep)
        self._raw = raw
        self._mapped = mapped
        columns = {fact.id: fact.id for fact in knowledge.facts} if mapped is None else mapped.columns
        integers = (fact.id for fact in knowledge.facts if fact.kind == "integer")
        self._numbers = {pointer(columns[fact]): columns[fact] for fact in integers}
        self._fast = None if mapped is None else fast(mapped)
        record = _record(knowledge.facts, keep)
        self._decode = msgspec.json.Decoder(record).decode
        self._width = len(record.__struct_fields__)

    @property
    def is_mapped(self) -> bool:
        """Whether the records are an export whose columns a map explains."""
        return self._mapped is not None

    def passed(
        self,
        records: Records,
        places: Sequence[int] | None = None,
        wanted: Callable[[Iterable[bytes]], Iterable[bytes]] = iter,
    ) -> Gated:
        """Return which records are profiles, and what is wrong with the others; of all, or of some places.

        The lines are taken through `wanted`, which may end the work.
        """
        places = range(len(records.lines)) if places is None else places
        lines = [records.lines[place] for place in places]
        given = lines if self._fast is None else self._fast.lines(lines)
        is_plain = bool if self._fast is not None and self._fast.sure else self._is_plain
        found = [line if is_plain(line) else None for line in wanted(given)]
        return self._sorted(records, places, wanted(lines), found)

    def _sorted(
        self, records: Records, places: Sequence[int], lines: Iterable[bytes], found: Sequence[bytes | None]
    ) -> Gated:
        passed: dict[int, bytes] = {}
        rejects: list[Reject] = []
        for place, line, plain in zip(places, lines, found, strict=True):
            told = plain or self._looked_at(line, records.columns)
            if isinstance(told, bytes):
                passed[place] = told
            else:
                rejects.append(self.reject(records, place, told))
        return Gated(records, list(passed.values()), list(passed), rejects)

    def _is_plain(self, line: bytes) -> bool:
        """Whether a line is surely a profile: it decodes, and has no key twice and nothing escaped.

        A key is followed by one colon: where there are more of them than keys, they stand in texts, or a key
        is there twice.
        """
        try:
            found = self._decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return False
        stated = self._width - msgspec.structs.astuple(found).count(msgspec.UNSET)
        once = line.count(b":") == stated or _is_tight(line, stated)
        return once and b"\\" not in line and len(line) <= MAX_BYTES

    def _looked_at(self, line: bytes, columns: int) -> bytes | tuple[ProfileDiagnostic, ...]:
        """Return a record as a line of JSON, or its faults."""
        if not line.strip():
            message = "the line is blank, expected a JSON object"
            return (ProfileDiagnostic(pointer="", cause="blank-line", message=message),)
        if (fault := misfit(line, columns)) is not None:
            return (fault,)
        try:
            found = parse_profile(line)
            kept = [key for key in found if key in self._keep]
            if unkept := (*kept_faults(found, kept),):
                return unkept
            raw = self._checked(found) if self._mapped is None else self._mapped.profile(found, self._checked)
        except ProfileError as error:
            return tuple(self._with_help(fault, found) for fault in error.diagnostics)
        except InputError as error:
            return (_unreadable(error, line, is_row=columns > 0),)
        return msgspec.json.encode({**raw, **spelled(line, kept)} if kept else raw)

    def _with_help(self, fault: ProfileDiagnostic, record: Mapping[str, object]) -> ProfileDiagnostic:
        """Return a fault with help: of a number the keys of a map that accept it."""
        if fault.pointer == "/":
            return replace(fault, message=NAMELESS, help=NAMELESS_HELP)
        column = self._numbers.get(fault.pointer)
        return fault if fault.help or column is None else fault.with_help(number_help(record.get(column)))

    def _checked(self, record: Mapping[str, object]) -> Mapping[str, object]:
        raw = raw_answers(record, self._knowledge, self._today)
        complete(self._knowledge.facts, {key: value for key, value in raw.items() if key not in self._keep})
        return raw

    def refused(self, records: Records, place: int, faults: tuple[ProfileDiagnostic, ...]) -> Reject:
        """Return the reject of a record that passed, and was refused for what it says."""
        return self.reject(records, place, faults if self._mapped is None else self._mapped.placed(faults))

    def reject(self, records: Records, place: int, faults: tuple[ProfileDiagnostic, ...]) -> Reject:
        """Return the reject of one of the records."""
        line = records.lines[place]
        return Reject(
            file=records.file,
            line=records.number_of(place),
            offset=records.offset_of(place),
            id=_id(line, "id" if self._mapped is None else self._mapped.id),
            faults=faults,
            raw=line.decode("utf-8", "backslashreplace")[:MOST_QUOTED] if self._raw else None,
        )


def _is_tight(line: bytes, stated: int) -> bool:
    """Whether each key is followed by its colon at once, and there are as many as that."""
    return line.count(b'":') == stated and not any(spaced in line for spaced in SPACED)


def _unreadable(error: InputError, line: bytes, *, is_row: bool) -> ProfileDiagnostic:
    has_encoding = is_row and isinstance(error.__cause__, UnicodeDecodeError)
    help_ = ENCODING_HELP if has_encoding else error.help or PRETTY.get(line.strip(), "")
    return ProfileDiagnostic(pointer="", cause="no-profile", message=error.message, help=help_)


def _id(line: bytes, key: str) -> str | int | None:
    """Return the id that a faulty record gives, if it can be read and is one."""
    try:
        found = parse_profile(line).get(key)
    except InputError:
        return None
    if isinstance(found, bool) or not isinstance(found, str | int):
        return None
    return found if isinstance(found, str) or SMALLEST <= found <= LARGEST else None


def _record(facts: Iterable[Fact], keep: Iterable[str]) -> Any:
    """Return the type of a record: a field for each fact, which takes the fact's answers and nothing else."""
    fields = [*_fields(facts), ("id", ID), ("schema", Literal[PROFILE] | msgspec.UnsetType)]
    fields += [(name, Any) for name in keep if not ESCAPED.search(name)]
    known = {f"f{number}": (name, kind) for number, (name, kind) in enumerate(fields)}
    required = {fact.id for fact in facts if not fact.unknown}
    told = [
        (field, kind) if name in required else (field, kind, msgspec.UNSET)
        for field, (name, kind) in known.items()
    ]
    return msgspec.defstruct(
        "Record",
        sorted(told, key=len),
        rename={field: name for field, (name, _) in known.items()},
        forbid_unknown_fields=True,
        gc=False,
    )


def _fields(facts: Iterable[Fact]) -> Iterator[tuple[str, Any]]:
    for fact in facts:
        kind = Literal[fact.names] if fact.kind == "choice" else _number(fact)
        yield fact.id, kind | None | msgspec.UnsetType if fact.unknown else kind


def _number(fact: Fact) -> Any:
    low = SMALLEST if fact.minimum is None else fact.minimum
    high = LARGEST if fact.maximum is None else fact.maximum
    number: Any = Annotated[int, msgspec.Meta(ge=low, le=high)]
    return number | Literal[UNKNOWN] if fact.unknown else number
