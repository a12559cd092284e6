"""Sessions: saved conversations, with their answers, their day and the steps done."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from exitwise.diagnostic import ProfileDiagnostic
from exitwise.errors import InputError, ProfileError
from exitwise.model.advice import Pack
from exitwise.model.interval import LARGEST, SMALLEST
from exitwise.model.kinds import dated, number_kind
from exitwise.model.profile import DUPLICATE, pointer, quote, unexpected
from exitwise.nearest import did_you_mean, join_names

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping

    from exitwise.model.fact import Fact
    from exitwise.model.knowledge import Knowledge

SCHEMA: Final = "exitwise.session/2"
SCHEMAS: Final = (SCHEMA, "exitwise.session/1")
"""The schemas that are read; the first is written. In that of version 1 no answer is a day."""
KEYS: Final = ("schema", "id", "pack", "date", "answers", "implied", "done", "replaced", "waits")
MAPPINGS: Final = ("answers", "implied", "done", "replaced", "waits")
REQUIRED: Final = ("pack", "date", "answers")
HEAD: Final = ("name", "version", "digest")
NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
DAY: Final = "a day as YYYY-MM-DD"
ANSWER: Final = "text, a list of texts or a number within 64 bits"
SCHEMA_HINT: Final = "`exitwise schema session` prints the schema of sessions"


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """The answers of a conversation in order as in JSON, valid on `day`.

    `implied` holds the answers that follow from them, `done` the steps done and their days, in the order in
    which they were ticked. `replaced` has for each of them the answers that the tick changed, as they were on
    its day: None where there was none. `waits` has the days on which holds began.
    """

    pack: Pack
    day: date
    answers: Mapping[str, object]
    implied: Mapping[str, object] = field(default_factory=dict)
    done: Mapping[str, date] = field(default_factory=dict)
    replaced: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    waits: Mapping[str, date] = field(default_factory=dict)
    id: str | int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the session as data for JSON; `id` is omitted if None."""
        return {
            "schema": SCHEMA,
            **({} if self.id is None else {"id": self.id}),
            "pack": asdict(self.pack),
            "date": self.day.isoformat(),
            "answers": dict(self.answers),
            "implied": dict(self.implied),
            "done": {step: day.isoformat() for step, day in self.done.items()},
            "replaced": {step: dict(former) for step, former in self.replaced.items()},
            "waits": {hold: day.isoformat() for hold, day in self.waits.items()},
        }


def is_session(raw: Mapping[str, object]) -> bool:
    """Whether raw data is a session, by its key `schema`, and not a profile."""
    return raw.get("schema") in SCHEMAS


def parse_session(raw: Mapping[str, object], pack: str | None) -> Session:
    """Return the session in raw data; its answers are not validated against the facts yet.

    Without `pack`, a session of any pack is accepted.

    Raises:
        ProfileError: with all defects of its form.
        InputError: the session belongs to another pack.
    """
    diagnostics = list(_diagnostics(raw))
    if diagnostics:
        raise ProfileError(diagnostics)
    head: Any = raw["pack"]
    if pack is not None and head["name"] != pack:
        raise InputError(
            f"the session belongs to pack {quote(head['name'])}, not `{pack}`",
            help=f"use --pack {head['name']}, or --pack with the folder of that pack",
        )
    parts: dict[str, Any] = {key: raw.get(key, {}) for key in MAPPINGS}
    name: Any = raw.get("id")
    return Session(
        pack=Pack(**{key: head[key] for key in HEAD}),
        day=date.fromisoformat(str(raw["date"])),
        answers=dict(parts["answers"]),
        implied=dict(parts["implied"]),
        done=_days(parts["done"]),
        replaced={step: dict(former) for step, former in parts["replaced"].items()},
        waits=_days(parts["waits"]),
        id=name,
    )


def _days(texts: Mapping[str, str]) -> dict[str, date]:
    return {name: date.fromisoformat(text) for name, text in texts.items()}


def raw_answers(
    raw: Mapping[str, object],
    knowledge: Knowledge,
    today: date,
    *,
    keep: Collection[str] = (),
    notes: set[str] | None = None,
) -> Mapping[str, object]:
    """Return the raw answers of a profile, or those of a session advanced to a day, with present names.

    The keys in `keep` are not those of facts. A note on each former name is added to `notes`.

    Raises:
        ProfileError: with all defects of the form of a session, or of two names for one fact.
        InputError: the session belongs to another pack.
    """
    if not is_session(raw):
        return dated(knowledge.fact, knowledge.former_names.renamed(raw, keep=keep, notes=notes), today)
    session = with_present_names(parse_session(raw, knowledge.name), knowledge, notes)
    implied = dated(knowledge.fact, session.implied, max(today, session.day))
    answers = {**implied, **answers_on(session, knowledge.fact, today)}
    return answers if session.id is None else {"id": session.id, **answers}


def with_present_names(session: Session, knowledge: Knowledge, notes: set[str] | None = None) -> Session:
    """Return a session with the present names of facts and values; notes on former ones are added.

    Raises:
        ProfileError: two names of a fact have different answers.
    """
    names = knowledge.former_names
    if not names:
        return session
    return replace(
        session,
        answers=names.renamed(session.answers, notes=notes, at="/answers"),
        implied=names.renamed(session.implied, notes=notes, at="/implied"),
        replaced={step: names.renamed(former) for step, former in session.replaced.items()},
    )


