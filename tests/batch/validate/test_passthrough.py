"""Values that pass through: each is copied byte for byte, or has a fault."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from exitwise.batch.validate.passthrough import faults, raw_values
from exitwise.loader.profile import parse_profile
from support.running.examples import examples

TEXTS = st.sampled_from(("a", "b", "é", "\U0001f680", "\ud83d"))
Tree = str | int | list["Tree"] | tuple[tuple[str, "Tree"], ...]
TREES: st.SearchStrategy[Tree] = st.recursive(
    TEXTS | st.integers(0, 9),
    lambda trees: st.lists(trees, max_size=3) | st.lists(st.tuples(TEXTS, trees), max_size=3).map(tuple),
    max_leaves=8,
)
"""Values of JSON; an object is a tuple of its pairs, in which a key may appear twice."""


def to_json(tree: Tree) -> str:
    """Return a value as JSON."""
    match tree:
        case list():
            return f"[{','.join(map(to_json, tree))}]"
        case tuple():
            return "{" + ",".join(f"{json.dumps(key)}:{to_json(value)}" for key, value in tree) + "}"
        case _:
            return json.dumps(tree)


def causes(tree: Tree) -> set[str]:
    """Return the faults in a value and in its parts."""
    match tree:
        case list():
            return set().union(*map(causes, tree))
        case tuple():
            keys = [key for key, _ in tree]
            own = {"duplicate-key"} if len(set(keys)) < len(keys) else set()
            return own.union(*map(causes, keys), *(causes(value) for _, value in tree))
        case _:
            return {"wrong-kind"} if tree == "\ud83d" else set()


@settings(max_examples=examples(200))
@given(TREES)
def test_a_faulty_value_has_one_fault(tree: Tree) -> None:
    """A duplicate key or half of a surrogate pair may be anywhere in it; other values have no fault."""
    raw = parse_profile(f'{{"more":{to_json(tree)}}}'.encode())

    actual = [fault.cause for fault in faults(raw, ("more",))]

    expected = causes(tree)
    assert len(actual) == bool(expected)
    assert set(actual) <= expected


def test_each_key_has_its_own_fault() -> None:
    """A duplicate key is a fault too, and the pointer escapes the key."""
    raw = parse_profile(rb'{"a/b":"\ud83d","more":1,"ok":1,"more":2,"other":"\ud83d"}')

    actual = list(faults(raw, ("a/b", "ok", "more")))

    assert [(fault.pointer, fault.cause) for fault in actual] == [
        ("/a~1b", "wrong-kind"),
        ("/more", "duplicate-key"),
    ]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    "token", ['"a\\u0041"', "1.10", "1e400", '{"a" : [1, {"b":null}]}', "null", "7" * 40]
)
def test_values_of_keys_are_copied_byte_for_byte(token: str, bom: bytes) -> None:
    """A byte-order mark before the record makes no difference."""
    line = bom + f'{{"id": 7 , "more" : {token} , "other": 1}}'.encode()

    values: dict[str, Any] = raw_values(line, ("more", "id"))

    assert {key: bytes(value) for key, value in values.items()} == {"more": token.encode(), "id": b"7"}
