"""The validation of records: a fast check of every record, and a full check of those that fail it.

The full check reads a record as a single profile. The fast check never accepts a record that the full check
rejects.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, Annotated, Any, Final, Literal, NamedTuple

import msgspec

from exitwise.batch.columns.map_fast_path import ESCAPED, fast_path
from exitwise.batch.columns.table import bad_row
from exitwise.batch.columns.unknown_columns import NAMELESS, NAMELESS_HELP
from exitwise.batch.columns.whole_numbers import number_help
from exitwise.batch.read.csv_start import ENCODING_HELP
from exitwise.batch.reject import Reject
from exitwise.batch.validate.passthrough import faults as passthrough_faults
from exitwise.batch.validate.passthrough import raw_values
from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import InputError, ProfileError
from exitwise.loader.profile import MAX_BYTES, parse_profile
from exitwise.model.fact import UNKNOWN
from exitwise.model.interval import LARGEST, SMALLEST
from exitwise.model.kinds import kind_of, number_kind
from exitwise.model.profile import SCHEMA as PROFILE
from exitwise.model.profile import complete, pointer
from exitwise.model.session import raw_answers

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from exitwise.batch.columns.mapping import RecordMapper
    from exitwise.batch.records import Records
    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

ID: Final = str | Annotated[int, msgspec.Meta(ge=SMALLEST, le=LARGEST)] | None | msgspec.UnsetType
PRETTY: Final = {
    b"{": "write one record a line: jq -c . FILE",
    b"[": "write one record a line: jq -c '.[]' FILE",
}
"""The help for a record, or an array, that is spread over several lines, by its first line."""
ENCODE: Final = msgspec.json.Encoder(decimal_format="number").encode
"""Encodes JSON with exact numbers."""
SPACED: Final = (b" :", b"\t:", b"\r:", b"\n:")
MOST_QUOTED: Final = 1000
"""Characters of a raw record that a reject repeats."""


class ValidatedLines(NamedTuple):
    """The result of a validation: the valid lines as profiles, the row of each, and the rejects."""

    records: Records
    lines: list[bytes]
    rows: Sequence[int]
    rejects: list[Reject]


class RecordValidator:
    """Validates records for one knowledge base; `keep` names the keys that are passed through unchanged.

    With `raw` a reject repeats its record. With `mapper` the records are an export with columns of its own.
    """

    def __init__(
        self,
        knowledge: Knowledge,
        today: date,
        *,
        keep: Sequence[str] = (),
        raw: bool = False,
        mapper: RecordMapper | None = None,
    ) -> None:
        self._knowledge = knowledge
        self.today = today
        self._keep = frozenset(keep)
        self.notes = set[str]() if mapper is None else mapper.notes
        """Notes on former names in the records so far."""
        self._raw = raw
        self._mapper = mapper
        columns = {fact.id: fact.id for fact in knowledge.facts} if mapper is None else mapper.columns
        integers = (fact.id for fact in knowledge.facts if number_kind(fact) is not None)
        self._numbers = {pointer(columns[fact]): columns[fact] for fact in integers}
        self._fast_path = None if mapper is None else fast_path(mapper)
        record = _record(knowledge.facts, keep)
        self._decode = msgspec.json.Decoder(record).decode
        self._width = len(record.__struct_fields__)
        self._parse = lru_cache(1)(parse_profile)  # the id of a record is read after its faults

    @property
    def is_mapped(self) -> bool:
        """Whether the records are an export whose columns are mapped to facts."""
        return self._mapper is not None

    def validate(
        self,
        records: Records,
        rows: Sequence[int] | None = None,
        stoppable: Callable[[Iterable[bytes]], Iterable[bytes]] = iter,
    ) -> ValidatedLines:
        """Validate the records, or some rows of them; long work takes its lines through `stoppable`."""
        rows = range(len(records.lines)) if rows is None else rows
        lines = [records.lines[row] for row in rows]
        profiles = lines if self._fast_path is None else self._fast_path.lines(lines)
        is_valid = bool if self._fast_path is not None and self._fast_path.is_final else self._is_plain
        accepted = [line if is_valid(line) else None for line in stoppable(profiles)]
        return self._validated(records, rows, stoppable(lines), accepted)

    def _validated(
        self, records: Records, rows: Sequence[int], lines: Iterable[bytes], accepted: Sequence[bytes | None]
    ) -> ValidatedLines:
        """Return the accepted lines, and the result of the full check for the others."""
        profiles: dict[int, bytes] = {}
        rejects: list[Reject] = []
        for row, line, profile in zip(rows, lines, accepted, strict=True):
            result = profile or self._check(line, records.columns)
            if isinstance(result, bytes):
                profiles[row] = result
            else:
                rejects.append(self.reject(records, row, result))
        return ValidatedLines(records, list(profiles.values()), list(profiles), rejects)

    def _is_plain(self, line: bytes) -> bool:
        """Whether the fast check accepts a line: it decodes, repeats no key and has no escapes.

        Every key has one colon. With more colons than keys, a text contains one, or a key is repeated.
        """
        try:
            record = self._decode(line)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            return False
        stated = self._width - msgspec.structs.astuple(record).count(msgspec.UNSET)
        has_each_key_once = line.count(b":") == stated or _is_tight(line, stated)
        return has_each_key_once and b"\\" not in line and len(line) <= MAX_BYTES

    def _check(self, line: bytes, columns: int) -> bytes | tuple[ProfileDiagnostic, ...]:
        """Check a record in full, and return its profile as a line of JSON, or its faults."""
        if not line.strip():
            message = "the line is blank, expected a JSON object"
            return (ProfileDiagnostic(pointer="", cause="blank-line", message=message),)
        if (fault := bad_row(line, columns)) is not None:
            return (fault,)
        try:
            record = self._parse(line)
            keys = [key for key in record if key in self._keep]
            if faults := (*passthrough_faults(record, keys),):
                return faults
            raw = (
                self._complete(record)
                if self._mapper is None
                else self._mapper.profile(record, self._complete)
            )
        except ProfileError as error:
            return tuple(self._with_help(fault, record) for fault in error.diagnostics)
        except InputError as error:
            return (_unreadable(error, line, is_row=columns > 0),)
        return ENCODE({**raw, **raw_values(line, keys)} if keys else raw)

    def _with_help(self, fault: ProfileDiagnostic, record: Mapping[str, object]) -> ProfileDiagnostic:
        """Return a fault with help; for a number, the keys of a map that accept it."""
        if fault.pointer == "/":
            return replace(fault, message=NAMELESS, help=NAMELESS_HELP)
        column = self._numbers.get(fault.pointer)
        return fault if fault.help or column is None else fault.with_help(number_help(record.get(column)))

    def _complete(self, record: Mapping[str, object]) -> Mapping[str, object]:
        raw = raw_answers(record, self._knowledge, self.today, keep=self._keep, notes=self.notes)
        complete(self._knowledge.facts, {key: value for key, value in raw.items() if key not in self._keep})
        return raw

    def reject_refused(self, records: Records, row: int, faults: tuple[ProfileDiagnostic, ...]) -> Reject:
        """Return the reject of a valid record that the rules refuse."""
        return self.reject(records, row, faults if self._mapper is None else self._mapper.at_columns(faults))

    def reject(self, records: Records, row: int, faults: tuple[ProfileDiagnostic, ...]) -> Reject:
        """Return the reject of one of the records."""
        line = records.lines[row]
        return Reject(
            file=records.file,
            line=records.number_of(row),
            offset=records.offset_of(row),
            id=self._id(line),
            faults=faults,
            raw=line.decode("utf-8", "backslashreplace")[:MOST_QUOTED] if self._raw else None,
        )

    def _id(self, line: bytes) -> str | int | None:
        """Return the id of a faulty record, or None if it cannot be read or is invalid."""
        try:
            value = self._parse(line).get("id" if self._mapper is None else self._mapper.id)
        except InputError:
            return None
        if isinstance(value, bool) or not isinstance(value, str | int):
            return None
        return value if isinstance(value, str) or SMALLEST <= value <= LARGEST else None


def _is_tight(line: bytes, stated: int) -> bool:
    """Whether the line has this many keys, each directly followed by its colon."""
    return line.count(b'":') == stated and not any(spaced in line for spaced in SPACED)


def _unreadable(error: InputError, line: bytes, *, is_row: bool) -> ProfileDiagnostic:
    has_encoding = is_row and isinstance(error.__cause__, UnicodeDecodeError)
    help_ = ENCODING_HELP if has_encoding else error.help or PRETTY.get(line.strip(), "")
    return ProfileDiagnostic(pointer="", cause="no-profile", message=error.message, help=help_)


def _record(facts: Iterable[Fact], keep: Iterable[str]) -> Any:
    """Return the type of a record, with a field for each fact that accepts only answers of the fact."""
    fields = [*_fields(facts), ("id", ID), ("schema", Literal[PROFILE] | msgspec.UnsetType)]
    fields += [(name, Any) for name in keep if not ESCAPED.search(name)]
    known = {f"f{number}": (name, kind) for number, (name, kind) in enumerate(fields)}
    return msgspec.defstruct(
        "Record",
        [(field, kind, msgspec.UNSET) for field, (_, kind) in known.items()],
        rename={field: name for field, (name, _) in known.items()},
        forbid_unknown_fields=True,
        gc=False,
    )


def _fields(facts: Iterable[Fact]) -> Iterator[tuple[str, Any]]:
    for fact in facts:
        yield fact.id, _answers(fact) | None | msgspec.UnsetType


def needs_full_check(fact: Fact) -> bool:
    """Whether the fast check accepts no answer of a fact but `unknown`."""
    return kind_of(fact).name in {"several", "decimal", "date"}


def _answers(fact: Fact) -> Any:
    """Return the type of the answers of a fact."""
    kind = number_kind(fact)
    if needs_full_check(fact):
        return Literal[UNKNOWN]
    if kind is None:
        return Literal[fact.names]
    low, high = kind.bounds(fact)
    number: Any = Annotated[int, msgspec.Meta(ge=low, le=high)]
    return number | Literal[UNKNOWN] if fact.unknown else number
