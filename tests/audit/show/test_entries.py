"""Everything there is to say of one name, as data."""

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
    """A file as text."""
    return Path(file).read_text("utf-8")


def shown(name: str, base: KnowledgeBase | None = None) -> tuple[Entry, ...]:
    """What is shown of a name of the bicycle, or of another pack."""
    return entries(Subject((base or toy.bicycle()).knowledge, DAY), name, read)


def one(name: str) -> Entry:
    """What is shown of a name that only one thing of the bicycle has."""
    (entry,) = shown(name)
    return entry


def test_a_rule_is_shown_with_all_that_is_to_be_said() -> None:
    """Its text, its condition, its place and lines, both sides of what rests on what, and the count."""
    entry = one("old-is-worn")

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
def test_the_texts_of_a_thing_are_shown(name: str, texts: dict[str, str]) -> None:
    """Those that a person reads, whatever the kind of thing."""
    assert dict(one(name).texts) == texts


CONDITIONS = [
    ("just-ride", {"when": "always"}),
    ("unsafe-waits", {"when": "finding: unsafe", "then": "all: [readiness: hold, warning: wait-for-brakes]"}),
    ("oil-comes-first", {}),
    ("safe-and-new", {}),
    ("worn", {}),
]


@pytest.mark.parametrize(("name", "conditions"), CONDITIONS)
def test_conditions_are_spelled(name: str, conditions: dict[str, str]) -> None:
    """What is no condition is not said to be one: a property may be an order."""
    assert dict(one(name).conditions) == conditions


PLACES = [
    ("no-old-green", "facts.yaml", range(35, 39)),
    ("too-old-for-green", "scenarios/one.yaml", range(18, 21)),
    ("hello", "letters/hello.md", range(1, 10)),
    ("sell", "pack.yaml", range(7, 8)),
    ("manual", "sources/one.yaml", range(2, 10)),
    ("manual.3", "sources/one.yaml", range(18, 24)),
]


@pytest.mark.parametrize(("name", "file", "numbers"), PLACES)
def test_the_lines_are_those_of_the_file(name: str, file: str, numbers: range) -> None:
    """Also of a letter, and of what has no place in the model: an outcome, the head of a source."""
    entry = one(name)
    content = (toy.BICYCLE / file).read_text("utf-8").splitlines()

    assert isinstance(entry.place, Place)
    assert Path(entry.place.file).resolve() == toy.BICYCLE / file
    assert entry.place.line == numbers.start
    assert entry.lines == tuple((number, content[number - 1]) for number in numbers)


def test_a_finding_stands_where_its_rules_do() -> None:
    """It has no lines of its own and rests on its rules."""
    entry = one("worn")

    assert (entry.place, entry.lines) == (None, ())
    assert [tie.entity for tie in entry.depends_on] == [Entity("finding-rule", "old-is-worn")]


def test_every_link_is_told_from_both_its_ends() -> None:
    """What one thing rests on, the other says of itself; nothing else is told, and nothing is left out."""
    knowledge = toy.bicycle().knowledge
    told: list[Any] = []
    for thing in entities(knowledge):
        (entry,) = [entry for entry in shown(thing.name) if entry.entity == thing]
        told += [(thing, tie.entity) for tie in entry.depends_on]
        told += [(tie.entity, thing) for tie in entry.used_by]

    expected = [(link.dependent, link.dependency) for link in relations(knowledge)]
    assert sorted(map(str, told)) == sorted(map(str, expected * 2))


def test_all_that_share_a_name_are_shown(tmp_path: Path) -> None:
    """A fact, a finding and its rule may be called alike; each has its own entry."""
    findings = "[{id: door, finding: door, when: {door: yes}, because: So.}]"
    base = KnowledgeBase.of(toy.write(tmp_path, findings=findings))

    assert [entry.entity.kind for entry in shown("door", base)] == ["fact", "finding-rule", "finding"]


@pytest.mark.parametrize(
    ("name", "advice"),
    [("old-is-wron", "did you mean `old-is-worn`?"), ("xyzzy", "`exitwise audit coverage` lists the rules")],
)
def test_an_unknown_name_is_refused(name: str, advice: str) -> None:
    """With the nearest one, or with the way to all of them."""
    with pytest.raises(InputError) as raised:
        shown(name)

    assert str(raised.value).startswith(f"unknown name `{name}`\n  help: {advice}")


def test_a_name_cannot_pass_for_a_line_of_ours() -> None:
    """What was typed is quoted on one line, and steers nothing."""
    with pytest.raises(InputError) as raised:
        shown("x\n  help: do it\x1b[2J")

    assert "`x\\n  help: do it\\x1b[2J`" in str(raised.value)
