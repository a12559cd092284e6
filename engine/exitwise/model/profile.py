"""Profiles: the answers of one case, validated against the facts and completed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from exitwise.diagnostic import Diagnostic, ProfileDiagnostic
from exitwise.errors import ProfileError
from exitwise.model.fact import UNKNOWN
from exitwise.model.interval import LARGEST, SMALLEST
from exitwise.model.kinds import kind_of, read
from exitwise.model.kinds.kind import Misfit
from exitwise.nearest import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from exitwise.model.fact import Fact, Value

SCHEMA = "exitwise.profile/1"
MAX_QUOTED = 60
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""Half of a surrogate pair: an `id` with it can be read from JSON, but not written as UTF-8."""
DUPLICATE = object()
"""The value of a duplicate key in a raw profile."""


@dataclass(frozen=True, kw_only=True)
class Profile:
    """A value for every fact; `absent` holds the facts without an answer, in the pack's order.

    Their value is `unknown`, or the one in `implied` with the ids of the constraints that imply it. The
    facts in `free` allow neither: their values are those of one completion, and make no difference.
    """

    id: str | int | None
    values: Mapping[str, Value]
    absent: tuple[str, ...]
    implied: Mapping[str, Implied] = field(default_factory=dict)
    free: frozenset[str] = frozenset()

    @property
    def missing(self) -> tuple[str, ...]:
        """The absent facts that have no value yet, because they cannot be unknown."""
        return tuple(name for name in self.absent if name not in self.values)

    @cached_property
    def known(self) -> dict[str, Value]:
        """The values that are given, implied or unknown."""
        return {name: value for name, value in self.values.items() if name not in self.free}


@dataclass(frozen=True, slots=True, kw_only=True)
class Implied:
    """The one value that constraints leave to an absent fact, and the ids of these constraints."""

    value: Value
    by: tuple[str, ...]


def complete(facts: Sequence[Fact], raw: Mapping[str, object]) -> Profile:
    """Return the profile of raw answers, with `unknown` for every absent fact that allows it.

    Null means absent.

    Raises:
        ProfileError: with all defects: unknown and duplicate keys, invalid values.
    """
    answers = parse_answers(facts, raw)
    values = {**{fact.id: UNKNOWN for fact in facts if fact.unknown}, **answers}
    return Profile(
        id=_id(raw.get("id")),
        values={fact.id: values[fact.id] for fact in facts if fact.id in values},
        absent=tuple(fact.id for fact in facts if fact.id not in answers),
    )


def parse_answers(facts: Sequence[Fact], raw: Mapping[str, object]) -> dict[str, Value]:
    """Return the valid answers of an incomplete profile, in the order of the facts.

    Raises:
        ProfileError: with all defects: unknown and duplicate keys, invalid values.
    """
    diagnostics = _diagnostics(facts, raw)
    if diagnostics:
        raise ProfileError(diagnostics)
    return {fact.id: valid(fact, raw[fact.id]) for fact in facts if raw.get(fact.id) is not None}


def _diagnostics(facts: Sequence[Fact], raw: Mapping[str, object]) -> list[ProfileDiagnostic]:
    """Return the defects of all keys and values in a raw profile."""
    by_id = {fact.id: fact for fact in facts}
    answers = ((by_id[key], value) for key, value in raw.items() if key in by_id)
    checked = (
        value_diagnostic(fact, value)
        for fact, value in answers
        if value is not None and value is not DUPLICATE
    )
    invalid = (diagnostic for diagnostic in checked if diagnostic is not None)
    return [*_duplicate_keys(raw), *_unknown_keys(raw, by_id), *_envelope_diagnostics(raw), *invalid]


