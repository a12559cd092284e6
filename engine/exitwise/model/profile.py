"""One case's answers: checked against the vocabulary, completed, every fault reported."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import ProfileError
from exitwise.model.fact import UNKNOWN
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from exitwise.model.fact import Fact, Value

SCHEMA = "exitwise.profile/1"
SMALLEST, LARGEST = -(2**63), 2**63 - 1
MAX_QUOTED = 60
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
"""What JSON can spell and no encoding can hold: an `id` with it would not come back unchanged."""
DUPLICATE = object()
"""Stands for the value of a key that a text gives more than once: which of them is meant, nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A value for every fact of the vocabulary; `absent` names those nobody gave."""

    id: str | int | None
    values: Mapping[str, Value]
    absent: tuple[str, ...]


def complete(facts: Sequence[Fact], raw: Mapping[str, object]) -> Profile:
    """Return the profile with `unknown` for each absent fact; null means absent.

    Raises:
        ProfileError: with every fault: unknown keys and values, wrong kinds, missing required facts.
    """
    given = {key: value for key, value in raw.items() if value is not None}
    missing = (_missing_diagnostic(fact) for fact in facts if fact.id not in given)
    faults = [*_diagnostics(facts, raw), *(found for found in missing if found is not None)]
    if faults:
        raise ProfileError(faults)
    return Profile(
        id=_id(given.get("id")),
        values={fact.id: _value(given.get(fact.id, UNKNOWN)) for fact in facts},
        absent=tuple(fact.id for fact in facts if fact.id not in given),
    )


def parse_answers(facts: Sequence[Fact], raw: Mapping[str, object]) -> dict[str, Value]:
    """Return the answers that a profile gives, whether or not it gives all that advice requires.

    Raises:
        ProfileError: with every fault of what is given: unknown keys and values, wrong kinds.
    """
    faults = _diagnostics(facts, raw)
    if faults:
        raise ProfileError(faults)
    return {fact.id: _value(raw[fact.id]) for fact in facts if raw.get(fact.id) is not None}


def _diagnostics(facts: Sequence[Fact], raw: Mapping[str, object]) -> list[ProfileDiagnostic]:
    """Return what is wrong with all that is given."""
    known = {fact.id: fact for fact in facts}
    given = ((known[key], value) for key, value in raw.items() if key in known)
    answers = (
        value_diagnostic(fact, value) for fact, value in given if value is not None and value is not DUPLICATE
    )
    wrong = (found for found in answers if found is not None)
    return [*_duplicate_keys(raw), *_unknown_keys(raw, known), *_envelope_diagnostics(raw), *wrong]


def pointer(key: str) -> str:
    """Return the JSON pointer of a key of the profile (RFC 6901)."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


def _duplicate_keys(raw: Mapping[str, object]) -> list[ProfileDiagnostic]:
    twice = [str(key) for key, value in raw.items() if value is DUPLICATE]
    return [
        ProfileDiagnostic(pointer=pointer(key), cause="duplicate-key", message=f"{quote(key)} is given twice")
        for key in twice
    ]


def _unknown_keys(raw: Mapping[str, object], known: Mapping[str, Fact]) -> list[ProfileDiagnostic]:
    return [
        unknown_key_diagnostic(str(key), known)
        for key in raw
        if key not in known and key not in {"id", "schema"}
    ]


def unknown_key_diagnostic(key: str, known: Iterable[str]) -> ProfileDiagnostic:
    """Return the fault that there is no such fact, with the nearest one."""
    message = f"no fact is called {quote(key)}"
    return ProfileDiagnostic(
        pointer=pointer(key), cause="unknown-fact", message=message, help=did_you_mean(key, known)
    )


def _envelope_diagnostics(raw: Mapping[str, object]) -> list[ProfileDiagnostic]:
    """The keys that are about the profile and not about the case; a null `id` is an absent one."""
    faults = []
    name = raw.get("id") if raw.get("id") is not DUPLICATE else None
    if isinstance(name, bool) or not isinstance(name, str | int | None):
        message = f"`id` is {quote(name)}, expected text or a whole number"
        faults.append(ProfileDiagnostic(pointer="/id", cause="wrong-kind", message=message))
    elif isinstance(name, int) and not SMALLEST <= name <= LARGEST:
        message = f"`id` is {quote(name)}, expected text or a whole number within 64 bits"
        faults.append(ProfileDiagnostic(pointer="/id", cause="out-of-range", message=message))
    elif isinstance(name, str) and LONE_SURROGATE.search(name):
        message = f"`id` is {quote(name)}, which holds half of a surrogate pair and is no text"
        faults.append(ProfileDiagnostic(pointer="/id", cause="wrong-kind", message=message))
    if raw.get("schema", SCHEMA) not in (SCHEMA, DUPLICATE):
        message = f"`schema` is {quote(raw['schema'])}, expected `{SCHEMA}`"
        faults.append(ProfileDiagnostic(pointer="/schema", cause="wrong-schema", message=message))
    return faults


def _missing_diagnostic(fact: Fact) -> ProfileDiagnostic | None:
    if fact.unknown:
        return None
    return ProfileDiagnostic(
        pointer=pointer(fact.id),
        cause="missing-fact",
        message=f"`{fact.id}` is required and missing, expected {_expected(fact)}",
        help=fact.question,
    )


def value_diagnostic(fact: Fact, value: object) -> ProfileDiagnostic | None:
    """Return what is wrong with an answer, or None."""
    match value:
        case bool():
            cause = "wrong-kind"
        case str():
            if value in fact.names:
                return None
            cause = "unknown-value"
        case int() if fact.kind == "integer":
            if SMALLEST <= value <= LARGEST and fact.within(value):
                return None
            cause = "out-of-range"
        case _:
            cause = "wrong-kind"
    return ProfileDiagnostic(
        pointer=pointer(fact.id),
        cause=cause,
        message=f"`{fact.id}` is {_kind(fact, value)}{quote(value)}, expected {_expected(fact)}",
        help=did_you_mean(value, fact.names) if isinstance(value, str) else "",
    )


def _kind(fact: Fact, value: object) -> str:
    """Say that a number was given as text, where the quotes make the difference."""
    return "the text " if fact.kind == "integer" and isinstance(value, str) else ""


def _expected(fact: Fact) -> str:
    """Describe in words what a fact takes."""
    if fact.kind == "choice":
        return f"one of {join_names(fact.names, most=40)}"
    bounds = {"at least": fact.minimum, "at most": fact.maximum}
    limits = " and ".join(f"{word} {number}" for word, number in bounds.items() if number is not None)
    return " ".join(filter(None, ("a whole number", limits, "or `unknown`" if fact.unknown else "")))


def quote(value: object) -> str:
    """Return an answer as JSON spells it, cut when it is long: a message quotes, it does not repeat."""
    match value:
        case dict():
            return "an object"
        case list():
            return "a list"
        case int() if not isinstance(value, bool) and not SMALLEST <= value <= LARGEST:
            return "a number beyond 64 bits"
    text = value if isinstance(value, str) else json.dumps(value, default=repr)
    return f"`{text}`" if len(text) <= MAX_QUOTED else f"`{text[:MAX_QUOTED]}…`"


def _value(value: object) -> Value:
    """Narrow the type of an answer that has been found valid."""
    if not isinstance(value, str | int):
        raise TypeError(value)
    return value


def _id(value: object) -> str | int | None:
    return None if value is None else _value(value)
