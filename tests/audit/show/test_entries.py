"""Tests of entries as data."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from exitwise.audit.graph.relations import Entity, entities, relations
from exitwise.audit.show.entries import Entry, entries
from exitwise.audit.subject import Subject
from exitwise.diagnostic import Place
from exitwise.errors import InputError
from exitwise.knowledge_base import KnowledgeBase
from support.packs import toy

DAY = date(2026, 11, 23)


def read(file: str) -> str:
    """The text of a file."""
    return Path(file).read_text("utf-8")


def entries_of(name: str, base: KnowledgeBase | None = None) -> tuple[Entry, ...]:
    """The entries of a name in the bicycle, or in another pack."""
    return entries(Subject((base or toy.bicycle()).knowledge, DAY), name, read)


def entry_of(name: str) -> Entry:
    """The entry of a name that only one entity of the bicycle has."""
    (entry,) = entries_of(name)
    return entry


def test_entry_of_a_rule_has_every_field() -> None:
    """Texts, condition, place, lines, relations in both directions, and counts."""
    entry = entry_of("old-is-worn")

    assert entry.as_dict() == {
        "kind": "finding-rule",
        "id": "old-is-worn",
        "texts": {"because": "It is {age} old."},
        "conditions": {"when": "age: {at_least: 10}"},
        "place": {"file": entry.place and entry.place.file, "line": 2, "column": 3},
        "lines": [
            {"line": 2, "text": "- id: old-is-worn"},
            {"line": 3, "text": "  finding: worn"},
            {"line": 4, "text": "  when: {age: {at_least: 10}}"},
            {"line": 5, "text": "  because: It is {age} old."},
            {"line": 6, "text": "  cites: [manual.1, manual.2]"},
        ],
        "rests_on": [
            {"how": "looks at", "kind": "fact", "id": "age"},
            {"how": "shows", "kind": "fact", "id": "age"},
            {"how": "cites", "kind": "statement", "id": "manual.1"},
            {"how": "cites", "kind": "statement", "id": "manual.2"},
        ],
        "supports": [{"how": "concludes", "kind": "finding", "id": "worn"}],
        # Ages are 0, each of 1 to 9, 10 to 50, 51 to 90 and unknown; 4 colours, 2 brakes, 3 bells, 1 spokes
        # and unknown. A green one is not above 50.
        "counts": [
            {
                "what": "fires on",
                "profiles": str((2 * 4 - 1) * 2 * 3 * 2),
                "of": str((13 * 4 - 1) * 2 * 3 * 2),
                "witness": {"brakes": "yes", "age": 10},
            }
        ],
        "cells": [],
    }


TEXTS = [
    ("age", {"question": "How old is it?"}),
    ("mend", {"title": "Mend it"}),
    ("set-out", {"title": "Set out", "how": "Sit down and pedal.", "because": "That is what it is for."}),
    (
        "wait-for-brakes",
        {"title": "Do not ride yet", "until": "the brakes hold", "because": "The brakes slip."},
    ),
    ("oil-comes-first", {"says": "The chain is oiled before anyone sets out."}),
    ("manual", {"title": "The manual", "note": "Nobody reads it."}),
    (
        "manual.3",
        {
            "says": "A frame wears out after twelve years.",
            "because": "It is the newer edition.",
            "unused": "No rule needs the newer number.",
        },
    ),
    ("worn", {}),
    (
        "hello",
        {
            "title": "Write home that you have set out",
            "to": "everybody at home",
            "subject": "Off on the {{colour}} one",
        },
    ),
]


@pytest.mark.parametrize(("name", "texts"), TEXTS)
def test_texts_of_each_kind(name: str, texts: dict[str, str]) -> None:
    """An entry has every text that people read."""
    assert dict(entry_of(name).texts) == texts


CONDITIONS = [
    ("just-ride", {"when": "always"}),
    ("unsafe-waits", {"when": "finding: unsafe", "then": "all: [readiness: hold, warning: wait-for-brakes]"}),
    ("oil-comes-first", {}),
    ("safe-and-new", {}),
    ("worn", {}),
]


@pytest.mark.parametrize(("name", "conditions"), CONDITIONS)
def test_conditions_are_yaml(name: str, conditions: dict[str, str]) -> None:
    """An entity without a condition, such as a property with an order, has none."""
    assert dict(entry_of(name).conditions) == conditions


PLACES = [
    ("no-old-green", "facts.yaml", range(35, 39)),
    ("too-old-for-green", "scenarios/one.yaml", range(18, 21)),
    ("hello", "letters/hello.md", range(1, 10)),
    ("sell", "pack.yaml", range(7, 8)),
    ("manual", "sources/one.yaml", range(2, 10)),
    ("manual.3", "sources/one.yaml", range(18, 24)),
]


@pytest.mark.parametrize(("name", "file", "numbers"), PLACES)
def test_lines_equal_the_file(name: str, file: str, numbers: range) -> None:
    """Letters, outcomes and heads of sources have lines too."""
    entry = entry_of(name)
    content = (toy.BICYCLE / file).read_text("utf-8").splitlines()

    assert isinstance(entry.place, Place)
    assert Path(entry.place.file).resolve() == toy.BICYCLE / file
    assert entry.place.line == numbers.start
    assert entry.lines == tuple((number, content[number - 1]) for number in numbers)


def test_finding_has_no_place() -> None:
    """It depends on its rules, which have places."""
    entry = entry_of("worn")

    assert (entry.place, entry.lines) == (None, ())
    assert [neighbour.entity for neighbour in entry.depends_on] == [Entity("finding-rule", "old-is-worn")]


def test_relation_is_in_the_entries_of_both_ends() -> None:
    """The entries have every relation twice and nothing else."""
    knowledge = toy.bicycle().knowledge
    pairs: list[Any] = []
    for entity in entities(knowledge):
        (entry,) = [entry for entry in entries_of(entity.name) if entry.entity == entity]
        pairs += [(entity, neighbour.entity) for neighbour in entry.depends_on]
        pairs += [(neighbour.entity, entity) for neighbour in entry.used_by]

    expected = [(relation.dependent, relation.dependency) for relation in relations(knowledge)]
    assert sorted(map(str, pairs)) == sorted(map(str, expected * 2))


def test_entities_that_share_a_name_are_all_shown(tmp_path: Path) -> None:
    """A fact, a finding and its rule may have the same name."""
    findings = "[{id: door, finding: door, when: {door: yes}, because: So.}]"
    base = KnowledgeBase.of(toy.write(tmp_path, findings=findings))

    assert [entry.entity.kind for entry in entries_of("door", base)] == ["fact", "finding-rule", "finding"]


@pytest.mark.parametrize(
    ("name", "advice"),
    [("old-is-wron", "did you mean `old-is-worn`?"), ("xyzzy", "`exitwise audit coverage` lists the rules")],
)
def test_unknown_name_is_rejected(name: str, advice: str) -> None:
    """The help has the nearest name, or a command that lists names."""
    with pytest.raises(InputError) as raised:
        entries_of(name)

    assert str(raised.value).startswith(f"unknown ID `{name}`\n  help: {advice}")


def test_unknown_name_is_escaped() -> None:
    """Line ends and control characters of the argument are escaped."""
    with pytest.raises(InputError) as raised:
        entries_of("x\n  help: do it\x1b[2J")

    assert "`x\\n  help: do it\\x1b[2J`" in str(raised.value)