def pointer(key: str) -> str:
    """Return the JSON pointer (RFC 6901) of a key of the profile."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _duplicate_keys(raw: Mapping[str, object]) -> list[ProfileDiagnostic]:
    return [
        ProfileDiagnostic(pointer=pointer(key), cause="duplicate-key", message=f"duplicate key {quote(key)}")
        for key, value in raw.items()
        if value is DUPLICATE
    ]


def _unknown_keys(raw: Mapping[str, object], facts: Mapping[str, Fact]) -> list[ProfileDiagnostic]:
    return [
        unknown_key_diagnostic(str(key), facts)
        for key in raw
        if key not in facts and key not in {"id", "schema"}
    ]


def unknown_key_diagnostic(key: str, facts: Iterable[str]) -> ProfileDiagnostic:
    """Return the diagnostic of a key that is not a fact, with the nearest fact as help."""
    message = f"unknown fact {quote(key)}"
    return ProfileDiagnostic(
        pointer=pointer(key), cause="unknown-fact", message=message, help=did_you_mean(key, facts)
    )


def _envelope_diagnostics(raw: Mapping[str, object]) -> list[ProfileDiagnostic]:
    """Return the defects of `id` and `schema`; null means absent for `id`."""
    diagnostics: list[ProfileDiagnostic] = []
    id_ = raw.get("id") if raw.get("id") is not DUPLICATE else None
    if isinstance(id_, bool) or not isinstance(id_, str | int | None):
        diagnostics.append(unexpected("id", id_, "text or a whole number", cause="wrong-kind"))
    elif isinstance(id_, int) and not SMALLEST <= id_ <= LARGEST:
        diagnostics.append(
            unexpected("id", id_, "text or a whole number within 64 bits", cause="out-of-range")
        )
    elif isinstance(id_, str) and LONE_SURROGATE.search(id_):
        diagnostics.append(unexpected("id", id_, "text without lone surrogates", cause="wrong-kind"))
    if raw.get("schema", SCHEMA) not in (SCHEMA, DUPLICATE):
        diagnostics.append(unexpected("schema", raw["schema"], f"`{SCHEMA}`", cause="wrong-schema"))
    return diagnostics


def missing_diagnostic(fact: Fact) -> ProfileDiagnostic:
    """Return the diagnostic of a missing answer on which the advice depends."""
    return ProfileDiagnostic(
        pointer=pointer(fact.id),
        cause="missing-fact",
        message=f"`{fact.id}` is missing and can change the advice, expected {kind_of(fact).expected(fact)}",
        help=fact.question,
    )


def value_diagnostic(fact: Fact, value: object) -> ProfileDiagnostic | None:
    """Return the diagnostic of an invalid answer, or None if it is valid."""
    misfit = read(fact, value)
    if not isinstance(misfit, Misfit):
        return None
    expected = kind_of(fact).expected(fact)
    return unexpected(fact.id, value, expected, cause=misfit.cause, form=misfit.form).with_help(misfit.help)


def unexpected(key: str, value: object, expected: str, *, cause: str, form: str = "") -> ProfileDiagnostic:
    """Return the diagnostic of a value; `form` says what it is if only its quotes differ."""
    return ProfileDiagnostic(
        pointer=pointer(key),
        cause=cause,
        message=f"{quote(key)} is {form}{quote(value)}, expected {expected}",
        redacted=Diagnostic(message=f"{quote(key)} is not {expected}"),
    )


def quote(value: object) -> str:
    """Return a JSON value in backticks for a message, cut to 60 characters."""
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case int() if not isinstance(value, bool) and not SMALLEST <= value <= LARGEST:
            return "a number beyond 64 bits"
    text = value if isinstance(value, str) else json.dumps(value, default=str).strip('"')
    return f"`{text}`" if len(text) <= MAX_QUOTED else f"`{text[:MAX_QUOTED]}…`"


def valid(fact: Fact, raw: object) -> Value:
    """Return the value of a valid answer.

    Raises:
        ValueError: the answer is invalid.
    """
    value = read(fact, raw)
    if isinstance(value, Misfit):
        raise ValueError(raw)  # noqa: TRY004 (an invalid answer may have any type)
    return value


def _id(value: object) -> str | int | None:
    """Narrow the type of a valid id."""
    if value is not None and not isinstance(value, str | int):
        raise TypeError(value)
    return value
