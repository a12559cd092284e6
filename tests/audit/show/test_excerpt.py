"""Tests of excerpts: by hand for hard cases, and on the rules of whole packs."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from exitwise.audit.show.excerpt import all_lines, entry_lines, item_lines
from exitwise.diagnostic import Place
from support.oracles import naive
from support.packs import shipped, toy

CASES = {
    "the next item ends it": ("- id: a\n  b: c\n- id: d\n", (1, 3), "1 2"),
    "blank lines and remarks on the next do not belong": ("- id: a\n\n# Next\n\n- id: b\n", (1, 3), "1"),
    "a remark inside belongs": ("- id: a\n  # so\n  b: c\n- id: d\n", (1, 3), "1 2 3"),
    "a folded text runs on": ("- id: a\n  b: >-\n    one\n\n    # two\n\n- id: c\n", (1, 3), "1 2 3 4 5"),
    "a plain text runs on": ("- id: a\n  b: one\n    two\n- id: c\n", (1, 3), "1 2 3"),
    "the last item ends with the file": ("- id: a\n- id: b\n  c: d\n\n", (2, 3), "2 3"),
    "items on one line share it": ("[{id: a, b: c}, {id: d,\n  e: f}]\n", (1, 2), "1"),
    "the second of them begins on it": ("[{id: a, b: c}, {id: d,\n  e: f}]\n", (1, 17), "1 2"),
    "the next key ends a list": ("x:\n  - id: a\n    b: c\ny:\n  - id: d\n", (2, 5), "2 3"),
    "what an alias repeats stays where it is": (
        "- &a {id: a}\n- id: b\n  c: *a\n  d: e\n- id: f\n",
        (2, 3),
        "2 3 4",
    ),
    "nothing begins there": ("- id: a\n", (1, 1_000), ""),
    "not YAML any more": ("- id: [\n", (1, 3), ""),
}


@pytest.mark.parametrize(("content", "at", "expected"), CASES.values(), ids=CASES)
def test_lines_of_an_item(content: str, at: tuple[int, int], expected: str) -> None:
    """Lines have their numbers and their text."""
    lines = item_lines(content, Place("f.yaml", *at))

    assert [number for number, _ in lines] == [int(number) for number in expected.split()]
    assert all(content.splitlines()[number - 1] == line for number, line in lines)


def parse(lines: tuple[tuple[int, str], ...]) -> Any:
    """The content of lines, parsed as YAML on their own."""
    return yaml.load("\n".join(line for _, line in lines), naive.Loader)  # noqa: S506 (a safe loader)


@pytest.mark.parametrize("base", [toy.bicycle, shipped.base], ids=["bicycle", "shipped"])
def test_lines_of_an_item_parse_to_the_item(base: Any) -> None:
    """In every file the first and the last item are among the examples."""
    knowledge = base().knowledge
    cases = (*knowledge.properties, *knowledge.scenarios, *knowledge.statement.values())
    of_file: dict[str, list[Any]] = {}
    for element in (*knowledge.facts, *knowledge.all_rules, *cases):
        of_file.setdefault(element.place.file, []).append(element)
    for file, items in of_file.items():
        content = Path(file).read_text("utf-8")
        data = yaml.load(content, naive.Loader)  # noqa: S506 (a safe loader)
        for element in (items[0], *items[1:-1:12], items[-1]):
            assert parse(item_lines(content, element.place)) == [item_of(data, element.id)]


def item_of(data: Any, name: str) -> Any:
    """The item of a file with an id."""
    lists = [data] if isinstance(data, list) else [part for part in data.values() if isinstance(part, list)]
    return next(element for part in lists for element in part if element["id"] == name)


def test_lines_of_a_key() -> None:
    """The place is that of the key."""
    content = "name: a\noutcomes:\n  stay: Stay\n  leave: >-\n    Leave\n    now\nsources: [b]\n"

    assert entry_lines(content, "p.yaml", "outcomes", "leave") == (
        Place("p.yaml", 4, 3),
        ((4, "  leave: >-"), (5, "    Leave"), (6, "    now")),
    )
    assert entry_lines(content, "p.yaml", "sources") == (Place("p.yaml", 7, 1), ((7, "sources: [b]"),))


@pytest.mark.parametrize("keys", [("outcomes", "go"), ("name", "stay"), ("none", "stay")])
def test_missing_key_has_no_lines(keys: tuple[str, ...]) -> None:
    """Nor has a key below a scalar, or in invalid YAML."""
    assert entry_lines("name: a\noutcomes: {stay: Stay}\n", "p.yaml", *keys) is None
    assert entry_lines("name: [\n", "p.yaml", *keys) is None


def test_all_lines_include_empty_ones() -> None:
    """Lines are numbered from 1."""
    assert all_lines("a\n\nb\n") == ((1, "a"), (2, ""), (3, "b"))