def answers_on(session: Session, facts: Mapping[str, Fact], today: date) -> dict[str, object]:
    """Return the answers of a session advanced to a day, with days as the numbers that rules see then.

    Day counts change by one a day, within bounds. Everything is as on the session's day if that is later.
    """
    days = (today - session.day).days
    answers = {name: advance(facts.get(name), answer, days) for name, answer in session.answers.items()}
    return dated(facts, answers, max(today, session.day))


def advance(fact: Fact | None, answer: object, days: int) -> object:
    """Advance a day count by some days; any other answer is returned unchanged."""
    kind = None if fact is None else number_kind(fact)
    if fact is None or kind is None or days <= 0 or isinstance(answer, bool) or not isinstance(answer, int):
        return answer
    bounds = kind.bounds(fact)
    return bounds.nearest(answer + fact.drift * days) if answer in bounds and fact.drift else answer


def _diagnostics(raw: Mapping[str, object]) -> Iterator[ProfileDiagnostic]:
    for key, value in raw.items():
        if key not in KEYS:
            message = f"unknown key {quote(key)} in a session, expected one of {join_names(KEYS)}"
            help_ = did_you_mean(str(key), KEYS) or SCHEMA_HINT
            yield ProfileDiagnostic(
                pointer=pointer(str(key)), cause="unknown-key", message=message, help=help_
            )
        elif value is DUPLICATE:
            yield _duplicate_key(pointer(key), key)
        else:
            yield from _value_diagnostics(key, value)
    for key in (key for key in REQUIRED if key not in raw):
        message = f"missing key `{key}` in the session"
        yield ProfileDiagnostic(pointer=pointer(key), cause="missing-key", message=message, help=SCHEMA_HINT)


def _value_diagnostics(key: str, value: object) -> Iterator[ProfileDiagnostic]:
    if key == "replaced":
        yield from _replaced_diagnostics(value)
    elif key in MAPPINGS:
        form = (_is_day, DAY) if key in {"done", "waits"} else (_is_answer, ANSWER)
        yield from _entry_diagnostics(pointer(key), key, value, *form)
    elif key in FORMS:
        is_valid, expected = FORMS[key]
        if not is_valid(value):
            yield _wrong_kind(pointer(key), key, value, expected)


def _entry_diagnostics(
    at: str, key: str, value: object, is_valid: Callable[[object], bool], expected: str
) -> Iterator[ProfileDiagnostic]:
    """Yield the defects of an object with entries of one form."""
    if not isinstance(value, dict):
        yield _wrong_kind(at, key, value, "an object")
        return
    for name, entry in value.items():
        if entry is DUPLICATE:
            yield _duplicate_key(at + pointer(name), name)
        elif not is_valid(entry):
            yield _wrong_kind(at + pointer(name), name, entry, expected)


def _replaced_diagnostics(value: object) -> Iterator[ProfileDiagnostic]:
    """Yield the defects of the answers that ticks replaced, by step."""
    at, expected = pointer("replaced"), f"{ANSWER}, or null"
    yield from _entry_diagnostics(at, "replaced", value, lambda entry: isinstance(entry, dict), "an object")
    for step, former in value.items() if isinstance(value, dict) else ():
        if isinstance(former, dict):
            yield from _entry_diagnostics(at + pointer(step), step, former, _is_answer_or_none, expected)


def _duplicate_key(at: str, key: str) -> ProfileDiagnostic:
    message = f"duplicate key {quote(key)}"
    return ProfileDiagnostic(pointer=at, cause="duplicate-key", message=message, help=SCHEMA_HINT)


def _wrong_kind(at: str, key: str, value: object, expected: str) -> ProfileDiagnostic:
    diagnostic = unexpected(key, value, expected, cause="wrong-kind").with_help(SCHEMA_HINT)
    return replace(diagnostic, pointer=at)


def _is_head(value: object) -> bool:
    if not isinstance(value, dict) or set(value) != set(HEAD):
        return False
    return all(isinstance(item, str) for item in value.values()) and bool(NAME.fullmatch(value["name"]))


def _is_answer(value: object) -> bool:
    """Whether a value has the form of an answer: text, a number, or a list of texts."""
    if isinstance(value, list):
        return all(isinstance(item, str) for item in value)
    if isinstance(value, Decimal):
        return True
    if isinstance(value, bool) or not isinstance(value, str | int):
        return False
    return isinstance(value, str) or SMALLEST <= value <= LARGEST


def _is_answer_or_none(value: object) -> bool:
    return value is None or _is_answer(value)


def _is_id(value: object) -> bool:
    """Whether a value has the form of an id: text, a whole number within 64 bits, or null."""
    return value is None or (isinstance(value, str | int) and _is_answer(value))


def _is_day(value: object) -> bool:
    """Whether a text is a day as YYYY-MM-DD; `fromisoformat` accepts other forms of the same length."""
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


FORMS: Final[Mapping[str, tuple[Callable[[object], bool], str]]] = {
    "id": (_is_id, "text or a whole number within 64 bits"),
    "pack": (_is_head, "an object with name, version and digest as text"),
    "date": (_is_day, DAY),
}
"""What the values of some keys have to be."""
