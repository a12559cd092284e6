"""Tests of the comparison of a recorded decision with the present one."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from exitwise import __version__
from exitwise.cli.replayed import Replayed, as_dict, notes, replayed, to_lines
from exitwise.model.data_difference import ABSENT, ORDER, Difference
from exitwise.model.record import Record
from support.oracles import schemas
from support.packs import toy

BASE = toy.base()
ADVICE = BASE.advise({"place": "here"}, as_of=date(2026, 12, 5))
RECORD = Record(
    profile={"place": "here"},
    as_of=date(2026, 12, 5),
    language="en",
    pack=ADVICE.pack,
    engine=__version__,
    advice=ADVICE.as_dict(),
)


def test_the_same_decision_has_no_difference() -> None:
    """Nothing explains one either."""
    result = replayed(BASE, RECORD)

    assert result.is_same
    assert (list(notes(result)), list(to_lines(result))) == ([], ["The advice is the same."])
    assert as_dict(result) == {
        "schema": "exitwise.replay/1",
        "same": True,
        "as_of": "2026-12-05",
        "recorded": {"pack": as_dict(result)["present"]["pack"], "engine": __version__},
        "present": {
            "pack": {"name": "toy", "version": "2026.11.0", "digest": BASE.knowledge.digest},
            "engine": __version__,
        },
        "differences": [],
        "faults": [],
    }


def test_a_profile_that_is_refused_is_a_difference() -> None:
    """Its faults are listed, and the schema has them."""
    result = replayed(BASE, replace(RECORD, profile={"place": "gone away"}))

    (head, fault) = to_lines(result)
    assert (result.is_same, head) == (False, "The pack no longer accepts the profile:")
    assert fault.startswith("  /place: `place` is `gone away`, expected one of")
    assert [fault["cause"] for fault in as_dict(result)["faults"]] == ["unknown-value"]
    assert schemas.accepts("replay", as_dict(result))


DIFFERENT: dict[str, tuple[Difference, str, dict[str, Any]]] = {
    "another value": (
        Difference(("steps", "oil", "title"), "Oil", "Grease"),
        "steps > oil > title: `Oil`, now `Grease`",
        {"recorded": "Oil", "present": "Grease"},
    ),
    "no text": (
        Difference(("a",), [1, None], 2),
        "a: `[1,null]`, now `2`",
        {"recorded": [1, None], "present": 2},
    ),
    "a short new value": (Difference(("a",), ABSENT, None), "a: new, `null`", {"present": None}),
    "a long new value": (Difference(("a",), ABSENT, {"b": 1}), "a: new", {"present": {"b": 1}}),
    "a value that is gone": (Difference(("a",), 7, ABSENT), "a: gone, `7`", {"recorded": 7}),
    "another order": (
        Difference(("steps", ORDER), ["a", "b"], ["b", "a"]),
        "steps: in another order: `b`, `a`",
        {"recorded": ["a", "b"], "present": ["b", "a"]},
    ),
    "a line of its own": (
        Difference(("a\nb",), "c\x1b[31m", ""),
        r"a\nb: `c\x1b[31m`, now ``",
        {"recorded": "c\x1b[31m", "present": ""},
    ),
}


@pytest.mark.parametrize(("difference", "line", "sides"), DIFFERENT.values(), ids=DIFFERENT)
def test_each_difference_is_one_line(difference: Difference, line: str, sides: dict[str, Any]) -> None:
    """With its path; in JSON a side without the value has no key."""
    result = Replayed(record=RECORD, pack=ADVICE.pack, differences=(difference,))

    assert list(to_lines(result)) == [line]
    assert as_dict(result)["differences"] == [{"path": list(difference.path), **sides}]
    assert schemas.accepts("replay", as_dict(result))


def test_what_may_explain_a_difference_is_noted() -> None:
    """Another pack, with or without another version, and another version of the program."""
    other = replace(ADVICE.pack, digest="sha256:0")
    older = replace(other, version="2025.1.0")

    assert list(notes(Replayed(record=replace(RECORD, pack=other), pack=ADVICE.pack))) == [
        "The pack has changed within version 2026.11.0."
    ]
    assert list(notes(Replayed(record=replace(RECORD, pack=older, engine="0.0.9"), pack=ADVICE.pack))) == [
        "The pack has changed from 2025.1.0 to 2026.11.0.",
        f"The record was made by exitwise 0.0.9; this is {__version__}.",
    ]
