"""YAML as a tree: what a scalar reads as, where it stands, and how much of it there may be."""

import pytest
import yaml

from exitwise.diagnostic import Diagnostics
from exitwise.loader.yaml import nodes
from exitwise.loader.yaml.nodes import (
    MAX_LEVELS,
    MAX_NODES,
    Mapping,
    Node,
    Scalar,
    ScalarKind,
    Sequence,
    compose,
    walk,
)
from support.packs import defect_corpus


def composed(text: str) -> Node | None:
    """The tree of a text, or None where there is none."""
    return compose(text, "x.yaml", Diagnostics())


def fault(text: str) -> tuple[str, str]:
    """The one defect of a text, as its kind and its place."""
    defects = Diagnostics()

    assert compose(text, "x.yaml", defects) is None

    (defect,) = defects
    return defect.id, str(defect.place).removeprefix("x.yaml:")


def plain(node: Node) -> object:
    """A tree without its places."""
    match node:
        case Scalar():
            return node.text
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(pairs):
            return [(plain(key), plain(value)) for key, value in pairs]


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
def test_a_scalar_reads_as_the_core_schema_has_it(text: str, kind: ScalarKind) -> None:
    """YAML 1.2's core schema and dates, nothing of YAML 1.1; what is quoted is text."""
    node = composed(text)

    assert isinstance(node, Scalar)
    assert node.kind == kind


@pytest.mark.parametrize("text", ["- |\n  7\n", "- >\n  7\n"])
def test_a_block_is_text_whatever_stands_in_it(text: str) -> None:
    """Nobody writes a number as a block."""
    node = composed(text)

    assert isinstance(node, Sequence)
    assert isinstance(node.items[0], Scalar)
    assert node.items[0].kind == "text"


def test_nothing_where_a_value_belongs_is_null() -> None:
    """A key with nothing after it has a value that reads as nothing."""
    node = composed("a:")

    assert isinstance(node, Mapping)
    assert node.pairs[0][1] == Scalar("", plain=True, line=0, column=2)
    assert node.pairs[0][1].kind == "null"


def test_places_count_characters() -> None:
    """Neither bytes nor the halves of a surrogate pair."""
    node = composed("é: x\n😀☂: [ü, {k: v}]\n")

    assert node == Mapping(
        (
            (Scalar("é", plain=True, line=0, column=0), Scalar("x", plain=True, line=0, column=3)),
            (
                Scalar("😀☂", plain=True, line=1, column=0),
                Sequence(
                    (
                        Scalar("ü", plain=True, line=1, column=5),
                        Mapping(
                            (
                                (
                                    Scalar("k", plain=True, line=1, column=9),
                                    Scalar("v", plain=True, line=1, column=12),
                                ),
                            ),
                            1,
                            8,
                        ),
                    ),
                    1,
                    4,
                ),
            ),
        ),
        0,
        0,
    )


def test_keys_given_twice_are_kept_for_the_reader_to_find() -> None:
    """A dict would lose the first in silence."""
    node = composed("{a: 1, a: 2}")

    assert node is not None
    assert plain(node) == [("a", "1"), ("a", "2")]


def test_an_alias_stands_for_what_its_anchor_names() -> None:
    """The last anchor of a name counts, as YAML has it."""
    node = composed("- &a [x, y]\n- *a\n- &a z\n- *a\n- &m {k: *a}\n- *m\n")

    assert node is not None
    assert plain(node) == [["x", "y"], ["x", "y"], "z", "z", [("k", "z")], [("k", "z")]]


def test_a_tree_is_walked_whole() -> None:
    """Keys, values and items, each after what it stands in."""
    node = composed("a: [b, {c: d}]")

    assert node is not None
    assert [found.text for found in walk(node) if isinstance(found, Scalar)] == ["a", "b", "c", "d"]
    assert len(list(walk(node))) == 7


FAULTS = [
    ("", ("empty", "1:1")),
    ("# nothing\n", ("empty", "1:1")),
    ("a: ]", ("bad-yaml", "1:4")),
    ("a: b: c", ("bad-yaml", "1:5")),
    ("a: 1\n---\nb: 2\n", ("bad-yaml", "2:1")),
    ("- *nobody", ("bad-yaml", "1:3")),
    ("&a [*a]", ("alias-cycle", "1:5")),
    ("&a {k: [*a]}", ("alias-cycle", "1:9")),
    ("a: !!str 7", ("unknown-tag", "1:4")),
    ("!!map {a: 1}", ("unknown-tag", "1:1")),
    ("- !<tag:yaml.org,2002:seq> []", ("unknown-tag", "1:3")),
    ("- 'é\a'", ("bad-yaml", "1:5")),
    ("- a\n- b\0\n", ("bad-yaml", "2:4")),
]


@pytest.mark.parametrize(("text", "expected"), FAULTS)
def test_what_is_no_tree_is_refused_at_its_place(text: str, expected: tuple[str, str]) -> None:
    """Not YAML, more than one document, no document, a tag, an alias to nothing or into itself."""
    assert fault(text) == expected


def nested(levels: int) -> str:
    """Lists in lists."""
    return "[" * levels + "]" * levels


def test_forty_levels_are_allowed_and_no_more() -> None:
    """Lists and mappings count alike; the place is where the level too many begins."""
    assert composed(nested(MAX_LEVELS)) is not None
    assert fault(nested(MAX_LEVELS + 1)) == ("too-deep", "1:41")
    assert fault("{a: " * (MAX_LEVELS + 1)) == ("too-deep", f"1:{4 * MAX_LEVELS + 1}")
    assert fault("[" * 100_000) == ("too-deep", "1:41")
    assert fault("a: [1, 2]\nb: " + "[" * 100_000) == ("too-deep", "2:43")
    assert MAX_LEVELS == 40


def test_a_hundred_thousand_values_are_allowed_and_no_more() -> None:
    """The list that holds them is one of them, and so is every key."""
    assert composed(f"[{'0,' * (MAX_NODES - 1)}]") is not None
    assert fault(f"[{'0,' * MAX_NODES}]") == ("too-large", f"1:{2 * MAX_NODES}")
    assert composed(f"{{{'k: 0,' * (MAX_NODES // 2 - 1)}}}") is not None
    assert fault(f"{{{'k: 0,' * (MAX_NODES // 2)}}}")[0] == "too-large"
    assert MAX_NODES == 100_000


def test_what_an_alias_repeats_counts_again() -> None:
    """Ten times a tenth is the whole: a list of 9,998 values with its anchor, and aliases to it."""
    tenth = f"&a [{'0,' * 9_998}]"

    assert composed(f"[{tenth}{', *a' * 9}]") is not None
    assert fault(f"[{tenth}{', *a' * 9}{', 0' * 10}]")[0] == "alias-bomb"


def test_deep_aliases_are_counted_not_followed() -> None:
    """The eighth alias of the fifth level is the first value too many: 12,346 and 8 times 11,111."""
    lines = ["- &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"- &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 30)]

    assert fault("\n".join(lines)) == ("alias-bomb", "5:43")


PARSED = [case for case in defect_corpus.CASES if case.text and len(case.text) < 10_000]


@pytest.mark.parametrize("case", PARSED, ids=lambda case: case.name)
def test_both_parsers_of_the_yaml_library_say_the_same(
    case: defect_corpus.Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the library was built without its C parser, the other is used."""
    found = []
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        monkeypatch.setattr(nodes, "LOADER", loader)
        defects = Diagnostics()
        tree = compose(case.text or "", "x.yaml", defects)
        found.append((tree, [defect.id for defect in defects]))

    assert found[0] == found[1]
