"""A conversation as it is kept: the answers given so far, the day they are of, and the steps done."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from exitwise.errors import Fault, InputError, ProfileError
from exitwise.model.advice import Pack
from exitwise.model.profile import TWICE, pointer, shown
from exitwise.nearest import did_you_mean, listed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from exitwise.model.fact import Fact, Value
    from exitwise.model.knowledge import Knowledge

SCHEMA: Final = "exitwise.session/1"
KEYS: Final = ("schema", "id", "pack", "date", "answers", "implied", "done")
REQUIRED: Final = ("pack", "date", "answers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """Answers in the order given, true on `day`; `done` holds the steps ticked, each with its day.

    `implied` holds what followed from the answers.
    """

    pack: Pack
    day: date
    answers: Mapping[str, Value]
    implied: Mapping[str, Value] = field(default_factory=dict)
    done: Mapping[str, date] = field(default_factory=dict)
    id: str | int | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the session as plain data, ready for JSON; `id` is left out where absent."""
        return {
            "schema": SCHEMA,
            **({} if self.id is None else {"id": self.id}),
            "pack": asdict(self.pack),
            "date": self.day.isoformat(),
            "answers": dict(self.answers),
            "implied": dict(self.implied),
            "done": {step: day.isoformat() for step, day in self.done.items()},
        }


def is_session(raw: Mapping[str, object]) -> bool:
    """Whether what was read says that it is a session, and not a profile."""
    return raw.get("schema") == SCHEMA


def opened(raw: Mapping[str, object], pack: str) -> Session:
    """Return the session that plain data describes; its answers are not yet judged by the vocabulary.

    Raises:
        ProfileError: with every fault of its form.
        InputError: it is of another pack.
    """
    faults = list(_faults(raw))
    if faults:
        raise ProfileError(faults)
    head: Any = raw["pack"]
    if head["name"] != pack:
        raise InputError(
            f"the session is of the pack {shown(head['name'])}, and not of `{pack}`",
            help=f"use it with --pack {head['name']}",
        )
    answers: Any = raw["answers"]
    implied: Any = raw.get("implied", {})
    done: Any = raw.get("done", {})
    name: Any = raw.get("id")
    return Session(
        pack=Pack(**{key: head[key] for key in ("name", "version", "digest")}),
        day=date.fromisoformat(str(raw["date"])),
        answers=dict(answers),
        implied=dict(implied),
        done={step: date.fromisoformat(day) for step, day in done.items()},
        id=name,
    )


def profile_of(raw: Mapping[str, object], knowledge: Knowledge, today: date) -> Mapping[str, object]:
    """Return a profile's raw answers; those of a session are brought up to a day.

    Raises:
        ProfileError: it says that it is a session, and its form is not one's.
        InputError: it is a session of another pack.
    """
    if not is_session(raw):
        return raw
    session = opened(raw, knowledge.name)
    answers: dict[str, object] = {**session.implied, **aged(session, knowledge.fact, today)}
    return answers if session.id is None else {"id": session.id, **answers}


def aged(session: Session, facts: Mapping[str, Fact], today: date) -> dict[str, Value]:
    """Return the answers as they are today: a count of days grows or shrinks by one a day, within its bounds.

    A day that lies before the session's changes nothing.
    """
    days = max((today - session.day).days, 0)
    return {name: _aged(facts.get(name), value, days) for name, value in session.answers.items()}


def _aged(fact: Fact | None, value: Value, days: int) -> Value:
    if fact is None or not fact.ages or not days or isinstance(value, bool) or not isinstance(value, int):
        return value
    older = value + fact.ages * days
    bounded = older if fact.minimum is None else max(older, fact.minimum)
    return bounded if fact.maximum is None else min(bounded, fact.maximum)


def _faults(raw: Mapping[str, object]) -> Iterator[Fault]:
    for key, value in raw.items():
        if key not in KEYS:
            advice = did_you_mean(str(key), KEYS) or f"a session has {listed(KEYS)}"
            yield Fault(
                pointer=pointer(str(key)),
                cause="unknown-key",
                message=f"a session has no key {shown(key)}",
                help=advice,
            )
        elif value is TWICE:
            yield Fault(pointer=pointer(key), cause="duplicate-key", message=f"{shown(key)} is given twice")
        else:
            yield from _misformed(key, value)
    for key in (key for key in REQUIRED if key not in raw):
        yield Fault(pointer=pointer(key), cause="missing-key", message=f"the session has no `{key}`")


def _misformed(key: str, value: object) -> Iterator[Fault]:
    match key:
        case "pack":
            told = isinstance(value, dict) and set(value) == {"name", "version", "digest"}
            if not told or not all(isinstance(each, str) for each in dict(value).values()):  # type: ignore[call-overload]
                yield _expected(key, value, "an object of name, version and digest")
        case "date":
            if not _is_day(value):
                yield _expected(key, value, "a day as YYYY-MM-DD")
        case "answers" | "implied" | "done":
            yield from _entries(key, value)


def _entries(key: str, value: object) -> Iterator[Fault]:
    if not isinstance(value, dict):
        yield _expected(key, value, "an object")
        return
    for name, entry in value.items():
        at = f"{key}/{name}"
        if entry is TWICE:
            yield Fault(pointer=f"/{at}", cause="duplicate-key", message=f"{shown(name)} is given twice")
        elif key == "done" and not _is_day(entry):
            yield _expected(at, entry, "a day as YYYY-MM-DD")


def _expected(key: str, value: object, expected: str) -> Fault:
    message = f"`{key}` is {shown(value)}, expected {expected}"
    return Fault(pointer=f"/{key}", cause="wrong-kind", message=message)


def _is_day(value: object) -> bool:
    if not isinstance(value, str) or len(value) != len("YYYY-MM-DD"):
        return False
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True
