"""YAML text composed into a tree: positions, defects and limits."""

import pytest
import yaml

from exitwise.diagnostic import Diagnostics
from exitwise.loader.yaml import composer
from exitwise.loader.yaml.composer import MAX_LEVELS, MAX_NODES, compose
from exitwise.loader.yaml.nodes import Mapping, Node, Scalar, Sequence
from support.packs import defect_corpus


def parse(text: str) -> Node | None:
    """Return the tree of a text, or None if it has a defect."""
    return compose(text, "x.yaml", Diagnostics())


def defect_of(text: str) -> tuple[str, str]:
    """Return the only defect of a text: its id, and its line and column."""
    diagnostics = Diagnostics()

    assert compose(text, "x.yaml", diagnostics) is None

    (defect,) = diagnostics
    return defect.id, str(defect.place).removeprefix("x.yaml:")


def plain(node: Node) -> object:
    """Return a tree without its positions."""
    match node:
        case Scalar():
            return node.text
        case Sequence(items):
            return [plain(item) for item in items]
        case Mapping(pairs):
            return [(plain(key), plain(value)) for key, value in pairs]


def test_positions_count_characters() -> None:
    """Neither bytes nor UTF-16 code units."""
    node = parse("é: x\n😀☂: [ü, {k: v}]\n")

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


def test_duplicate_keys_are_preserved() -> None:
    """The reader reports them; a dict would silently lose the first."""
    node = parse("{a: 1, a: 2}")

    assert node is not None
    assert plain(node) == [("a", "1"), ("a", "2")]


def test_an_alias_is_replaced_by_its_anchor() -> None:
    """The latest anchor of a name counts, as in YAML."""
    node = parse("- &a [x, y]\n- *a\n- &a z\n- *a\n- &m {k: *a}\n- *m\n")

    assert node is not None
    assert plain(node) == [["x", "y"], ["x", "y"], "z", "z", [("k", "z")], [("k", "z")]]


DEFECTS = [
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


@pytest.mark.parametrize(("text", "expected"), DEFECTS)
def test_invalid_yaml_is_rejected_with_its_position(text: str, expected: tuple[str, str]) -> None:
    """Syntax errors, a second document, no document, tags, unknown and cyclic aliases."""
    assert defect_of(text) == expected


def nested(levels: int) -> str:
    """Return lists nested so many levels deep."""
    return "[" * levels + "]" * levels


def test_nesting_is_limited_to_forty_levels() -> None:
    """Lists and mappings count alike; the position is the beginning of the first level too many."""
    assert parse(nested(MAX_LEVELS)) is not None
    assert defect_of(nested(MAX_LEVELS + 1)) == ("too-deep", "1:41")
    assert defect_of("{a: " * (MAX_LEVELS + 1)) == ("too-deep", f"1:{4 * MAX_LEVELS + 1}")
    assert defect_of("[" * 100_000) == ("too-deep", "1:41")
    assert defect_of("a: [1, 2]\nb: " + "[" * 100_000) == ("too-deep", "2:43")
    assert MAX_LEVELS == 40


def test_a_file_is_limited_to_a_hundred_thousand_nodes() -> None:
    """The list itself counts, and so does every key."""
    assert parse(f"[{'0,' * (MAX_NODES - 1)}]") is not None
    assert defect_of(f"[{'0,' * MAX_NODES}]") == ("too-large", f"1:{2 * MAX_NODES}")
    assert parse(f"{{{'k: 0,' * (MAX_NODES // 2 - 1)}}}") is not None
    assert defect_of(f"{{{'k: 0,' * (MAX_NODES // 2)}}}")[0] == "too-large"
    assert MAX_NODES == 100_000


def test_nodes_repeated_by_an_alias_count_again() -> None:
    """Ten times a tenth is the limit: a list of 9,998 values with an anchor, and nine aliases to it."""
    tenth = f"&a [{'0,' * 9_998}]"

    assert parse(f"[{tenth}{', *a' * 9}]") is not None
    assert defect_of(f"[{tenth}{', *a' * 9}{', 0' * 10}]")[0] == "alias-bomb"


def test_nested_aliases_are_counted_without_expansion() -> None:
    """The eighth alias of the fifth level exceeds the limit: 12,346 and 8 times 11,111."""
    lines = ["- &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"- &a{level} [{', '.join([f'*a{level - 1}'] * 10)}]" for level in range(1, 30)]

    assert defect_of("\n".join(lines)) == ("alias-bomb", "5:43")


PARSED = [case for case in defect_corpus.CASES if case.text and len(case.text) < 10_000]


@pytest.mark.parametrize("case", PARSED, ids=lambda case: case.name)
def test_the_python_parser_agrees_with_the_c_parser(
    case: defect_corpus.Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Python parser is used where the library was built without the C parser."""
    results = []
    for loader in (yaml.CSafeLoader, yaml.SafeLoader):
        monkeypatch.setattr(composer, "LOADER", loader)
        diagnostics = Diagnostics()
        tree = compose(case.text or "", "x.yaml", diagnostics)
        results.append((tree, [defect.id for defect in diagnostics]))

    assert results[0] == results[1]
