"""Records of an export as profiles: a map says which column each fact is read from."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Final, NamedTuple

from exitwise.batch.columns.whole_numbers import is_unknown, text_of, text_of_number, whole_number
from exitwise.diagnostic import Diagnostic, ProfileDiagnostic
from exitwise.errors import ProfileError
from exitwise.model.column_map import day_of
from exitwise.model.fact import UNKNOWN
from exitwise.model.former_names import FormerNames
from exitwise.model.kinds import parse
from exitwise.model.profile import DUPLICATE, pointer, quote
from exitwise.model.session import is_session
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from datetime import date

    from exitwise.model.column_map import ColumnMap, Origin
    from exitwise.model.fact import Fact, Value

EMPTY: Final = '""'
"""How a message shows the value that is an empty text."""


class MappedRecord(NamedTuple):
    """A record as a raw profile, and the faults of its columns."""

    raw: dict[str, object]
    faults: list[ProfileDiagnostic]


class RecordMapper:
    """Maps records to profiles; `keep` names all columns that pass through, those of the map included."""

    def __init__(self, columns: ColumnMap, facts: Sequence[Fact], keep: Collection[str], today: date) -> None:
        self.facts = tuple(facts)
        self.origins = {fact.id: columns.origin(fact.id) for fact in facts}
        self.columns = {fact: origin.column for fact, origin in self.origins.items()}
        self.id = columns.id
        self.keep = tuple(keep)
        self._today = today
        self.notes = set[str]()
        """Notes on former names of columns in the records so far."""
        from_columns = [origin for origin in self.origins.values() if origin.column]
        named = {origin.column for origin in columns.facts.values()}
        self.schema = () if "schema" in named else ("schema",)
        self.known = dict.fromkeys(
            [*(origin.column for origin in from_columns), self.id, *self.schema, *keep]
        )
        self.empty = {origin.column for origin in from_columns if "" in (origin.values or origin.unknown)}
        """The columns in which empty text is a value; in the others an empty cell is absent."""
        self._integers = {fact.id for fact in facts if fact.kind == "integer"}
        self.parsed = self._parsed_columns()
        """The columns of one fact whose cells are read as answers of it."""
        self._kinds = {fact.id: fact for fact in facts}
        self.numbers = {self.origins[fact].column for fact in self._integers if not self.origins[fact].days}
        """The columns whose digits are numbers."""
        whole = (origin.column for origin in self.origins.values() if origin.whole)
        self.decimals = self.numbers.intersection(whole)
        """The columns in which a number may have a point and zeros after it."""
        self._pointers = {pointer(fact): _pointer(origin) for fact, origin in self.origins.items()}
        self._pointers["/id"] = pointer(self.id)
        self.former = self._former_columns(columns)
        """The facts whose columns may have a former name, by that name: those that the map does not name."""

    def _former_columns(self, columns: ColumnMap) -> dict[str, Fact]:
        own = [fact for fact in self.facts if fact.id not in columns.facts]
        former = {name: fact for fact in own for name in fact.formerly if name not in self.known}
        self.numbers |= {name for name, fact in former.items() if fact.kind == "integer"}
        self.parsed |= {name: fact for name, fact in former.items() if fact.id in self.parsed}
        return former

    def _parsed_columns(self) -> dict[str, Fact]:
        parsed: dict[str, Fact] = {}
        columns = [origin.column for origin in self.origins.values()]
        for fact in self.facts:
            origin = self.origins[fact.id]
            is_plain = origin.values is None and not origin.date and not origin.unknown
            if fact.kind not in {"choice", "integer"} and is_plain and columns.count(origin.column) == 1:
                parsed[origin.column] = fact
        return parsed

    def profile(
        self, record: Mapping[str, object], check: Callable[[Mapping[str, object]], Mapping[str, object]]
    ) -> Mapping[str, object]:
        """Return the raw profile of a record, checked by `check`; a saved session is checked without the map.

        Raises:
            ProfileError: the record is invalid; each fault has the column of the record.
        """
        if self.schema and is_session(record):
            return check(record)
        mapped = self.map_record(record)
        faults = mapped.faults
        try:
            profile = check(mapped.raw)
        except ProfileError as error:
            faults = [*faults, *self.at_columns(error.diagnostics)]
        if faults:
            raise ProfileError(faults)
        return profile

    def at_columns(self, faults: Iterable[ProfileDiagnostic]) -> tuple[ProfileDiagnostic, ...]:
        """Return the faults of a profile, each with the column of its fact."""
        return tuple(self._at_column(fault) for fault in faults)

    def _at_column(self, fault: ProfileDiagnostic) -> ProfileDiagnostic:
        column_pointer = self._pointers.get(fault.pointer, fault.pointer)
        if fault.cause != "missing-fact" or column_pointer == fault.pointer:
            return replace(fault, pointer=column_pointer)
        column = next(origin.column for origin in self.origins.values() if _pointer(origin) == column_pointer)
        return replace(
            fault, pointer=column_pointer, message=f"{fault.message}, in the column {quote(column)}"
        )

    def map_record(self, record: Mapping[str, object]) -> MappedRecord:
        """Map a record; a column that is unknown, repeated or invalid is a fault."""
        if self.former:
            names = FormerNames(self.former.values())
            record = names.renamed(record, keep=self.known, notes=self.notes)
        mapped = MappedRecord({}, list(self._column_faults(record)))
        for fact, origin in self.origins.items():
            value = record.get(origin.column) if origin.always is None else origin.always
            answer = None if value is DUPLICATE else self.answer(fact, origin, value)
            if isinstance(answer, ProfileDiagnostic):
                mapped.faults.append(answer)
            elif answer is not None:
                mapped.raw[fact] = answer
        others = {"id": self.id, **{key: key for key in (*self.schema, *self.keep)}}
        copied = {key: record[column] for key, column in others.items() if column in record}
        mapped.raw.update({key: value for key, value in copied.items() if value is not DUPLICATE})
        return mapped

    def _column_faults(self, record: Mapping[str, object]) -> Iterable[ProfileDiagnostic]:
        for column, value in record.items():
            if value is DUPLICATE:
                message = f"{quote(column)} appears twice"
                yield ProfileDiagnostic(pointer=pointer(column), cause="duplicate-key", message=message)
            if column not in self.known:
                message = f"no fact is read from the column {quote(column)}"
                advice = (
                    did_you_mean(column, self.known) or "name it in the map, or pass it through with `keep`"
                )
                yield ProfileDiagnostic(
                    pointer=pointer(column), cause="unknown-fact", message=message, help=advice
                )

    def answer(self, fact: str, origin: Origin, value: object) -> object:
        """Return the answer of a fact for a value of its column; None if absent, a diagnostic if invalid."""
        if value is None or origin.always is not None:
            return value
        if value == "" and origin.column in self.empty and "" not in (origin.values or origin.unknown):
            return None
        if origin.values is not None:
            named = _list_by_name if self._kinds[fact].kind == "several" else _by_name
            return named(fact, origin, origin.values, value)
        if value == UNKNOWN or is_unknown(origin, value):
            return UNKNOWN
        form = self._day if self._kinds[fact].counts else self._days if origin.days else self._number
        return form(fact, origin, value)

    def _day(self, fact: str, origin: Origin, value: object) -> object:
        """Return the day in a column of a date fact, as in JSON; a number of days is unchanged."""
        text = text_of_number(value) if origin.date else value
        if not isinstance(text, str):
            return value
        day = day_of(text, origin.date)
        if day is None:
            return _fault(fact, origin, value, "unknown-value", f"a date as {origin.date or 'YYYY-MM-DD'}")
        return day.isoformat()

    def _number(self, fact: str, origin: Origin, value: object) -> object:
        if not origin.whole and not origin.from_text:
            return value
        if self._kinds[fact].kind == "decimal":
            return parse(self._kinds[fact], value) if isinstance(value, str) else value
        number = whole_number(origin, value)
        if isinstance(number, float | Decimal):
            return _fault(fact, origin, value, "wrong-kind", "a whole number")
        return number

    def _days(self, fact: str, origin: Origin, value: object) -> int | ProfileDiagnostic:
        text = text_of_number(value) if origin.date else value
        day = day_of(text, origin.date) if isinstance(text, str) else None
        expected = f"a date as {origin.date or 'YYYY-MM-DD'}"
        if day is None:
            cause = "unknown-value" if isinstance(text, str) else "wrong-kind"
            return _fault(fact, origin, value, cause, expected)
        days = (self._today - day).days * origin.days
        limit = "that is not in the future" if origin.days > 0 else "that is not in the past"
        return days if days >= 0 else _fault(fact, origin, value, "out-of-range", f"{expected} {limit}")


def _pointer(origin: Origin) -> str:
    """Return the pointer of a column; a constant answer has none, and its faults concern the whole record."""
    return pointer(origin.column) if origin.column else ""


def _list_by_name(fact: str, origin: Origin, values: Mapping[str, Value], value: object) -> object:
    """Return the values that a list, or a text with semicolons, names; a diagnostic if one is unknown."""
    items = value if isinstance(value, list) else value.split(";") if isinstance(value, str) else [value]
    named = [
        _by_name(fact, origin, values, item.strip() if isinstance(item, str) else item) for item in items
    ]
    fault = next((item for item in named if isinstance(item, ProfileDiagnostic)), None)
    if fault is not None:
        return fault
    return UNKNOWN if named == [UNKNOWN] else named


def _by_name(
    fact: str, origin: Origin, values: Mapping[str, Value], value: object
) -> Value | ProfileDiagnostic:
    text = text_of(value)
    if text is not None and text in values:
        return values[text]
    cause = "wrong-kind" if text is None else "unknown-value"
    names = [name or EMPTY for name in values]
    fault = _fault(fact, origin, value, cause, f"one of {join_names(names, most=40)}")
    return fault if text is None else fault.with_help(did_you_mean(text, names))


def _fault(fact: str, origin: Origin, value: object, cause: str, expected: str) -> ProfileDiagnostic:
    subject = f"`{fact}`: the column {quote(origin.column)} is"
    return ProfileDiagnostic(
        pointer=pointer(origin.column),
        cause=cause,
        message=f"{subject} {quote(value)}, expected {expected}",
        redacted=Diagnostic(message=f"{subject} not {expected}"),
    )
