"""Sessions: the round trip, defects of their form, and the ageing of day counts."""

import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.errors import InputError, ProfileError
from exitwise.loader.profile import parse_profile
from exitwise.model.advice import Pack
from exitwise.model.interval import LARGEST, SMALLEST
from exitwise.model.session import Session, advance, answers_on, is_session, parse_session, raw_answers
from support.oracles import schemas
from support.packs import moving
from support.packs.moving import READY, TODAY
from support.running.examples import examples

SESSION = moving.session(READY, {"tell-neighbours": TODAY})
RAW = SESSION.as_dict()
KNOWLEDGE = moving.base().knowledge


# Form

NAMES = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]*", fullmatch=True)
DAYS = st.dates(min_value=date(1, 1, 1))
ANSWERS = st.dictionaries(st.text(), st.text() | st.integers(SMALLEST, LARGEST), max_size=4)
SESSIONS = st.builds(
    Session,
    pack=st.builds(Pack, name=NAMES, version=st.text(), digest=st.text()),
    day=DAYS,
    answers=ANSWERS,
    implied=ANSWERS,
    done=st.dictionaries(st.text(), DAYS, max_size=3),
    replaced=st.dictionaries(
        st.text(),
        st.dictionaries(st.text(), st.none() | st.text() | st.integers(0, 9), max_size=2),
        max_size=2,
    ),
    waits=st.dictionaries(st.text(), DAYS, max_size=2),
    id=st.none() | st.text() | st.integers(SMALLEST, LARGEST),
)


@given(SESSIONS)
def test_a_session_survives_the_round_trip_through_json(session: Session) -> None:
    """In the same order; the schema accepts it too."""
    raw = parse_profile(json.dumps(session.as_dict()).encode())

    assert is_session(raw)
    assert parse_session(raw, session.pack.name) == session
    assert list(parse_session(raw, None).answers) == list(session.answers)
    assert schemas.accepts("session", raw)


def test_optional_keys_may_be_absent() -> None:
    """All but the pack, the day and the answers."""
    raw = {key: RAW[key] for key in ("schema", "pack", "date", "answers")}
    bare = parse_session(raw, "moving")

    assert (bare.done, bare.implied, bare.replaced, bare.waits) == ({}, {}, {}, {})
    assert parse_session(raw | {"id": None}, "moving").id is None
    assert schemas.accepts("session", raw)


ABSENT = object()
FAULTS: dict[str, tuple[dict[str, Any], list[tuple[str, str]]]] = {
    "no pack": ({"pack": ABSENT}, [("/pack", "missing-key")]),
    "no day, no answers": (
        {"date": ABSENT, "answers": ABSENT},
        [("/answers", "missing-key"), ("/date", "missing-key")],
    ),
    "an unknown key": ({"answrs": {}}, [("/answrs", "unknown-key")]),
    "an unknown key that a pointer escapes": ({"a/b~": 1}, [("/a~1b~0", "unknown-key")]),
    "an id that is a list": ({"id": [1]}, [("/id", "wrong-kind")]),
    "an id that is a boolean": ({"id": True}, [("/id", "wrong-kind")]),
    "an id that is too large": ({"id": 2**63}, [("/id", "wrong-kind")]),
    "a pack that is a text": ({"pack": "moving"}, [("/pack", "wrong-kind")]),
    "a pack without digest": ({"pack": {"name": "moving", "version": "1"}}, [("/pack", "wrong-kind")]),
    "a pack with more": ({"pack": RAW["pack"] | {"title": "x"}}, [("/pack", "wrong-kind")]),
    "a pack with a number": ({"pack": RAW["pack"] | {"version": 1}}, [("/pack", "wrong-kind")]),
    "a pack with a name that is none": (
        {"pack": RAW["pack"] | {"name": "x\nexitwise: done"}},
        [("/pack", "wrong-kind")],
    ),
    "a day that is a number": ({"date": 20261123}, [("/date", "wrong-kind")]),
    "a day that is none": ({"date": "2026-02-30"}, [("/date", "wrong-kind")]),
    "a day in another form": ({"date": "20261123"}, [("/date", "wrong-kind")]),
    "a week's day, as long as a day": ({"date": "2026-W48-1"}, [("/date", "wrong-kind")]),
    "a day with an hour": ({"date": "2026-11-23T10:00"}, [("/date", "wrong-kind")]),
    "answers that are a list": ({"answers": ["boxes"]}, [("/answers", "wrong-kind")]),
    "answers that are null": ({"answers": None}, [("/answers", "wrong-kind")]),
    "answers that are none": (
        {"answers": {"a": None, "b": True, "c": [1], "d": 1.5, "e~/": {}, "f": 2**63, "g": "yes"}},
        [(f"/answers/{name}", "wrong-kind") for name in ("a", "b", "c", "d", "e~0~1", "f")],
    ),
    "a consequence that is none": ({"implied": {"a": [1]}}, [("/implied/a", "wrong-kind")]),
    "ticks that are a list": ({"done": ["pack-boxes"]}, [("/done", "wrong-kind")]),
    "a replacement that is a list": ({"replaced": ["boxes"]}, [("/replaced", "wrong-kind")]),
    "a replacement of a step that is none": (
        {"replaced": {"a": "no", "b/": {"c": [1], "d": None, "e": "no"}}},
        [("/replaced/a", "wrong-kind"), ("/replaced/b~1/c", "wrong-kind")],
    ),
    "a wait without a day": ({"waits": {"await-deposit": 3}}, [("/waits/await-deposit", "wrong-kind")]),
    "a tick without a day": ({"done": {"pack-boxes": True}}, [("/done/pack-boxes", "wrong-kind")]),
}


