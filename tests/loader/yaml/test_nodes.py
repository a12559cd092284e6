"""Node types: the kind of a scalar, and searching a tree."""

import pytest

from exitwise.diagnostic import Diagnostics
from exitwise.loader.yaml.composer import compose
from exitwise.loader.yaml.nodes import (
    Mapping,
    Node,
    Scalar,
    ScalarKind,
    Sequence,
    scalars_under,
    value_under,
    walk,
)


def parse(text: str) -> Node | None:
    """Return the tree of a text, or None if it has a defect."""
    return compose(text, "x.yaml", Diagnostics())


KINDS: list[tuple[str, ScalarKind]] = [
    *((word, "boolean") for word in ("true", "True", "TRUE", "false", "False", "FALSE")),
    *((word, "null") for word in ("~", "null", "Null", "NULL")),
    *((word, "integer") for word in ("0", "7", "-7", "+7", "010", "0o17", "0x1F", "0xff")),
    *((word, "number") for word in ("1.5", "-.5", "1.", "1e5", "1E+5", "1.5e-3", ".inf", "-.INF", ".nan")),
    *((word, "date") for word in ("2026-05-11", "2026-5-1", "2026-99-99")),
    *((word, "text") for word in ("yes", "no", "on", "off", "y", "n", "Yes", "NO", "tRUE", "nULL")),
    *((word, "text") for word in ("1.5.0", "1_000", "0b11", "12:30:45", "2026-05", "2026-05-11T10:00:00Z")),
    *((word, "text") for word in ("=", "1e", "0x", "0o8", "-", "+", ".", "e5", "'7'", '"true"', "'~'", "''")),
]


@pytest.mark.parametrize(("text", "kind"), [pair for pair in KINDS if pair[0] != "-"])
def test_the_kind_of_a_scalar_follows_the_core_schema(text: str, kind: ScalarKind) -> None:
    """The core schema of YAML 1.2 and dates, nothing of YAML 1.1; quoted scalars are text."""
    node = parse(text)

    assert isinstance(node, Scalar)
    assert node.kind == kind


@pytest.mark.parametrize("text", ["- |\n  7\n", "- >\n  7\n"])
def test_a_block_scalar_is_text(text: str) -> None:
    """Even if its content looks like a number."""
    node = parse(text)

    assert isinstance(node, Sequence)
    assert isinstance(node.items[0], Scalar)
    assert node.items[0].kind == "text"


def test_a_missing_value_is_null() -> None:
    """A key without a value has an empty plain scalar of the kind null."""
    node = parse("a:")

    assert isinstance(node, Mapping)
    assert node.pairs[0][1] == Scalar("", plain=True, line=0, column=2)
    assert node.pairs[0][1].kind == "null"


def test_walk_yields_every_node() -> None:
    """Keys, values and items, parents first."""
    node = parse("a: [b, {c: d}]")

    assert node is not None
    assert [child.text for child in walk(node) if isinstance(child, Scalar)] == ["a", "b", "c", "d"]
    assert len(list(walk(node))) == 7


def test_value_under_returns_the_value_of_a_key() -> None:
    """None if the key is missing or the node is no mapping; nothing is reported."""
    tree = parse("{a: b, c: [d]}")

    assert value_under(tree, "a") == Scalar("b", plain=True, line=0, column=4)
    assert value_under(tree, "x") is None
    assert value_under(value_under(tree, "c"), "d") is None
    assert value_under(None, "a") is None


def test_scalars_under_collects_scalars_of_one_key() -> None:
    """Anything but a list of mappings has none, and nothing is reported."""
    tree = parse("[{id: a, x: b}, {x: c}, {id: [d]}, e, {id: 7}]")

    assert [scalar.text for scalar in scalars_under(tree, "id")] == ["a", "7"]
    assert scalars_under(None, "id") == scalars_under(parse("{id: a}"), "id") == ()
