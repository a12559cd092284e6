"""The edits between two packs are exactly the changes that were made, in the words of the author."""

from pathlib import Path
from random import Random
from typing import Any

import pytest

from exitwise.audit.diff.structure import Edit, Field, edits, effect, logic
from exitwise.loader import pack
from exitwise.model.condition import ALWAYS
from exitwise.model.knowledge import Knowledge
from support.oracles import naive, schemas
from support.packs import random_packs, shipped, toy, written

FILES = {
    path.relative_to(toy.BICYCLE).as_posix(): path.read_text("utf-8")
    for path in toy.BICYCLE.rglob("*")
    if path.is_file()
}
HEAD = "---\n{title: A letter, to: you, subject: This}\n---\n"
CASES = schemas.read(Path(__file__).with_name("edits.yaml"))


def bicycle(folder: Path, *changes: tuple[str, str, str]) -> Knowledge:
    """Return the bicycle pack with texts replaced: each with its file, the old and the new text."""
    texts = dict(FILES)
    for file, old, new in changes:
        assert old in texts[file]
        texts[file] = texts[file].replace(old, new, 1)
    for name, text in texts.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return pack.load(folder)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['thing']} {case['field']}".strip())
def test_changed_field_is_the_only_edit(case: dict[str, Any], tmp_path: Path) -> None:
    """One changed field is one edit with its old and new value, and reverting it swaps them."""
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
def test_added_and_removed_elements(file: str, before: str, after: str, thing: str, tmp_path: Path) -> None:
    """An added or removed element is reported by its kind and its id."""
    old, new = bicycle(tmp_path / "old"), bicycle(tmp_path / "new", (file, before, after))
    kind, _, name = thing.rpartition(" ")

    assert edits(old, new) == (Edit(kind=kind, id=name, change="added"),)
    assert edits(new, old) == (Edit(kind=kind, id=name, change="removed"),)


def test_statements_and_letters_are_elements(tmp_path: Path) -> None:
    """A statement of a source and a letter are elements of their own."""
    name = next(file for file in FILES if file.startswith("sources/"))
    statement = "statements:\n  - {id: manual.0, says: Read me., kind: duty}"
    bicycle(tmp_path / "new", (name, "statements:", statement))
    (tmp_path / "new" / "letters" / "farewell.md").write_text(f"{HEAD}Farewell.", "utf-8")

    assert edits(toy.bicycle().knowledge, pack.load(tmp_path / "new")) == (
        Edit(kind="statement", id="manual.0", change="added"),
        Edit(kind="letter", id="farewell", change="added"),
    )


def test_a_changed_text_column_is_a_text_of_its_row() -> None:
    """If another text shows it; no advice depends on it."""
    argument = "[{id: default, recommend: stay, because: 'In {t.time}.'}]"
    table = (
        "{id: t, texts: [time, of], because: So., rows: [{id: r, door: no, finding: f, time: %s, of: %s}]}"
    )
    old, new = (
        toy.knowledge(**{"tables/t": table % texts, "recommendations": argument})
        for texts in (("7 days", "us"), ("14 days", "them"))
    )

    assert edits(old, new) == (
        Edit(
            kind="finding rule",
            id="t.r",
            change="changed",
            fields=(Field("texts", "time: 7 days", "time: 14 days"),),
        ),
    )
    assert logic(old.rules["t.r"]) == logic(new.rules["t.r"])


def test_edits_follow_the_order_of_a_pack(tmp_path: Path) -> None:
    """Edits are listed as head, vocabulary, rules, properties, scenarios, sources and letters."""
    first = {case["thing"].rpartition(" ")[0] or "pack": case["put"] for case in reversed(CASES)}
    new = bicycle(tmp_path, *first.values())

    told = list(dict.fromkeys(edit.kind for edit in edits(toy.bicycle().knowledge, new)))

    assert told == [
        *("pack", "fact", "constraint", "finding rule", "argument", "step", "warning"),
        *("property", "scenario", "source", "statement", "letter"),
    ]


@pytest.mark.parametrize("seed", range(2))
def test_order_in_the_file_is_not_an_edit(seed: int, tmp_path: Path) -> None:
    """Reordered rules and comments are not edits."""
    mixed = random_packs.shuffled(naive.read_pack(toy.BICYCLE), Random(seed))  # noqa: S311 (no secret hangs on it)
    folder = tmp_path / "mixed"
    bicycle(folder)
    other = pack.load(written.write(mixed, folder))

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
def test_changed_lines_of_a_longer_text(
    old: str, new: str, fields: list[tuple[str, str, str]], tmp_path: Path
) -> None:
    """Each run of changed lines is reported with the new number of its first line."""
    before, after = (
        bicycle(tmp_path / str(number), ("letters/hello.md", FILES["letters/hello.md"], f"{HEAD}{text}"))
        for number, text in enumerate((old, new))
    )

    (edit,) = edits(before, after)

    assert (edit.kind, edit.id) == ("letter", "hello")
    assert edit.fields == tuple(Field(*field) for field in fields)


def test_logic_and_effect_of_a_rule() -> None:
    """The logic of a rule has no texts, and its effect has no condition either."""
    rules = toy.bicycle().knowledge.rules

    assert logic(rules["set-out"]) == {
        "id": "set-out",
        "when": rules["set-out"].when,
        "phase": "act",
        "after": ("oil",),
        "irreversible": False,
        "urgent": None,
        "by": None,
        "done": (),
    }
    assert effect(rules["mend-unsafe"]) == {
        "id": "mend-unsafe",
        "when": ALWAYS,
        "recommend": "mend",
        "overrides": ("just-ride",),
    }
    assert logic(rules["wait-for-brakes"]).keys() == {
        *("id", "when", "severity", "hold", "steps", "ends", "ask_again_after")
    }
