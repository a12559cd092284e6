"""Advice as data for JSON."""

import json
from datetime import date

import pytest

from support.oracles import schemas
from support.packs import toy

ADVICE = toy.bicycle().advise({"brakes": "no", "age": 20, "id": "B/7"}, as_of=date(2026, 11, 23))


def test_advice_is_converted_to_data_for_json() -> None:
    """The schema first, tuples as lists, keys in the order of the fields."""
    content = ADVICE.as_dict()

    assert json.loads(json.dumps(content)) == content
    assert list(content) == [
        *("schema", "pack", "as_of", "id", "recommendation", "readiness", "steps", "waits"),
        *("warnings", "reasons", "set_aside", "decisive", "decisive_absent", "would_change"),
        *("way_to_ready", "implied", "assumed", "not_needed", "sources", "disagreements"),
    ]
    assert content["schema"] == "exitwise.advice/2"
    assert content["as_of"] == "2026-11-23"
    assert content["pack"]["name"] == "bicycle"
    assert content["steps"][0]["cites"] == ["manual.1"]


def test_an_absent_id_is_omitted() -> None:
    """An empty or zero id is echoed."""
    echoed = [toy.bicycle().advise({"brakes": "no", "id": name}).as_dict()["id"] for name in ("", 0, "x", -7)]

    assert echoed == ["", 0, "x", -7]
    assert "id" not in toy.bicycle().advise({"brakes": "no"}).as_dict()


def test_why_not_is_omitted_unless_requested() -> None:
    """It comes last, with its mappings unchanged."""
    whole = (
        toy.bicycle().advise({"brakes": "no", "age": 20}, why_not="ride", as_of=date(2026, 11, 23)).as_dict()
    )
    plain = toy.bicycle().advise({"brakes": "no", "age": 20}, as_of=date(2026, 11, 23)).as_dict()

    assert list(whole)[-1] == "why_not"
    assert list(whole["why_not"]) == ["recommendation", "stopped", "beaten", "change", "ruled_out_by"]
    assert whole["why_not"]["change"] == {"brakes": "yes", "age": 9}
    assert {key: value for key, value in whole.items() if key != "why_not"} == plain


def test_proved_parts_are_converted_to_data() -> None:
    """Answers as objects, changes as lists of objects, and what is left to do."""
    content = ADVICE.as_dict()

    assert content["decisive"] == {"age": 20}
    assert content["decisive_absent"] == ["colour"]
    assert content["would_change"] == [
        {"change": {"brakes": "yes", "age": 9}, "recommendation": "ride", "wish": False},
        {"change": {"age": 9}, "recommendation": "mend", "wish": False},
    ]
    assert content["way_to_ready"] == [{"step": "oil"}]
    assert content["implied"] == {}
    assert content["assumed"] == ["colour"]
    assert content["not_needed"] == ["bell", "spokes"]


WHOLE = toy.bicycle().advise({"brakes": "yes", "age": 20}, why_not="mend").as_dict()


def test_the_schema_lists_every_key() -> None:
    """Every key but `id` and `why_not` is required, and others are rejected."""
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
        ("way_to_ready", [{"step": "oil", "answer": ["age"]}]),
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
def test_the_schema_rejects_impossible_advice(key: str, value: object) -> None:
    """An empty change, an unknown readiness, a change beside excluding answers, an incomplete explanation."""
    assert not schemas.accepts("advice", WHOLE | {key: value})
