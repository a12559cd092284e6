"""Values that pass through: their text byte for byte, and the faults that prevent it."""

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


def written(tree: Tree) -> str:
    """Return a value as JSON."""
    match tree:
        case list():
            return f"[{','.join(map(written, tree))}]"
        case tuple():
            return "{" + ",".join(f"{json.dumps(key)}:{written(value)}" for key, value in tree) + "}"
        case _:
            return json.dumps(tree)


def causes(tree: Tree) -> set[str]:
    """Return the faults that are anywhere in a value."""
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
def test_a_value_with_a_duplicate_key_or_half_a_pair_has_one_fault(tree: Tree) -> None:
    """The fault may be anywhere in the value; a value without one has no fault."""
    raw = parse_profile(f'{{"more":{written(tree)}}}'.encode())

    found = [fault.cause for fault in faults(raw, ("more",))]

    expected = causes(tree)
    assert len(found) == bool(expected)
    assert set(found) <= expected


def test_each_key_has_its_own_fault() -> None:
    """A key that appears twice is one too, and the pointer escapes it."""
    raw = parse_profile(rb'{"a/b":"\ud83d","more":1,"ok":1,"more":2,"other":"\ud83d"}')

    found = list(faults(raw, ("a/b", "ok", "more")))

    assert [(fault.pointer, fault.cause) for fault in found] == [
        ("/a~1b", "wrong-kind"),
        ("/more", "duplicate-key"),
    ]


@pytest.mark.parametrize("bom", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize(
    "token", ['"a\\u0041"', "1.10", "1e400", '{"a" : [1, {"b":null}]}', "null", "7" * 40]
)
def test_the_values_of_keys_are_unparsed(token: str, bom: bytes) -> None:
    """They are copied byte for byte, also after a byte-order mark."""
    line = bom + f'{{"id": 7 , "more" : {token} , "other": 1}}'.encode()

    values: dict[str, Any] = raw_values(line, ("more", "id"))

    assert {key: bytes(value) for key, value in values.items()} == {"more": token.encode(), "id": b"7"}