@pytest.mark.parametrize(("change", "faults"), FAULTS.values(), ids=FAULTS)
def test_every_defect_of_the_form_is_reported(change: dict[str, Any], faults: list[tuple[str, str]]) -> None:
    """With pointer, cause and help; the schema rejects the same sessions."""
    raw = {key: value for key, value in (RAW | change).items() if value is not ABSENT}

    with pytest.raises(ProfileError) as raised:
        parse_session(raw, "moving")

    assert [(fault.pointer, fault.cause) for fault in raised.value.diagnostics] == faults
    assert all(fault.help for fault in raised.value.diagnostics)
    assert not schemas.accepts("session", raw)


@pytest.mark.parametrize(
    ("text", "pointers"),
    [
        ('"date": "2026-11-23", "date": "2026-11-23", "answers": {}', ["/date"]),
        ('"date": "2026-11-23", "answers": {}, "answers": {}', ["/answers"]),
        ('"date": "2026-11-23", "answers": {"a": "b", "a": "b"}', ["/answers/a"]),
        ('"date": "2026-11-23", "answers": {}, "done": {"a/": "x", "a/": "y"}', ["/done/a~1"]),
        ('"date": "2026-11-23", "answers": {}, "replaced": {"a": {"b": "x", "b": "y"}}', ["/replaced/a/b"]),
    ],
)
def test_a_duplicate_key_is_reported(text: str, pointers: list[str]) -> None:
    """At the top and in the mappings of a session."""
    raw = parse_profile(
        f'{{"schema": "exitwise.session/2", "pack": {json.dumps(RAW["pack"])}, {text}}}'.encode()
    )

    with pytest.raises(ProfileError) as raised:
        parse_session(raw, "moving")

    assert [(fault.pointer, fault.cause) for fault in raised.value.diagnostics] == [
        (pointer, "duplicate-key") for pointer in pointers
    ]


def test_a_session_of_another_pack_is_rejected() -> None:
    """The help names the option to use it with its own pack."""
    with pytest.raises(InputError, match=r"pack `moving`, not `toy`(?s:.*)--pack moving"):
        parse_session(RAW, "toy")


# Ageing

AGEING = {
    "the same day": (30, 0, 30),
    "a day later": (30, 1, 31),
    "at the bound": (30, 60, 90),
    "beyond the bound": (30, 1000, 90),
    "at the bound already": (90, 1, 90),
    "a day before": (30, -1, 30),
    "beyond the bound from the start": (91, 5, 91),
}


@pytest.mark.parametrize(("value", "days", "expected"), AGEING.values(), ids=AGEING)
def test_a_day_count_advances_within_its_bounds(value: int, days: int, expected: int) -> None:
    """By one a day; an earlier day, or a number out of bounds, changes nothing."""
    session = moving.session(READY | {"notice": 30})
    later = Session(pack=session.pack, day=TODAY, answers=READY | {"notice": value})

    answers = answers_on(later, KNOWLEDGE.fact, TODAY + timedelta(days=days))

    assert answers == READY | {"notice": expected}
    assert list(answers) == list(READY)


@pytest.mark.parametrize(
    ("ages", "bounds", "value", "days", "expected"),
    [
        (-1, {"minimum": 0}, 5, 3, 2),
        (-1, {"minimum": 0}, 5, 9, 0),
        (-1, {}, 0, 9, -9),
        (0, {}, 5, 9, 5),
        (1, {}, LARGEST, 1, LARGEST),
        (-1, {}, SMALLEST, 1, SMALLEST),
        (1, {}, "unknown", 9, "unknown"),
    ],
)
def test_a_day_count_may_shrink_or_have_no_bounds(
    ages: int, bounds: dict[str, int], value: str | int, days: int, expected: str | int
) -> None:
    """64 bits bound every number; unknown does not age."""
    boundless: dict[str, Any] = {"minimum": None, "maximum": None}
    fact = replace(KNOWLEDGE.fact["notice"], ages=ages, **boundless | bounds)

    assert advance(fact, value, days) == expected


@settings(max_examples=examples(50))
@given(st.integers(0, 90), st.integers(0, 60), st.integers(0, 60))
def test_advancing_in_two_steps_equals_one(value: int, first: int, second: int) -> None:
    """However often a session is opened."""
    fact = KNOWLEDGE.fact["notice"]

    assert advance(fact, advance(fact, value, first), second) == advance(fact, value, first + second)


def test_an_unknown_fact_is_not_advanced() -> None:
    """It is not validated here either."""
    assert advance(None, 5, 9) == 5


def test_a_profile_is_returned_unchanged() -> None:
    """Only sessions are advanced."""
    raw = {"goal": "go", "notice": 5}

    assert raw_answers(raw, KNOWLEDGE, TODAY) == raw


def test_the_raw_answers_of_a_session_are_advanced() -> None:
    """With its id and implied answers; an answer overrides an implied one."""
    raw = RAW | {"id": "Mine", "implied": {"lease": "renewed", "boxes": "no"}}
    answers = {key: value for key, value in READY.items() if key != "lease"}

    answers_then = raw_answers(raw | {"answers": answers}, KNOWLEDGE, TODAY + timedelta(days=2))

    assert answers_then == READY | {"id": "Mine", "lease": "renewed", "notice": 32}
