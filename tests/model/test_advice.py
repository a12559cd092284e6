"""Advice as plain data."""

import json
from datetime import date

import toy

ADVICE = toy.bicycle().advise({"brakes": "no", "age": 20, "id": "B/7"}, as_of=date(2026, 11, 23))


def test_advice_is_plain_data_ready_for_json() -> None:
    """Its form first, lists for tuples, and the keys in the order they are read."""
    content = ADVICE.as_dict()

    assert json.loads(json.dumps(content)) == content
    assert list(content) == [
        *("schema", "pack", "as_of", "id", "recommendation", "readiness", "steps", "warnings"),
        *("reasons", "set_aside", "assumed", "sources", "disagreements"),
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
