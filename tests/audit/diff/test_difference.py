"""Two packs side by side, as text and as data: complete at any width, and as its schema says."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings

from exitwise.audit.diff.difference import Difference, difference, text
from support.oracles import comparison, schemas
from support.packs import hostile, toy
from support.running.program import STEERING, STYLE

FACTS = """
  facts:
    - {{id: door, question: And the door?, kind: choice, values: {{{}}}}}
    - {{id: days, question: How long?, kind: {}, unknown: true}}
"""
OLD = {
    "facts": FACTS.format("yes: Open, no: Shut, gone: Gone", "integer"),
    "recommendations": """
      - {id: default, recommend: stay, because: So it is.}
      - {id: go, recommend: leave, overrides: default, because: So., when: {door: no}}
      - {id: lost, recommend: sell, overrides: default, because: So., when: {door: gone}}
    """,
    "plan": "[{id: knock, title: T, how: H, phase: before, because: So., when: {recommend: leave}}]",
}
NEW = {
    "pack": toy.DEFAULTS["pack"].replace("2026.11.0", "2026.12.0"),
    "facts": FACTS.format("yes: Open, no: Shut, ajar: Ajar", "choice, values: {few: Few, many: Many}"),
    "recommendations": """
      - {id: default, recommend: stay, because: So be it.}
      - {id: go, recommend: leave, overrides: default, because: So., when: {days: [few, unknown]}}
    """,
    "plan": OLD["plan"],
    "warnings": "[{id: late, title: T, severity: info, because: So., when: {days: many}}]",
}
# Both can state the doors open and shut, OLD days of two kinds, NEW of three: 12 profiles.
WRITTEN = """\
OLD toy 2026.11.0
NEW toy 2026.12.0

What is written otherwise
  - changed: pack
    version
      old: 2026.11.0
      new: 2026.12.0
  - changed: fact door
    values
      old: yes: Open, no: Shut, gone: Gone
      new: yes: Open, no: Shut, ajar: Ajar
  - changed: fact days
    kind
      old: integer
      new: choice
    values
      old: none
      new: few: Few, many: Many
  - changed: argument default
    because
      old: So it is.
      new: So be it.
  - changed: argument go
    when
      old: door: no
      new: days: [few, unknown]
  - removed: argument lost
  - added: warning late

What has no counterpart
  - fact `days` is of another kind now: it counts as removed, and added anew
  - value `gone` of `door` is removed: only OLD can state profiles with it
  - value `ajar` of `door` is added: only NEW can state profiles with it
  - fact `days (old)` is removed: NEW does not look at it, whatever it is
  - fact `days` is added: OLD does not look at it, whatever it is

Another recommendation
  - stay -> leave: 4 profiles (33.3 %)
    for instance: door=yes
    because of: go
  - leave -> stay: 2 profiles (16.7 %)
    for instance: door=no, days=many
    because of: go

Another readiness
  - prepare -> ready: 2 profiles (16.7 %)
    for instance: door=no, days=many
    because of: go
  - ready -> prepare: 4 profiles (33.3 %)
    for instance: door=yes
    because of: go

Another plan
  - step knock: absent -> present: 4 profiles (33.3 %)
    for instance: door=yes
    because of: go
  - step knock: present -> absent: 2 profiles (16.7 %)
    for instance: door=no, days=many
    because of: go

Other warnings
  - warning late: absent -> present: 4 profiles (33.3 %)
    for instance: door=yes, days=many
    because of: late

12 profiles compared.
Other advice for 8 profiles (66.7 %).
  - another recommendation: 6
  - another readiness: 6
  - another plan: 6
  - other warnings: 4
