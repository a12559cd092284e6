"""What stands otherwise in one pack than in another: exactly what was changed, as its author knows it."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from exitwise.audit.diff.structure import Edit, Field, edits, effect, logic
from exitwise.loader import pack
from exitwise.model.condition import ALWAYS
from exitwise.model.knowledge import Knowledge
from support.oracles import naive, schemas
from support.packs import random_packs, shipped, toy

FILES = {
    path.relative_to(toy.BICYCLE).as_posix(): path.read_text("utf-8")
    for path in toy.BICYCLE.rglob("*")
    if path.is_file()
}
HEAD = "---\n{title: A letter, to: you, subject: This}\n---\n"
CASES = schemas.read(Path(__file__).with_name("edits.yaml"))


def bicycle(folder: Path, *changes: tuple[str, str, str]) -> Knowledge:
    """The bicycle pack with texts of its files put otherwise: the file, what stands there, what shall."""
    texts = dict(FILES)
    for file, old, new in changes:
        assert old in texts[file]
        texts[file] = texts[file].replace(old, new, 1)
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return pack.load(folder)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['thing']} {case['field']}".strip())
def test_what_was_changed_is_reported_and_nothing_else(case: dict[str, Any], tmp_path: Path) -> None:
    """One field of one thing, as it was and as it is; and the other way round where it is undone."""
    old, new = bicycle(tmp_path / "old"), bicycle(tmp_path / "new", case["put"])
    field = Field(case["field"], case["before"], case["after"])

    (edit,), (undone,) = edits(old, new), edits(new, old)

    assert f"{edit.kind} {edit.id}" == case["thing"]
    assert (edit.change, edit.fields) == ("changed", (field,))
    assert (undone.kind, undone.id, undone.change) == (edit.kind, edit.id, edit.change)
    assert undone.fields == (Field(field.name, field.after, field.before),)


ADDED = [
    (
        "facts.yaml",
        "constraints:",
        "  - {id: lamp, question: Lit?, kind: integer}\nconstraints:",
        "fact lamp",
    ),
    ("facts.yaml", "constraints:", "constraints:\n  - {id: c, when: {age: 1}, because: So.}", "constraint c"),
    ("findings.yaml", "- id: old", "- {id: f, finding: new, because: So.}\n- id: old", "finding rule f"),
    (
        "recommendations.yaml",
        "- id: just",
        "- {id: a, recommend: sell, because: So.}\n- id: just",
        "argument a",
    ),
    ("plan.yaml", "- id: oil", "- {id: s, title: T, how: H, phase: act, because: So.}\n- id: oil", "step s"),
    ("warnings.yaml", "- id: sl", "- {id: w, title: T, severity: info, because: So.}\n- id: sl", "warning w"),
    (
        "properties.yaml",
        "- id: unsafe",
        "- {id: p, says: So., then: {step: oil}}\n- id: unsafe",
        "property p",
    ),
    (
        "scenarios/one.yaml",
        "- id: safe",
        "- {id: c, profile: {}, expect: {readiness: hold}}\n- id: safe",
        "scenario c",
    ),
]


@pytest.mark.parametrize(("file", "before", "after", "thing"), ADDED, ids=[case[3] for case in ADDED])
def test_what_is_new_and_what_is_gone_is_named(
    file: str, before: str, after: str, thing: str, tmp_path: Path
) -> None:
    """By its kind and its id; what it says stands in the pack that has it."""
    old, new = bicycle(tmp_path / "old"), bicycle(tmp_path / "new", (file, before, after))
    kind, _, name = thing.rpartition(" ")

    assert edits(old, new) == (Edit(kind=kind, id=name, change="added"),)
    assert edits(new, old) == (Edit(kind=kind, id=name, change="removed"),)


def test_a_source_brings_its_statements_and_a_pack_its_letters(tmp_path: Path) -> None:
    """Each is one of its own: what is new of a source is not a change of the source."""
    name = next(file for file in FILES if file.startswith("sources/"))
    statement = "statements:\n  - {id: manual.0, says: Read me., kind: duty}"
    bicycle(tmp_path / "new", (name, "statements:", statement))
    (tmp_path / "new" / "letters" / "farewell.md").write_text(f"{HEAD}Farewell.", "utf-8")

    assert edits(toy.bicycle().knowledge, pack.load(tmp_path / "new")) == (
        Edit(kind="statement", id="manual.0", change="added"),
        Edit(kind="letter", id="farewell", change="added"),
    )


def test_all_that_differs_is_told_in_the_order_of_a_pack(tmp_path: Path) -> None:
    """The head, the vocabulary, the rules, what judges them, the sources and the letters."""
    first = {case["thing"].rpartition(" ")[0] or "pack": case["put"] for case in reversed(CASES)}
    new = bicycle(tmp_path, *first.values())

    told = list(dict.fromkeys(edit.kind for edit in edits(toy.bicycle().knowledge, new)))

    assert told == [
        *("pack", "fact", "constraint", "finding rule", "argument", "step", "warning"),
        *("property", "scenario", "source", "statement", "letter"),
    ]


@pytest.mark.parametrize("seed", range(2))
def test_where_something_stands_is_no_change(seed: int, tmp_path: Path) -> None:
    """Another order of the rules in their files says nothing else, comments neither."""
    mixed = random_packs.shuffled(naive.read_pack(toy.BICYCLE), Random(seed))  # noqa: S311 (no secret hangs on it)
    folder = tmp_path / "mixed"
    bicycle(folder)
    other = pack.load(random_packs.write(mixed, folder))

    assert [rule.id for rule in other.all_rules] != [rule.id for rule in toy.bicycle().knowledge.all_rules]
    assert edits(toy.bicycle().knowledge, other) == ()
    assert edits(shipped.base().knowledge, shipped.base().knowledge) == ()


LINES = [
    ("one\ntwo\nthree", "one\ntwo\nthree\nfour", [("text, line 4", "none", "four")]),
    ("one\ntwo\nthree", "two\nthree", [("text, line 1", "one", "none")]),
    (
        "one\ntwo\nthree\nfour",
        "1\ntwo\n3\n4\nfive",
        [("text, line 1", "one", "1"), ("text, line 3", "three four", "3 4 five")],
    ),
    ("one", "one\ntwo", [("text, line 2", "none", "two")]),
]


@pytest.mark.parametrize(("old", "new", "fields"), LINES)
def test_of_a_longer_text_the_lines_are_told_that_differ(
    old: str, new: str, fields: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    """Each run of them under the number of its first line, as it stands now."""
    before, after = (
        bicycle(tmp_path / str(number), ("letters/hello.md", FILES["letters/hello.md"], f"{HEAD}{text}"))
        for number, text in enumerate((old, new))
    )

    (edit,) = edits(before, after)

    assert (edit.kind, edit.id) == ("letter", "hello")
    assert edit.fields == tuple(Field(*field) for field in fields)


def test_the_deed_of_a_rule_is_without_its_words() -> None:
    """What it asks for and what it does; its action is what it does, whatever it asks for."""
    rules = toy.bicycle().knowledge.rules

    assert logic(rules["set-out"]) == {
        "id": "set-out",
        "when": rules["set-out"].when,
        "phase": "act",
        "after": ("oil",),
        "done": (),
    }
    assert effect(rules["mend-unsafe"]) == {
        "id": "mend-unsafe",
        "when": ALWAYS,
        "recommend": "mend",
        "overrides": ("just-ride",),
    }
    assert logic(rules["wait-for-brakes"]).keys() == {"id", "when", "severity", "hold"}
