"""Records of somebody's export as profiles: their columns taken for facts, as a map says."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, NamedTuple

from exitwise.batch.whole_numbers import is_unknown, text_of, text_of_number, whole_number
from exitwise.diagnostic import Diagnostic, ProfileDiagnostic
from exitwise.errors import ProfileError
from exitwise.model.column_map import day_of
from exitwise.model.fact import UNKNOWN
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


class Taken(NamedTuple):
    """What a record gives: a raw profile, what is wrong with its columns, and the facts that this hides."""

    raw: dict[str, object]
    faults: list[ProfileDiagnostic]
    hidden: set[str]


class Mapped:
    """One map, ready for records; `keep` names all columns that are passed through, the map's and others."""

    def __init__(self, columns: ColumnMap, facts: Sequence[Fact], keep: Collection[str], today: date) -> None:
        self.facts = tuple(facts)
        self.origins = {fact.id: columns.origin(fact.id) for fact in facts}
        self.columns = {fact: origin.column for fact, origin in self.origins.items()}
        self.id = columns.id
        self.keep = tuple(keep)
        self._today = today
        read = [origin for origin in self.origins.values() if origin.column]
        named = {origin.column for origin in columns.facts.values()}
        self.schema = () if "schema" in named else ("schema",)
        self.known = dict.fromkeys([*(origin.column for origin in read), self.id, *self.schema, *keep])
        self.empty = {origin.column for origin in read if "" in (origin.values or origin.unknown)}
        """The columns of which an empty text means something; of the others an empty cell is absent."""
        self._integers = {fact.id for fact in facts if fact.kind == "integer"}
        self.numbers = {self.origins[fact].column for fact in self._integers if not self.origins[fact].days}
        """The columns whose digits are numbers."""
        whole = (origin.column for origin in self.origins.values() if origin.whole)
        self.decimals = self.numbers.intersection(whole)
        """The columns in which a number may have a point and zeros after it."""
        self._pointers = {pointer(fact): _pointer(origin) for fact, origin in self.origins.items()}
        self._pointers["/id"] = pointer(self.id)

    def profile(
        self, record: Mapping[str, object], checked: Callable[[Mapping[str, object]], Mapping[str, object]]
    ) -> Mapping[str, object]:
        """Return the raw profile of a record, checked; a saved session has no columns, and is taken as it is.

        Raises:
            ProfileError: with every fault, each at the column of the record.
        """
        if self.schema and is_session(record):
            return checked(record)
        taken = self.taken(record)
        faults = taken.faults
        try:
            found = checked(taken.raw)
        except ProfileError as error:
            hidden = {pointer(fact) for fact in taken.hidden}
            told = (
                each
                for each in error.diagnostics
                if each.cause != "missing-fact" or each.pointer not in hidden
            )
            faults = [*faults, *self.placed(told)]
        if faults:
            raise ProfileError(faults)
        return found

    def placed(self, faults: Iterable[ProfileDiagnostic]) -> tuple[ProfileDiagnostic, ...]:
        """Return the faults of a profile at the columns that its facts were taken from."""
        return tuple(self._placed(fault) for fault in faults)

    def _placed(self, fault: ProfileDiagnostic) -> ProfileDiagnostic:
        at = self._pointers.get(fault.pointer, fault.pointer)
        if fault.cause != "missing-fact" or at == fault.pointer:
            return replace(fault, pointer=at)
        column = next(origin.column for origin in self.origins.values() if _pointer(origin) == at)
        return replace(fault, pointer=at, message=f"{fault.message}, in the column {quote(column)}")

    def taken(self, record: Mapping[str, object]) -> Taken:
        """Return what a record gives; a column that means nothing, or is there twice, is a fault."""
        found = Taken({}, list(self._strange(record)), set())
        for fact, origin in self.origins.items():
            value = record.get(origin.column) if origin.always is None else origin.always
            answer = None if value is DUPLICATE else self.answer(fact, origin, value)
            if isinstance(answer, ProfileDiagnostic):
                found.faults.append(answer)
            elif answer is not None:
                found.raw[fact] = answer
            if value is DUPLICATE or isinstance(answer, ProfileDiagnostic):
                found.hidden.add(fact)
        beside = {"id": self.id, **{key: key for key in (*self.schema, *self.keep)}}
        told = {key: record[column] for key, column in beside.items() if column in record}
        found.raw.update({key: value for key, value in told.items() if value is not DUPLICATE})
        return found

    def _strange(self, record: Mapping[str, object]) -> Iterable[ProfileDiagnostic]:
        for column, value in record.items():
            if value is DUPLICATE:
                message = f"{quote(column)} is given twice"
                yield ProfileDiagnostic(pointer=pointer(column), cause="duplicate-key", message=message)
            if column not in self.known:
                message = f"no fact is taken from the column {quote(column)}"
                advice = (
                    did_you_mean(column, self.known) or "name it in the map, or pass it through with `keep`"
                )
                yield ProfileDiagnostic(
                    pointer=pointer(column), cause="unknown-fact", message=message, help=advice
                )

    def answer(self, fact: str, origin: Origin, value: object) -> object:
        """Return a fact's answer for a value of its column, a fault of it, or None where there is none."""
        if value is None or origin.always is not None:
            return value
        if value == "" and origin.column in self.empty and "" not in (origin.values or origin.unknown):
            return None
        if origin.values is not None:
            return _named(fact, origin, origin.values, value)
        if is_unknown(origin, value):
            return UNKNOWN
        return self._counted(fact, origin, value) if origin.days else self._number(fact, origin, value)

    def _number(self, fact: str, origin: Origin, value: object) -> object:
        if not origin.whole and not origin.from_text:
            return value
        number = whole_number(origin, value)
        if isinstance(number, float):
            return _fault(fact, origin, value, "wrong-kind", "a whole number")
        return number

    def _counted(self, fact: str, origin: Origin, value: object) -> int | ProfileDiagnostic:
        text = text_of_number(value) if origin.date else value
        day = day_of(text, origin.date) if isinstance(text, str) else None
        wanted = f"a day as {origin.date or 'YYYY-MM-DD'}"
        if day is None:
            cause = "unknown-value" if isinstance(text, str) else "wrong-kind"
            return _fault(fact, origin, value, cause, wanted)
        days = (self._today - day).days * origin.days
        limit = "that is not to come" if origin.days > 0 else "that is not past"
        return days if days >= 0 else _fault(fact, origin, value, "out-of-range", f"{wanted} {limit}")


def _pointer(origin: Origin) -> str:
    """An answer that is always the same stands in no column, and what is wrong with it is so in the whole."""
    return pointer(origin.column) if origin.column else ""


def _named(
    fact: str, origin: Origin, values: Mapping[str, Value], value: object
) -> Value | ProfileDiagnostic:
    text = text_of(value)
    if text is not None and text in values:
        return values[text]
    cause = "wrong-kind" if text is None else "unknown-value"
    names = [each or EMPTY for each in values]
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