Admitted by OLD, with answers that NEW does not know: 6 profiles.
Admitted by NEW, with answers that OLD does not know: 6 profiles.
"""


def found() -> Difference:
    """All that two packs can differ in."""
    return difference(toy.knowledge(**OLD), toy.knowledge(**NEW))


def written(of: Difference, width: int = 80, *, colour: bool = False) -> str:
    """The difference as it is read in a window of that width."""
    return text(of, width=width, colour=colour)


def test_a_difference_reads_from_the_words_to_the_verdict() -> None:
    """What is written otherwise, how that is matched, from what to what and why, and how many."""
    assert written(found()) == WRITTEN


STEPS = [f"- {{id: {name}, title: T, how: H, phase: act, because: So.}}\n" for name in ("one", "two")]


ONE_DOOR = "facts: [{id: door, question: '?', kind: choice, values: {yes: Y, no: N}, unknown: true}]"

VERDICTS: list[tuple[dict[str, str], dict[str, str], str]] = [
    ({}, {}, "16 profiles compared.\nSame advice for every profile: proved.\n"),
    (
        {"facts": FACTS.format("yes: Y, no: N", "integer")},
        {"facts": FACTS.format("yes: Y, no: N, ajar: A", "integer")},
        (
            "4 profiles compared.\n"
            "Admitted by NEW, with answers that OLD does not know: 2 profiles.\n"
            "Same advice for every profile that OLD admits: proved.\n"
        ),
    ),
    (
        {"facts": FACTS.format("yes: Y, no: N, ajar: A", "integer")},
        {"facts": FACTS.format("yes: Y, no: N", "integer")},
        "4 profiles compared.\nAdmitted by OLD, with answers that NEW does not know: 2 profiles.\n",
    ),
    (
        {"plan": "".join(STEPS), "facts": ONE_DOOR},
        {"plan": "".join(reversed(STEPS)), "facts": ONE_DOOR},
        (
            "Another plan\n"
            "  - order of one and two: one first -> two first: 3 profiles (100 %)\n"
            "    for instance: the empty profile\n"
            "    because of: the places of the steps in the file\n"
            "\n"
            "3 profiles compared.\n"
            "Other advice for 3 profiles (100 %).\n"
            "  - another plan: 3\n"
        ),
    ),
    (
        {"facts": ONE_DOOR},
        {
            "facts": f"{ONE_DOOR}\nconstraints: [{{id: c, when: {{door: yes}}, because: So.}}]",
        },
        (
            "Another recommendation\n"
            "  - stay -> not admitted: 1 profile (33.3 %)\n"
            "    for instance: door=yes\n"
            "    because of: c\n"
            "\n"
            "3 profiles compared.\n"
            "Other advice for 1 profile (33.3 %).\n"
            "  - another recommendation: 1\n"
        ),
    ),
]


@pytest.mark.parametrize(("old", "new", "end"), VERDICTS)
def test_the_verdict_says_what_is_proved(old: dict[str, str], new: dict[str, str], end: str) -> None:
    """The same for all, the same for all there were, or for how many not."""
    assert written(difference(toy.knowledge(**old), toy.knowledge(**new))).endswith("\n" + end)


@pytest.mark.parametrize("width", [20, 33, 80, 200])
def test_at_any_width_every_word_is_shown(width: int) -> None:
    """Wrapping moves words and changes none, and no line is wider than the window."""
    narrow, wide = written(found(), width), written(found(), 10_000)

    assert "".join(narrow.split()) == "".join(wide.split())
    assert max(map(len, narrow.splitlines())) <= width


def test_colour_adds_styles_and_nothing_else() -> None:
    """Without its style codes the coloured text is the plain one."""
    coloured = written(found(), colour=True)

    assert STYLE.search(coloured)
    assert STYLE.sub("", coloured) == written(found())


@pytest.mark.parametrize("hostility", hostile.DISPLAYED, ids=ascii)
def test_what_stands_in_a_pack_stays_text(hostility: str, tmp_path: Path) -> None:
    """A text is shown on the line of its field, and steers no terminal."""
    plain_, harmless, hostile_ = (
        hostile.base(says, tmp_path / str(number) / "pack").knowledge
        for number, says in enumerate(("Plain.", "Harmless.", hostility))
    )

    lines = written(difference(plain_, hostile_)).splitlines()

    assert not STEERING.search("".join(lines))
    assert "".join(hostile.as_displayed(hostility).split()) in "".join("".join(lines).split())
    assert headings(lines) == headings(written(difference(plain_, harmless)).splitlines())


def headings(lines: list[str]) -> list[str]:
    """The lines that no text of a pack may forge."""
    return [line for line in lines if not line.startswith("    ")]


def test_all_of_a_difference_is_data() -> None:
    """Numbers of profiles are texts, since they may be too large for a reader's numbers."""
    data = plain(found())

    assert {key: data[key] for key in ("schema", "same")} == {"schema": "exitwise.diff/1", "same": False}
    assert (data["old"]["version"], data["new"]["version"]) == ("2026.11.0", "2026.12.0")
    assert data["profiles"] == {
        "compared": "12",
        "differing": "8",
        "only_old": "6",
        "only_new": "6",
        "recommendation": "6",
        "readiness": "6",
        "plan": "6",
        "warnings": "4",
    }
    assert len(data["matching"]) == 5
    assert data["changes"][1] == {
        "aspect": "recommendation",
        "what": "recommendation",
        "before": "leave",
        "after": "stay",
        "profiles": "2",
        "share": 2 / 12,
        "witness": {"door": "no", "days": "many"},
        "rules": ["go"],
    }
    assert data["edits"][-1] == {"kind": "warning", "id": "late", "change": "added", "fields": []}
    assert data["edits"][1]["fields"] == [
        {
            "name": "values",
            "before": "yes: Open, no: Shut, gone: Gone",
            "after": "yes: Open, no: Shut, ajar: Ajar",
        }
    ]


def plain(of: Difference) -> Any:
    """The difference as it is read back from JSON."""
    return json.loads(json.dumps(of.as_dict()))


@pytest.mark.parametrize(("old", "new"), [(OLD, NEW), *((old, new) for old, new, _ in VERDICTS)])
def test_a_difference_is_as_its_schema_says(old: dict[str, str], new: dict[str, str]) -> None:
    """Whatever was found, the schema accepts it."""
    data = plain(difference(toy.knowledge(**old), toy.knowledge(**new)))

    assert list(schemas.validator("diff").iter_errors(data)) == []


@settings(max_examples=15)
@given(comparison.pairs())
def test_any_difference_is_as_its_schema_says(pair: comparison.Joint) -> None:
    """That of random packs too; and the text has a line for each row."""
    own = difference(toy.loaded(pair.old), toy.loaded(pair.new))

    assert list(schemas.validator("diff").iter_errors(plain(own))) == []
    assert written(own, 10_000).count("\n    because of: ") == len(own.comparison.rows)


def test_a_name_that_reads_as_a_date_can_be_told() -> None:
    """A pack may have one, in quotes; in JSON nothing reads as a date."""
    told = plain(found())
    told["changes"][0]["witness"] = {"2026-05-11": "2026-05-11"}

    assert schemas.accepts("diff", told)


WRONG: list[tuple[str, object]] = [
    ("same", True),
    ("schema", "exitwise.diff/2"),
    ("stranger", 1),
    ("profiles", {"compared": "12"}),
    ("changes", [{"aspect": "recommendation"}]),
    ("edits", [{"kind": "fact", "id": "door", "change": "changed", "fields": []}]),
]


@pytest.mark.parametrize(("key", "value"), WRONG, ids=str)
def test_the_schema_refuses_what_is_no_difference(key: str, value: object) -> None:
    """It says more than that there is an object."""
    assert not schemas.accepts("diff", plain(found()) | {key: value})
