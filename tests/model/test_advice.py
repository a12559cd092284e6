"""Advice as plain data."""

import json
from datetime import date

import pytest

from support.oracles import schemas
from support.packs import toy

ADVICE = toy.bicycle().advise({"brakes": "no", "age": 20, "id": "B/7"}, as_of=date(2026, 11, 23))


def test_advice_is_plain_data_ready_for_json() -> None:
    """Its form first, lists for tuples, and the keys in the order they are read."""
    content = ADVICE.as_dict()

    assert json.loads(json.dumps(content)) == content
    assert list(content) == [
        *("schema", "pack", "as_of", "id", "recommendation", "readiness", "steps", "warnings"),
        *("reasons", "set_aside", "decisive", "would_change", "would_make_ready", "assumed"),
        *("sources", "disagreements"),
    ]
    assert content["schema"] == "exitwise.advice/1"
    assert content["as_of"] == "2026-11-23"
    assert content["pack"]["name"] == "bicycle"
    assert content["steps"][0]["cites"] == ["manual.1"]


def test_an_absent_id_is_left_out() -> None:
    """An id that is given is echoed, also where it is empty or zero."""
    echoed = [toy.bicycle().advise({"brakes": "no", "id": name}).as_dict()["id"] for name in ("", 0, "x", -7)]

    assert echoed == ["", 0, "x", -7]
    assert "id" not in toy.bicycle().advise({"brakes": "no"}).as_dict()


def test_a_why_not_is_there_where_it_was_asked_for() -> None:
    """Last, with mappings as they are; else it is left out, and nothing else is said otherwise."""
    whole = (
        toy.bicycle().advise({"brakes": "no", "age": 20}, why_not="ride", as_of=date(2026, 11, 23)).as_dict()
    )
    plain = toy.bicycle().advise({"brakes": "no", "age": 20}, as_of=date(2026, 11, 23)).as_dict()

    assert list(whole)[-1] == "why_not"
    assert list(whole["why_not"]) == ["recommendation", "stopped", "beaten", "change", "ruled_out_by"]
    assert whole["why_not"]["change"] == {"brakes": "yes", "age": 9}
    assert {key: value for key, value in whole.items() if key != "why_not"} == plain


def test_what_is_proved_is_plain_data() -> None:
    """Answers as JSON objects, changes as lists of them, and a null where nothing makes it ready."""
    content = ADVICE.as_dict()

    assert content["decisive"] == {"colour": "unknown", "age": 20}
    assert content["would_change"] == [
        {"change": {"brakes": "yes", "age": 9}, "recommendation": "ride"},
        {"change": {"age": 9}, "recommendation": "mend"},
    ]
    assert content["would_make_ready"] is None
    assert content["assumed"] == ["colour"]


WHOLE = toy.bicycle().advise({"brakes": "yes", "age": 20}, why_not="mend").as_dict()


def test_the_schema_knows_every_part() -> None:
    """What is always there is required, and nothing may be there that is not named."""
    optional = {"why_not"}
    without = {key: {other: part for other, part in WHOLE.items() if other != key} for key in WHOLE}

    assert schemas.accepts("advice", WHOLE)
    assert {key for key, rest in without.items() if schemas.accepts("advice", rest)} == optional
    assert not schemas.accepts("advice", WHOLE | {"more": 1})


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("decisive", {"age": None}),
        ("would_change", [{"change": {}, "recommendation": "ride"}]),
        ("would_make_ready", {"change": {"age": 1}, "readiness": "prepare"}),
        ("why_not", None),
        ("why_not", WHOLE["why_not"] | {"change": {"age": 1}, "ruled_out_by": {"age": 2}}),
        ("why_not", WHOLE["why_not"] | {"stopped": [WHOLE["why_not"]["stopped"][0] | {"unmet": []}]}),
        ("why_not", WHOLE["why_not"] | {"beaten": [{"rule": "a", "because": "So.", "overridden_by": []}]}),
        *(
            ("why_not", {other: part for other, part in WHOLE["why_not"].items() if other != key})
            for key in WHOLE["why_not"]
        ),
    ],
)
def test_the_schema_refuses_what_is_never_said(key: str, value: object) -> None:
    """An empty change, a readiness that is none, a way that is also barred, or half an explanation."""
    assert not schemas.accepts("advice", WHOLE | {key: value})
